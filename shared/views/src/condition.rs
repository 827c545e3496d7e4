//! A condition in one sentence, in French or English: « La note NPS est un détracteur et le commentaire contient « facture » ».
//! What it says was taken apart in the domain; the words themselves are in the catalogues.

mod refusal;

pub use refusal::refusal;

use crate::date;
use crate::text::{Catalogue, Language};
use jiff::{Timestamp, tz::TimeZone};
use relance_domain::condition::{About, Aggregate, Decimal, Function, How, Name, Phrase, Said, Term};
use relance_domain::name::{LanguageTag, choose_language};
use std::collections::BTreeMap;

/// Who reads a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// In which language.
    pub language: &'a LanguageTag,
    /// On whose clock moments are told.
    pub zone: &'a TimeZone,
}

/// Alternatives that are named; the rest is counted.
const SHOWN: usize = 5;

/// The sentence, with a capital and without a full stop.
#[must_use]
pub fn sentence(reader: Reader<'_>, phrase: &Phrase<'_>) -> String {
    let words = SentenceWords { reader, catalogue: Catalogue::read_in(reader.language) };
    let said = words.phrase(phrase, false);
    let mut letters = said.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

struct SentenceWords<'a> {
    reader: Reader<'a>,
    catalogue: Catalogue,
}

