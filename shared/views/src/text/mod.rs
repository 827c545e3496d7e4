//! The words: one catalogue per language, embedded, and which of them somebody reads.
//! Markup never lives here, nor texts that an organization writes itself.

mod catalogue;
mod line;
#[cfg(test)]
mod tests;

pub(crate) use catalogue::Catalogue;
pub use catalogue::Language;
pub(crate) use line::{filled, one_line, paragraphs};

/// A language in its own words, as its readers look for it; its tag where we do not know them.
pub(crate) fn language_name(tag: &str) -> &str {
    let base = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let known = LANGUAGES.iter().find(|(known, _)| *known == base);
    known.map_or(tag, |(_, name)| name)
}

/// The languages of customers in Canada, then of its neighbours and of Europe.
const LANGUAGES: [(&str, &str); 16] = [
    ("fr", "Français"),
    ("en", "English"),
    ("es", "Español"),
    ("pt", "Português"),
    ("it", "Italiano"),
    ("de", "Deutsch"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("uk", "Українська"),
    ("ar", "العربية"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("hi", "हिन्दी"),
    ("zh", "中文"),
    ("vi", "Tiếng Việt"),
    ("tl", "Tagalog"),
    ("iu", "ᐃᓄᒃᑎᑐᑦ"),
];
