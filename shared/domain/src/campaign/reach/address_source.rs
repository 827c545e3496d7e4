//! Where a campaign looks for the address to write to (B27).
//! Which of the two sources is used is decided in the policy.

use crate::trigger::Customer;
use serde::{Deserialize, Serialize};

/// Why a text is not an address source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not an address source: use `customer.email`, `customer.secondary_email` or `customer.fields.<name>`"
)]
pub struct InvalidAddressSource(String);

/// A field of the event that may hold an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum AddressSource {
    /// `customer.email`
    Email,
    /// `customer.secondary_email`
    SecondaryEmail,
    /// `customer.fields.<name>`
    Field(String),
}

impl AddressSource {
    /// The text found there; `None` when missing or blank after trim (B27).
    #[must_use]
    pub fn look_up<'a>(&self, customer: &'a Customer) -> Option<&'a str> {
        let text = match self {
            Self::Email => customer.email.as_deref(),
            Self::SecondaryEmail => customer.secondary_email.as_deref(),
            Self::Field(name) => customer.fields.get(name).map(String::as_str),
        };
        text.filter(|text| !text.trim().is_empty())
    }
}

impl TryFrom<String> for AddressSource {
    type Error = InvalidAddressSource;
    fn try_from(text: String) -> Result<Self, InvalidAddressSource> {
        match text.as_str() {
            "customer.email" => Ok(Self::Email),
            "customer.secondary_email" => Ok(Self::SecondaryEmail),
            other => match other.strip_prefix("customer.fields.") {
                Some(name) if !name.is_empty() => Ok(Self::Field(name.to_owned())),
                _ => Err(InvalidAddressSource(text)),
            },
        }
    }
}

impl From<AddressSource> for String {
    fn from(source: AddressSource) -> String {
        match source {
            AddressSource::Email => "customer.email".to_owned(),
            AddressSource::SecondaryEmail => "customer.secondary_email".to_owned(),
            AddressSource::Field(name) => format!("customer.fields.{name}"),
        }
    }
}
