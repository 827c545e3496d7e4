//! What the API reads and changes. Decisions about sending and answering live in the other modules.

mod route;

pub use route::{find_route, keep_route};
