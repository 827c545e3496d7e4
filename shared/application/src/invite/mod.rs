//! From a hook to a planned invitation. Sending it lives in `send`.

mod accept_event;
mod by_sms;
mod hint;
mod plan_invitations;
mod reserve;
mod send_batch;
mod start_batch;

pub use accept_event::{AcceptEvent, Accepted, Refused};
pub use plan_invitations::PlanInvitations;
pub(crate) use reserve::{OpenBooks, Wanted};
pub use send_batch::SendBatch;
pub use start_batch::{BeginWave, ListWanted, People, StartBatch};
