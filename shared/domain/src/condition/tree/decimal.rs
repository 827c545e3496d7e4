//! Exact decimals: `0.1` and `0.10` are the same number, and a tenth plus two tenths are three tenths.
//! Which texts a condition compares as numbers is decided in `check`.

use serde::{Serialize, Serializer};
use std::fmt;

/// A number of at most 18 digits before the point and 18 behind it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i128);

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// Digits kept before the point, and behind it.
    const DIGITS: usize = 18;
    /// So many of the smallest parts are one.
    pub(in crate::condition) const ONE: i128 = 1_000_000_000_000_000_000;

    /// Reads `12`, `-0.50` or `12,5`. A comma with exactly three digits behind it is refused: to one reader it marks
    /// thousands, to another one thousandths.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once(',') {
            Some((_, behind)) if behind.len() == 3 => return None,
            Some(parts) => parts,
            None => unsigned.split_once('.').unwrap_or((unsigned, "0")),
        };
        let (whole, fraction) = (digits(whole)?, digits(fraction)? * scale_to(fraction.len())?);
        let size = whole * Self::ONE + fraction;
        Some(Self(if text.starts_with('-') { -size } else { size }))
    }

    /// The number that a JSON number stands for. One with more than 15 digits has been rounded before it gets here.
    #[must_use]
    pub fn of_double(number: f64) -> Option<Self> {
        let text = number.to_string();
        let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
        if digits > 15 { None } else { Self::parse(&text) }
    }

    /// Both together; the largest number there is where they are too large.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// How many of its smallest parts it is: what can be counted can be reckoned with as ranges are.
    pub(in crate::condition) fn parts(self) -> i128 {
        self.0
    }
}

fn digits(text: &str) -> Option<i128> {
    let plain = (1..=Decimal::DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.bytes().fold(0, |number, byte| number * 10 + i128::from(byte - b'0')))
}

/// What the digits behind the point count, when there are so many.
fn scale_to(length: usize) -> Option<i128> {
    let missing = u32::try_from(Decimal::DIGITS.checked_sub(length)?).ok()?;
    10_i128.checked_pow(missing)
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self(i128::from(number) * Self::ONE)
    }
}

impl From<u8> for Decimal {
    fn from(number: u8) -> Self {
        Self::from(i64::from(number))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0.abs() / Self::ONE, self.0.abs() % Self::ONE);
        let sign = if self.0 < 0 { "-" } else { "" };
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{fraction:018}");
        write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A JSON number where one can hold it exactly, else its text, which is read as the same number.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.to_string();
        if let Ok(whole) = text.parse::<i64>() {
            return serializer.serialize_i64(whole);
        }
        match text.parse::<f64>().ok().filter(|double| Self::of_double(*double) == Some(*self)) {
            Some(double) => serializer.serialize_f64(double),
            None => serializer.serialize_str(&text),
        }
    }
}
