//! The answers of `answers.jsonl`, and what they offer to conditions.
//! What is done with them lives in `main`.

use jiff::Timestamp;
use relance_domain::condition::{
    Decimal, Field, FieldKind, Known, MissingName, Name, Scale, Source, Value, Vocabulary,
};
use serde::Deserialize;
use std::borrow::Cow;

/// What the rule looks at, as it stands in the text.
#[derive(Deserialize)]
pub struct Answer<'a> {
    nps: u8,
    lang: &'a str,
    #[serde(borrow)]
    comment: Cow<'a, str>,
    #[serde(borrow)]
    fields: Fields<'a>,
    contact: Contact,
}

#[derive(Deserialize)]
struct Fields<'a> {
    priority: &'a str,
}

#[derive(Deserialize)]
struct Contact {
    days_since_last_contact: f64,
}

/// What a condition can look at.
#[derive(Clone, Copy)]
pub enum Slot {
    Nps,
    Language,
    Comment,
    Priority,
    Days,
}

/// The vocabulary of these answers.
pub struct Replies;

impl Vocabulary for Replies {
    type Slot = Slot;

    fn find<'v>(&'v self, field: &'v Field) -> Result<Known<'v, Slot>, MissingName> {
        let (slot, kind) = match field.as_str() {
            "nps" => (Slot::Nps, FieldKind::Number(Scale::whole(0, 10))),
            "language" => (Slot::Language, FieldKind::Text),
            "comment" => (Slot::Comment, FieldKind::Text),
            "priority" => (Slot::Priority, FieldKind::Text),
            "days_since_last_contact" => (Slot::Days, FieldKind::Number(Scale::default())),
            _ => return Err(MissingName::Field { offered: "what the answers hold" }),
        };
        Ok(Known::new(slot, kind, Name::Plain("it")))
    }
}

impl Source<Slot> for Answer<'_> {
    fn value<'s>(&'s self, slot: &'s Slot) -> Value<'s> {
        match slot {
            Slot::Nps => Value::Number(self.nps.into()),
            Slot::Language => Value::Text(self.lang),
            Slot::Comment => Value::Text(&self.comment),
            Slot::Priority => Value::Text(self.fields.priority),
            Slot::Days => {
                let days = Decimal::parse(&self.contact.days_since_last_contact.to_string());
                days.map_or(Value::Absent, Value::Number)
            }
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}
