//! A place with every kind of field, and a source that takes its values from JSON, for the tables and the laws.
//! What is tested with it lives in the files beside this one.

use super::super::{
    Aggregate, Condition, Decimal, Field, FieldKind, Function, Known, MissingName, NOT_APPLICABLE, Name,
    Offer, Scale, Source, Value, Vocabulary,
};
use jiff::Timestamp;
use serde_json::{Map, Value as Json};

pub(super) struct Desk;

/// More than an explanation names.
const MONTHS: [&str; 14] =
    ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12", "m13", "m14"];

fn offers(ids: &[&'static str]) -> Vec<Offer<'static>> {
    ids.iter().map(|id| Offer { id, name: Name::Plain(id) }).collect()
}

impl Vocabulary for Desk {
    type Slot = String;

    fn find<'v>(&'v self, field: &'v Field) -> Result<Known<'v, String>, MissingName> {
        let slot = field.as_str().to_owned();
        let amount = Scale { low: Some(Decimal::ZERO), ..Scale::default() };
        let known = |kind| Ok(Known::new(slot.clone(), kind, Name::Plain("it")));
        let answer = |kind| Ok(Known::answered(slot.clone(), kind, Name::Plain("it")));
        let aside = |kind| answer(kind).map(|known| Known { not_applicable: true, ..known });
        match field.as_str() {
            "contact.city" | "contact.postal_code" => known(FieldKind::Text),
            "contact.custom_3" | "task.priority" => known(FieldKind::Amount),
            "task.reasons" => known(FieldKind::Texts),
            "agent.id" => known(FieldKind::Id),
            "invoice.amount" => known(FieldKind::Number(amount)),
            "nps_score" => answer(FieldKind::Number(Scale::whole(0, 10))),
            "nps_type" => answer(FieldKind::Word(offers(&["Promoter", "Passive", "Detractor"]))),
            "satisfied" => known(FieldKind::Boolean),
            "answer.q_comment" => answer(FieldKind::Text),
            "answer.q_why" => aside(FieldKind::Choice(offers(&["late", "rude", "price"]))),
            "answer.q_ease" => aside(FieldKind::Number(Scale::whole(1, 7))),
            "answer.q_list" => answer(FieldKind::Choices(offers(&["a", "b", "c"]))),
            "answer.q_month" => answer(FieldKind::Choice(offers(&MONTHS))),
            "meta.completed_at" => known(FieldKind::Instant),
            gone if gone.starts_with("answer.") => Err(MissingName::Question),
            _ => Err(MissingName::Field { offered: "what tests/desk.rs says" }),
        }
    }

    fn has_transactions(&self) -> bool {
        true
    }
}

/// The values of one evaluation.
pub(super) struct Sheet {
    values: Map<String, Json>,
    lists: Vec<(String, Vec<String>)>,
}

impl Sheet {
    pub(super) fn of(values: Map<String, Json>) -> Self {
        let list = |(name, value): (&String, &Json)| {
            let texts = value.as_array()?.iter().filter_map(Json::as_str).map(str::to_owned).collect();
            Some((name.clone(), texts))
        };
        let lists = values.iter().filter_map(list).collect();
        Self { values, lists }
    }

    fn read<'s>(&'s self, name: &str) -> Value<'s> {
        match self.values.get(name) {
            Some(Json::String(text)) if text == NOT_APPLICABLE => Value::NotApplicable,
            Some(Json::String(text)) if name == "meta.completed_at" => {
                text.parse().map_or(Value::Absent, Value::Instant)
            }
            Some(Json::String(text)) => Value::Text(text),
            Some(Json::Bool(boolean)) => Value::Boolean(*boolean),
            Some(Json::Number(number)) => {
                Decimal::parse(&number.to_string()).map_or(Value::Absent, Value::Number)
            }
            Some(Json::Array(_)) => {
                let list = self.lists.iter().find(|(list, _)| list == name);
                list.map_or(Value::Absent, |(_, texts)| Value::Texts(texts))
            }
            _ => Value::Absent,
        }
    }
}

impl Source<String> for Sheet {
    fn value<'s>(&'s self, slot: &'s String) -> Value<'s> {
        self.read(slot)
    }

    fn aggregate<'s>(&'s self, aggregate: &'s Aggregate) -> Value<'s> {
        let of = aggregate.function.of().map(|of| format!(" {of}")).unwrap_or_default();
        let value = self.read(&format!("{} {}{of}", aggregate.function.as_str(), aggregate.transaction));
        match (&aggregate.function, value) {
            (Function::Count, Value::Absent) => Value::Number(Decimal::ZERO),
            (_, value) => value,
        }
    }

    fn now(&self) -> Timestamp {
        "2026-11-22T12:00:00Z".parse().unwrap_or_default()
    }
}

pub(super) fn condition(json: &str) -> Condition {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

pub(super) fn sheet(json: &str) -> Sheet {
    Sheet::of(serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}")))
}
