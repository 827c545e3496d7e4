//! Forms that people and machines send, and what becomes of them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

use super::*;
use crate::campaign::Choice;
use proptest::prelude::*;

fn ask(id: &str, kind: QuestionKind, required: bool) -> Question {
    Question { id: QuestionId::parse(id).unwrap(), texts: BTreeMap::new(), kind, required }
}

fn two_choices() -> Vec<Choice> {
    ["a", "b"].map(|id| Choice { id: id.to_owned(), texts: BTreeMap::new() }).to_vec()
}

fn form(fields: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
    let owned = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect();
    fields.iter().map(|(name, values)| ((*name).to_owned(), owned(values))).collect()
}

#[test]
fn m1_only_whole_numbers_from_0_to_10_are_scores() {
    let nps = ask("q_nps", QuestionKind::Nps, true);

    for good in ["0", "10", " 7 "] {
        assert!(validate(&[&nps], &form(&[("q_nps", &[good])])).is_ok(), "{good}");
    }
    for bad in ["11", "-1", "7.5", "+7", "seven", "999999999999", "٣"] {
        let errors = validate(&[&nps], &form(&[("q_nps", &[bad])])).unwrap_err();
        assert_eq!(errors[0].problem, Problem::NotOnScale { min: 0, max: 10 }, "{bad}");
    }
}

#[test]
fn everything_wrong_is_said_at_once() {
    let nps = ask("q_nps", QuestionKind::Nps, true);
    let single = ask("q_one", QuestionKind::Single { choices: two_choices() }, false);
    let text = ask("q_text", QuestionKind::Text, false);
    let long = "é".repeat(QuestionKind::MAX_TEXT + 1);

    let given = form(&[("q_one", &["c"]), ("q_text", &[&long]), ("q_other", &["1"])]);
    let errors = validate(&[&nps, &single, &text], &given).unwrap_err();

    let problems: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.problem)).collect();
    assert_eq!(
        problems,
        [
            ("q_nps", Problem::Required),
            ("q_one", Problem::NotAChoice),
            ("q_text", Problem::TooLong { max: QuestionKind::MAX_TEXT }),
            ("q_other", Problem::NotAsked),
        ]
    );
}

#[test]
fn skipped_questions_are_absent_not_empty() {
    let text = ask("q_text", QuestionKind::Text, false);

    assert!(validate(&[&text], &form(&[("q_text", &["  "])])).unwrap().is_empty());
    assert!(validate(&[&text], &form(&[])).unwrap().is_empty());
}

#[test]
fn several_choices_are_kept_once_each() {
    let multiple = ask("q_many", QuestionKind::Multiple { choices: two_choices() }, false);

    let values = validate(&[&multiple], &form(&[("q_many", &["b", "a", "b"])])).unwrap();

    assert_eq!(values[&multiple.id], AnswerValue::Choices(vec!["a".to_owned(), "b".to_owned()]));
}

proptest! {
    #[test]
    fn whatever_is_sent_a_stored_score_is_a_score(texts in proptest::collection::vec(".{0,6}", 0..3)) {
        let nps = ask("q_nps", QuestionKind::Nps, false);
        let given = BTreeMap::from([("q_nps".to_owned(), texts)]);
        if let Ok(values) = validate(&[&nps], &given) {
            prop_assert!(nps_score(&[&nps], &values).is_none_or(|score| score <= 10));
        }
    }
}
