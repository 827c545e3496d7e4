//! Phone numbers in E.164 form, as SMS transports want them (R3.10).
//! National formats are read only where somebody said of which country they are.

mod plan;
#[cfg(test)]
mod tests;

use crate::name::Digest;
use crate::name::letters::is_invisible;
use plan::{Plan, Trunk};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the phone number is not of the form `+15145550123`")]
pub struct InvalidPhone;

/// Longest number in digits, calling code included (E.164).
const LONGEST: usize = 15;

/// A number such as `+15145550123`: `+`, a calling code, and as many digits as numbers of that country have.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads a number with its calling code: without punctuation, what nobody sees, an extension, and the `0` that is
    /// dialled at home only.
    ///
    /// # Errors
    /// [`InvalidPhone`] when no country has such a number.
    pub fn parse(text: &str) -> Result<Self, InvalidPhone> {
        Self::parse_from(text, None)
    }

    /// The same, and where a calling code is known, also what is dialled in its country: a national number, or one that
    /// begins with its `00` or `011`.
    ///
    /// # Errors
    /// [`InvalidPhone`].
    pub fn parse_from(text: &str, country: Option<&CallingCode>) -> Result<Self, InvalidPhone> {
        let number = Dialled::read(text).and_then(|dialled| match country {
            _ if dialled.with_code => international(&dialled.digits),
            Some(CallingCode(code)) => dialled_in(code, &dialled.digits),
            None => None,
        });
        number.map(Self).ok_or(InvalidPhone)
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

/// The digits of a text, as somebody would dial them.
struct Dialled {
    /// A `+` stood before them.
    with_code: bool,
    digits: String,
}

impl Dialled {
    /// From the first digit on, words such as `tel:` before it left out, up to a letter or a sign that begins an
    /// extension. Anything else between digits makes it no number.
    fn read(text: &str) -> Option<Self> {
        let seen: Vec<char> = text.chars().filter(|c| !is_invisible(*c)).collect();
        let starts = |c: &char| *c == '+' || *c == '＋' || digit(*c).is_some();
        let start = seen.iter().position(starts)?;
        if seen.iter().take(start).any(|c| !is_label(*c)) {
            return None;
        }
        let with_code = seen.get(start).is_some_and(|c| digit(*c).is_none());
        let mut digits = String::new();
        for character in seen.into_iter().skip(start + usize::from(with_code)) {
            match digit(character) {
                Some(digit) => digits.push(digit),
                None if character.is_alphabetic() || matches!(character, ';' | ',' | '#') => break,
                None if separates(character) => {}
                None => return None,
            }
        }
        Some(Self { with_code, digits })
    }
}

/// A digit of any script that phones are written in, as an ASCII one.
fn digit(character: char) -> Option<char> {
    const ZEROS: [char; 5] = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{ff10}'];
    let value = ZEROS
        .iter()
        .find_map(|zero| u32::from(character).checked_sub(u32::from(*zero)).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

/// What stands between the digits of one number: dashes of every kind, spaces, dots, slashes, parentheses.
fn separates(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '.' | '·' | '/' | '(' | ')' | '[' | ']' | '-' | '~')
        || matches!(character, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fc}' | '\u{fe63}' | '\u{ff0d}')
}

/// What may stand before a number: its name.
fn is_label(character: char) -> bool {
    character.is_alphabetic() || character == ':' || separates(character)
}

/// The number behind a `+`: the calling code, and the rest with or without what is dialled at home only.
fn international(digits: &str) -> Option<String> {
    let plan = (1..=3).rev().find_map(|length| plan::of_code(digits.get(..length)?))?;
    let rest = digits.strip_prefix(&plan.code.to_string())?;
    number_of(plan, rest).or_else(|| number_of(plan, without_trunk(plan, rest)?))
}

/// What is dialled inside a country: abroad, or at home; there with the trunk prefix, or without it because a
/// spreadsheet ate the zero, or with the calling code and no `+`.
fn dialled_in(code: &str, digits: &str) -> Option<String> {
    let plan = plan::of_code(code)?;
    let abroad = digits.strip_prefix(if code == "1" { "011" } else { "00" });
    if let Some(number) = abroad.and_then(international) {
        return Some(number);
    }
    let at_home = || number_of(plan, without_trunk(plan, digits)?);
    let bare = || number_of(plan, digits);
    let with_code = || number_of(plan, digits.strip_prefix(code)?);
    // Where a trunk prefix is usual, a number that lacks it begins with the calling code more likely than by chance.
    match plan.trunk {
        Trunk::Dropped(_) => at_home().or_else(with_code).or_else(bare),
        Trunk::Nothing | Trunk::Belongs => bare().or_else(with_code),
    }
}

fn without_trunk<'a>(plan: &Plan, digits: &'a str) -> Option<&'a str> {
    match plan.trunk {
        Trunk::Dropped(trunk) => digits.strip_prefix(trunk),
        Trunk::Nothing | Trunk::Belongs => None,
    }
}

/// The E.164 text, where the country has such numbers.
fn number_of(plan: &Plan, national: &str) -> Option<String> {
    let number = format!("+{}{national}", plan.code);
    let fits = plan.digits.contains(&national.len()) && number.len() <= LONGEST + 1;
    let starts_well = plan.trunk == Trunk::Belongs || !national.starts_with('0');
    (fits && starts_well && (plan.code != 1 || is_american(national))).then_some(number)
}

/// Area code and exchange start with 2 to 9.
fn is_american(national: &str) -> bool {
    let first_of =
        |place: usize| national.as_bytes().get(place).is_some_and(|digit| (b'2'..=b'9').contains(digit));
    first_of(0) && first_of(3)
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
        match plan::of_code(digits) {
            Some(plan) => Ok(Self(plan.code.to_string())),
            None => Err(InvalidCallingCode(text.chars().take(20).collect())),
        }
    }
}

impl From<CallingCode> for String {
    fn from(code: CallingCode) -> String {
        format!("+{}", code.0)
    }
}
