//! From an event or a list to a mail that surely went out once: planning, reserving, sending, evidence, asking again.
//! What the respondent does with it lives in `answer`.

mod batches;
mod begin_wave;
mod breaker;
mod decisions;
mod evidence;
mod gather;
mod hint;
mod invitations;
mod plan_invitations;
mod preview;
mod reconcile;
mod record_delivery;
mod resend;
mod reserve;
mod sample;
mod send_batch;
mod send_mail;
mod sendable;
mod settle;
mod settle_way;
mod start_batch;
mod test_mail;

pub use batches::{Batches, OnList};
pub use begin_wave::BeginWave;
pub use decisions::{DecisionFilter, Decisions};
pub use evidence::Told;
pub(crate) use evidence::told_of;
pub use invitations::{InvitationFilter, InvitationView, Invitations};
pub use plan_invitations::PlanInvitations;
pub use preview::{Preview, PreviewMail, PreviewReader};
pub use reconcile::{Reconcile, Reconciled};
pub use record_delivery::{DeliveryReport, RecordDelivery, ReportKind};
pub use resend::{Again, ResendInvitation};
pub(crate) use reserve::{Booking, OpenBooks, Place};
pub use sample::{sample_contact, sample_invitation};
pub use send_batch::SendBatch;
pub(crate) use send_mail::plan_reminders;
pub use send_mail::{SendMail, Sender};
pub use sendable::{Sendable, release_mute};
pub use start_batch::{ListWanted, People, StartBatch};
pub use test_mail::SendTest;
