//! An alert as its owner meets it: the mail that tells them, and its page in the console.
//! Which answers raise one, and whose it is, is decided in the domain.

mod deadline;
mod mail;
mod page;
#[cfg(test)]
mod tests;
mod who;

pub use deadline::counted;
pub use mail::mail;
pub(crate) use page::status;
pub use page::{AlertPage, page};
