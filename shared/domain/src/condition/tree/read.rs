//! From JSON to a condition, with everything that is wrong with its shape at once. `null` is what is not there.
//! Whether it can be meant is found in `check`.

use super::json::Json;
use super::{Aggregate, Comparison, Condition, Field, Function, Leaf, Literal, State, Subject, Test};
use crate::condition::wrong::{Why, Wrong};
use crate::schedule::Delay;
use serde::de::{Deserialize, Deserializer, Error};
use std::ops::RangeInclusive;

/// Any JSON that stands where a condition should: taken as it is, so that reading it can name all that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written(Json);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Json::deserialize(deserializer).map(Self)
    }
}

impl Written {
    /// The condition that it is.
    ///
    /// # Errors
    /// All that is wrong with its shape.
    pub fn read(self) -> Result<Condition, Vec<Wrong>> {
        let mut reader = ConditionReader::default();
        let read = reader.condition("", self.0, Depth::default());
        match read {
            Some(condition) if reader.wrong.is_empty() => Ok(condition),
            _ => Err(reader.wrong),
        }
    }
}

/// Where no more than the first wrong thing can be told.
impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Written::deserialize(deserializer)?.read().map_err(|wrong| match wrong.first() {
            Some(Wrong { at, why, .. }) if !at.is_empty() => Error::custom(format!("at `{at}`: {why}")),
            Some(wrong) => Error::custom(wrong),
            None => Error::custom(Why::NoForm),
        })
    }
}

impl Condition {
    /// Entries of one group at most.
    pub const WIDEST: usize = 50;
    /// Groups around a leaf at most (A13).
    pub const DEEPEST: usize = 3;
    /// Leaves at most.
    pub const MOST: usize = 500;
    /// Values of one leaf at most.
    pub const VALUES: usize = 100;
    /// Characters of one value at most.
    pub const LONGEST_TEXT: usize = 200;
}

/// What stands around a part.
#[derive(Clone, Copy, Default)]
struct Depth {
    groups: usize,
    nots: usize,
}

/// The members of one condition that say which form it has.
const FORMS: [&str; 9] = ["all", "any", "not", "field", "count", "sum", "max", "min", "latest"];

/// Every member that a condition may have.
const MEMBERS: [&str; 12] =
    ["all", "any", "not", "field", "count", "sum", "max", "min", "latest", "op", "value", "values"];

type JsonMembers = Vec<(String, Json)>;

#[derive(Default)]
struct ConditionReader {
    wrong: Vec<Wrong>,
    leaves: usize,
}

impl ConditionReader {
    fn refuse<T>(&mut self, wrong: Wrong) -> Option<T> {
        self.wrong.push(wrong);
        None
    }

    fn condition(&mut self, at: &str, json: Json, depth: Depth) -> Option<Condition> {
        let Json::Members(members) = json else {
            return self.refuse(Wrong::new(at, Why::NotAnObject));
        };
        let mut members = self.known(at, "", members, &MEMBERS);
        let mut forms = members.iter().map(|(name, _)| name).filter(|name| FORMS.contains(&name.as_str()));
        let Some(form) = forms.next().cloned() else {
            return self.refuse(Wrong::new(at, Why::NoForm));
        };
        let of_leaf = !["all", "any", "not"].contains(&form.as_str());
        let second =
            forms.next().or_else(|| members.iter().map(|(name, _)| name).find(|name| **name != form));
        if let Some(second) = second.filter(|second| !of_leaf || FORMS.contains(&second.as_str())).cloned() {
            return self.refuse(Wrong::new(at, Why::TwoForms { first: form, second }));
        }
        let inner = take(&mut members, &form)?;
        match form.as_str() {
            "all" => self.group(at, "all", inner, depth).map(Condition::All),
            "any" => self.group(at, "any", inner, depth).map(Condition::Any),
            "not" => self.negated(at, inner, depth).map(|inner| Condition::Not(Box::new(inner))),
            _ => self.leaf(at, &form, inner, members).map(Condition::Leaf),
        }
    }

