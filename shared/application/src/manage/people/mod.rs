//! People and what binds us about their addresses. How they come to be known lives in `invite`, how they opt out
//! by a link in `respond`.

mod contacts;
mod opt_outs;
mod suppressions;

pub use contacts::{Contacts, Person};
pub use opt_outs::{OptOutEntry, OptOuts};
pub use suppressions::Suppressions;
