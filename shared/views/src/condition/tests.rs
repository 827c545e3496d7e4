//! Sentences of conditions in both languages, each as a table: what is written, and how it is said.
//! Whether conditions hold is tested in the domain.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests state what must hold")]

use super::*;
use relance_domain::condition::{
    Condition, Field, FieldKind, Known, MissingName, Offer, Scale, Vocabulary, Written,
};
use relance_domain::contact::ContactFields;
use relance_domain::rule::RuleFields;
use relance_domain::source::EventFields;

struct Place {
    question: BTreeMap<LanguageTag, String>,
}

fn bands() -> Vec<Offer<'static>> {
    let offer = |(id, key)| Offer { id, name: Name::Ours(key) };
    [("Promoter", "promoter"), ("Passive", "passive"), ("Detractor", "detractor")].map(offer).into()
}

impl Vocabulary for Place {
    type Slot = ();

    fn find<'v>(&'v self, field: &'v Field) -> Result<Known<'v, ()>, MissingName> {
        let (kind, name) = match field.as_str() {
            "nps_score" => (FieldKind::Number(Scale::whole(0, 10)), Name::Ours("nps_score")),
            "nps_type" => (FieldKind::Word(bands()), Name::Ours("nps_type")),
            "satisfied" => (FieldKind::Boolean, Name::Ours("satisfied")),
            "answer.q_comment" => (FieldKind::Text, Name::Ours("comment")),
            "answer.q_why" => (
                FieldKind::Choice(vec![Offer { id: "late", name: Name::Texts(&self.question) }]),
                Name::Texts(&self.question),
            ),
            "contact.city" => (FieldKind::Text, Name::Ours("contact.city")),
            "contact.custom_3" => (FieldKind::Amount, Name::Slot(3)),
            "contact.custom_4" => (FieldKind::Amount, Name::Plain("Niveau")),
            "task.reasons" => (FieldKind::Texts, Name::Ours("task.reasons")),
            "meta.completed_at" => (FieldKind::Instant, Name::Ours("meta.completed_at")),
            _ => return Err(MissingName::Question),
        };
        Ok(Known::answered((), kind, name))
    }

    fn has_transactions(&self) -> bool {
        true
    }
}

fn languages() -> [LanguageTag; 2] {
    ["fr", "en"].map(|tag| LanguageTag::parse(tag).unwrap())
}

/// In both languages, no-break spaces shown as `_`.
fn said(json: &str) -> [String; 2] {
    let texts = [("fr", "En retard ?"), ("en", "Late?")];
    let text = |(language, text): (&str, &str)| (LanguageTag::parse(language).unwrap(), text.to_owned());
    let place = Place { question: texts.into_iter().map(text).collect() };
    let condition: Condition = serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"));
    let zone = TimeZone::get("America/Toronto").unwrap();
    let phrase = condition.describe(&place);
    languages().map(|language| {
        sentence(Reader { language: &language, zone: &zone }, &phrase).replace(['\u{a0}', '\u{202f}'], "_")
    })
}

/// In both languages, no-break spaces shown as `_`.
fn refused(json: &str) -> [String; 2] {
    let wrong = match serde_json::from_str::<Written>(json).unwrap().read() {
        Ok(condition) => condition.check(&ContactFields).map(|_| ()).unwrap_err(),
        Err(wrong) => wrong,
    };
    [Language::French, Language::English].map(|language| {
        let said: Vec<_> = wrong.iter().map(|wrong| refusal(language, wrong)).collect();
        said.join(" / ").replace(['\u{a0}', '\u{202f}'], "_")
    })
}

