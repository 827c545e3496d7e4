//! By which way a campaign asks (A32), and where it looks for the address to write to (B27).
//! Which of them is used is decided in the policy.

use crate::source::Customer;
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

/// By which way a campaign asks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendBy {
    /// By e-mail only.
    #[default]
    Email,
    /// By text message only.
    Sms,
    /// By text message; by e-mail whoever has no usable phone number, and everybody once the month's texts are used up.
    SmsThenEmail,
    /// By e-mail; by text message whoever has no usable address.
    EmailThenSms,
}

impl SendBy {
    /// True when somebody may get a text message.
    #[must_use]
    pub fn uses_sms(self) -> bool {
        self != Self::Email
    }

    /// True when somebody may get a mail.
    #[must_use]
    pub fn uses_email(self) -> bool {
        self != Self::Sms
    }
}

/// Why a text is not a source of phone numbers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a source of phone numbers: use `customer.phone` or `customer.fields.<name>`")]
pub struct InvalidPhoneSource(String);

/// A field of the event that may hold a phone number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PhoneSource {
    /// `customer.phone`
    #[default]
    Phone,
    /// `customer.fields.<name>`
    Field(String),
}

impl PhoneSource {
    /// The text found there; `None` when missing or blank after trim (B27).
    #[must_use]
    pub fn look_up<'a>(&self, customer: &'a Customer) -> Option<&'a str> {
        let text = match self {
            Self::Phone => customer.phone.as_deref(),
            Self::Field(name) => customer.fields.get(name).map(String::as_str),
        };
        text.filter(|text| !text.trim().is_empty())
    }
}

impl TryFrom<String> for PhoneSource {
    type Error = InvalidPhoneSource;
    fn try_from(text: String) -> Result<Self, InvalidPhoneSource> {
        match text.strip_prefix("customer.fields.") {
            Some(name) if !name.is_empty() => Ok(Self::Field(name.to_owned())),
            None if text == "customer.phone" => Ok(Self::Phone),
            _ => Err(InvalidPhoneSource(text)),
        }
    }
}

impl From<PhoneSource> for String {
    fn from(source: PhoneSource) -> String {
        match source {
            PhoneSource::Phone => "customer.phone".to_owned(),
            PhoneSource::Field(name) => format!("customer.fields.{name}"),
        }
    }
}
