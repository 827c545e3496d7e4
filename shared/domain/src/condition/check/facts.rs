//! What is still possible while parts of a condition hold: for each thing looked at, which values. It never leaves out what
//! can be, so whatever it calls impossible is. Reading single leaves lives in `leaf`.

use crate::condition::tree::{Decimal, Subject};
use std::collections::{BTreeMap, BTreeSet};

/// What is possible for each thing that is looked at; of what is not in it, everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Facts<'c>(BTreeMap<(&'c Subject, Aspect), Possible>);

/// In which respect something is looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Aspect {
    Value,
    /// The number that its text is; absent where it is none.
    Number,
    /// Whether this is found in it; absent where it is not.
    Says(Matching, String),
}

/// How something is found in a text, or in one of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Matching {
    Is,
    Within,
    Begins,
    /// The instant is no longer ago than this.
    Since,
}

/// The values that something can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Possible {
    /// None at all.
    pub(super) absent: bool,
    /// "Does not apply".
    pub(super) aside: bool,
    pub(super) present: Present,
}

/// Values that are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Present {
    /// These texts.
    Only(BTreeSet<String>),
    /// All texts but these.
    AllBut(BTreeSet<String>),
    /// Numbers or instants between ends that belong to them, in order, apart from each other.
    Spans(Vec<(i128, i128)>),
}

impl Possible {
    pub(super) const NOTHING: Self =
        Self { absent: false, aside: false, present: Present::Only(BTreeSet::new()) };

    fn is_nothing(&self) -> bool {
        !self.absent && !self.aside && self.present.is_nothing()
    }

    pub(super) fn both(&self, other: &Self) -> Self {
        Self {
            absent: self.absent && other.absent,
            aside: self.aside && other.aside,
            present: self.present.both(&other.present),
        }
    }

    pub(super) fn either(&self, other: &Self) -> Self {
        Self {
            absent: self.absent || other.absent,
            aside: self.aside || other.aside,
            present: self.present.either(&other.present),
        }
    }

    /// Everything of `all` but this.
    pub(super) fn rest_of(&self, all: &Self) -> Self {
        Self {
            absent: all.absent && !self.absent,
            aside: all.aside && !self.aside,
            present: self.present.opposite().both(&all.present),
        }
    }
}

impl Present {
    /// Everything that can be counted.
    pub(super) fn anything_countable() -> Self {
        Self::Spans(vec![(i128::MIN, i128::MAX)])
    }

    fn is_nothing(&self) -> bool {
        match self {
            Self::Only(words) => words.is_empty(),
            Self::AllBut(_) => false,
            Self::Spans(spans) => spans.is_empty(),
        }
    }

    /// Nothing is a text and can be counted.
    fn both(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Only(a), Self::Only(b)) => Self::Only(a & b),
            (Self::Only(a), Self::AllBut(b)) | (Self::AllBut(b), Self::Only(a)) => Self::Only(a - b),
            (Self::AllBut(a), Self::AllBut(b)) => Self::AllBut(a | b),
            (Self::Spans(a), Self::Spans(b)) => {
                let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a.0.max(b.0), a.1.min(b.1))));
                Self::Spans(pairs.filter(|(low, high)| low <= high).collect())
            }
            (Self::Spans(spans), Self::AllBut(_)) | (Self::AllBut(_), Self::Spans(spans)) => {
                Self::Spans(spans.clone())
            }
            _ => Self::Only(BTreeSet::new()),
        }
    }

    fn either(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Only(a), Self::Only(b)) => Self::Only(a | b),
            (Self::Only(a), Self::AllBut(b)) | (Self::AllBut(b), Self::Only(a)) => Self::AllBut(b - a),
            (Self::AllBut(a), Self::AllBut(b)) => Self::AllBut(a & b),
            (Self::Spans(a), Self::Spans(b)) => Self::Spans(joined([a.as_slice(), b].concat())),
            (Self::Spans(spans), _) | (_, Self::Spans(spans)) => Self::Spans(spans.clone()),
        }
    }

    fn opposite(&self) -> Self {
        match self {
            Self::Only(words) => Self::AllBut(words.clone()),
            Self::AllBut(words) => Self::Only(words.clone()),
            Self::Spans(spans) => {
                let (mut gaps, mut from) = (Vec::new(), Some(i128::MIN));
                for (low, high) in spans {
                    gaps.extend(from.zip(low.checked_sub(1)).filter(|(from, to)| from <= to));
                    from = high.checked_add(1);
                }
                gaps.extend(from.map(|from| (from, i128::MAX)));
                Self::Spans(gaps)
            }
        }
    }
}