#[test]
fn a_refusal_is_said_in_both_languages() {
    for (json, french, english) in [
        (
            r#"{"all":[]}"#,
            "Un groupe contient au moins une condition",
            "A group holds at least one condition",
        ),
        (
            r#"{"field":"contact.agent","op":"eq","value":"x"}"#,
            "«_contact.agent_» n’est pas un champ ici",
            "“contact.agent” is not a field here",
        ),
        (
            r#"{"field":"contact.custom_21","op":"eq","value":"x"}"#,
            "«_contact.custom_21_» n’existe pas_: les champs personnalisés vont de 1 à 20",
            "“contact.custom_21” does not exist: custom fields go from 1 to 20",
        ),
        (
            r#"{"field":"contact.id","op":"contains","value":"x"}"#,
            "«_contains_» ne compare pas un identifiant_: utilisez «_eq_», «_ne_», «_in_», «_not_in_»",
            "“contains” cannot compare an id: use “eq”, “ne”, “in”, “not_in”",
        ),
        (
            r#"{"field":"contact.city","op":"in","values":[]}"#,
            "«_in_» demande de 1 à 100 valeurs",
            "“in” needs 1 to 100 values",
        ),
        (
            r#"{"all":[{"field":"contact.city","op":"eq","value":"a"},{"field":"contact.city","op":"eq","value":"b"}]}"#,
            "Cela et «_/all/0_» ne peuvent pas être vrais ensemble",
            "This and “/all/0” can never hold together",
        ),
    ] {
        assert_eq!(refused(json), [french, english].map(str::to_owned), "{json}");
    }
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

/// Where a place calls a field or a value ours, both catalogues know it.
fn every_name_is_known(place: &impl Vocabulary, leaves: &[(&str, &str)]) {
    let zone = TimeZone::UTC;
    for (field, test) in leaves {
        let json = format!(r#"{{"field":"{field}",{test}}}"#);
        let condition: Condition = serde_json::from_str(&json).unwrap();
        let phrase = condition.describe(place);
        assert!(!matches!(&phrase, Phrase::Said(Said { about: About::Gone(_), .. })), "{field} is not there");
        for language in languages() {
            let said = sentence(Reader { language: &language, zone: &zone }, &phrase);
            let known = !said.contains(field) && !said.contains(&field.replace('.', "-"));
            assert!(known && !said.contains("other"), "{field} has no name: {said}");
            let quoted = said.contains(['\u{ab}', '\u{201c}']);
            assert_eq!(quoted, test.contains("\"x\""), "a value has no name: {said}");
        }
    }
}

#[test]
fn every_field_and_every_word_of_ours_has_a_name_in_both_languages() {
    let there = r#""op":"is_not_empty""#;
    let is_x = r#""op":"eq","value":"x""#;
    let person = ["first_name", "last_name", "email", "phone", "language", "street", "house_number", "box"];
    let more = ["postal_code", "city", "province", "state", "country", "custom_7"];
    let person: Vec<String> = person.iter().chain(&more).map(|name| format!("contact.{name}")).collect();
    let person: Vec<(&str, &str)> =
        person.iter().map(|name| (name.as_str(), there)).chain([("contact.id", is_x)]).collect();
    let job = ["task.type", "task.state", "task.priority", "task.reasons", "task.tags", "task.channel"];
    let named = |names: &[&'static str]| names.iter().map(|name| (*name, there)).collect::<Vec<_>>();
    let agent = [("agent.name", there), ("agent.id", is_x)];
    let event = [named(&job), named(&["invoice.amount"]), agent.to_vec()].concat();
    let told = [named(&job), named(&["contact.tags"]), agent.to_vec()].concat();
    let words = [
        ("nps_score", there),
        ("nps_type", r#""op":"in","values":["Promoter","Passive","Detractor"]"#),
        ("satisfied", there),
        ("meta.campaign_id", is_x),
        ("meta.source", is_x),
        ("meta.language", there),
        ("meta.channel", r#""op":"in","values":["email","sms","link"]"#),
        ("meta.completed_at", there),
        ("meta.sent_at", there),
    ];

    every_name_is_known(&EventFields, &[event.as_slice(), &person].concat());
    every_name_is_known(&ContactFields, &person);
    every_name_is_known(&RuleFields { questions: Vec::new() }, &[words.as_slice(), &person, &told].concat());
}