    /// The members that there may be, each once, without those that are `null`.
    fn known(&mut self, at: &str, inside: &str, members: JsonMembers, names: &[&str]) -> JsonMembers {
        let mut known = JsonMembers::new();
        for (name, value) in members {
            let shown: String = name.chars().take(60).collect();
            let wrong = |why| Wrong::in_member(at, format!("{inside}{shown}"), why);
            if !names.contains(&name.as_str()) {
                self.wrong.push(wrong(Why::UnknownMember(shown.clone())));
            } else if known.iter().any(|(other, _)| *other == name) {
                self.wrong.push(wrong(Why::MemberTwice(name)));
            } else if value != Json::Null {
                known.push((name, value));
            }
        }
        known
    }

    fn group(&mut self, at: &str, name: &str, json: Json, depth: Depth) -> Option<Vec<Condition>> {
        let depth = Depth { groups: depth.groups + 1, ..depth };
        let parts = match json {
            _ if depth.groups > Condition::DEEPEST => {
                return self.refuse(Wrong::new(at, Why::DeepGroup { most: Condition::DEEPEST }));
            }
            Json::List(parts) if parts.is_empty() => return self.refuse(Wrong::new(at, Why::EmptyGroup)),
            Json::List(parts) if parts.len() > Condition::WIDEST => {
                return self.refuse(Wrong::new(at, Why::LargeGroup { most: Condition::WIDEST }));
            }
            Json::List(parts) => parts,
            _ => return self.refuse(Wrong::in_member(at, name, Why::NotAList)),
        };
        let parts = parts.into_iter().enumerate();
        let read: Vec<_> =
            parts.map(|(index, part)| self.condition(&format!("{at}/{name}/{index}"), part, depth)).collect();
        read.into_iter().collect()
    }

    fn negated(&mut self, at: &str, json: Json, depth: Depth) -> Option<Condition> {
        let depth = Depth { nots: depth.nots + 1, ..depth };
        if depth.nots > Condition::DEEPEST {
            return self.refuse(Wrong::new(at, Why::DeepNot { most: Condition::DEEPEST }));
        }
        self.condition(&format!("{at}/not"), json, depth)
    }

    fn leaf(&mut self, at: &str, form: &str, inner: Json, mut members: JsonMembers) -> Option<Leaf> {
        self.leaves += 1;
        if self.leaves == Condition::MOST + 1 {
            self.wrong.push(Wrong::new(at, Why::ManyLeaves { most: Condition::MOST }));
        }
        let subject = match form {
            "field" => self.name(at, "field", Some(&inner)).map(Subject::Field),
            function => self.aggregate(at, function, inner).map(Subject::Aggregate),
        };
        let Some(Json::Text(op)) = take(&mut members, "op") else {
            return self.refuse(Wrong::in_member(at, "op", Why::NoOperator));
        };
        let given = Given { value: take(&mut members, "value"), values: take(&mut members, "values") };
        let test = self.test(at, &op, given);
        Some(Leaf { subject: subject?, test: test? })
    }

    fn name(&mut self, at: &str, member: &str, json: Option<&Json>) -> Option<Field> {
        let read = match json {
            Some(Json::Text(text)) => Field::parse(text),
            _ => None,
        };
        if read.is_none() {
            self.wrong.push(Wrong::in_member(at, member, Why::NoName { most: Field::LONGEST }));
        }
        read
    }

    fn aggregate(&mut self, at: &str, form: &str, json: Json) -> Option<Aggregate> {
        let name = FORMS.into_iter().find(|name| *name == form)?;
        let Json::Members(members) = json else {
            return self.refuse(Wrong::in_member(at, name, Why::NoAggregate { function: name }));
        };
        let wanted: &[&str] =
            if name == "count" { &["transaction", "within"] } else { &["transaction", "of", "within"] };
        let mut members = self.known(at, &format!("{name}/"), members, wanted);
        let transaction =
            self.name(at, &format!("{name}/transaction"), take(&mut members, "transaction").as_ref());
        let of = take(&mut members, "of");
        let function = match (name, of) {
            ("count", _) => Some(Function::Count),
            (_, None) => self.refuse(Wrong::in_member(at, name, Why::NeedsOf { function: name })),
            (_, of) => self.name(at, &format!("{name}/of"), of.as_ref()).map(|of| match name {
                "sum" => Function::Sum(of),
                "max" => Function::Max(of),
                "min" => Function::Min(of),
                _ => Function::Latest(of),
            }),
        };
        let within = match take(&mut members, "within") {
            None => None,
            Some(json) => Some(self.delay(at, &format!("{name}/within"), Some(&json))?),
        };
        Some(Aggregate { function: function?, transaction: transaction?, within })
    }

