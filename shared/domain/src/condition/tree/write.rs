//! From a condition to JSON, in the shape of interfaces.md 6; reading it gives the same condition.
//! Reading lives in `read`.

use super::{Aggregate, Condition, Field, Leaf, Literal, Subject, Test};
use serde::ser::{Serialize, SerializeMap, Serializer};

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        match self {
            Self::All(parts) => members.serialize_entry("all", parts)?,
            Self::Any(parts) => members.serialize_entry("any", parts)?,
            Self::Not(inner) => members.serialize_entry("not", inner)?,
            Self::Leaf(Leaf { subject, test }) => {
                match subject {
                    Subject::Field(field) => members.serialize_entry("field", field)?,
                    Subject::Aggregate(aggregate) => {
                        members.serialize_entry(aggregate.function.as_str(), aggregate)?;
                    }
                }
                members.serialize_entry("op", test.operator())?;
                match test {
                    Test::Compared(_, value) => members.serialize_entry("value", value)?,
                    Test::Between { low, high } => members.serialize_entry("values", &[low, high])?,
                    Test::In(values) | Test::NotIn(values) => members.serialize_entry("values", values)?,
                    Test::Is(_) => {}
                    Test::WithinLast(delay) => members.serialize_entry("value", delay)?,
                }
            }
        }
        members.end()
    }
}

impl Serialize for Aggregate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("transaction", &self.transaction)?;
        if let Some(of) = self.function.of() {
            members.serialize_entry("of", of)?;
        }
        if let Some(within) = &self.within {
            members.serialize_entry("within", within)?;
        }
        members.end()
    }
}

impl Serialize for Literal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => number.serialize(serializer),
            Self::Boolean(boolean) => serializer.serialize_bool(*boolean),
        }
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
