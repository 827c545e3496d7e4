//! Language tags and the choice of a language for one customer (B16, B17).
//! The texts themselves live in `views`.

use crate::name::letters::visible;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language tag such as `fr` or `fr-CA`")]
pub struct InvalidLanguage(String);

/// Codes of three letters, and names, of the languages that we speak.
const NAMES: [(&str, &str); 8] = [
    ("eng", "en"),
    ("english", "en"),
    ("anglais", "en"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("french", "fr"),
    ("français", "fr"),
    ("francais", "fr"),
];

/// A tag such as `fr` or `fr-CA`: language in lower case, two-letter region in upper case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LanguageTag(String);

impl LanguageTag {
    /// Longest tag that is sure to be understood everywhere (RFC 5646, 4.4.1).
    pub const LONGEST: usize = 35;

    /// Parses and normalises (`FR_ca` becomes `fr-CA`), by the shape of BCP 47.
    ///
    /// # Errors
    /// [`InvalidLanguage`] when a part is not 1 to 8 letters or digits, one of a single sign stands last, or it is longer
    /// than [`Self::LONGEST`].
    pub fn parse(text: &str) -> Result<Self, InvalidLanguage> {
        let invalid = || InvalidLanguage(text.chars().take(40).collect());
        let text_normalised = text.trim().replace('_', "-");
        let mut parts = text_normalised.split('-');
        let language = parts.next().unwrap_or_default().to_ascii_lowercase();
        let letters = language.bytes().all(|b| b.is_ascii_lowercase());
        if !(2..=3).contains(&language.len()) || !letters {
            return Err(invalid());
        }
        let (mut tag, mut extended, mut last) = (language, false, 2);
        for part in parts {
            if !(1..=8).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return Err(invalid());
            }
            extended |= part.len() == 1;
            last = part.len();
            let region = part.len() == 2 && !extended;
            tag.push('-');
            tag.push_str(&if region { part.to_ascii_uppercase() } else { part.to_owned() });
        }
        if last == 1 || tag.len() > Self::LONGEST { Err(invalid()) } else { Ok(Self(tag)) }
    }

    /// What somebody means who writes a language the way tools and people do: a tag, a locale (`en_US.UTF-8`), a list
    /// (`en-US,en;q=0.9`), a code of three letters, or the language's own name.
    #[must_use]
    pub fn meant_by(text: &str) -> Option<Self> {
        let text = visible(text);
        let first = text.split([',', ';']).next().unwrap_or_default();
        let locale = first.split(['.', '@', '(']).next().unwrap_or_default().trim();
        let base: String = locale.chars().take_while(|c| c.is_alphabetic()).collect();
        let known = NAMES.iter().find(|(name, _)| base.to_lowercase() == *name).map(|(_, code)| *code);
        // Its extensions say how numbers and dates are written, not in which language.
        let rest = locale.strip_prefix(&base).unwrap_or_default().split(['-', '_']).skip(1);
        let rest = rest.take_while(|part| part.len() > 1);
        let tag = std::iter::once(known.unwrap_or(&base)).chain(rest).collect::<Vec<_>>().join("-");
        Self::parse(&tag).or_else(|_| Self::parse(known.unwrap_or(&base))).ok()
    }

    /// The language without its region: `fr` of `fr-CA`.
    #[must_use]
    pub fn base(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The whole tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The language to ask in (B17): the first wish that can be met, else the campaign's default. A wish is met exactly,
/// then by its base, then by another region of it.
#[must_use]
pub fn choose_language<'a, 'w>(
    wanted: impl IntoIterator<Item = &'w str>,
    enabled: impl IntoIterator<Item = &'a LanguageTag>,
    default: &'a LanguageTag,
) -> &'a LanguageTag {
    let enabled: Vec<_> = enabled.into_iter().collect();
    wanted.into_iter().find_map(|wish| met(wish, &enabled)).unwrap_or(default)
}

fn met<'a>(wish: &str, enabled: &[&'a LanguageTag]) -> Option<&'a LanguageTag> {
    let wanted = LanguageTag::meant_by(wish)?;
    let first = |fits: &dyn Fn(&LanguageTag) -> bool| enabled.iter().copied().find(|tag| fits(tag));
    let exact = first(&|tag| *tag == wanted);
    let base = || first(&|tag| tag.as_str() == wanted.base());
    let sibling = || first(&|tag| tag.base() == wanted.base());
    exact.or_else(base).or_else(sibling)
}

impl TryFrom<String> for LanguageTag {
    type Error = InvalidLanguage;
    fn try_from(text: String) -> Result<Self, InvalidLanguage> {
        Self::parse(&text)
    }
}

