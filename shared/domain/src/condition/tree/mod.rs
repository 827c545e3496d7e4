//! A condition as it is written (interfaces.md 6), its shape known to be right: groups, and leaves that compare one thing.
//! Whether its fields exist and its comparisons can hold is found in `check`.

mod decimal;
mod json;
mod read;
mod show;
mod write;

use crate::schedule::Delay;
pub use decimal::Decimal;
pub use read::Written;
use std::borrow::Cow;
use std::fmt;

/// Something that holds or does not: read from JSON and written to it by serde, in the shape of interfaces.md 6.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Each of them holds.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// One comparison.
    Leaf(Leaf),
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// What is looked at.
    pub subject: Subject,
    /// What must hold of it.
    pub test: Test,
}

/// What a leaf looks at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// One value, or several of which one is enough.
    Field(Field),
    /// What transactions of a person come to (D5).
    Aggregate(Aggregate),
}

/// The name of a field, such as `contact.custom_3`; which names there are depends on the place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field(Cow<'static, str>);

impl Field {
    /// A name that our own code writes down.
    #[must_use]
    pub fn ours(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// Longest name, in characters: long enough for an id of a question and one of its rows.
    pub const LONGEST: usize = 200;

    /// A name of 1 to 200 characters, without white space around it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fit = text.trim() == text && (1..=Self::LONGEST).contains(&text.chars().count());
        (fit && !text.chars().any(char::is_control)).then(|| Self(Cow::Owned(text.to_owned())))
    }

    /// The name as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows `prefix` in the name.
    #[must_use]
    pub fn after(&self, prefix: &str) -> Option<&str> {
        self.0.strip_prefix(prefix)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the transactions of one type come to; `within` counts back from now, and all there ever were count without it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Aggregate {
    /// What is made of them.
    pub function: Function,
    /// Their type.
    pub transaction: Field,
    /// How long ago they took place at most.
    pub within: Option<Delay>,
}

/// What is made of several transactions; of none, a count is 0 and everything else is absent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Function {
    /// How many there are.
    Count,
    /// Their values of this field together.
    Sum(Field),
    /// The largest value of this field.
    Max(Field),
    /// The smallest value of this field.
    Min(Field),
    /// The value of this field in the latest of them.
    Latest(Field),
}

impl Function {
    /// The name of its member.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Sum(_) => "sum",
            Self::Max(_) => "max",
            Self::Min(_) => "min",
            Self::Latest(_) => "latest",
        }
    }

    /// The field that it looks at.
    #[must_use]
    pub fn of(&self) -> Option<&Field> {
        match self {
            Self::Count => None,
            Self::Sum(field) | Self::Max(field) | Self::Min(field) | Self::Latest(field) => Some(field),
        }
    }
}

/// What must hold of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// `eq ne gt gte lt lte contains not_contains starts_with`.
    Compared(Comparison, Literal),
    /// `between`: the ends belong to it.
    Between {
        /// The lower end.
        low: Literal,
        /// The higher end.
        high: Literal,
    },
    /// `in`: one of several.
    In(Vec<Literal>),
    /// `not_in`: none of several.
    NotIn(Vec<Literal>),
    /// `is_empty is_not_empty is_answered`.
    Is(State),
    /// `within_last`: an instant not in the future, and less than so long ago.
    WithinLast(Delay),
}

/// How a value is compared with one other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The same; of several values, one of them is.
    Eq,
    /// Not the same; of several values, none is.
    Ne,
    /// Greater, or later.
    Gt,
    /// Greater or the same.
    Gte,
    /// Smaller, or earlier.
    Lt,
    /// Smaller or the same.
    Lte,
    /// Holds the text; of several values, one of them is it.
    Contains,
    /// Does not hold the text; of several values, none is it.
    NotContains,
    /// Begins with the text.
    StartsWith,
}

/// Whether there is a value at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// There is none, or only white space.
    Empty,
    /// There is one.
    NotEmpty,
    /// There is one, and it is not "does not apply".
    Answered,
}

/// What a value is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// A text, which is read as a number, an instant or an id where the field is one.
    Text(String),
    Number(Decimal),
    /// `true` or `false`.
    Boolean(bool),
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Boolean(boolean) => write!(f, "{boolean}"),
        }
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u8> for Literal {
    fn from(number: u8) -> Self {
        Self::Number(number.into())
    }
}

impl From<Decimal> for Literal {
    fn from(number: Decimal) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Literal {
    fn from(boolean: bool) -> Self {
        Self::Boolean(boolean)
    }
}

impl Test {
    /// The operator's name.
    #[must_use]
    pub fn operator(&self) -> &'static str {
        match self {
            Self::Compared(comparison, _) => comparison.as_str(),
            Self::Between { .. } => "between",
            Self::In(_) => "in",
            Self::NotIn(_) => "not_in",
            Self::Is(State::Empty) => "is_empty",
            Self::Is(State::NotEmpty) => "is_not_empty",
            Self::Is(State::Answered) => "is_answered",
            Self::WithinLast(_) => "within_last",
        }
    }
}

impl Comparison {
    /// All of them.
    pub(super) const ALL: [Self; 9] = [
        Self::Eq,
        Self::Ne,
        Self::Gt,
        Self::Gte,
        Self::Lt,
        Self::Lte,
        Self::Contains,
        Self::NotContains,
        Self::StartsWith,
    ];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
            Self::Contains => "contains",
            Self::NotContains => "not_contains",
            Self::StartsWith => "starts_with",
        }
    }
}

impl Condition {
    /// That a field is this, for conditions that we make ourselves.
    #[must_use]
    pub fn is(field: &'static str, value: impl Into<Literal>) -> Self {
        let test = Test::Compared(Comparison::Eq, value.into());
        Self::Leaf(Leaf { subject: Subject::Field(Field::ours(field)), test })
    }

    /// Every leaf, in the order written: the order in which a trace counts them.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Leaf> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::leaves).collect(),
            Self::Not(inner) => inner.leaves(),
            Self::Leaf(leaf) => vec![leaf],
        }
    }

    /// The JSON pointer of every leaf, in the same order.
    #[must_use]
    pub fn pointers(&self) -> Vec<String> {
        let mut pointers = Vec::new();
        self.point(String::new(), &mut pointers);
        pointers
    }

    fn point(&self, at: String, pointers: &mut Vec<String>) {
        let mut parts = |name: &str, parts: &[Self]| {
            for (index, part) in parts.iter().enumerate() {
                part.point(format!("{at}/{name}/{index}"), pointers);
            }
        };
        match self {
            Self::All(all) => parts("all", all),
            Self::Any(any) => parts("any", any),
            Self::Not(inner) => inner.point(format!("{at}/not"), pointers),
            Self::Leaf(_) => pointers.push(at),
        }
    }
}
