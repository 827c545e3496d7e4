//! Colours of a look: `#rrggbb`, contrast by WCAG 2.2, linear interpolation of two or three stops (C21).
//! What is coloured lives in `views`.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not a colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a colour such as `#1a7a4c`")]
pub struct InvalidColour(String);

/// An opaque colour.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// Text of at least this contrast is readable (WCAG 2.2, 1.4.3).
pub const READABLE: f64 = 4.5;

impl Colour {
    pub const WHITE: Self = Self::new(255, 255, 255);
    pub const BLACK: Self = Self::new(0, 0, 0);
    /// The usual ink of texts.
    pub const INK: Self = Self::new(0x1c, 0x1f, 0x23);

    /// A colour by its parts.
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Parses `#rrggbb`.
    ///
    /// # Errors
    /// [`InvalidColour`] naming what was given.
    pub fn parse(text: &str) -> Result<Self, InvalidColour> {
        let invalid = || InvalidColour(text.chars().take(20).collect());
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or_else(invalid)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(invalid());
        }
        let part = |from: usize| {
            let digits = digits.get(from..from + 2).unwrap_or_default();
            u8::from_str_radix(digits, 16).map_err(|_| invalid())
        };
        Ok(Self::new(part(0)?, part(2)?, part(4)?))
    }

    /// The six digits, without `#`.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// Relative luminance (WCAG 2.2), 0 to 1.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Contrast ratio (WCAG 2.2), 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The ink that is readable on this ground: the usual one where it is, else white, else black, of which one is
    /// readable on any ground.
    #[must_use]
    pub fn ink(self) -> Self {
        let inks = [Self::INK, Self::WHITE, Self::BLACK];
        inks.into_iter().find(|ink| ink.contrast(self) >= READABLE).unwrap_or(Self::BLACK)
    }

    /// This colour, made lighter or darker until it is readable on a ground.
    #[must_use]
    pub fn readable_on(self, ground: Self) -> Self {
        let away = if ground.luminance() < 0.18 { Self::WHITE } else { Self::BLACK };
        let lighter = (0..=10).map(|part| self.mixed(away, part, 10));
        lighter.into_iter().find(|colour| colour.contrast(ground) >= READABLE).unwrap_or(away)
    }

    /// The colour `part` of `whole` on the way to another one.
    #[must_use]
    pub fn mixed(self, other: Self, part: u16, whole: u16) -> Self {
        let whole = whole.max(1);
        let part = part.min(whole);
        let mix = |from: u8, to: u8| {
            let sum = u32::from(from) * u32::from(whole - part) + u32::from(to) * u32::from(part);
            let rounded = (sum + u32::from(whole) / 2) / u32::from(whole);
            u8::try_from(rounded).unwrap_or(u8::MAX)
        };
        Self::new(mix(self.red, other.red), mix(self.green, other.green), mix(self.blue, other.blue))
    }
}

/// Eleven colours from the first stop to the last, by linear interpolation (C21); one stop is eleven times itself.
#[must_use]
pub fn gradient(stops: &[Colour]) -> [Colour; 11] {
    let last = stops.last().copied().unwrap_or(Colour::WHITE);
    let segments = stops.len().saturating_sub(1);
    std::array::from_fn(|step| {
        let position = step * segments;
        let (from, part) = (position / 10, u16::try_from(position % 10).unwrap_or(0));
        let start = stops.get(from).copied().unwrap_or(last);
        let end = stops.get(from + 1).copied().unwrap_or(last);
        start.mixed(end, part, 10)
    })
}

impl TryFrom<String> for Colour {
    type Error = InvalidColour;
    fn try_from(text: String) -> Result<Self, InvalidColour> {
        Self::parse(&text)
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> String {
        colour.to_string()
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.digits())
    }
}

impl fmt::Debug for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]
    use super::*;
    use proptest::prelude::*;

    fn colour() -> impl Strategy<Value = Colour> {
        any::<(u8, u8, u8)>().prop_map(|(red, green, blue)| Colour::new(red, green, blue))
    }

    #[test]
    fn a_colour_is_six_digits() {
        assert_eq!(Colour::parse("#1A7a4c").unwrap().to_string(), "#1a7a4c");
        for bad in ["1a7a4c", "#1a7a4", "#1a7a4cc", "#1a7a4g", "red", "", "#é7a4c", "#+1a7a4"] {
            assert!(Colour::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn c21_eleven_steps_by_linear_interpolation() {
        let stop = |text: &str| Colour::parse(text).unwrap();

        let two = gradient(&[stop("#000000"), stop("#646464")]);
        let three = gradient(&[stop("#ff0000"), stop("#ffff00"), stop("#00ff00")]);

        assert_eq!(two.map(|colour| colour.to_string())[..3], ["#000000", "#0a0a0a", "#141414"]);
        assert_eq!((two[10], three[0]), (stop("#646464"), stop("#ff0000")));
        assert_eq!((three[5], three[10]), (stop("#ffff00"), stop("#00ff00")));
        assert_eq!(three[1], stop("#ff3300"));
    }

    #[test]
    fn the_published_contrasts_come_out() {
        assert!((Colour::BLACK.contrast(Colour::WHITE) - 21.0).abs() < 1e-9);
        let grey = Colour::parse("#767676").unwrap();
        assert!((grey.contrast(Colour::WHITE) - 4.54).abs() < 0.01, "{}", grey.contrast(Colour::WHITE));
    }

    proptest! {
        /// C21: whatever the stops, every number is readable on its ground.
        #[test]
        fn c21_the_ink_is_readable_on_every_step_of_any_gradient(stops in prop::collection::vec(colour(), 2..=3)) {
            let steps = gradient(&stops);
            prop_assert_eq!((steps[0], steps[10]), (stops[0], stops[stops.len() - 1]));
            for ground in steps {
                prop_assert!(ground.ink().contrast(ground) >= READABLE, "{} on {}", ground.ink(), ground);
            }
        }

        /// Each part of the colour moves one way between two stops, in steps that differ by one at most.
        #[test]
        fn c21_between_two_stops_the_steps_are_even(from in any::<u8>(), to in any::<u8>()) {
            let steps = gradient(&[Colour::new(from, 0, 0), Colour::new(to, 0, 0)]).map(|step| i16::from(step.red));
            let moves: Vec<i16> = steps.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let (least, most) = (moves.iter().min().unwrap(), moves.iter().max().unwrap());
            prop_assert!(most - least <= 1, "{:?}", steps);
        }

        #[test]
        fn any_accent_can_be_made_readable_on_light_and_on_dark(accent in colour()) {
            for ground in [Colour::WHITE, Colour::new(0x14, 0x17, 0x1b)] {
                prop_assert!(accent.readable_on(ground).contrast(ground) >= READABLE);
            }
        }

        #[test]
        fn what_is_written_reads_back(colour in colour()) {
            prop_assert_eq!(Colour::parse(&colour.to_string()).unwrap(), colour);
        }
    }
}