impl SentenceWords<'_> {
    fn phrase(&self, phrase: &Phrase<'_>, inside: bool) -> String {
        let said = match phrase {
            Phrase::Said(said) => return self.said(said),
            Phrase::All(parts) | Phrase::Any(parts) if parts.len() == 1 => {
                return parts.iter().map(|part| self.phrase(part, inside)).collect();
            }
            Phrase::All(parts) => {
                self.joined("condition-and", parts.iter().map(|part| self.phrase(part, true)))
            }
            Phrase::Any(parts) => {
                self.joined("condition-or", parts.iter().map(|part| self.phrase(part, true)))
            }
            Phrase::Not(inner) => {
                self.catalogue.fill("condition-not", &[("first", self.phrase(inner, true).into())])
            }
        };
        if inside { self.catalogue.fill("condition-group", &[("inner", said.into())]) } else { said }
    }

    /// "a, b and c".
    fn joined(&self, last: &str, parts: impl Iterator<Item = String>) -> String {
        let mut parts: Vec<String> = parts.collect();
        let second = parts.pop().unwrap_or_default();
        if parts.is_empty() {
            return second;
        }
        self.catalogue.fill(last, &[("first", parts.join(", ").into()), ("second", second.into())])
    }

    fn said(&self, said: &Said<'_>) -> String {
        let field = self.about(&said.about);
        let fill = |key: &str, name: &str, value: String| {
            self.catalogue.fill(key, &[("field", field.as_str().into()), (name, value.into())])
        };
        let with = |key: &str, last: &str| fill(key, "value", self.terms(&said.with, last));
        match said.how {
            How::Is => with("condition-is", "condition-or"),
            How::IsNot => with("condition-is-not", "condition-nor"),
            How::Above => with("condition-above", "condition-or"),
            How::AtLeast => with("condition-at-least", "condition-or"),
            How::Below => with("condition-below", "condition-or"),
            How::AtMost => with("condition-at-most", "condition-or"),
            How::After => with("condition-after", "condition-or"),
            How::Since => with("condition-since", "condition-or"),
            How::Before => with("condition-before", "condition-or"),
            How::Until => with("condition-until", "condition-or"),
            How::Contains => with("condition-contains", "condition-or"),
            How::ContainsNot => with("condition-contains-not", "condition-nor"),
            How::StartsWith => with("condition-starts-with", "condition-or"),
            How::HoldsStarting => with("condition-holds-starting", "condition-or"),
            How::WithinLast => fill("condition-within-last", "time", self.terms(&said.with, "condition-or")),
            How::IsEmpty => fill("condition-is-empty", "", String::new()),
            How::IsNotEmpty => fill("condition-is-not-empty", "", String::new()),
            How::IsAnswered => fill("condition-is-answered", "", String::new()),
            How::IsNotAnswered => fill("condition-is-not-answered", "", String::new()),
            How::Between => self.between(&field, &said.with),
        }
    }

    fn between(&self, field: &str, ends: &[Term<'_>]) -> String {
        let [low, high] = ends else { return field.to_owned() };
        let of_moments = matches!(low, Term::Instant(_));
        let key = if of_moments { "condition-between-moments" } else { "condition-between" };
        let ends = [("low", self.term(low).into()), ("high", self.term(high).into())];
        let [low, high] = ends;
        self.catalogue.fill(key, &[("field", field.into()), low, high])
    }

    fn about(&self, about: &About<'_>) -> String {
        match about {
            About::Named(Name::Ours(key)) => {
                self.catalogue.fill("condition-field", &[("field", key.replace('.', "-").into())])
            }
            About::Named(Name::Texts(texts)) => {
                self.catalogue.fill("condition-answer", &[("question", self.own(texts).into())])
            }
            About::Named(Name::Slot(number)) => {
                self.catalogue.fill("condition-slot", &[("number", (*number).into())])
            }
            About::Named(Name::Plain(name)) => {
                self.catalogue.fill("condition-named-slot", &[("name", (*name).into())])
            }
            About::Gone(field) => self.quoted(field.as_str()),
            About::Transactions(aggregate) => self.transactions(aggregate),
        }
    }

    fn transactions(&self, aggregate: &Aggregate) -> String {
        let key = match aggregate.function {
            Function::Count => "condition-count",
            Function::Sum(_) => "condition-sum",
            Function::Max(_) => "condition-max",
            Function::Min(_) => "condition-min",
            Function::Latest(_) => "condition-latest",
        };
        let of = aggregate.function.of().map_or("", |of| of.as_str());
        let counted = self
            .catalogue
            .fill(key, &[("of", of.into()), ("transaction", aggregate.transaction.as_str().into())]);
        match &aggregate.within {
            None => counted,
            Some(within) => {
                let time = self.time(within.duration().as_mins());
                self.catalogue.fill("condition-window", &[("counted", counted.into()), ("time", time.into())])
            }
        }
    }

    /// Alternatives, of which the first five are named.
    fn terms(&self, terms: &[Term<'_>], last: &str) -> String {
        let named = terms.iter().take(SHOWN).map(|term| self.term(term));
        let more = terms.len().saturating_sub(SHOWN);
        let more = (more > 0).then(|| self.catalogue.fill("condition-more", &[("count", more.into())]));
        self.joined(last, named.chain(more))
    }

    fn term(&self, term: &Term<'_>) -> String {
        match term {
            Term::Offered(Name::Ours(key)) => self.value(key),
            Term::Offered(Name::Texts(texts)) => self.quoted(self.own(texts)),
            Term::Offered(Name::Plain(name)) => self.quoted(name),
            Term::Offered(Name::Slot(number)) => number.to_string(),
            Term::Text(text) => self.quoted(text),
            Term::Number(number) => self.number(*number),
            Term::Boolean(true) => self.value("yes"),
            Term::Boolean(false) => self.value("no"),
            Term::NotApplicable => self.value("not_applicable"),
            Term::Instant(at) => self.moment(*at),
            Term::Time(delay) => self.time(delay.duration().as_mins()),
        }
    }

    fn value(&self, key: &str) -> String {
        self.catalogue.fill("condition-value", &[("value", key.into())])
    }

    fn quoted(&self, text: &str) -> String {
        self.catalogue.fill("condition-quoted", &[("text", text.into())])
    }

    fn moment(&self, at: Timestamp) -> String {
        date::full_moment(self.catalogue.language, &at.to_zoned(self.reader.zone.clone()))
    }

    /// With a comma in French.
    fn number(&self, number: Decimal) -> String {
        let text = number.to_string();
        if self.catalogue.language == Language::French { text.replace('.', ",") } else { text }
    }

    /// "30 days", "1 day and 12 hours".
    fn time(&self, minutes: i64) -> String {
        let parts = [
            ("condition-days", minutes / (24 * 60)),
            ("condition-hours", minutes / 60 % 24),
            ("condition-minutes", minutes % 60),
        ];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0);
        self.joined(
            "condition-and",
            parts.map(|(key, count)| self.catalogue.fill(key, &[("count", count.into())])),
        )
    }

    /// What an organization wrote, in the reader's language where it did.
    fn own<'t>(&self, texts: &'t BTreeMap<LanguageTag, String>) -> &'t str {
        let chosen = texts
            .keys()
            .next()
            .map(|first| choose_language([self.reader.language.as_str()], texts.keys(), first));
        chosen.and_then(|language| texts.get(language)).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests;
