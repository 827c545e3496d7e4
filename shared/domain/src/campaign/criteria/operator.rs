//! How a criterion compares (A11): numbers as decimals, text without regard to capitals, ids byte by byte (D18).
//! What is compared lives in `field`.

use crate::campaign::{Field, InvalidCriterion};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One way to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// The same.
    Eq,
    /// Not the same; also when absent.
    Ne,
    /// A greater number.
    Gt,
    /// A greater number, or the same.
    Gte,
    /// A smaller number.
    Lt,
    /// A smaller number, or the same.
    Lte,
    /// A number between two others, both included.
    Between,
    /// Holds the text.
    Contains,
    /// Does not hold the text; also when absent.
    NotContains,
    /// Begins with the text.
    StartsWith,
    /// One of several (C24).
    In,
    /// None of several; also when absent.
    NotIn,
    /// Absent or blank.
    IsEmpty,
    /// Neither absent nor blank.
    IsNotEmpty,
}

impl Operator {
    /// For explanations: the field, then this, then the values.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Eq | Self::In => "is",
            Self::Ne | Self::NotIn => "is not",
            Self::Gt => "is greater than",
            Self::Gte => "is at least",
            Self::Lt => "is less than",
            Self::Lte => "is at most",
            Self::Between => "is between",
            Self::Contains => "contains",
            Self::NotContains => "does not contain",
            Self::StartsWith => "starts with",
            Self::IsEmpty => "is empty",
            Self::IsNotEmpty => "is not empty",
        }
    }

    /// Whether values and field suit the operator.
    pub(super) fn check(self, field: &Field, values: &[String]) -> Result<(), InvalidCriterion> {
        let (fits, needed) = match self {
            Self::In | Self::NotIn => (!values.is_empty(), "at least one value in `values`"),
            Self::IsEmpty | Self::IsNotEmpty => (values.is_empty(), "no value"),
            Self::Between => (values.len() == 2, "two numbers in `values`"),
            _ => (values.len() == 1, "one `value`"),
        };
        if !fits {
            return Err(InvalidCriterion::Values { op: self, needed });
        }
        if values.iter().any(|value| value.trim().is_empty() || value.chars().count() > 200) {
            return Err(InvalidCriterion::Values { op: self, needed: "values of 1 to 200 characters" });
        }
        if values.len() > 100 {
            return Err(InvalidCriterion::Values { op: self, needed: "at most 100 values" });
        }
        if field.is_id() && !matches!(self, Self::Eq | Self::Ne | Self::In | Self::NotIn) {
            return Err(InvalidCriterion::IdOperator { field: field.clone() });
        }
        let numeric = matches!(self, Self::Gt | Self::Gte | Self::Lt | Self::Lte | Self::Between);
        match values.iter().find(|value| numeric && decimal(value).is_none()) {
            Some(value) => Err(InvalidCriterion::NotANumber { op: self, value: value.clone() }),
            None => Ok(()),
        }
    }

    /// Whether a field with these values is as wanted.
    pub(super) fn holds(self, values: &[&str], wanted: &[String], exact: bool) -> bool {
        let any = |test: &dyn Fn(&str, &str) -> bool| {
            values.iter().any(|value| wanted.iter().any(|wanted| test(value, wanted)))
        };
        let same = |value: &str, wanted: &str| {
            if exact { value == wanted } else { folded(value) == folded(wanted) }
        };
        let number = |test: &dyn Fn(i128, i128) -> bool| {
            any(&|value, wanted| decimal(value).zip(decimal(wanted)).is_some_and(|(a, b)| test(a, b)))
        };
        let holds_text = |value: &str, wanted: &str| folded(value).contains(&folded(wanted));
        match self {
            Self::Eq | Self::In => any(&same),
            Self::Ne | Self::NotIn => !any(&same),
            Self::Contains => any(&holds_text),
            Self::NotContains => !any(&holds_text),
            Self::StartsWith => any(&|value, wanted| folded(value).starts_with(&folded(wanted))),
            Self::Gt => number(&|a, b| a > b),
            Self::Gte => number(&|a, b| a >= b),
            Self::Lt => number(&|a, b| a < b),
            Self::Lte => number(&|a, b| a <= b),
            Self::Between => {
                let ends: Vec<_> = wanted.iter().filter_map(|wanted| decimal(wanted)).collect();
                let (low, high) = (ends.iter().min(), ends.iter().max());
                values.iter().filter_map(|value| decimal(value)).any(|value| {
                    low.is_some_and(|low| *low <= value) && high.is_some_and(|high| value <= *high)
                })
            }
            Self::IsEmpty => values.is_empty(),
            Self::IsNotEmpty => !values.is_empty(),
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

const FRACTION: usize = 9;

/// A decimal in billionths: at most 18 digits before the point and 9 behind it; a comma is a point.
fn decimal(text: &str) -> Option<i128> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let plain = |part: &str, longest| part.len() <= longest && part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !plain(whole, 18) || !plain(fraction, FRACTION) {
        return None;
    }
    let billionths: i128 = format!("{whole}{fraction:0<FRACTION$}").parse().ok()?;
    Some(if negative { -billionths } else { billionths })
}
