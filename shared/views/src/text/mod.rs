//! The words: one catalogue per language, embedded, and the texts other rooms may ask for.
//! Markup never lives here, nor texts that an organization writes itself.

mod catalogue;
mod line;
mod sms;
#[cfg(test)]
mod tests;

pub(crate) use catalogue::{Catalogue, Language};
pub(crate) use line::{filled, one_line, paragraphs};
pub use sms::{SmsInvitation, sms_invitation};

/// The texts of a mail that its author has not written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefaultMail {
    pub subject: String,
    pub title: String,
    pub description: String,
}

/// What a respondent has to correct in one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    /// A required question was left out.
    Missing,
    /// The number is not on the scale.
    OffScale { min: u8, max: u8 },
    /// The choice is not one of those offered.
    UnknownChoice,
    /// The text is longer than so many characters.
    TooLong { max_chars: u32 },
}

/// The privacy message of a campaign that has none of its own (C9).
#[must_use]
pub fn default_information(language: &str, company: &str) -> String {
    information((language, company), None, Footing::Known)
}

/// Whom answers lead back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Footing {
    /// Somebody who was asked.
    Known,
    /// Somebody who came along by a public link: nobody was visited, and nobody can be reached.
    Public,
    /// Nobody, and nobody ever (R5.4).
    Anonymous,
}

/// How the answers are used: the campaign's own words, or built-in ones when they are blank (C9); before them, where it
/// is so, that answers are anonymous.
#[must_use]
pub fn information((language, company): (&str, &str), own: Option<&str>, footing: Footing) -> String {
    let words = Catalogue::of(language);
    let built_in = match footing {
        Footing::Known => "default-information",
        Footing::Public => "public-information",
        Footing::Anonymous => "anonymous-information",
    };
    let own = own.filter(|text| !text.trim().is_empty()).map(str::to_owned);
    let told = own.unwrap_or_else(|| words.fill(built_in, &[("company", company.into())]));
    if footing == Footing::Anonymous { format!("{}\n{told}", words.say("anonymous-answers")) } else { told }
}

/// The subject of a mail that is sent again to somebody who has not answered (P5).
#[must_use]
pub fn reminder_subject(language: &str, subject: &str) -> String {
    Catalogue::of(language).fill("reminder-subject", &[("subject", one_line(subject).into())])
}

/// What is said when an answer is recorded, in a campaign that has no words of its own for it.
#[must_use]
pub fn default_thank_you(language: &str, company: &str) -> String {
    let words = Catalogue::of(language);
    format!("{} {}", words.say("thanks-title"), words.fill("thanks-next", &[("company", company.into())]))
}

/// The 0-10 question of a campaign that has not worded it.
#[must_use]
pub fn default_nps_question(language: &str, company: &str) -> String {
    Catalogue::of(language).fill("default-nps-question", &[("company", company.into())])
}

/// Subject, title and description of a new campaign's mail.
#[must_use]
pub fn default_mail(language: &str, company: &str) -> DefaultMail {
    let words = Catalogue::of(language);

    DefaultMail {
        subject: words.say("default-subject"),
        title: words.say("default-title"),
        description: words.fill("default-description", &[("company", company.into())]),
    }
}

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

/// The words beside the field.
#[must_use]
pub fn correction(language: &str, correction: Correction) -> String {
    let words = Catalogue::of(language);

    match correction {
        Correction::Missing => words.say("correction-missing"),
        Correction::OffScale { min, max } => {
            words.fill("correction-scale", &[("min", min.into()), ("max", max.into())])
        }
        Correction::UnknownChoice => words.say("correction-choice"),
        Correction::TooLong { max_chars } => words.fill("correction-long", &[("max", max_chars.into())]),
    }
}

/// What a scale measures, which decides what its ends are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// How likely somebody is to recommend.
    Recommendation,
    /// How satisfied somebody is.
    Satisfaction,
    /// How far somebody agrees that it was easy.
    Ease,
    /// How good something was.
    Quality,
}

/// The meaning of the lowest and of the highest number of a scale.
#[must_use]
pub fn scale_ends(language: &str, measure: Measure) -> [String; 2] {
    let words = Catalogue::of(language);
    let [low, high] = match measure {
        Measure::Recommendation => ["nps-low", "nps-high"],
        Measure::Satisfaction => ["csat-low", "csat-high"],
        Measure::Ease => ["ces-low", "ces-high"],
        Measure::Quality => ["rating-low", "rating-high"],
    };
    [words.say(low), words.say(high)]
}

/// What is shown for an answer that did not concern the respondent (E20).
#[must_use]
pub fn not_applicable(language: &str) -> String {
    Catalogue::of(language).say("not-applicable")
}

/// A number on a scale: "2 out of 5".
#[must_use]
pub fn rating(language: &str, score: u8, best: u8) -> String {
    Catalogue::of(language).fill("rating", &[("score", score.into()), ("best", best.into())])
}

/// A value behind its label, as in `Speed: 4`.
#[must_use]
pub fn labelled(language: &str, label: &str, value: &str) -> String {
    let label = Catalogue::of(language).fill("label", &[("label", label.into())]);
    format!("{label} {value}")
}

/// The words above a form that could not be taken as a whole, for example because it is too old.
#[must_use]
pub fn unreadable_form(language: &str) -> String {
    Catalogue::of(language).say("unreadable-form")
}
