//! What a place offers to conditions: which fields there are, what they hold, and what people call them.
//! The vocabularies themselves live with their places; comparing lives in `program`.

use super::tree::{Decimal, Field};
use crate::name::LanguageTag;
use std::collections::BTreeMap;
use std::fmt;

/// The fields of one place: of an event, an answer, a contact, a run.
pub trait Vocabulary {
    /// Where a source finds the value of a field, so that nothing is looked up by name when conditions are evaluated.
    type Slot;

    /// The field of this name.
    ///
    /// # Errors
    /// What is missing.
    fn find<'v>(&'v self, field: &'v Field) -> Result<Known<'v, Self::Slot>, MissingName>;

    /// True where transactions can be counted (D5).
    fn has_transactions(&self) -> bool {
        false
    }
}

/// A field that there is.
#[derive(Debug, Clone)]
pub struct Known<'v, S> {
    /// Where its value is found.
    pub slot: S,
    /// What it holds.
    pub kind: FieldKind<'v>,
    /// It is an answer, so `is_answered` can be asked of it.
    pub answer: bool,
    /// It can be answered by "does not apply" (E20), which is compared with as `not_applicable`.
    pub not_applicable: bool,
    /// What people call it.
    pub name: Name<'v>,
}

impl<'v, S> Known<'v, S> {
    /// A field that is no answer.
    #[must_use]
    pub fn new(slot: S, kind: FieldKind<'v>, name: Name<'v>) -> Self {
        Self { slot, kind, answer: false, not_applicable: false, name }
    }

    /// The same in a place that holds more than this.
    #[must_use]
    pub fn within<T>(self, wrap: fn(S) -> T) -> Known<'v, T> {
        let Self { slot, kind, answer, not_applicable, name } = self;
        Known { slot: wrap(slot), kind, answer, not_applicable, name }
    }

    #[must_use]
    pub fn answered(slot: S, kind: FieldKind<'v>, name: Name<'v>) -> Self {
        Self { slot, kind, answer: true, not_applicable: false, name }
    }
}

/// What a field holds.
#[derive(Debug, Clone)]
pub enum FieldKind<'v> {
    /// Text of people, compared without regard to capitals.
    Text,
    /// Such text that may also be a number, and is compared as one where the condition gives a number.
    Amount,
    /// Several such texts, of which one is enough.
    Texts,
    /// One of these words, without regard to capitals.
    Word(Vec<Offer<'v>>),
    /// An id of something, byte for byte (D18).
    Id,
    /// One of these ids, byte for byte.
    Choice(Vec<Offer<'v>>),
    /// Several of these ids, of which one is enough.
    Choices(Vec<Offer<'v>>),
    Number(Scale),
    /// Yes or no.
    Boolean,
    /// A moment.
    Instant,
    /// The answers to several rows together: there are some, or there are none.
    Rows,
}

/// One of the values that a field can have.
#[derive(Debug, Clone)]
pub struct Offer<'v> {
    /// As conditions write it.
    pub id: &'v str,
    /// What people call it.
    pub name: Name<'v>,
}

/// What people call something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name<'v> {
    /// Ours: the words are in the catalogues, under this key.
    Ours(&'static str),
    /// The organization's, in each of its languages, as a question's text.
    Texts(&'v BTreeMap<LanguageTag, String>),
    /// A custom field without a name (A21).
    Slot(u8),
    /// Somebody's, in one language, as the name of a custom field.
    Plain(&'v str),
}

/// Which numbers a field can hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scale {
    /// The smallest.
    pub low: Option<Decimal>,
    /// The largest.
    pub high: Option<Decimal>,
    /// Nothing between whole numbers.
    pub whole: bool,
}

impl Scale {
    /// Whole numbers between these, both included.
    #[must_use]
    pub fn whole(low: u8, high: u8) -> Self {
        Self { low: Some(low.into()), high: Some(high.into()), whole: true }
    }

    /// How many of something there are.
    pub const COUNT: Self = Self { low: Some(Decimal::ZERO), high: None, whole: true };
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.whole { "a whole number" } else { "a number" })?;
        match (self.low, self.high) {
            (Some(low), Some(high)) => write!(f, " from {low} to {high}"),
            (Some(low), None) => write!(f, " of at least {low}"),
            (None, Some(high)) => write!(f, " of at most {high}"),
            (None, None) => Ok(()),
        }
    }
}

