//! Phone numbers in E.164 form, as SMS transports want them (R3.10).
//! National formats are not guessed: a number without `+` is not usable.

use serde::{Deserialize, Serialize};

/// Why a text is not a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the phone number is not of the form `+15145550123`")]
pub struct InvalidPhone;

/// A number such as `+15145550123`: `+`, then 8 to 15 digits that do not start with 0.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Drops spaces, dots, dashes and parentheses, then checks.
    ///
    /// # Errors
    /// [`InvalidPhone`] when the rest is not E.164.
    pub fn parse(text: &str) -> Result<Self, InvalidPhone> {
        let compact: String =
            text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')')).collect();
        let digits = compact.strip_prefix('+').ok_or(InvalidPhone)?;
        let plausible = (8..=15).contains(&digits.len()) && !digits.starts_with('0');
        if plausible && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(compact))
        } else {
            Err(InvalidPhone)
        }
    }

    /// The E.164 text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = InvalidPhone;
    fn try_from(text: String) -> Result<Self, InvalidPhone> {
        Self::parse(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(phone: PhoneNumber) -> String {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn punctuation_is_dropped_and_the_rest_must_be_e164() {
        assert_eq!(PhoneNumber::parse("+1 (514) 555-0123").unwrap().as_str(), "+15145550123");
        for bad in ["514 555 0123", "+0123456789", "+1", "+12345678901234567", "+1514x550123"] {
            assert_eq!(PhoneNumber::parse(bad), Err(InvalidPhone), "{bad}");
        }
    }
}
