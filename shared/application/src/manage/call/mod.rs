//! What every call of the API shares. What single calls do lives beside this folder.

mod authenticate;
mod issue_key;
mod page;
mod refusal;
mod repeat;

pub use authenticate::{Authenticate, Caller};
pub use issue_key::IssueKey;
pub use page::{Page, Wanted, merged_newest_first, scan};
pub use refusal::{BadField, Failure, Refusal, RefusalKind, Reply};
pub(crate) use refusal::{decide_again, found};
pub use repeat::{Begun, Kept, Repeat};
