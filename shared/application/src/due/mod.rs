//! The sweep of the due index: what is due soon is hinted to its queue, at the pace at which it may be sent.
//! What a hint leads to lives with the subject of the record.

mod aside;
mod pace;
mod reached;
mod release_due;

pub use aside::where_it_begins;
pub use reached::Reached;
pub use release_due::{ReleaseDue, Swept};
