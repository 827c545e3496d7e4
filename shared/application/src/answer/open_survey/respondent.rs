//! Who answers: somebody who was asked, or anybody who opened the public link.
//! What each of them may do is decided where surveys are opened.

use crate::links::PublicForm;
use jiff::Timestamp;
use relance_domain::invitation::Invitation;
use relance_domain::name::{ContactId, InvitationId, LanguageTag};

/// Who answers.
#[derive(Debug, Clone)]
pub enum Respondent {
    /// Somebody who was asked.
    Invited(Box<Invitation>),
    Anybody(Visitor),
}

/// Somebody of whom nothing is known.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// In which of the campaign's languages.
    pub language: LanguageTag,
    /// What they fill in.
    pub form: PublicForm,
}

impl Respondent {
    /// The language of the form.
    #[must_use]
    pub fn language(&self) -> &LanguageTag {
        match self {
            Self::Invited(invitation) => &invitation.language,
            Self::Anybody(visitor) => &visitor.language,
        }
    }

    /// What draws the questions where not all are asked: a reload of a link asks the same ones (B7), and so does a form
    /// that comes back to be mended.
    #[must_use]
    pub fn drawn_by(&self) -> &str {
        match self {
            Self::Invited(invitation) => invitation.id.as_str(),
            Self::Anybody(visitor) => &visitor.form.chance,
        }
    }

    /// The invitation, where there is one.
    #[must_use]
    pub fn invitation(&self) -> Option<&Invitation> {
        match self {
            Self::Invited(invitation) => Some(invitation),
            Self::Anybody(_) => None,
        }
    }

    /// The invitation's id, where there is one.
    #[must_use]
    pub fn invitation_id(&self) -> Option<InvitationId> {
        self.invitation().map(|invitation| invitation.id.clone())
    }

    /// Who it is, where known.
    #[must_use]
    pub fn contact_id(&self) -> Option<ContactId> {
        self.invitation().map(|invitation| invitation.contact_id.clone())
    }

    /// The wave that asked (P12).
    #[must_use]
    pub fn wave(&self) -> Option<u32> {
        self.invitation().and_then(|invitation| invitation.origin.wave)
    }

    /// When they were asked: questions stay as they were worded then, whatever becomes of the campaign.
    #[must_use]
    pub fn asked_at(&self) -> Option<Timestamp> {
        match self {
            Self::Invited(_) => self.mailed_at(),
            Self::Anybody(visitor) => Some(visitor.form.shown_at),
        }
    }

    /// When the mail with the link was taken.
    #[must_use]
    pub fn mailed_at(&self) -> Option<Timestamp> {
        self.invitation().and_then(|invitation| invitation.send.sent_at())
    }

    /// True for a test mail: nothing of it ever counts.
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.invitation().is_some_and(|invitation| invitation.origin.test)
    }
}
