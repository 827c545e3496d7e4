//! What a mail is about, gathered for whoever words it. The wording lives in `views`; `relance-wording` joins the two.

use crate::ports::mail::Composed;
use relance_domain::account::Organization;
use relance_domain::alert::Alert;
use relance_domain::answer::Answer;
use relance_domain::campaign::{Campaign, MailTemplate, Theme};
use relance_domain::contact::Contact;
use relance_domain::invitation::Invitation;
use relance_domain::question::Missing;

/// Everything that an invitation's mail may say.
#[derive(Clone, Copy)]
pub struct InvitationFacts<'a> {
    /// Who asks.
    pub organization: &'a Organization,
    /// What is asked.
    pub campaign: &'a Campaign,
    /// Whom, where, in which language, about which job.
    pub invitation: &'a Invitation,
    /// Start of our own addresses, such as those of pictures.
    pub base_url: &'a str,
    /// The survey's address.
    pub survey_url: &'a str,
    /// The unsubscribe address.
    pub unsubscribe_url: &'a str,
    /// The campaign's own mail template (C11).
    pub template: Option<&'a MailTemplate>,
    /// The campaign's own look (C19).
    pub theme: Option<&'a Theme>,
    /// Who is asked; known only where a template may say so.
    pub contact: Option<&'a Contact>,
    /// Which reminder it is; absent for the first mail.
    pub reminder: Option<u8>,
}

/// Everything that a mail about an alert may say.
pub struct AlertFacts<'a> {
    /// Whose alert.
    pub organization: &'a Organization,
    /// What it is about.
    pub alert: &'a Alert,
    /// The campaign that asked.
    pub campaign: &'a Campaign,
    /// What was answered.
    pub answer: &'a Answer,
    /// The invitation that led to it.
    pub invitation: Option<&'a Invitation>,
    /// Who answered.
    pub contact: Option<&'a Contact>,
    /// Where to handle it.
    pub console_url: &'a str,
}

/// Words mails. Pure.
pub trait Compose: Send + Sync {
    /// The mail of an invitation; `None` when the campaign has no texts to say it in.
    fn invitation(&self, facts: &InvitationFacts<'_>) -> Option<Composed>;

    /// The text message of an invitation; `None` as above.
    fn text(&self, facts: &InvitationFacts<'_>) -> Option<String>;

    /// The mail to the owner of an alert.
    fn alert(&self, facts: &AlertFacts<'_>) -> Composed;
}

/// Reads templates before they are saved. Pure.
pub trait CheckTemplate: Send + Sync {
    /// What is odd about a template that can be used.
    ///
    /// # Errors
    /// Everything that keeps it from being used (C12, R3.8).
    fn check_template(&self, template: &MailTemplate) -> Result<Vec<String>, Vec<Missing>>;
}