/// What is missing where a name leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissingName {
    /// There is no such field in this place; these are its kinds of fields.
    Field {
        /// What there is, as conditions write it.
        offered: &'static str,
    },
    /// No such question in the campaign.
    Question,
    /// The question has no such row.
    Row,
    /// Nobody answers a statement.
    Statement,
    /// A question that is not asked before this one.
    Later,
    /// There are custom fields 1 to 20 only (A21).
    Slot,
}

impl MissingName {
    /// In English.
    pub(super) fn words(&self, field: &Field) -> String {
        match self {
            Self::Field { offered } => format!("`{field}` is not a field here: there is {offered}"),
            Self::Question => format!("`{field}` names a question that the campaign does not have"),
            Self::Row => format!("`{field}` names a row that the question does not have"),
            Self::Statement => format!("`{field}` is a statement: nobody answers it"),
            Self::Later => format!("`{field}` is not asked before this: conditions can only look back"),
            Self::Slot => format!("`{field}` is not a field here: custom fields are numbered from 1 to 20"),
        }
    }
}

/// What a field holds, for explanations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Text,
    /// Text that may be a number.
    Amount,
    /// Several texts.
    Texts,
    /// One of several words.
    Word,
    Id,
    /// One of several choices.
    Choice,
    /// Several of several choices.
    Choices,
    Number,
    /// Yes or no.
    Boolean,
    /// A moment.
    Instant,
    /// The answers to several rows together.
    Rows,
}

impl FieldKind<'_> {
    /// Which sort it is of.
    #[must_use]
    pub fn sort(&self) -> Sort {
        match self {
            Self::Text => Sort::Text,
            Self::Amount => Sort::Amount,
            Self::Texts => Sort::Texts,
            Self::Word(_) => Sort::Word,
            Self::Id => Sort::Id,
            Self::Choice(_) => Sort::Choice,
            Self::Choices(_) => Sort::Choices,
            Self::Number(_) => Sort::Number,
            Self::Boolean => Sort::Boolean,
            Self::Instant => Sort::Instant,
            Self::Rows => Sort::Rows,
        }
    }

    /// The values that it can have, where they are known one by one.
    #[must_use]
    pub fn offers(&self) -> &[Offer<'_>] {
        match self {
            Self::Word(offers) | Self::Choice(offers) | Self::Choices(offers) => offers,
            _ => &[],
        }
    }
}

impl Sort {
    /// The operators that compare it, `is_answered` aside.
    #[must_use]
    pub fn operators(self) -> &'static [&'static str] {
        match self {
            Self::Amount => &[
                "eq",
                "ne",
                "gt",
                "gte",
                "lt",
                "lte",
                "between",
                "contains",
                "not_contains",
                "starts_with",
                "in",
                "not_in",
                "is_empty",
                "is_not_empty",
            ],
            Self::Text | Self::Texts => &[
                "eq",
                "ne",
                "contains",
                "not_contains",
                "starts_with",
                "in",
                "not_in",
                "is_empty",
                "is_not_empty",
            ],
            Self::Id => &["eq", "ne", "in", "not_in"],
            Self::Word | Self::Choice => &["eq", "ne", "in", "not_in", "is_empty", "is_not_empty"],
            Self::Choices => {
                &["eq", "ne", "contains", "not_contains", "in", "not_in", "is_empty", "is_not_empty"]
            }
            Self::Number => {
                &["eq", "ne", "gt", "gte", "lt", "lte", "between", "in", "not_in", "is_empty", "is_not_empty"]
            }
            Self::Boolean => &["eq", "ne", "is_empty", "is_not_empty"],
            Self::Rows => &["is_empty", "is_not_empty"],
            Self::Instant => {
                &["gt", "gte", "lt", "lte", "between", "within_last", "is_empty", "is_not_empty"]
            }
        }
    }

    /// In English.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Amount => "a text or a number",
            Self::Texts => "texts",
            Self::Word => "one of several words",
            Self::Id => "an id",
            Self::Choice => "the id of a choice",
            Self::Choices => "ids of choices",
            Self::Number => "a number",
            Self::Boolean => "`true` or `false`",
            Self::Rows => "the answers to several rows (name one behind another point)",
            Self::Instant => "an instant such as `2026-11-22T14:05:00-05:00`",
        }
    }
}
