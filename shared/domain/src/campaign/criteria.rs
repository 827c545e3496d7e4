//! Criteria on the customer and the task (C23, C24): groups of `all` and `any`, three deep at most (A13), over tests
//! of single fields (A11). Where the criteria decide something is the policy's affair.

mod field;
mod operator;
#[cfg(test)]
mod tests;

pub use field::Field;
pub use operator::Operator;
use serde::{Deserialize, Serialize};

/// Why criteria cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCriterion {
    /// Neither a group nor a test, or several things at once.
    #[error("give either `all`, or `any`, or `field` with `op`")]
    Mixed,
    /// A group of nothing.
    #[error("a group needs at least one criterion")]
    EmptyGroup,
    /// Groups in groups in groups in groups.
    #[error("groups can be three deep at most")]
    TooDeep,
    /// More tests than a reader can follow.
    #[error("use at most 50 criteria")]
    TooMany,
    /// Both ways to say what to compare with.
    #[error("give `value` or `values`, not both")]
    ValueTwice,
    /// A number of values that the operator cannot use.
    #[error("`{op}` needs {needed}")]
    Values {
        /// The operator.
        op: Operator,
        /// What it needs.
        needed: &'static str,
    },
    /// An operator that would compare ids by anything but their bytes (D17).
    #[error("`{field}` is an id: use `eq`, `ne`, `in` or `not_in`")]
    IdOperator {
        /// The field.
        field: Field,
    },
    /// Something to compare with that is not a number.
    #[error("`{op}` compares numbers, and `{value}` is none")]
    NotANumber {
        /// The operator.
        op: Operator,
        /// What was given.
        value: String,
    },
}

/// One criterion: a group, or the test of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CriterionForm", into = "CriterionForm")]
pub enum Criterion {
    /// Each of them holds.
    All(Vec<Criterion>),
    /// At least one of them holds.
    Any(Vec<Criterion>),
    /// One field is as wanted.
    Test(Test),
}

/// The test of one field. Of a field with several values, such as reasons, one is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// What is looked at.
    pub field: Field,
    /// How it is compared.
    pub op: Operator,
    /// With what; alternatives where there are several (C24).
    pub values: Vec<String>,
}

/// A criterion as it is written down: `{"all": [...]}`, `{"any": [...]}` or `{"field", "op", "value" | "values"}`.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CriterionForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    all: Option<Vec<Criterion>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    any: Option<Vec<Criterion>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    op: Option<Operator>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    values: Option<Vec<String>>,
}

impl Criterion {
    const DEEPEST: usize = 3;
    const MOST: usize = 50;
    /// Values named in an explanation; the rest is counted.
    const SHOWN: usize = 5;

    /// The first thing that does not hold, in words for people; `None` when all of it holds. `seen` tells the values
    /// of a field: none when it is absent, and then no test holds that looks for something.
    #[must_use]
    pub fn broken<'v>(&self, seen: &dyn Fn(&Field) -> Vec<&'v str>) -> Option<String> {
        match self {
            Self::All(parts) => parts.iter().find_map(|part| part.broken(seen)),
            Self::Any(parts) => {
                let broken: Option<Vec<_>> = parts.iter().map(|part| part.broken(seen)).collect();
                broken.map(|reasons| reasons.join(", nor "))
            }
            Self::Test(test) => {
                let exact = test.field.is_id();
                let values: Vec<&str> =
                    seen(&test.field).into_iter().filter(|value| !value.trim().is_empty()).collect();
                let holds = test.op.holds(&values, &test.values, exact);
                (!holds).then(|| test.to_string())
            }
        }
    }

    /// True when it looks only at what a person of the directory has.
    #[must_use]
    pub fn is_of_customer(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::is_of_customer),
            Self::Test(test) => test.field.is_of_customer(),
        }
    }

    fn depth(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::depth).max().unwrap_or(0),
            Self::Test(_) => 0,
        }
    }

    fn size(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::size).sum(),
            Self::Test(_) => 1,
        }
    }

    fn group(parts: Vec<Self>, wrap: fn(Vec<Self>) -> Self) -> Result<Self, InvalidCriterion> {
        if parts.is_empty() {
            return Err(InvalidCriterion::EmptyGroup);
        }
        let group = wrap(parts);
        match group {
            _ if group.depth() > Self::DEEPEST => Err(InvalidCriterion::TooDeep),
            _ if group.size() > Self::MOST => Err(InvalidCriterion::TooMany),
            _ => Ok(group),
        }
    }
}

impl std::fmt::Display for Test {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` {}", self.field, self.op.words())?;
        for (n, value) in self.values.iter().take(Criterion::SHOWN).enumerate() {
            write!(f, "{} `{value}`", if n == 0 { "" } else { " or" })?;
        }
        match self.values.len().saturating_sub(Criterion::SHOWN) {
            0 => Ok(()),
            more => write!(f, " or {more} more"),
        }
    }
}

impl TryFrom<CriterionForm> for Criterion {
    type Error = InvalidCriterion;
    fn try_from(form: CriterionForm) -> Result<Self, InvalidCriterion> {
        let bare = form.value.is_none() && form.values.is_none();
        match (form.all, form.any, form.field, form.op) {
            (Some(parts), None, None, None) if bare => Self::group(parts, Self::All),
            (None, Some(parts), None, None) if bare => Self::group(parts, Self::Any),
            (None, None, Some(field), Some(op)) => {
                let values = match (form.value, form.values) {
                    (Some(_), Some(_)) => return Err(InvalidCriterion::ValueTwice),
                    (Some(value), None) => vec![value],
                    (None, values) => values.unwrap_or_default(),
                };
                op.check(&field, &values)?;
                Ok(Self::Test(Test { field, op, values }))
            }
            _ => Err(InvalidCriterion::Mixed),
        }
    }
}

impl From<Criterion> for CriterionForm {
    fn from(criterion: Criterion) -> Self {
        match criterion {
            Criterion::All(parts) => Self { all: Some(parts), ..Self::default() },
            Criterion::Any(parts) => Self { any: Some(parts), ..Self::default() },
            Criterion::Test(Test { field, op, values }) => {
                let values = (!values.is_empty()).then_some(values);
                Self { field: Some(field), op: Some(op), values, ..Self::default() }
            }
        }
    }
}
