//! Letters as people see them: two spellings that look the same are one text.
//! What is compared or kept this way is decided by whoever names it.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Whether nothing is seen of a character: a byte order mark, a zero-width space, a mark of direction, a variation
/// selector. They come along when a text is pasted.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(character);
    category == GeneralCategory::Format
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

/// Whether a character writes words or numbers, in whatever script: marks are part of the letters that they stand on.
#[must_use]
pub fn is_letter_or_digit(character: char) -> bool {
    let is_mark =
        || GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(character));
    character.is_alphanumeric() || is_mark()
}

/// Composed (NFC), without what nobody sees.
#[must_use]
pub fn visible(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    composed(&seen)
}

/// Composed (NFC): a letter and its accent are one character where there is such a one.
#[must_use]
pub fn composed(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

/// Composed, without outer white space and with one space for each stretch of it inside, no-break spaces included.
#[must_use]
pub fn evenly_spaced(text: &str) -> String {
    composed(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// In small letters without accents, evenly spaced: whoever looks for a name need not know how it is spelled.
#[must_use]
pub fn searchable(text: &str) -> String {
    let apart = DecomposingNormalizerBorrowed::new_nfd().normalize(text).to_lowercase();
    let is_mark =
        |c: &char| GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(*c));
    let bare: String = apart.chars().filter(|c| !is_mark(c) && !is_invisible(*c)).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text holds every word that is looked for, in any order.
#[must_use]
pub fn is_found(text: &str, wanted: &str) -> bool {
    let text = searchable(text);
    searchable(wanted).split(' ').all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_dropped_and_accents_join_their_letters() {
        let table = [
            ("\u{feff}zoe\u{301}\u{200b}", "zoé"),
            ("\u{200e}a\u{ad}b\u{fe0f}\u{202c}", "ab"),
            ("सं\u{92a}र्क", "सं\u{92a}र्क"),
            ("a\u{a0}b", "a\u{a0}b"),
        ];

        for (text, expected) in table {
            assert_eq!(visible(text), expected, "{text:?}");
        }
    }

    #[test]
    fn any_white_space_is_one_space() {
        assert_eq!(evenly_spaced("\u{a0}Appel\u{202f}de \t service\u{2009}"), "Appel de service");
        assert_eq!(evenly_spaced(" \u{a0}"), "");
    }

    #[test]
    fn e1_a_name_is_found_without_its_accents_and_in_any_order() {
        for wanted in
            ["belanger", "Be\u{301}langer", "Bélanger Zoélie", "  ZOELIE  ", "ange zo", "", "\u{200b}Zoélie"]
        {
            assert!(is_found("Zoélie Bélanger zoe@example.com", wanted), "{wanted}");
        }
        assert!(is_found("Gae\u{308}tan", "Gaëtan") && is_found("Ñandú", "nandu"));
        assert!(!is_found("Zoélie Bélanger", "belanger ada"));
    }

    #[test]
    fn marks_belong_to_letters_and_punctuation_does_not() {
        assert!("संपर्क9é".chars().all(is_letter_or_digit));
        assert!(!" -_@\u{200b}😀".chars().any(is_letter_or_digit));
    }
}
