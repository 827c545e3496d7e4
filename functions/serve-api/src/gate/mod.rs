//! What stands before every resource: who calls, whether their key opens it, and whether the same request was answered
//! before. Deciding it lives in `application::account` and `application::call`.

mod doubt;
mod key;
mod repeat;
mod scope;

pub use key::{Door, let_in};
pub use repeat::{ShownOnce, answer_once};
