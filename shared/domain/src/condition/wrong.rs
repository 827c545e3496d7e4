//! What is wrong with a condition, where, and why: enough to say it in any language. `Display` says it in English.
//! Finding it lives in `tree::read` (its shape) and in `check` (its meaning).

use super::tree::{Field, Literal};
use super::vocabulary::{MissingName, Scale, Sort};

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Wrong {
    /// JSON pointer of the leaf or the group, from the condition on; empty for the condition itself.
    pub at: String,
    /// The member of it that is to be mended, where it is one.
    pub member: Option<String>,
    /// Why it cannot stay.
    pub why: Why,
}

impl Wrong {
    /// Something wrong with a whole leaf or group.
    #[must_use]
    pub fn new(at: &str, why: Why) -> Self {
        Self { at: at.to_owned(), member: None, why }
    }

    /// Where it stands, as a path such as `all.0.any.1` behind the path of the condition itself.
    #[must_use]
    pub fn path(&self, condition: &str) -> String {
        format!("{condition}{}", self.at.replace('/', "."))
    }

    /// Something wrong with one member of it.
    #[must_use]
    pub fn in_member(at: &str, member: impl Into<String>, why: Why) -> Self {
        Self { at: at.to_owned(), member: Some(member.into()), why }
    }
}

/// Why something cannot stay.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// Not a JSON object.
    #[error("a condition is an object")]
    NotAnObject,
    /// Neither a group nor a comparison.
    #[error("give `all`, `any`, `not`, or a `field` with `op`")]
    NoForm,
    /// Two things at once.
    #[error("`{first}` and `{second}` cannot stand in one condition: put them into `all` or `any`")]
    TwoForms {
        /// The one.
        first: String,
        /// The other.
        second: String,
    },
    /// A member that conditions do not have.
    #[error("there is no `{0}` in a condition")]
    UnknownMember(String),
    /// A member that is written twice.
    #[error("`{0}` is written twice")]
    MemberTwice(String),
    /// `all` or `any` that is no list.
    #[error("give a list of conditions")]
    NotAList,
    /// A group of nothing (A13).
    #[error("a group needs at least one condition")]
    EmptyGroup,
    /// A group that nobody can read.
    #[error("a group holds at most {most} conditions")]
    LargeGroup {
        /// Entries at most.
        most: usize,
    },
    /// Groups in groups in groups in groups (A13).
    #[error("`all` and `any` can be {most} deep at most")]
    DeepGroup {
        /// Groups around a leaf at most.
        most: usize,
    },
    /// `not` of `not` of `not` of `not`.
    #[error("`not` can be {most} deep at most")]
    DeepNot {
        /// `not` around a leaf at most.
        most: usize,
    },
    /// More comparisons than anybody can mean.
    #[error("a condition makes at most {most} comparisons")]
    ManyLeaves {
        /// Leaves at most.
        most: usize,
    },
    #[error("say in `op` how it is compared")]
    NoOperator,
    /// An operator that we do not have.
    #[error("`{0}` is not an operator")]
    UnknownOperator(String),
    /// A name that cannot be one.
    #[error("give a name of 1 to {most} characters")]
    NoName {
        /// Characters at most.
        most: usize,
    },
    /// An operator without the one value that it needs.
    #[error("`{op}` needs one `value`")]
    NeedsValue {
        /// The operator.
        op: &'static str,
    },
    /// An operator without the list that it needs.
    #[error("`{op}` needs {least} to {most} `values`")]
    NeedsValues {
        /// The operator.
        op: &'static str,
        /// Values at least.
        least: usize,
        /// Values at most.
        most: usize,
    },
    /// A value that the operator has no use for.
    #[error("`{op}` takes no value")]
    TakesNone {
        /// The operator.
        op: &'static str,
    },
    /// A value of another kind of JSON.
    #[error("a value is a text, a number, `true` or `false`")]
    NoLiteral,
    /// White space.
    #[error("a value is not blank: `is_empty` finds what is")]
    BlankText,
    /// A text that is too long.
    #[error("a value has at most {most} characters")]
    LongText {
        /// Characters at most.
        most: usize,
    },
    /// A number that JSON's readers round, or that is out of any range.
    #[error("a number has at most 15 digits: write a longer one as a text")]
    LongNumber,
    /// Not `DD:HH:MM`, or nothing at all.
    #[error("give a time of the form `DD:HH:MM`, such as `30:00:00` for thirty days")]
    NoDelay,
    /// An aggregate that is no object.
    #[error("`{function}` needs an object with `transaction`")]
    NoAggregate {
        /// The aggregate.
        function: &'static str,
    },
    /// An aggregate without the field that it looks at.
    #[error("say in `of` which field of the transactions `{function}` looks at")]
    NeedsOf {
        /// The aggregate.
        function: &'static str,
    },

    /// A field that there is not.
    #[error("{}", missing.words(field))]
    UnknownField {
        /// Its name.
        field: Field,
        missing: MissingName,
    },
    /// Aggregates where there are no transactions.
    #[error("transactions cannot be counted here")]
    NoTransactions,
    /// An operator that cannot compare such values (D17).
    #[error("`{op}` cannot compare {}: use {}", sort.words(), listed(operators))]
    Operator {
        /// The operator.
        op: &'static str,
        /// What the field holds.
        sort: Sort,
        /// The operators that can.
        operators: Vec<String>,
    },
    /// A value that cannot be compared with what the field holds.
    #[error("`{given}` cannot be compared with {}", sort.words())]
    Incomparable {
        /// The value.
        given: Literal,
        /// What the field holds.
        sort: Sort,
    },
    /// A value that the field can never have.
    #[error("`{given}` is none of {}", listed(offered))]
    NotOffered {
        /// The value.
        given: Literal,
        /// What there is.
        offered: Vec<String>,
    },
    /// A number that the field can never have.
    #[error("`{given}` is not {scale}")]
    OffScale {
        /// The value.
        given: Literal,
        /// What it can have.
        scale: Scale,
    },
    /// A comparison that none of the field's numbers can pass.
    #[error("this can never hold of {scale}")]
    NeverOnScale {
        /// What it can have.
        scale: Scale,
    },
    /// Ends in the wrong order.
    #[error("give the lower end first")]
    LowAboveHigh,
    /// Two parts of a group that exclude each other.
    #[error("this and `{other}` can never hold together")]
    Contradicts {
        /// JSON pointer of the earlier part.
        other: String,
    },
    /// A part that excludes what stands before it, taken together.
    #[error("this can never hold together with what stands before it")]
    ContradictsAll,
    /// Nothing makes it hold.
    #[error("this can never hold")]
    Never,
}

/// Words of a closed set that are named in an explanation; the rest is counted.
const SHOWN: usize = 12;

fn listed(words: &[String]) -> String {
    let shown: Vec<String> = words.iter().take(SHOWN).map(|word| format!("`{word}`")).collect();
    match words.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
