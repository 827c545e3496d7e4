//! One ask to one address: whether it may exist (policy), the decision that every trigger leaves, how it goes out (protocol).
//! Transports live in adapters; what it asks, in `campaign`.

mod batch;
mod decision;
mod definition;
mod facts;
mod health;
mod mute;
mod occasion;
mod outcome;
mod policy;
mod protocol;
mod reminder;
mod state;

pub use batch::{Batch, BatchPart, Gathering, Recipient, RecipientResult};
pub use decision::{AgentSeen, AgentWish, Conclusion, DecidedAbout, Decision, Outcome};
pub use definition::{Addressee, Invitation, Origin};
pub use facts::{Composed, InvitationFacts};
pub use health::{HourOfSends, MailFate, SendHealth, TooMany};
pub use mute::{MuteBook, MuteScope, Reservation};
pub use occasion::{JobFacts, Occasion};
pub use outcome::SendOutcome;
pub use policy::{
    Asker, Candidate, Circumstances, Consideration, DueMail, Standings, address_of, by_hand, consider,
    held_until, in_own_zone, is_asked_anew, is_on_hold, may_invite, moved_into_opening, rings_for,
    still_free, still_welcome, without_sms,
};
pub use protocol::{Command, Effect, Ruling, Transition, step};
pub use reminder::{Reminder, needs_no_reminder};
pub use state::{CancelReason, SendProgress, SendRules, SendState};
