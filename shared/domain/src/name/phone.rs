//! Phone numbers in E.164 form, as SMS transports want them (R3.10).
//! National formats are read only where somebody said of which country they are.

use crate::name::Digest;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the phone number is not of the form `+15145550123`")]
pub struct InvalidPhone;

/// A number such as `+15145550123`: `+`, then 8 to 15 digits that do not start with 0.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Drops spaces, dots, dashes and parentheses, then checks. A North American number has ten digits behind its 1.
    ///
    /// # Errors
    /// [`InvalidPhone`] when the rest is not E.164.
    pub fn parse(text: &str) -> Result<Self, InvalidPhone> {
        let compact = compact(text);
        let digits = compact.strip_prefix('+').ok_or(InvalidPhone)?;
        let american = digits.strip_prefix('1');
        let plausible = (8..=15).contains(&digits.len()) && !digits.starts_with('0');
        let plausible = plausible && american.is_none_or(is_american);
        if plausible && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(compact))
        } else {
            Err(InvalidPhone)
        }
    }

    /// The same, and where a calling code is known, also a national number of its country: without the `0` that many
    /// countries put before it, or, in North America, with or without the 1.
    ///
    /// # Errors
    /// [`InvalidPhone`].
    pub fn parse_from(text: &str, country: Option<&CallingCode>) -> Result<Self, InvalidPhone> {
        let compact = compact(text);
        match country {
            Some(CallingCode(code)) if !compact.starts_with('+') => {
                let trunk = if code == "1" { '1' } else { '0' };
                let national = compact.strip_prefix(trunk).unwrap_or(&compact);
                Self::parse(&format!("+{code}{national}"))
            }
            _ => Self::parse(&compact),
        }
    }

    /// The E.164 text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands for the number in keys: erasing a person leaves this and nothing else (I9).
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&["address", &self.0])
    }
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')')).collect()
}

/// Area code and exchange start with 2 to 9.
fn is_american(national: &str) -> bool {
    let first_of =
        |place: usize| national.as_bytes().get(place).is_some_and(|digit| (b'2'..=b'9').contains(digit));
    national.len() == 10 && first_of(0) && first_of(3)
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

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Numbers are personal: debug output, which reaches logs, shows a digest's start only.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = self.digest().to_hex();
        write!(f, "phone:{}", hex.get(..8).unwrap_or_default())
    }
}

/// Why a text is not a calling code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a calling code such as `+1` or `+33`")]
pub struct InvalidCallingCode(String);

/// The country whose national numbers are understood, such as `+1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CallingCode(String);

impl TryFrom<String> for CallingCode {
    type Error = InvalidCallingCode;
    fn try_from(text: String) -> Result<Self, InvalidCallingCode> {
        let digits = text.trim().strip_prefix('+').unwrap_or_default();
        let plausible = (1..=3).contains(&digits.len()) && !digits.starts_with('0');
        if plausible && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(digits.to_owned()))
        } else {
            Err(InvalidCallingCode(text.chars().take(20).collect()))
        }
    }
}

impl From<CallingCode> for String {
    fn from(code: CallingCode) -> String {
        format!("+{}", code.0)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn r3_10_punctuation_is_dropped_and_the_rest_must_be_e164() {
        assert_eq!(PhoneNumber::parse("+1 (514) 555-0123").unwrap().as_str(), "+15145550123");
        assert_eq!(PhoneNumber::parse("+33 6 12 34 56 78").unwrap().as_str(), "+33612345678");
        for bad in [
            "514 555 0123",
            "+0123456789",
            "+1",
            "+12345678901234567",
            "+1514x550123",
            "+1 514 555 012",
            "+1 114 555 0123",
            "+1 514 055 0123",
        ] {
            assert_eq!(PhoneNumber::parse(bad), Err(InvalidPhone), "{bad}");
        }
    }

    #[test]
    fn a_national_number_is_understood_only_where_its_country_is_known() {
        let code = |text: &str| CallingCode::try_from(text.to_owned()).unwrap();
        let table = [
            ("(514) 555-0123", "+1", "+15145550123"),
            ("1 514 555 0123", "+1", "+15145550123"),
            ("06 12 34 56 78", "+33", "+33612345678"),
            ("+15145550123", "+33", "+15145550123"),
        ];

        for (text, country, expected) in table {
            let phone = PhoneNumber::parse_from(text, Some(&code(country))).unwrap();
            assert_eq!(phone.as_str(), expected, "{text}");
        }
        assert_eq!(PhoneNumber::parse_from("(514) 555-0123", None), Err(InvalidPhone));
        assert_eq!(PhoneNumber::parse_from("555-0123", Some(&code("+1"))), Err(InvalidPhone));
        assert!(CallingCode::try_from("1".to_owned()).is_err());
        assert!(CallingCode::try_from("+0".to_owned()).is_err());
    }

    #[test]
    fn debug_output_never_shows_the_number() {
        assert!(!format!("{:?}", PhoneNumber::parse("+15145550123").unwrap()).contains("555"));
    }
}
