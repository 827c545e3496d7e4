//! Forms that people and machines send, and what becomes of them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

use super::*;
use crate::name::QuestionId;
use crate::question::{Choice, Columns, QuestionOptions};
use proptest::prelude::*;
use serde_json::json;

fn ask(id: &str, kind: QuestionKind, required: bool) -> Question {
    let id = QuestionId::parse(id).unwrap();
    Question { id, texts: BTreeMap::new(), kind, required, options: QuestionOptions::default() }
}

fn validate_all(questions: &[Question], form: &Form) -> Result<Values, Vec<FieldError>> {
    validate(&Asked::of(questions, 0, "inv_1"), form)
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
        assert!(validate_all(std::slice::from_ref(&nps), &form(&[("q_nps", &[good])])).is_ok(), "{good}");
    }
    for bad in ["11", "-1", "7.5", "+7", "seven", "999999999999", "٣"] {
        let errors = validate_all(std::slice::from_ref(&nps), &form(&[("q_nps", &[bad])])).unwrap_err();
        assert_eq!(errors[0].problem, FieldProblem::NotOnScale { min: 0, max: 10 }, "{bad}");
    }
}

#[test]
fn everything_wrong_is_said_at_once() {
    let nps = ask("q_nps", QuestionKind::Nps, true);
    let single = ask("q_one", QuestionKind::Single { choices: two_choices() }, false);
    let text = ask("q_text", QuestionKind::Text, false);
    let long = "é".repeat(QuestionKind::MAX_TEXT + 1);

    let given = form(&[("q_one", &["c"]), ("q_text", &[&long]), ("q_other", &["1"])]);
    let errors = validate_all(&[nps, single, text], &given).unwrap_err();

    let problems: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.problem)).collect();
    assert_eq!(
        problems,
        [
            ("q_nps", FieldProblem::Required),
            ("q_one", FieldProblem::NotAChoice),
            ("q_text", FieldProblem::TooLong { max: QuestionKind::MAX_TEXT }),
            ("q_other", FieldProblem::NotAsked),
        ]
    );
}

/// A17.
#[test]
fn skipped_questions_are_absent_not_empty() {
    let text = ask("q_text", QuestionKind::Text, false);

    assert!(validate_all(std::slice::from_ref(&text), &form(&[("q_text", &["  "])])).unwrap().is_empty());
    assert!(validate_all(std::slice::from_ref(&text), &form(&[])).unwrap().is_empty());
}

#[test]
fn several_choices_are_kept_once_each() {
    let multiple = ask("q_many", QuestionKind::Multiple { choices: two_choices() }, false);

    let values =
        validate_all(std::slice::from_ref(&multiple), &form(&[("q_many", &["b", "a", "b"])])).unwrap();

    assert_eq!(values[&multiple.id], AnswerValue::Choices(vec!["a".to_owned(), "b".to_owned()]));
}

fn matrix(required: bool) -> Question {
    let rows = ["speed", "care"].map(|id| Choice { id: id.to_owned(), texts: BTreeMap::new() }).to_vec();
    let mut matrix = ask("q_m", QuestionKind::Matrix { rows, columns: Columns::Scale { max: 5 } }, required);
    matrix.options.not_applicable = true;
    matrix
}

#[test]
fn each_row_of_a_matrix_is_answered_by_a_control_of_its_own() {
    let given = form(&[("q_m.speed", &["4"]), ("q_m.care", &["not_applicable"])]);

    let values = validate_all(&[matrix(true)], &given).unwrap();

    assert_eq!(
        serde_json::to_value(&values).unwrap(),
        json!({"q_m": {"speed": 4, "care": "not_applicable"}})
    );
    assert_eq!(
        serde_json::from_value::<Values>(json!({"q_m": {"speed": 4, "care": "not_applicable"}})).unwrap(),
        values
    );
}

#[test]
fn each_bad_row_is_named() {
    let given = form(&[("q_m.speed", &["6"]), ("q_m.smell", &["1"]), ("q_m", &["1"])]);

    let errors = validate_all(&[matrix(true)], &given).unwrap_err();

    let problems: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.problem)).collect();
    assert_eq!(
        problems,
        [
            ("q_m.speed", FieldProblem::NotOnScale { min: 1, max: 5 }),
            ("q_m.care", FieldProblem::Required),
            ("q_m", FieldProblem::NotAsked),
            ("q_m.smell", FieldProblem::NotAsked),
        ]
    );
}

#[test]
fn a_statement_is_never_answered() {
    let statement = ask("q_s", QuestionKind::Statement, false);

    let errors = validate_all(&[statement], &form(&[("q_s", &["hello"])])).unwrap_err();

    assert_eq!(errors[0].problem, FieldProblem::NotAsked);
}

/// E20: what does not apply is an answer, so a required question is answered by it, but only where it is offered.
#[test]
fn what_does_not_apply_is_said_only_where_it_is_offered() {
    let mut csat = ask("q_work", QuestionKind::Csat, true);
    let given = form(&[("q_work", &["not_applicable"])]);

    let refused = validate_all(std::slice::from_ref(&csat), &given).unwrap_err();
    csat.options.not_applicable = true;
    let taken = validate_all(std::slice::from_ref(&csat), &given).unwrap();

    assert_eq!(refused[0].problem, FieldProblem::NotOnScale { min: 1, max: 5 });
    assert_eq!(taken[&csat.id], AnswerValue::NotApplicable);
}

proptest! {
    #[test]
    fn whatever_is_sent_a_stored_score_is_a_score(texts in proptest::collection::vec(".{0,6}", 0..3)) {
        let nps = ask("q_nps", QuestionKind::Nps, false);
        let given = BTreeMap::from([("q_nps".to_owned(), texts)]);
        if let Ok(values) = validate_all(std::slice::from_ref(&nps), &given) {
            prop_assert!(nps_score(&Asked::of(&[nps], 0, ""), &values).is_none_or(|score| score <= 10));
        }
    }
}
