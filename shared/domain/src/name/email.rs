//! Normalised e-mail addresses (F4): trimmed, lower-cased, syntactically usable by a mail transport.
//! Whether a mailbox exists is learnt from delivery evidence, not here.

use crate::name::Digest;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not an address. The text itself is not repeated: it may be personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEmail {
    /// Nothing but white space (B27: counts as empty).
    #[error("the address is empty")]
    Empty,
    /// Not one `local@domain.tld`.
    #[error("the address is not of the form `name@domain.tld`")]
    Malformed,
}

/// An address such as `bob@x.ca`: the key of mute, opt-out and suppression.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Trims, lower-cases and checks one address.
    ///
    /// # Errors
    /// [`InvalidEmail::Empty`] for blank text, [`InvalidEmail::Malformed`] for anything unusable.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim().to_lowercase();
        if text.is_empty() {
            return Err(InvalidEmail::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(InvalidEmail::Malformed)?;
        if local_is_usable(local) && domain_is_usable(domain) && text.len() <= 254 {
            Ok(Self(text))
        } else {
            Err(InvalidEmail::Malformed)
        }
    }

    /// The normalised text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands for the address in keys: erasing a person leaves this and nothing else (I9).
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&["address", &self.0])
    }
}

/// RFC 5321 local part without quoting: what real transports accept everywhere.
fn local_is_usable(local: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    !local.is_empty()
        && local.len() <= 64
        && local.chars().all(allowed)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
}

fn domain_is_usable(domain: &str) -> bool {
    let label_is_usable = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    domain.contains('.') && domain.split('.').all(label_is_usable)
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmail;
    fn try_from(text: String) -> Result<Self, InvalidEmail> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> String {
        address.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Addresses are personal: debug output, which reaches logs, shows a digest's start only.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = self.digest().to_hex();
        write!(f, "address:{}", hex.get(..8).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn case_and_outer_space_do_not_distinguish_people() {
        assert_eq!(EmailAddress::parse("Bob@X.ca ").unwrap(), EmailAddress::parse("bob@x.ca").unwrap());
    }

    #[test]
    fn blank_is_empty_and_the_rest_is_malformed() {
        assert_eq!(EmailAddress::parse(" \t"), Err(InvalidEmail::Empty));
        for bad in
            ["a", "a@", "@b.ca", "a@b", "a b@c.ca", "a@b..ca", ".a@b.ca", "a@-b.ca", "a\n@b.ca", "<a@b.ca>"]
        {
            assert_eq!(EmailAddress::parse(bad), Err(InvalidEmail::Malformed), "{bad}");
        }
    }

    #[test]
    fn usual_and_unusual_good_addresses_pass() {
        for good in ["lea.roy+tag@exemple.qc.ca", "o'neil@x.ie", "élodie@société.fr", "a@b.co"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn debug_output_never_shows_the_address() {
        assert!(!format!("{:?}", EmailAddress::parse("lea@example.com").unwrap()).contains("lea"));
    }
}
