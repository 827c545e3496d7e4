//! A thousand answers whose verdicts were computed elsewhere: the same rule, answers and verdicts are measured in `bench`.
//! Single operators are tested in the tables.

use super::super::{
    Condition, Decimal, Field, FieldKind, Known, MissingName, Name, Scale, Source, Value, Vocabulary,
};
use jiff::Timestamp;
use serde_json::Value as Json;

const RULE: &str = include_str!("../../../../../bench/conditions/rule.json");
const ANSWERS: &str = include_str!("../../../../../bench/conditions/answers.jsonl");

struct Replies;

impl Vocabulary for Replies {
    type Slot = &'static str;

    fn find<'v>(&'v self, field: &'v Field) -> Result<Known<'v, &'static str>, MissingName> {
        let (slot, kind) = match field.as_str() {
            "nps" => ("/nps", FieldKind::Number(Scale::whole(0, 10))),
            "language" => ("/lang", FieldKind::Text),
            "comment" => ("/comment", FieldKind::Text),
            "priority" => ("/fields/priority", FieldKind::Text),
            "days_since_last_contact" => {
                ("/contact/days_since_last_contact", FieldKind::Number(Scale::default()))
            }
            _ => return Err(MissingName::Field { offered: "what the answers hold" }),
        };
        Ok(Known::new(slot, kind, Name::Plain(slot)))
    }
}

struct Reply(Json);

impl Source<&'static str> for Reply {
    fn value<'s>(&'s self, slot: &'s &'static str) -> Value<'s> {
        match self.0.pointer(slot) {
            Some(Json::String(text)) => Value::Text(text),
            Some(number) => Decimal::parse(&number.to_string()).map_or(Value::Absent, Value::Number),
            None => Value::Absent,
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}

#[test]
fn a_thousand_answers_get_the_verdicts_that_were_computed_elsewhere() {
    let rule: Condition = serde_json::from_str(RULE).unwrap();
    let rule = rule.check(&Replies).unwrap();
    let lines: Vec<Json> = ANSWERS.lines().map(|line| serde_json::from_str(line).unwrap()).collect();

    let (mut right, mut held) = (0, 0);
    for line in lines {
        let holds = rule.holds(&Reply(line["answer"].clone()));
        right += usize::from(holds == line["expected"].as_bool().unwrap());
        held += usize::from(holds);
    }

    assert_eq!((right, held > 100), (1_000, true));
}
