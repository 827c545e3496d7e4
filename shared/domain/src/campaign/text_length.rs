//! How long a text message is, as carriers count and charge it: parts of 7-bit (GSM 03.38) or of 16-bit characters
//! (UCS-2). One character outside of the small alphabet halves what a part holds.

use serde::Serialize;

/// The 7-bit alphabet; of the control characters, line feed and carriage return only.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Written as two of them, the first an escape.
const EXTENDED: &str = "^{}\\[~]|€\u{c}";

/// Which characters a text is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Encoding {
    /// The 7-bit alphabet: 160 characters in a single part, 153 in each of several.
    #[serde(rename = "GSM-7")]
    Gsm7,
    /// Everything else: 70 in a single part, 67 in each of several.
    #[serde(rename = "UCS-2")]
    Ucs2,
}

/// How long a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SmsLength {
    /// Which characters it is made of.
    pub encoding: Encoding,
    /// Its length in units of that encoding.
    pub units: usize,
    /// Parts that it is sent, and paid for, as.
    pub parts: u32,
}

impl SmsLength {
    /// Parts of one message at most: more is a letter and no text.
    pub const MOST_PARTS: u32 = 4;

    /// Counts a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let narrow: Option<Vec<usize>> = text.chars().map(septets).collect();
        let (encoding, widths, single, each) = match narrow {
            Some(widths) => (Encoding::Gsm7, widths, 160, 153),
            None => (Encoding::Ucs2, text.chars().map(char::len_utf16).collect(), 70, 67),
        };
        let units = widths.iter().sum();
        let parts = if units <= single { 1 } else { filled(&widths, each) };
        Self { encoding, units, parts }
    }
}

/// Septets of a character; `None` outside of the 7-bit alphabet.
fn septets(character: char) -> Option<usize> {
    match () {
        () if BASIC.contains(character) => Some(1),
        () if EXTENDED.contains(character) => Some(2),
        () => None,
    }
}

/// Parts that hold `most` units each; no character is split between two of them.
fn filled(widths: &[usize], most: usize) -> u32 {
    let (mut parts, mut used) = (1_u32, 0);
    for width in widths {
        if used + width > most {
            parts = parts.saturating_add(1);
            used = 0;
        }
        used += width;
    }
    parts
}

/// The same text without what only looks better on paper: typographic quotes, dashes, dots and spaces would each make a
/// text of the small alphabet twice as dear.
#[must_use]
pub fn thrifty(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t' => plain.push(' '),
            '’' | '‘' => plain.push('\''),
            '“' | '”' | '«' | '»' => plain.push('"'),
            '–' | '—' | '\u{2011}' => plain.push('-'),
            '…' => plain.push_str("..."),
            'œ' => plain.push_str("oe"),
            'Œ' => plain.push_str("Oe"),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn length(text: &str) -> (Encoding, usize, u32) {
        let SmsLength { encoding, units, parts } = SmsLength::of(text);
        (encoding, units, parts)
    }

    #[test]
    fn r3_10_parts_are_counted_as_carriers_count_them() {
        let table = [
            (String::new(), Encoding::Gsm7, 0, 1),
            ("a".repeat(160), Encoding::Gsm7, 160, 1),
            ("a".repeat(161), Encoding::Gsm7, 161, 2),
            ("a".repeat(306), Encoding::Gsm7, 306, 2),
            ("a".repeat(307), Encoding::Gsm7, 307, 3),
            ("é".repeat(160), Encoding::Gsm7, 160, 1),
            ("€".repeat(80), Encoding::Gsm7, 160, 1),
            // 152 and the first half of an escape would make 153: the escape goes to the next part whole.
            (format!("{}€{}", "a".repeat(152), "a".repeat(152)), Encoding::Gsm7, 306, 3),
            ("ê".to_owned(), Encoding::Ucs2, 1, 1),
            ("ê".repeat(70), Encoding::Ucs2, 70, 1),
            ("ê".repeat(71), Encoding::Ucs2, 71, 2),
            ("😀".repeat(35), Encoding::Ucs2, 70, 1),
            // 33 pairs in each part: a pair is never split.
            ("😀".repeat(67), Encoding::Ucs2, 134, 3),
        ];

        for (text, encoding, units, parts) in table {
            assert_eq!(length(&text), (encoding, units, parts), "{text}");
        }
    }

    #[test]
    fn typography_is_not_worth_a_second_part() {
        let fine = "L’équipe « Léa » : comment ça va… au cœur ?".replace(" :", "\u{a0}:");
        let plain = thrifty(&fine);

        assert_eq!(plain, "L'équipe \" Léa \" : comment ça va... au coeur ?");
        assert_eq!(SmsLength::of(&thrifty("L’été – déjà…")).encoding, Encoding::Gsm7);
    }

    proptest! {
        #[test]
        fn longer_texts_never_have_fewer_parts_and_parts_hold_what_they_say(text in "[a-zé€ê😀]{0,400}", more in "[a-z€]{0,40}") {
            let (short, long) = (SmsLength::of(&text), SmsLength::of(&format!("{text}{more}")));
            let each = if short.encoding == Encoding::Gsm7 { 153 } else { 67 };

            prop_assert!(long.parts >= short.parts);
            prop_assert!(short.parts == 1 || short.units <= each * usize::try_from(short.parts).unwrap_or(0));
        }
    }
}