impl From<LanguageTag> for String {
    fn from(tag: LanguageTag) -> String {
        tag.0
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]
    use super::*;
    use proptest::prelude::*;

    fn tag(text: &str) -> LanguageTag {
        LanguageTag::parse(text).unwrap()
    }

    #[test]
    fn exact_then_base_then_default() {
        let enabled = [tag("fr"), tag("en")];
        let default = tag("en");
        let table = [
            (Some("fr-CA"), "fr"),
            (Some("FR_ca"), "fr"),
            (Some("en-US"), "en"),
            (Some("de"), "en"),
            (Some("???"), "en"),
            (None, "en"),
        ];

        for (wanted, expected) in table {
            assert_eq!(choose_language(wanted, enabled.iter(), &default).as_str(), expected, "{wanted:?}");
        }
    }

    #[test]
    fn the_first_wish_that_can_be_met_wins() {
        let enabled = [tag("fr"), tag("en")];

        assert_eq!(choose_language(["de", "en-GB", "fr"], enabled.iter(), &tag("fr")).as_str(), "en");
        assert_eq!(choose_language(["de", "*"], enabled.iter(), &tag("fr")).as_str(), "fr");
    }

    #[test]
    fn a_regional_text_wins_over_its_base() {
        let enabled = [tag("fr"), tag("fr-CA")];

        assert_eq!(choose_language(["fr-ca"], enabled.iter(), &tag("fr")).as_str(), "fr-CA");
        assert_eq!(choose_language(["fr-BE"], enabled.iter(), &tag("fr-CA")).as_str(), "fr");
    }

    #[test]
    fn b17_a_language_is_what_was_meant_however_it_is_written() {
        let table = [
            ("en-US-u-hc-h12", "en-US"),
            ("en-x-private", "en"),
            ("eng", "en"),
            ("en_US.UTF-8", "en-US"),
            ("English", "en"),
            ("English (Canada)", "en"),
            ("anglais", "en"),
            ("en-US,en;q=0.9", "en-US"),
            ("fre-CA", "fr-CA"),
            ("Franc\u{327}ais", "fr"),
            (" FRA ", "fr"),
            ("fr_CA@euro", "fr-CA"),
            ("zh-Hant-TW", "zh-Hant-TW"),
        ];

        for (text, expected) in table {
            assert_eq!(LanguageTag::meant_by(text), Some(tag(expected)), "{text}");
        }
        for none in ["", "*", "klingon", "1", ";q=0.9"] {
            assert_eq!(LanguageTag::meant_by(none), None, "{none}");
        }
        assert_eq!(choose_language(["anglais"], [tag("fr"), tag("en")].iter(), &tag("fr")).as_str(), "en");
    }

    #[test]
    fn extensions_are_part_of_a_tag_and_keep_their_case() {
        assert_eq!(tag("en_us-u-hc-h12").as_str(), "en-US-u-hc-h12");
        assert_eq!(tag("en-x-private").base(), "en");
        for bad in ["en-u", "en-", "e", "engl", "f1", "1a", "en1", "en-123456789", "en-é"] {
            assert!(LanguageTag::parse(bad).is_err(), "{bad}");
        }
    }

    const TAGS: [&str; 7] = ["fr", "fr-CA", "fr-FR", "en", "en-CA", "es-MX", "ar"];

    proptest! {
        /// B17: whatever is wished for, the answer can be written in, and nothing that fits better was passed over.
        #[test]
        fn b17_the_choice_can_be_met_and_nothing_better_is_passed_over(
            enabled in proptest::sample::subsequence(TAGS.to_vec(), 1..=TAGS.len()),
            wanted in proptest::collection::vec(prop_oneof![proptest::sample::select(TAGS.to_vec()).prop_map(str::to_owned), ".{0,6}"], 0..4),
        ) {
            let enabled: Vec<_> = enabled.into_iter().map(tag).collect();
            let default = &enabled[0];

            let chosen = choose_language(wanted.iter().map(String::as_str), enabled.iter(), default);

            prop_assert!(enabled.contains(chosen));
            let wishes = || wanted.iter().filter_map(|wish| LanguageTag::meant_by(wish));
            let can_be_met = |wish: &LanguageTag| enabled.iter().any(|tag| tag.base() == wish.base());
            match wishes().find(can_be_met) {
                None => prop_assert_eq!(chosen, default),
                Some(first) => {
                    prop_assert_eq!(chosen.base(), first.base(), "the first wish that can be met");
                    prop_assert!(*chosen == first || !enabled.contains(&first), "exactly, where that is possible");
                }
            }
        }
    }
}
