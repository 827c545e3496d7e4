//! From a trigger given by hand to what became of it: events, decisions, invitations and their resends; and who is told.
//! Planning and sending themselves live in `invite` and `send`.

mod batches;
mod decisions;
mod invitations;
mod resend;
mod trial;
mod triggers;
mod webhooks;

pub use batches::{Batches, Person};
pub use decisions::{DecisionFilter, Decisions};
pub use invitations::{InvitationFilter, InvitationView, Invitations};
pub use resend::{Again, ResendInvitation};
pub use trial::{Preview, PreviewMail, Reader, SendTest};
pub use triggers::Triggers;
pub use webhooks::Webhooks;