    fn test(&mut self, at: &str, op: &str, given: Given) -> Option<Test> {
        if let Some(comparison) = Comparison::ALL.into_iter().find(|known| known.as_str() == op) {
            return Some(Test::Compared(comparison, self.one(at, comparison.as_str(), given)?));
        }
        match op {
            "between" => {
                let mut ends = self.several(at, "between", given, 2..=2)?.into_iter();
                Some(Test::Between { low: ends.next()?, high: ends.next()? })
            }
            "in" => self.several(at, "in", given, 1..=Condition::VALUES).map(Test::In),
            "not_in" => self.several(at, "not_in", given, 1..=Condition::VALUES).map(Test::NotIn),
            "is_empty" => self.none(at, "is_empty", &given).map(|()| Test::Is(State::Empty)),
            "is_not_empty" => self.none(at, "is_not_empty", &given).map(|()| Test::Is(State::NotEmpty)),
            "is_answered" => self.none(at, "is_answered", &given).map(|()| Test::Is(State::Answered)),
            "within_last" if given.values.is_none() => {
                self.delay(at, "value", given.value.as_ref()).map(Test::WithinLast)
            }
            "within_last" => {
                self.refuse(Wrong::in_member(at, "values", Why::NeedsValue { op: "within_last" }))
            }
            _ => {
                let given = op.chars().take(60).collect();
                self.refuse(Wrong::in_member(at, "op", Why::UnknownOperator(given)))
            }
        }
    }

    fn one(&mut self, at: &str, op: &'static str, given: Given) -> Option<Literal> {
        match given {
            Given { value: Some(value), values: None } => self.literal(at, "value", value),
            _ => self.refuse(Wrong::in_member(at, "value", Why::NeedsValue { op })),
        }
    }

    fn several(
        &mut self,
        at: &str,
        op: &'static str,
        given: Given,
        many: RangeInclusive<usize>,
    ) -> Option<Vec<Literal>> {
        let values = match given {
            Given { value: None, values: Some(Json::List(values)) } if many.contains(&values.len()) => values,
            _ => {
                let (least, most) = many.into_inner();
                return self.refuse(Wrong::in_member(at, "values", Why::NeedsValues { op, least, most }));
            }
        };
        let values = values.into_iter().enumerate();
        let read: Vec<_> =
            values.map(|(index, value)| self.literal(at, &format!("values/{index}"), value)).collect();
        read.into_iter().collect()
    }

    fn none(&mut self, at: &str, op: &'static str, given: &Given) -> Option<()> {
        let member = match given {
            Given { value: None, values: None } => return Some(()),
            Given { value: None, .. } => "values",
            Given { .. } => "value",
        };
        self.refuse(Wrong::in_member(at, member, Why::TakesNone { op }))
    }

    fn literal(&mut self, at: &str, member: &str, json: Json) -> Option<Literal> {
        let why = match json {
            Json::Boolean(boolean) => return Some(Literal::Boolean(boolean)),
            Json::Number(number) => return Some(Literal::Number(number)),
            Json::Text(text) if text.trim().is_empty() => Why::BlankText,
            Json::Text(text) if text.chars().count() > Condition::LONGEST_TEXT => {
                Why::LongText { most: Condition::LONGEST_TEXT }
            }
            Json::Text(text) => return Some(Literal::Text(text)),
            Json::LongNumber => Why::LongNumber,
            Json::Null | Json::List(_) | Json::Members(_) => Why::NoLiteral,
        };
        self.refuse(Wrong::in_member(at, member, why))
    }

    /// A time that is not nothing: nothing took place within the last no minutes.
    fn delay(&mut self, at: &str, member: &str, json: Option<&Json>) -> Option<Delay> {
        let read = match json {
            Some(Json::Text(text)) => Delay::parse(text).ok().filter(|delay| !delay.is_none()),
            _ => None,
        };
        if read.is_none() {
            self.wrong.push(Wrong::in_member(at, member, Why::NoDelay));
        }
        read
    }
}

/// What a leaf compares with.
struct Given {
    value: Option<Json>,
    values: Option<Json>,
}

fn take(members: &mut JsonMembers, name: &str) -> Option<Json> {
    let at = members.iter().position(|(member, _)| member == name)?;
    Some(members.swap_remove(at).1)
}
