//! What stands before every resource: who calls, and whether the same request was answered before.
//! Deciding both lives in `application::account` and `application::call`.

mod key;
mod repeat;

pub use key::let_in;
pub use repeat::answer_once;
