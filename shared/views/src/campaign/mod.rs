//! What a campaign tells whom: its own words with their names filled in, else built-in ones that follow the occasion.
//! Where each of them stands in a mail or on a page is decided there.

mod telling;

pub use telling::{Messages, Telling, messages};
