//! Sentences of conditions in both languages, each as a table: what is written, and how it is said.
//! Whether conditions hold is tested in the domain.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests state what must hold")]

use super::*;
use relance_domain::condition::{Condition, Field, Kind, Known, Missing, Offer, Scale, Vocabulary};

struct Place {
    question: BTreeMap<LanguageTag, String>,
}

fn bands() -> Vec<Offer<'static>> {
    let offer = |(id, key)| Offer { id, name: Name::Ours(key) };
    [("Promoter", "promoter"), ("Passive", "passive"), ("Detractor", "detractor")].map(offer).into()
}

impl Vocabulary for Place {
    type Slot = ();

    fn find<'v>(&'v self, field: &'v Field) -> Result<Known<'v, ()>, Missing> {
        let (kind, name) = match field.as_str() {
            "nps_score" => (Kind::Number(Scale::whole(0, 10)), Name::Ours("nps_score")),
            "nps_type" => (Kind::Word(bands()), Name::Ours("nps_type")),
            "satisfied" => (Kind::Boolean, Name::Ours("satisfied")),
            "answer.q_comment" => (Kind::Text, Name::Ours("comment")),
            "answer.q_why" => (
                Kind::Choice(vec![Offer { id: "late", name: Name::Texts(&self.question) }]),
                Name::Texts(&self.question),
            ),
            "contact.city" => (Kind::Text, Name::Ours("contact.city")),
            "contact.custom_3" => (Kind::Amount, Name::Slot(3)),
            "contact.custom_4" => (Kind::Amount, Name::Plain("Niveau")),
            "task.reasons" => (Kind::Texts, Name::Ours("task.reasons")),
            "meta.completed_at" => (Kind::Instant, Name::Ours("meta.completed_at")),
            _ => return Err(Missing::Question),
        };
        Ok(Known::answered((), kind, name))
    }

    fn has_transactions(&self) -> bool {
        true
    }
}

/// In both languages, no-break spaces shown as `_`.
fn said(json: &str) -> [String; 2] {
    let texts = [("fr", "En retard ?"), ("en", "Late?")];
    let text = |(language, text): (&str, &str)| (LanguageTag::parse(language).unwrap(), text.to_owned());
    let place = Place { question: texts.into_iter().map(text).collect() };
    let condition: Condition = serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"));
    let zone = TimeZone::get("America/Toronto").unwrap();
    let phrase = condition.describe(&place);
    ["fr", "en"].map(|language| {
        sentence(Reader { language, zone: &zone }, &phrase).replace(['\u{a0}', '\u{202f}'], "_")
    })
}

#[test]
fn a_condition_is_said_in_one_sentence() {
    let mut table = csv::ReaderBuilder::new();
    table.delimiter(b';').quoting(false).trim(csv::Trim::All).comment(Some(b'#'));
    let mut told = 0;

    for row in table.from_reader(include_str!("said.csv").as_bytes()).records().map(Result::unwrap) {
        let [json, french, english] = [0, 1, 2].map(|column| row.get(column).unwrap());
        assert_eq!(said(json), [french, english].map(str::to_owned));
        told += 1;
    }

    assert!(told > 10);
}
