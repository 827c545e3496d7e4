//! A condition taken apart for saying it: what each comparison is about, how it compares and with what, each by the name that
//! people know. The sentences are made in `views`, in French and English.

use super::NOT_APPLICABLE;
use super::tree::{Aggregate, Comparison, Condition, Decimal, Field, Leaf, Literal, State, Subject, Test};
use super::vocabulary::{FieldKind, Name, Offer, Vocabulary};
use crate::schedule::Delay;
use jiff::Timestamp;

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phrase<'v> {
    /// Each of these.
    All(Vec<Phrase<'v>>),
    /// At least one of these.
    Any(Vec<Phrase<'v>>),
    Not(Box<Phrase<'v>>),
    /// One comparison.
    Said(Said<'v>),
}

/// One comparison: what, how, with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<'v> {
    /// What is looked at.
    pub about: About<'v>,
    /// How it is compared; what rules something out is an operator of its own.
    pub how: How,
    /// With what: no value, one, two ends, or several of which one is enough.
    pub with: Vec<Term<'v>>,
}

/// What a comparison is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About<'v> {
    /// A field that people have a name for.
    Named(Name<'v>),
    /// A field that there is no more.
    Gone(&'v Field),
    /// What transactions come to.
    Transactions(&'v Aggregate),
}

/// How something is compared, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the operator of its name")]
pub enum How {
    Is,
    IsNot,
    Above,
    AtLeast,
    Below,
    AtMost,
    /// Later than an instant.
    After,
    /// Not before an instant.
    Since,
    /// Earlier than an instant.
    Before,
    /// Not after an instant.
    Until,
    Between,
    Contains,
    ContainsNot,
    StartsWith,
    /// One of several texts does.
    HoldsStarting,
    IsEmpty,
    IsNotEmpty,
    IsAnswered,
    IsNotAnswered,
    WithinLast,
}

/// What something is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term<'v> {
    /// One of the values that the field offers, by its name.
    Offered(Name<'v>),
    /// A text as it was written.
    Text(&'v str),
    Number(Decimal),
    /// Yes or no.
    Boolean(bool),
    /// "Does not apply".
    NotApplicable,
    /// A moment.
    Instant(Timestamp),
    Time(Delay),
}

impl Condition {
    /// The condition taken apart; a field that there is no more is named as it was written.
    #[must_use]
    pub fn describe<'v, V: Vocabulary>(&'v self, vocabulary: &'v V) -> Phrase<'v> {
        self.said(vocabulary, false)
    }

    fn said<'v, V: Vocabulary>(&'v self, vocabulary: &'v V, denied: bool) -> Phrase<'v> {
        let each = |parts: &'v [Self]| parts.iter().map(|part| part.said(vocabulary, false)).collect();
        let phrase = match self {
            Self::Not(inner) => return inner.said(vocabulary, !denied),
            Self::Leaf(leaf) => {
                let said = leaf.said(vocabulary);
                match said.how.opposite().filter(|_| denied) {
                    Some(how) => return Phrase::Said(Said { how, ..said }),
                    None => Phrase::Said(said),
                }
            }
            Self::All(parts) => Phrase::All(each(parts)),
            Self::Any(parts) => Phrase::Any(each(parts)),
        };
        if denied { Phrase::Not(Box::new(phrase)) } else { phrase }
    }
}

impl Leaf {
    fn said<'v, V: Vocabulary>(&'v self, vocabulary: &'v V) -> Said<'v> {
        let (about, kind) = match &self.subject {
            Subject::Aggregate(aggregate) => (About::Transactions(aggregate), None),
            Subject::Field(field) => match vocabulary.find(field) {
                Ok(known) => (About::Named(known.name), Some(known.kind)),
                Err(_) => (About::Gone(field), None),
            },
        };
        let (how, literals) = self.test.said(matches!(kind, Some(FieldKind::Instant)));
        let how = if matches!(kind, Some(FieldKind::Texts | FieldKind::Choices(_))) {
            how.of_several()
        } else {
            how
        };
        let mut with: Vec<Term<'v>> =
            literals.into_iter().map(|literal| term(literal, kind.as_ref())).collect();
        if let Test::WithinLast(delay) = &self.test {
            with.push(Term::Time(*delay));
        }
        Said { about, how, with }
    }
}

impl Test {
    fn said(&self, of_instants: bool) -> (How, Vec<&Literal>) {
        match self {
            Self::Compared(comparison, literal) => (comparison.said(of_instants), vec![literal]),
            Self::Between { low, high } => (How::Between, vec![low, high]),
            Self::In(literals) => (How::Is, literals.iter().collect()),
            Self::NotIn(literals) => (How::IsNot, literals.iter().collect()),
            Self::Is(State::Empty) => (How::IsEmpty, Vec::new()),
            Self::Is(State::NotEmpty) => (How::IsNotEmpty, Vec::new()),
            Self::Is(State::Answered) => (How::IsAnswered, Vec::new()),
            Self::WithinLast(_) => (How::WithinLast, Vec::new()),
        }
    }
}

impl Comparison {
    fn said(self, of_instants: bool) -> How {
        match self {
            Self::Eq => How::Is,
            Self::Ne => How::IsNot,
            Self::Gt if of_instants => How::After,
            Self::Gte if of_instants => How::Since,
            Self::Lt if of_instants => How::Before,
            Self::Lte if of_instants => How::Until,
            Self::Gt => How::Above,
            Self::Gte => How::AtLeast,
            Self::Lt => How::Below,
            Self::Lte => How::AtMost,
            Self::Contains => How::Contains,
            Self::NotContains => How::ContainsNot,
            Self::StartsWith => How::StartsWith,
        }
    }
}

impl How {
    /// The same of several values, of which one is enough: they hold something, or they do not.
    fn of_several(self) -> Self {
        match self {
            Self::Is => Self::Contains,
            Self::IsNot => Self::ContainsNot,
            Self::StartsWith => Self::HoldsStarting,
            how => how,
        }
    }

    /// What is said instead of "not": only where that is the very same, also of what is absent.
    fn opposite(self) -> Option<Self> {
        match self {
            Self::Is => Some(Self::IsNot),
            Self::IsNot => Some(Self::Is),
            Self::Contains => Some(Self::ContainsNot),
            Self::ContainsNot => Some(Self::Contains),
            Self::IsEmpty => Some(Self::IsNotEmpty),
            Self::IsNotEmpty => Some(Self::IsEmpty),
            Self::IsAnswered => Some(Self::IsNotAnswered),
            Self::IsNotAnswered => Some(Self::IsAnswered),
            _ => None,
        }
    }
}

fn term<'v>(literal: &'v Literal, kind: Option<&FieldKind<'v>>) -> Term<'v> {
    let offers: &[Offer<'v>] = match kind {
        Some(FieldKind::Word(offers) | FieldKind::Choice(offers) | FieldKind::Choices(offers)) => offers,
        _ => &[],
    };
    match literal {
        Literal::Boolean(boolean) => Term::Boolean(*boolean),
        Literal::Number(number) if offers.is_empty() => Term::Number(*number),
        Literal::Text(text) if matches!(kind, Some(FieldKind::Instant)) => {
            text.trim().parse().map_or(Term::Text(text), Term::Instant)
        }
        Literal::Text(text) if matches!(kind, Some(FieldKind::Number(_))) => {
            Decimal::parse(text).map_or(Term::Text(text), Term::Number)
        }
        literal => {
            let written = literal.to_string();
            let offered =
                offers.iter().find(|offer| offer.id.to_lowercase() == written.trim().to_lowercase());
            match (offered, literal) {
                (Some(offer), _) => Term::Offered(offer.name),
                (None, Literal::Text(text)) if text == NOT_APPLICABLE => Term::NotApplicable,
                (None, Literal::Text(text)) => Term::Text(text),
                (None, Literal::Number(number)) => Term::Number(*number),
                (None, Literal::Boolean(boolean)) => Term::Boolean(*boolean),
            }
        }
    }
}
