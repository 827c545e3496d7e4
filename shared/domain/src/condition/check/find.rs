//! What a leaf finds, and what is possible when it finds that and when it does not.
//! What it looks for is read in `leaf`, what comparisons leave possible together is reckoned in `facts`.

use super::facts::{Aspect, Facts, Matching, Possible, Present};
use super::looked::{Looked, Point, with};
use crate::condition::program::{Folded, Probe};
use crate::condition::tree::Subject;
use crate::condition::vocabulary::FieldKind;
use std::collections::BTreeSet;

/// What a leaf looks for.
pub(super) struct Sought {
    pub(super) probe: Probe,
    /// Whether it must be found, or must not.
    pub(super) wanted: bool,
    /// What was found when the probe found something: one of these.
    pub(super) finds: Vec<Find>,
}

/// What finding means for what is possible.
pub(super) enum Find {
    /// Anything at all.
    Filled,
    /// Anything but "does not apply".
    Answered,
    NotApplicable,
    /// This text.
    Word(String),
    /// A number or an instant between these, in what can be counted.
    Span(i128, i128),
    /// A text that is a number between these.
    Number(i128, i128),
    Says(Matching, String),
}

impl Looked<'_> {
    /// All that this can be.
    fn everything(&self) -> Possible {
        let only = |words: Vec<String>| Present::Only(words.into_iter().collect());
        let present = match &self.kind {
            FieldKind::Text
            | FieldKind::Amount
            | FieldKind::Texts
            | FieldKind::Id
            | FieldKind::Choices(_)
            | FieldKind::Rows => Present::AllBut(BTreeSet::new()),
            FieldKind::Word(offers) => {
                only(offers.iter().map(|o| Folded::of(o.id).as_str().to_owned()).collect())
            }
            FieldKind::Choice(offers) => only(offers.iter().map(|offer| offer.id.to_owned()).collect()),
            FieldKind::Boolean => only(vec!["true".to_owned(), "false".to_owned()]),
            FieldKind::Number(scale) => {
                let ends = [scale.low, scale.high].map(|end| end.map(|at| with(Point::Number(at))));
                let [low, high] = ends;
                Present::Spans(vec![self.counted(low, high).into_inner()])
            }
            FieldKind::Instant => Present::anything_countable(),
        };
        Possible { absent: !self.always, aside: self.not_applicable, present }
    }

    /// What is possible when the leaf holds, and when it does not; nothing where that cannot be.
    pub(super) fn facts<'c>(&self, subject: &'c Subject, sought: &Sought) -> [Option<Facts<'c>>; 2] {
        let all = self.everything();
        let (found, missed) = (sought.found(subject, &all), sought.missed(subject, &all));
        if sought.wanted { [found, missed] } else { [missed, found] }
    }
}

impl Sought {
    pub(super) fn of(probe: Probe, find: Find, wanted: bool) -> Self {
        Self { probe, wanted, finds: vec![find] }
    }

    /// One of the finds was made; in which respect is known only where all of them look at the same one.
    fn found<'c>(&self, subject: &'c Subject, all: &Possible) -> Option<Facts<'c>> {
        let value = either(self.finds.iter().map(|find| find.value(all)));
        let respects: Vec<_> = self.finds.iter().filter_map(Find::respect).collect();
        let same = respects.len() == self.finds.len()
            && respects.windows(2).all(|pair| matches!(pair, [(one, _), (other, _)] if one == other));
        let known = respects.first().filter(|_| same).map(|(aspect, _)| {
            (aspect.clone(), either(respects.iter().map(|(_, possible)| possible.clone())))
        });
        Facts::of(subject, known.into_iter().chain([(Aspect::Value, value)])).possible()
    }

    /// None of the finds was made.
    fn missed<'c>(&self, subject: &'c Subject, all: &Possible) -> Option<Facts<'c>> {
        let values = either(self.finds.iter().filter_map(|find| find.exact_value(all)));
        let rest = Facts::of(subject, [(Aspect::Value, values.rest_of(all))]).possible();
        let respects = self.finds.iter().filter_map(Find::respect);
        respects.fold(rest, |missed, (aspect, found)| {
            let rest = found.rest_of(&aspect.everything());
            missed?.both(&Facts::of(subject, [(aspect, rest)]))
        })
    }
}

fn either(possible: impl Iterator<Item = Possible>) -> Possible {
    possible.reduce(|one, other| one.either(&other)).unwrap_or(Possible::NOTHING)
}

impl Find {
    /// The values that something has when this is found in it, and maybe more.
    fn value(&self, all: &Possible) -> Possible {
        let there = Possible { absent: false, aside: false, present: all.present.clone() };
        self.exact_value(all).unwrap_or(there)
    }

    /// The same where it is all that can be said: only what has such a value is found.
    fn exact_value(&self, all: &Possible) -> Option<Possible> {
        let (absent, aside) = (false, false);
        let present = match self {
            Self::Filled => return Some(Possible { absent, ..all.clone() }),
            Self::Answered => all.present.clone(),
            Self::NotApplicable => return Some(Possible { absent, aside: true, ..Possible::NOTHING }),
            Self::Word(word) => Present::Only(BTreeSet::from([word.clone()])),
            Self::Span(low, high) if low > high => Present::Spans(Vec::new()),
            Self::Span(low, high) => Present::Spans(vec![(*low, *high)]),
            Self::Number(..) | Self::Says(..) => return None,
        };
        let found = Possible { absent, aside, present };
        Some(found.both(all))
    }

    /// What is possible in the respect that it looks at, where that is not the value itself.
    fn respect(&self) -> Option<(Aspect, Possible)> {
        let there = |present: Present| Possible { absent: false, aside: false, present };
        match self {
            Self::Number(low, high) => Some((Aspect::Number, there(Present::Spans(vec![(*low, *high)])))),
            Self::Says(how, wanted) => {
                Some((Aspect::Says(*how, wanted.clone()), there(Present::AllBut(BTreeSet::new()))))
            }
            _ => None,
        }
    }
}

impl Aspect {
    fn everything(&self) -> Possible {
        let present = match self {
            Self::Number => Present::anything_countable(),
            Self::Value | Self::Says(..) => Present::AllBut(BTreeSet::new()),
        };
        Possible { absent: true, aside: false, present }
    }
}