/// Spans that touch become one.
fn joined(mut spans: Vec<(i128, i128)>) -> Vec<(i128, i128)> {
    spans.sort_unstable();
    let mut joined: Vec<(i128, i128)> = Vec::new();
    for (low, high) in spans {
        match joined.last_mut() {
            Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
            _ => joined.push((low, high)),
        }
    }
    joined
}

impl<'c> Facts<'c> {
    pub(super) fn of(subject: &'c Subject, facts: impl IntoIterator<Item = (Aspect, Possible)>) -> Self {
        Self(facts.into_iter().map(|(aspect, possible)| ((subject, aspect), possible)).collect())
    }

    /// Both hold; nothing when they cannot.
    pub(super) fn both(&self, other: &Self) -> Option<Self> {
        let mut both = self.0.clone();
        for (key, possible) in &other.0 {
            let narrowed = both.get(key).map_or_else(|| possible.clone(), |before| before.both(possible));
            both.insert(key.clone(), narrowed);
        }
        Self(both).possible()
    }

    /// At least one of them holds; nothing when none can.
    pub(super) fn any(parts: impl IntoIterator<Item = Option<Self>>) -> Option<Self> {
        parts.into_iter().flatten().reduce(|mut one, other| {
            one.0.retain(|key, _| other.0.contains_key(key));
            for (key, possible) in &mut one.0 {
                if let Some(also) = other.0.get(key) {
                    *possible = possible.either(also);
                }
            }
            one
        })
    }

    /// The same, unless something in it has become impossible.
    pub(super) fn possible(self) -> Option<Self> {
        let impossible = self.0.iter().any(|((subject, aspect), possible)| {
            possible.is_nothing() || (*aspect == Aspect::Value && self.no_word_fits(subject, possible))
        });
        (!impossible).then_some(self)
    }

    /// Whether only certain texts are possible, and each of them is ruled out in another respect.
    fn no_word_fits(&self, subject: &Subject, possible: &Possible) -> bool {
        let Present::Only(words) = &possible.present else { return false };
        let others = || self.0.iter().filter(|((other, _), _)| *other == subject);
        let fits = |word: &String| others().all(|((_, aspect), possible)| aspect.allows(word, possible));
        !possible.absent && !possible.aside && !words.iter().any(fits)
    }
}

impl Aspect {
    /// Whether a text can be the one, as far as this respect goes.
    fn allows(&self, word: &str, possible: &Possible) -> bool {
        let found = match self {
            Self::Value | Self::Says(Matching::Since, _) => return true,
            Self::Number => {
                let number = Decimal::parse(word).map(Decimal::parts);
                let Present::Spans(spans) = &possible.present else { return true };
                return number.map_or(possible.absent, |number| {
                    spans.iter().any(|(low, high)| (*low..=*high).contains(&number))
                });
            }
            Self::Says(Matching::Is, wanted) => word == wanted,
            Self::Says(Matching::Within, wanted) => word.contains(wanted.as_str()),
            Self::Says(Matching::Begins, wanted) => word.starts_with(wanted.as_str()),
        };
        if found { !possible.present.is_nothing() } else { possible.absent }
    }
}
