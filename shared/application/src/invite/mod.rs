//! From a hook to a planned invitation. Sending it lives in `send`.

mod accept_event;
mod hint;
mod plan_invitations;
mod reserve;

pub use accept_event::{AcceptEvent, Accepted, Refused};
pub use plan_invitations::PlanInvitations;
pub(crate) use reserve::{OpenBooks, Wanted};
