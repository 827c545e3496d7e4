//! What the mail about an alert may say, gathered for whoever words it.
//! The words live in `views`.

use crate::account::Organization;
use crate::alert::Alert;
use crate::answer::Answer;
use crate::campaign::Campaign;
use crate::contact::Contact;
use crate::invitation::Invitation;

/// Everything that a mail about an alert may say.
#[derive(Clone, Copy)]
pub struct AlertFacts<'a> {
    /// Whose alert.
    pub organization: &'a Organization,
    /// What it is about.
    pub alert: &'a Alert,
    /// The campaign that asked.
    pub campaign: &'a Campaign,
    pub answer: &'a Answer,
    /// The invitation that led to it.
    pub invitation: Option<&'a Invitation>,
    /// Who answered.
    pub contact: Option<&'a Contact>,
    /// Where to handle it.
    pub console_url: &'a str,
}
