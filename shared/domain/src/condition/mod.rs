//! The one language of conditions (A9-A13, C23, C24, D5, D17): what may be written, whether it can be meant, whether it
//! holds, and how it is said. Which fields there are, and where their values are, each place says for itself.
//!
//! From outside in: [`Written`] is read into a [`Condition`], whose shape is right; a [`Vocabulary`] turns that into a
//! [`Checked`] one, whose fields are known, whose comparisons can be made and can hold; a [`Source`] gives the values it
//! is evaluated on.
//!
//! # What is absent
//! A field is absent when nobody filled it in, or only with white space. Whatever looks for something does not hold of
//! what is absent: a contact without a city is neither in Montréal nor in a city that starts with `M`, and an invoice
//! without an amount is neither over 100 nor under it. Whatever rules something out does hold: `ne`, `not_in` and
//! `not_contains` say "not that", and nothing is not that; and so does `not` around a comparison. Whoever means "another
//! city" writes `all` of `is_not_empty` and `ne`. `not_applicable` is an answer (so not empty), but the question is not
//! answered by it: `is_answered` is false (E20).

mod check;
mod program;
mod tree;
mod vocabulary;
mod words;
mod wrong;

pub use check::Checked;
pub use program::{Found, Source, Step, Trace, Value};
pub use tree::{
    Aggregate, Comparison, Condition, Decimal, Field, Function, Leaf, Literal, State, Subject, Test, Written,
};
pub use vocabulary::{FieldKind, Known, MissingName, Name, Offer, Scale, Sort, Vocabulary};
pub use words::{About, How, Phrase, Said, Term};
pub use wrong::{Why, Wrong};

/// "Does not apply to me", as conditions, forms and stored answers write it (E20).
pub const NOT_APPLICABLE: &str = "not_applicable";

#[cfg(test)]
mod tests;
