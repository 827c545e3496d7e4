//! What one mail or text is about: its name travels with it and comes back with what became of it.
//! The single ids live in `id`; an attempt to send is `ports::mail::SendTag`.

use crate::name::{InvitationId, ReminderId, StaffMailId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The name of the mails to operators that no record stands behind.
const SIGN_IN: &str = "sign_in";

/// A text that names nothing we send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this names no invitation, no reminder and no mail to staff")]
pub struct InvalidSendId;

/// What a mail or text is about. Stored and sent as the id alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum SendId {
    /// A first ask.
    Invitation(InvitationId),
    /// A repetition of it.
    Reminder(ReminderId),
    /// A mail to somebody of the organization.
    StaffMail(StaffMailId),
    /// A sign-in link that an operator asked for.
    SignIn,
}

impl SendId {
    /// Parses what came back with a report.
    ///
    /// # Errors
    /// [`InvalidSendId`] for the id of anything that is never sent.
    pub fn parse(text: &str) -> Result<Self, InvalidSendId> {
        let invitation = || InvitationId::parse(text).map(Self::Invitation);
        let reminder = || ReminderId::parse(text).map(Self::Reminder);
        let staff_mail = || StaffMailId::parse(text).map(Self::StaffMail);
        if text == SIGN_IN {
            return Ok(Self::SignIn);
        }
        invitation().or_else(|_| reminder()).or_else(|_| staff_mail()).map_err(|_| InvalidSendId)
    }

    /// The id as it travels.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Invitation(id) => id.as_str(),
            Self::Reminder(id) => id.as_str(),
            Self::StaffMail(id) => id.as_str(),
            Self::SignIn => SIGN_IN,
        }
    }
}

impl TryFrom<String> for SendId {
    type Error = InvalidSendId;
    fn try_from(text: String) -> Result<Self, InvalidSendId> {
        Self::parse(&text)
    }
}

impl From<SendId> for String {
    fn from(id: SendId) -> Self {
        id.as_str().to_owned()
    }
}

impl fmt::Display for SendId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn what_is_sent_is_known_by_its_id_and_nothing_else_is() {
        for text in ["inv_1", "rem_1", "stf_1", "sign_in"] {
            assert_eq!(SendId::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "inv_", "inv_a#b", "ans_1", "cmp_1", "sign_in2"] {
            assert_eq!(SendId::parse(text), Err(InvalidSendId), "{text}");
        }
    }
}
