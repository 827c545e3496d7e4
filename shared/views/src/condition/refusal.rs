//! Why a condition cannot stay, in French or English, for whoever writes one in the console. Programs read the English of
//! the domain; finding what is wrong is the domain's too.

use super::SHOWN;
use crate::text::{Catalogue, Language};
use fluent_bundle::FluentValue;
use relance_domain::condition::{MissingName, Scale, Sort, Why, Wrong};

/// One sentence, with a capital and without a full stop.
#[must_use]
pub fn refusal(language: Language, wrong: &Wrong) -> String {
    RefusalWords(Catalogue::of(language)).why(&wrong.why)
}

struct RefusalWords(Catalogue);

impl RefusalWords {
    fn fill(&self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        self.0.fill(key, arguments)
    }

    fn why(&self, why: &Why) -> String {
        let at_most = |key, most: &usize| self.fill(key, &[("most", (*most).into())]);
        let named = |key, name: &str, value: &str| self.fill(key, &[(name, value.into())]);
        match why {
            Why::NotAnObject => self.0.say("condition-wrong-object"),
            Why::NoForm => self.0.say("condition-wrong-form"),
            Why::TwoForms { first, second } => {
                let both = [("first", first.as_str().into()), ("second", second.as_str().into())];
                self.fill("condition-wrong-two-forms", &both)
            }
            Why::UnknownMember(name) => named("condition-wrong-member", "name", name),
            Why::MemberTwice(name) => named("condition-wrong-member-twice", "name", name),
            Why::NotAList => self.0.say("condition-wrong-list"),
            Why::EmptyGroup => self.0.say("condition-wrong-empty-group"),
            Why::LargeGroup { most } => at_most("condition-wrong-large-group", most),
            Why::DeepGroup { most } => at_most("condition-wrong-deep-group", most),
            Why::DeepNot { most } => at_most("condition-wrong-deep-not", most),
            Why::ManyLeaves { most } => at_most("condition-wrong-many", most),
            Why::NoOperator => self.0.say("condition-wrong-no-operator"),
            Why::UnknownOperator(op) => named("condition-wrong-operator", "op", op),
            Why::NoName { most } => at_most("condition-wrong-name", most),
            Why::NeedsValue { op } => named("condition-wrong-value", "op", op),
            Why::NeedsValues { op, least, most } => {
                let ends = [("op", (*op).into()), ("least", (*least).into()), ("most", (*most).into())];
                self.fill("condition-wrong-values", &ends)
            }
            Why::TakesNone { op } => named("condition-wrong-takes-none", "op", op),
            Why::NoLiteral => self.0.say("condition-wrong-literal"),
            Why::BlankText => self.0.say("condition-wrong-blank"),
            Why::LongText { most } => at_most("condition-wrong-long-text", most),
            Why::LongNumber => self.0.say("condition-wrong-long-number"),
            Why::NoDelay => self.0.say("condition-wrong-delay"),
            Why::NoAggregate { function } => named("condition-wrong-aggregate", "function", function),
            Why::NeedsOf { function } => named("condition-wrong-of", "function", function),
            Why::UnknownField { field, missing } => named(missing_key(missing), "field", field.as_str()),
            Why::NoTransactions => self.0.say("condition-wrong-transactions"),
            Why::Operator { op, sort, operators } => {
                let offered = self.offered(operators);
                let said =
                    [("op", (*op).into()), ("sort", self.sort(*sort).into()), ("offered", offered.into())];
                self.fill("condition-wrong-compares", &said)
            }
            Why::Incomparable { given, sort } => {
                let said = [("given", given.to_string().into()), ("sort", self.sort(*sort).into())];
                self.fill("condition-wrong-incomparable", &said)
            }
            Why::NotOffered { given, offered } => {
                let said = [("given", given.to_string().into()), ("offered", self.offered(offered).into())];
                self.fill("condition-wrong-offered", &said)
            }
            Why::OffScale { given, scale } => {
                let said = [("given", given.to_string().into()), ("scale", self.scale(*scale).into())];
                self.fill("condition-wrong-off-scale", &said)
            }
            Why::NeverOnScale { scale } => named("condition-wrong-scale", "scale", &self.scale(*scale)),
            Why::LowAboveHigh => self.0.say("condition-wrong-ends"),
            Why::Contradicts { other } => named("condition-wrong-contradicts", "other", other),
            Why::ContradictsAll => self.0.say("condition-wrong-contradicts-all"),
            Why::Never => self.0.say("condition-wrong-never"),
        }
    }

    /// The first few of a list; the rest is counted.
    fn offered(&self, words: &[String]) -> String {
        let named = words
            .iter()
            .take(SHOWN)
            .map(|word| self.fill("condition-quoted", &[("text", word.as_str().into())]));
        let more = words.len().saturating_sub(SHOWN);
        let more = (more > 0).then(|| self.fill("condition-more", &[("count", more.into())]));
        named.chain(more).collect::<Vec<_>>().join(", ")
    }

    fn sort(&self, sort: Sort) -> String {
        let sort = match sort {
            Sort::Text => "text",
            Sort::Amount => "amount",
            Sort::Texts => "texts",
            Sort::Word => "word",
            Sort::Id => "id",
            Sort::Choice => "choice",
            Sort::Choices => "choices",
            Sort::Number => "number",
            Sort::Boolean => "boolean",
            Sort::Instant => "instant",
            Sort::Rows => "rows",
        };
        self.fill("condition-sort", &[("sort", sort.into())])
    }

    fn scale(&self, scale: Scale) -> String {
        let kind = match (scale.whole, scale.low.is_some(), scale.high.is_some()) {
            (true, true, true) => "whole-between",
            (true, true, false) => "whole-from",
            (true, false, true) => "whole-to",
            (true, false, false) => "whole",
            (false, true, true) => "between",
            (false, true, false) => "from",
            (false, false, true) => "to",
            (false, false, false) => "any",
        };
        let end = |end: Option<_>| {
            FluentValue::from(
                end.map_or(String::new(), |end: relance_domain::condition::Decimal| end.to_string()),
            )
        };
        self.fill(
            "condition-scale",
            &[("scale", kind.into()), ("low", end(scale.low)), ("high", end(scale.high))],
        )
    }
}

fn missing_key(missing: &MissingName) -> &'static str {
    match missing {
        MissingName::Field { .. } => "condition-wrong-field",
        MissingName::Question => "condition-wrong-question",
        MissingName::Row => "condition-wrong-row",
        MissingName::Statement => "condition-wrong-statement",
        MissingName::Later => "condition-wrong-later",
        MissingName::Slot => "condition-wrong-slot",
    }
}
