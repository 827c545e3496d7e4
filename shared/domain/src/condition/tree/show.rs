//! A comparison in English, as explanations name it: `` `task.priority` is `P1` or `P2` ``.
//! Sentences for managers, in both languages and with the names that they know, are made in `views`.

use super::{Aggregate, Comparison, Leaf, Literal, State, Subject, Test};
use std::fmt;

/// Values named in an explanation; the rest is counted.
const SHOWN: usize = 5;

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.subject {
            Subject::Field(field) => write!(f, "`{field}` ")?,
            Subject::Aggregate(aggregate) => write!(f, "{aggregate} ")?,
        }
        f.write_str(self.test.words())?;
        match &self.test {
            Test::Compared(_, value) => write!(f, " `{value}`"),
            Test::Between { low, high } => write!(f, " `{low}` and `{high}`"),
            Test::In(values) | Test::NotIn(values) => listed(f, values),
            Test::Is(_) => Ok(()),
            Test::WithinLast(delay) => write!(f, " `{delay}`"),
        }
    }
}

fn listed(f: &mut fmt::Formatter<'_>, values: &[Literal]) -> fmt::Result {
    for (n, value) in values.iter().take(SHOWN).enumerate() {
        write!(f, "{} `{value}`", if n == 0 { "" } else { " or" })?;
    }
    match values.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(f, " or {more} more"),
    }
}

impl fmt::Display for Aggregate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` of `{}`", self.function.as_str(), self.transaction)?;
        if let Some(of) = self.function.of() {
            write!(f, " by `{of}`")?;
        }
        self.within.map_or(Ok(()), |within| write!(f, " within `{within}`"))
    }
}

impl Test {
    fn words(&self) -> &'static str {
        match self {
            Self::Compared(comparison, _) => comparison.words(),
            Self::Between { .. } => "is between",
            Self::In(_) => "is",
            Self::NotIn(_) => "is not",
            Self::Is(State::Empty) => "is empty",
            Self::Is(State::NotEmpty) => "is not empty",
            Self::Is(State::Answered) => "is answered",
            Self::WithinLast(_) => "is within the last",
        }
    }
}

impl Comparison {
    fn words(self) -> &'static str {
        match self {
            Self::Eq => "is",
            Self::Ne => "is not",
            Self::Gt => "is greater than",
            Self::Gte => "is at least",
            Self::Lt => "is less than",
            Self::Lte => "is at most",
            Self::Contains => "contains",
            Self::NotContains => "does not contain",
            Self::StartsWith => "starts with",
        }
    }
}
