//! Prefixed, byte-exact identifiers (D18): an id of one thing can never be passed for another's.
//! How new ones are minted lives in the `Mint` port; derived ones come from [`super::Unique`].

use crate::name::Unique;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest id in bytes; keys and logs stay readable.
pub const LONGEST_ID: usize = 96;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {what}: expected `{prefix}` followed by letters, digits, `-` or `_`")]
pub struct InvalidId {
    what: &'static str,
    prefix: &'static str,
    text: String,
}

fn well_formed(text: &str, prefix: &str) -> bool {
    text.len() <= LONGEST_ID
        && text.len() > prefix.len()
        && text.starts_with(prefix)
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $prefix:literal, $what:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// What every id of this kind begins with.
            pub const PREFIX: &'static str = $prefix;

            /// Builds the id from a minted or derived unique part.
            #[must_use]
            pub fn new(unique: &Unique) -> Self {
                Self(format!("{}{}", $prefix, unique.as_str()))
            }

            /// Parses an id received from outside.
            ///
            /// # Errors
            /// [`InvalidId`] when the prefix or the alphabet is wrong.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                if well_formed(text, $prefix) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(InvalidId { what: $what, prefix: $prefix, text: text.chars().take(LONGEST_ID).collect() })
                }
            }

            /// The part of an id in order of time that says its instant; nothing of a shorter one.
            #[must_use]
            pub fn instant_of(&self) -> Option<Unique> {
                self.0.strip_prefix($prefix).and_then(Unique::instant_in)
            }

            /// The id as it is stored and shown.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// An account with its own data, people, time zone and languages. First part of every key.
    OrganizationId, "", "an organization id";
    /// One configured source of events; the last segment of its hook's URL.
    ConnectionId, "", "a connection id";
    /// What is asked, to whom, when.
    CampaignId, "cmp_", "a campaign id";
    /// One question of a campaign; also the name of its form control.
    QuestionId, "q_", "a question id";
    /// Questions of the bank that belong together.
    CategoryId, "cat_", "a category id";
    /// A person of the directory.
    ContactId, "con_", "a contact id";
    /// One stored raw event.
    EventId, "evt_", "an event id";
    /// The logged outcome of one trigger.
    DecisionId, "dec_", "a decision id";
    /// One planned or sent ask to one address.
    InvitationId, "inv_", "an invitation id";
    /// One submitted form.
    AnswerId, "ans_", "an answer id";
    /// A thing that a person must handle.
    AlertId, "alr_", "an alert id";
    /// The working hours of a team.
    CalendarId, "cal_", "a calendar id";
    /// Conditions and an action on answers.
    RuleId, "rul_", "a rule id";
    /// One mail to somebody of the organization.
    StaffMailId, "stf_", "a staff mail id";
    /// A mail template.
    TemplateId, "tpl_", "a template id";
    /// A picture, by its content.
    ImageId, "img_", "an image id";
    /// How a rating looks.
    ThemeId, "thm_", "a theme id";
    /// One repetition of an ask to somebody who has not answered.
    ReminderId, "rem_", "a reminder id";
    /// One manual send to many people, or one wave.
    BatchId, "bat_", "a batch id";
    /// One change, and who made it.
    AuditEntryId, "aud_", "an audit entry's id";
    /// One key of the JSON API.
    ApiKeyId, "key_", "an api key id";
    /// One endpoint that is told what happens.
    WebhookId, "whk_", "a webhook id";
    /// One call that is owed to an endpoint.
    ActionId, "act_", "an action id";
}

/// Short names that would be taken for something else: our own records, the segments of our addresses, usual hosts.
const RESERVED: [&str; 17] = [
    "admin", "api", "app", "console", "help", "hooks", "i", "local", "mail", "p", "root", "s", "status",
    "support", "u", "v1", "www",
];

impl OrganizationId {
    /// Whether no account may be called so; what is ours begins with `_`.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        self.0.starts_with('_') || RESERVED.iter().any(|name| self.0.eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn ids_are_byte_exact() {
        assert_ne!(ConnectionId::parse("SG_aB").unwrap(), ConnectionId::parse("SG_ab").unwrap());
    }

    #[test]
    fn the_prefix_keeps_kinds_apart() {
        let error = InvitationId::parse("ans_01").unwrap_err();

        assert_eq!(
            error.to_string(),
            "`ans_01` is not an invitation id: expected `inv_` followed by letters, digits, `-` or `_`"
        );
    }

    #[test]
    fn names_that_mean_something_else_are_no_accounts() {
        for reserved in ["_routes", "_", "api", "WWW", "console"] {
            assert!(OrganizationId::parse(reserved).unwrap().is_reserved(), "{reserved}");
        }
        for free in ["demo", "acme", "api-ltd", "a_b"] {
            assert!(!OrganizationId::parse(free).unwrap().is_reserved(), "{free}");
        }
    }

    #[test]
    fn separators_of_keys_are_refused() {
        for bad in ["", "a#b", "a b", "é", "a/b", "a.b"] {
            assert!(OrganizationId::parse(bad).is_err(), "{bad}");
        }
    }
}
