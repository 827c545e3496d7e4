//! One comparison: whether it can be made, and what it looks for.
//! What finding it means is said in `find`, what comparisons leave possible together in `facts`.

use super::facts::Matching;
use super::find::{Find, Sought};
use super::looked::{Looked, Point, with, without};
use crate::condition::NOT_APPLICABLE;
use crate::condition::program::{End, Folded, Probe, Stretch};
use crate::condition::tree::{Comparison, Decimal, Literal, State, Test};
use crate::condition::vocabulary::{FieldKind, Sort};
use crate::condition::wrong::Why;

/// What is wrong, and in which member.
pub(super) struct LeafRefused {
    pub(super) member: String,
    pub(super) why: Why,
}

impl LeafRefused {
    fn of(member: &str, why: Why) -> Box<Self> {
        Box::new(Self { member: member.to_owned(), why })
    }
}

impl Looked<'_> {
    /// What the test looks for in this.
    pub(super) fn seek(&self, test: &Test) -> Result<Sought, Box<LeafRefused>> {
        self.check_operator(test)?;
        match test {
            Test::Compared(comparison, literal) => {
                self.compared(*comparison, literal).map_err(|why| LeafRefused::of("value", why))
            }
            Test::Between { low, high } => self.between(low, high),
            Test::In(literals) => self.one_of(literals, true),
            Test::NotIn(literals) => self.one_of(literals, false),
            Test::Is(State::Empty) => Ok(Sought::of(Probe::Filled, Find::Filled, false)),
            Test::Is(State::NotEmpty) => Ok(Sought::of(Probe::Filled, Find::Filled, true)),
            Test::Is(State::Answered) => Ok(Sought::of(Probe::Answered, Find::Answered, true)),
            Test::WithinLast(delay) => {
                let find = Find::Says(Matching::Since, delay.to_string());
                Ok(Sought::of(Probe::Since(delay.duration()), find, true))
            }
        }
    }

    fn check_operator(&self, test: &Test) -> Result<(), Box<LeafRefused>> {
        let (op, sort) = (test.operator(), self.kind.sort());
        let answered = self.answer.then_some("is_answered");
        let mut operators = sort.operators().iter().copied().chain(answered);
        if operators.any(|known| known == op) {
            return Ok(());
        }
        let operators = sort.operators().iter().copied().chain(answered).map(str::to_owned).collect();
        Err(LeafRefused::of("op", Why::Operator { op, sort, operators }))
    }

    fn between(&self, low: &Literal, high: &Literal) -> Result<Sought, Box<LeafRefused>> {
        let low = self.point(low).map_err(|why| LeafRefused::of("values/0", why))?;
        let high = self.point(high).map_err(|why| LeafRefused::of("values/1", why))?;
        if high.parts() < low.parts() {
            return Err(LeafRefused::of("values", Why::LowAboveHigh));
        }
        Ok(self.ranged(Some(with(low)), Some(with(high))))
    }

    fn compared(&self, comparison: Comparison, literal: &Literal) -> Result<Sought, Why> {
        let found = |how: Matching, wanted: bool| {
            let (probe, find) = self.look_for(literal, how)?;
            Ok(Sought::of(probe, find, wanted))
        };
        match comparison {
            Comparison::Eq => found(Matching::Is, true),
            Comparison::Ne => found(Matching::Is, false),
            Comparison::Contains => found(Matching::Within, true),
            Comparison::NotContains => found(Matching::Within, false),
            Comparison::StartsWith => found(Matching::Begins, true),
            Comparison::Gt => Ok(self.ranged(Some(without(self.point(literal)?)), None)),
            Comparison::Gte => Ok(self.ranged(Some(with(self.point(literal)?)), None)),
            Comparison::Lt => Ok(self.ranged(None, Some(without(self.point(literal)?)))),
            Comparison::Lte => Ok(self.ranged(None, Some(with(self.point(literal)?)))),
        }
    }

    fn one_of(&self, literals: &[Literal], wanted: bool) -> Result<Sought, Box<LeafRefused>> {
        let (mut probes, mut finds) = (Vec::new(), Vec::new());
        for (index, literal) in literals.iter().enumerate() {
            let (probe, find) = self
                .look_for(literal, Matching::Is)
                .map_err(|why| LeafRefused::of(&format!("values/{index}"), why))?;
            probes.push(probe);
            finds.push(find);
        }
        Ok(Sought { probe: Probe::OneOf(probes.into()), wanted, finds })
    }

    /// One value, the whole of which, a part of which or the beginning of which is looked for.
    fn look_for(&self, literal: &Literal, how: Matching) -> Result<(Probe, Find), Why> {
        if self.not_applicable && how == Matching::Is && *literal == Literal::from(NOT_APPLICABLE) {
            return Ok((Probe::NotApplicable, Find::NotApplicable));
        }
        match &self.kind {
            FieldKind::Boolean => match literal {
                Literal::Boolean(wanted) => Ok((Probe::Boolean(*wanted), Find::Word(wanted.to_string()))),
                _ => Err(self.incomparable(literal)),
            },
            FieldKind::Number(scale) => {
                let number = number(literal)?;
                let end = Some(with(Point::Number(number)));
                let (low, high) = self.counted(end, end).into_inner();
                let on_scale = low <= high
                    && scale.low.is_none_or(|least| least <= number)
                    && scale.high.is_none_or(|most| number <= most);
                if !on_scale {
                    return Err(Why::OffScale { given: literal.clone(), scale: *scale });
                }
                Ok((Probe::Number(exactly(number)), Find::Span(low, high)))
            }
            FieldKind::Amount if how == Matching::Is && matches!(literal, Literal::Number(_)) => {
                let number = number(literal)?;
                Ok((Probe::Number(exactly(number)), Find::Number(number.parts(), number.parts())))
            }
            _ => self.look_for_text(literal, how),
        }
    }

    fn look_for_text(&self, literal: &Literal, how: Matching) -> Result<(Probe, Find), Why> {
        let text = match literal {
            Literal::Text(text) => text.clone(),
            Literal::Number(number) if self.kind.sort() != Sort::Id => number.to_string(),
            _ => return Err(self.incomparable(literal)),
        };
        let folded = Folded::of(&text);
        let word = folded.as_str().to_owned();
        let offered = |same: &dyn Fn(&str) -> bool| {
            let known = self.kind.offers().iter().any(|offer| same(offer.id));
            if known { Ok(()) } else { Err(self.not_offered(literal)) }
        };
        Ok(match &self.kind {
            FieldKind::Id => (Probe::Id(text.clone().into()), Find::Word(text)),
            FieldKind::Choice(_) => {
                offered(&|id| id == text)?;
                (Probe::Id(text.clone().into()), Find::Word(text))
            }
            FieldKind::Choices(_) => {
                offered(&|id| id == text)?;
                (Probe::Id(text.clone().into()), Find::Says(Matching::Is, text))
            }
            FieldKind::Word(_) => {
                offered(&|id| Folded::of(id) == folded)?;
                (Probe::Text(folded), Find::Word(word))
            }
            FieldKind::Texts if how != Matching::Begins => {
                (Probe::Text(folded), Find::Says(Matching::Is, word))
            }
            _ => match how {
                Matching::Within => (Probe::Within(folded), Find::Says(how, word)),
                Matching::Begins => (Probe::Begins(folded), Find::Says(how, word)),
                Matching::Is | Matching::Since => (Probe::Text(folded), Find::Word(word)),
            },
        })
    }

    fn incomparable(&self, literal: &Literal) -> Why {
        Why::Incomparable { given: literal.clone(), sort: self.kind.sort() }
    }

    fn not_offered(&self, literal: &Literal) -> Why {
        let mut offered: Vec<String> = self.kind.offers().iter().map(|offer| offer.id.to_owned()).collect();
        offered.extend(self.not_applicable.then(|| NOT_APPLICABLE.to_owned()));
        Why::NotOffered { given: literal.clone(), offered }
    }

    /// A number or an instant that others are before or behind.
    fn point(&self, literal: &Literal) -> Result<Point, Why> {
        match (&self.kind, literal) {
            (FieldKind::Instant, Literal::Text(text)) => {
                text.trim().parse().map(Point::Instant).map_err(|_| self.incomparable(literal))
            }
            (FieldKind::Instant, _) => Err(self.incomparable(literal)),
            _ => number(literal).map(Point::Number),
        }
    }

    /// Everything between two ends, which belong to it or do not.
    fn ranged(&self, low: Option<End<Point>>, high: Option<End<Point>>) -> Sought {
        let (from, to) = self.counted(low, high).into_inner();
        let find = match self.kind {
            FieldKind::Amount => Find::Number(from, to),
            _ => Find::Span(from, to),
        };
        let probe = match self.kind {
            FieldKind::Instant => {
                Probe::Instant(Stretch { low: end(low, Point::instant), high: end(high, Point::instant) })
            }
            _ => Probe::Number(Stretch { low: end(low, Point::number), high: end(high, Point::number) }),
        };
        Sought::of(probe, find, true)
    }
}

fn number(literal: &Literal) -> Result<Decimal, Why> {
    let read = match literal {
        Literal::Number(number) => Some(*number),
        Literal::Text(text) => Decimal::parse(text),
        Literal::Boolean(_) => None,
    };
    read.ok_or_else(|| Why::Incomparable { given: literal.clone(), sort: Sort::Number })
}

fn end<T>(point: Option<End<Point>>, read: fn(Point) -> Option<T>) -> Option<End<T>> {
    let End { at, belongs } = point?;
    read(at).map(|at| End { at, belongs })
}

fn exactly(number: Decimal) -> Stretch<Decimal> {
    let end = End { at: number, belongs: true };
    Stretch { low: Some(end), high: Some(end) }
}
