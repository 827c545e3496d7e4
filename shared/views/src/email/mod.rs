//! Mails as data in, [`Rendered`] out: an HTML part and a plain part that say the same thing.
//! Headers, addresses and sending live in the adapters; who receives what is decided elsewhere.

mod alert;
mod invitation;
mod layout;
mod plain;
mod rating;
pub mod template;
#[cfg(test)]
mod tests;

pub use alert::{UnhappyAnswer, unhappy_answer};
pub use invitation::{Invitation, Particulars, invitation};

/// One mail, ready for any transport that takes a subject and two bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line: holds no control character, hence no way to add a header (R3.7).
    pub subject: String,
    /// A whole HTML document, UTF-8, styles inlined.
    pub html: String,
    /// The same content as plain text, lines of at most 76 characters except for links.
    pub text: String,
}
