//! Words of mails and texts, as functions of what they are about. They are pure and live in `views`, which sees the domain
//! alone: so this port is a table of functions and no trait.

use relance_domain::alert::AlertFacts;
use relance_domain::campaign::MailTemplate;
use relance_domain::invitation::{Composed, InvitationFacts};
use relance_domain::question::Missing;

/// Words mails and texts.
#[derive(Clone, Copy)]
pub struct Compose {
    /// The mail of an invitation; `None` when the campaign has no texts to say it in.
    pub invitation: fn(&InvitationFacts<'_>) -> Option<Composed>,
    /// The text message of an invitation; `None` as above.
    pub text: fn(&InvitationFacts<'_>) -> Option<String>,
    /// The mail to the owner of an alert.
    pub alert: fn(&AlertFacts<'_>) -> Composed,
}

/// Reads a template before it is saved: what is odd about one that can be used, or everything that keeps it from being
/// used (C12, R3.8).
pub type CheckTemplate = fn(&MailTemplate) -> Result<Vec<String>, Vec<Missing>>;
