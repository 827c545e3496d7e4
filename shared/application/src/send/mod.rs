//! From a due entry to a mail that was taken, and what is learnt afterwards. The state machine itself is the
//! domain's `send::step`; this is the loading, saving and asking around it.

mod breaker;
mod compose;
mod evidence;
mod release_due;
mod send_mail;
mod sendable;

pub use compose::{AlertFacts, CheckTemplate, Compose, InvitationFacts, sample_contact, sample_invitation};
pub use evidence::{
    DeliveryReport, InboundText, Reconcile, Reconciled, RecordDelivery, RecordReply, ReportKind,
};
pub use release_due::{Reached, ReleaseDue, Swept};
pub use send_mail::{SendMail, Sender};
pub use sendable::{Sendable, release_mute};
