//! Events from tools: accepting them, the connections that they come by, what was received.
//! What follows from an event is planned in `invitation`.

mod accept_event;
mod connections;
mod triggers;

pub use accept_event::{AcceptEvent, Accepted, Refused};
pub use connections::{ConnectionView, Connections, NewConnection};
pub use triggers::Triggers;
