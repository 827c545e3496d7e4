//! The mail and the text message that ask somebody: built-in or by an organization's own template.
//! Whether and when they may be sent is the domain's; headers and transport live in the adapters.

mod mail;
mod rating;
mod sms;
pub mod template;
#[cfg(test)]
mod tests;
mod words;

pub use mail::mail;
pub use sms::sms;
