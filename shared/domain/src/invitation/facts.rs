//! What a mail or text that asks may say, gathered for whoever words it, and what it comes to.
//! The words live in `views`; gathering, in `application`.

use crate::account::Organization;
use crate::campaign::{Campaign, MailTemplate, Theme};
use crate::contact::Contact;
use crate::invitation::Invitation;

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
    /// Who is asked; known only where a text or template says so.
    pub contact: Option<&'a Contact>,
    /// Which reminder it is; absent for the first mail.
    pub reminder: Option<u8>,
}

/// Subject and both parts of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// One line: holds no control character, hence no way to add a header (R3.7).
    pub subject: String,
    /// A whole HTML document, UTF-8, styles inlined.
    pub html: String,
    /// The same content as plain text, lines of at most 76 characters except for links.
    pub text: String,
}

impl Composed {
    /// Bytes of HTML after which Gmail cuts a mail.
    pub const LARGEST: usize = 102_000;
}
