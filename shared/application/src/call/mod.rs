//! One call from outside: refusals with words for people, pages of a listing, repeated requests, edits of one record.
//! What is called lives with its subject; statuses and bodies are decided at the edge.

mod edit;
mod page;
mod refusal;
mod repeat;

pub use edit::Edit;
pub(crate) use edit::edited;
pub(crate) use edit::{created, removed};
pub use page::{Page, Wanted, listed, merged_newest_first, scan};
pub(crate) use refusal::found;
pub use refusal::{BadField, BadFieldCode, Failure, Refusal, RefusalKind, Reply};
pub use repeat::{Begun, KeptAnswer, Repeat};
