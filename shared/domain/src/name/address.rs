//! Where somebody is written to: a mailbox or a phone. Both are the key of mute, opt-out and suppression, by digest.
//! Which of them a campaign uses is decided in the policy.

use crate::name::{Digest, EmailAddress, PhoneNumber};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is neither an address of the form `name@domain.tld` nor a phone number of the form `+15145550123`"
)]
pub struct InvalidAddress;

/// By which way somebody is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// To a mailbox.
    Email,
    /// To a phone, by text message.
    Sms,
}

/// A mailbox or a phone; one text in records and on the wire.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Address {
    /// A mailbox.
    Email(EmailAddress),
    Phone(PhoneNumber),
}

impl Address {
    /// Reads either; only a mailbox has an `@`.
    ///
    /// # Errors
    /// [`InvalidAddress`].
    pub fn parse(text: &str) -> Result<Self, InvalidAddress> {
        if text.contains('@') {
            EmailAddress::parse(text).map(Self::Email).map_err(|_| InvalidAddress)
        } else {
            PhoneNumber::parse(text).map(Self::Phone).map_err(|_| InvalidAddress)
        }
    }

    /// The normalised text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(address) => address.as_str(),
            Self::Phone(phone) => phone.as_str(),
        }
    }

    /// What stands for it in keys: erasing a person leaves this and nothing else (I9).
    #[must_use]
    pub fn digest(&self) -> Digest {
        match self {
            Self::Email(address) => address.digest(),
            Self::Phone(phone) => phone.digest(),
        }
    }

    /// By which way it is reached.
    #[must_use]
    pub fn way(&self) -> Way {
        match self {
            Self::Email(_) => Way::Email,
            Self::Phone(_) => Way::Sms,
        }
    }

    /// The mailbox, where it is one.
    #[must_use]
    pub fn email(&self) -> Option<&EmailAddress> {
        match self {
            Self::Email(address) => Some(address),
            Self::Phone(_) => None,
        }
    }

    /// The phone, where it is one.
    #[must_use]
    pub fn phone(&self) -> Option<&PhoneNumber> {
        match self {
            Self::Email(_) => None,
            Self::Phone(phone) => Some(phone),
        }
    }
}

impl From<EmailAddress> for Address {
    fn from(address: EmailAddress) -> Self {
        Self::Email(address)
    }
}

impl From<PhoneNumber> for Address {
    fn from(phone: PhoneNumber) -> Self {
        Self::Phone(phone)
    }
}

impl TryFrom<String> for Address {
    type Error = InvalidAddress;
    fn try_from(text: String) -> Result<Self, InvalidAddress> {
        Self::parse(&text)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> String {
        match address {
            Address::Email(address) => address.into(),
            Address::Phone(phone) => phone.into(),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Addresses are personal: debug output, which reaches logs, shows a digest's start only.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email(address) => fmt::Debug::fmt(address, f),
            Self::Phone(phone) => fmt::Debug::fmt(phone, f),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn what_was_stored_as_a_mailbox_reads_as_one_under_the_same_digest() {
        let stored: Address = serde_json::from_str("\"Lea+1514@Example.com\"").unwrap();

        assert_eq!(stored.way(), Way::Email);
        assert_eq!(stored.digest(), EmailAddress::parse("lea+1514@example.com").unwrap().digest());
    }

    #[test]
    fn a_phone_is_written_and_read_as_its_number() {
        let phone = Address::parse("+1 514 555-0123").unwrap();

        assert_eq!((phone.way(), phone.as_str()), (Way::Sms, "+15145550123"));
        assert_eq!(serde_json::to_string(&phone).unwrap(), "\"+15145550123\"");
        assert_eq!(phone.email(), None);
    }

    #[test]
    fn neither_is_neither_and_debug_output_shows_no_number() {
        for bad in ["", "514 555 0123", "lea", "@", "+1@"] {
            assert_eq!(Address::parse(bad), Err(InvalidAddress), "{bad}");
        }
        assert!(!format!("{:?}", Address::parse("+15145550123").unwrap()).contains("555"));
    }
}
