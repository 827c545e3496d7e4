//! Which answers satisfy which filters.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use crate::name::QuestionId;
use crate::question::{Choice, Columns, Question, QuestionKind, QuestionOptions};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn ask(id: &str, kind: QuestionKind) -> Question {
    let id = QuestionId::parse(id).unwrap();
    Question { id, texts: BTreeMap::new(), kind, required: false, options: QuestionOptions::default() }
}

fn choices() -> Vec<Choice> {
    ["on_time", "late"].map(|id| Choice { id: id.to_owned(), texts: BTreeMap::new() }).to_vec()
}

fn verdict(questions: &[Question], answers: &[(&str, AnswerValue)]) -> Option<bool> {
    let values = answers.iter().map(|(id, value)| (QuestionId::parse(id).unwrap(), value.clone())).collect();
    satisfied(&Asked::of(questions, 0, ""), &values)
}

#[test]
fn f25_one_answer_that_is_not_satisfied_decides() {
    let questions = [ask("q_a", QuestionKind::Csat), ask("q_b", QuestionKind::Csat)];
    let both =
        |a, b| verdict(&questions, &[("q_a", AnswerValue::Number(a)), ("q_b", AnswerValue::Number(b))]);

    assert_eq!((both(4, 5), both(5, 3), both(1, 1)), (Some(true), Some(false), Some(false)));
}

#[test]
fn f25_what_does_not_apply_is_neither_satisfied_nor_unsatisfied() {
    let questions = [ask("q_a", QuestionKind::Csat), ask("q_b", QuestionKind::Csat)];
    let none = AnswerValue::NotApplicable;

    assert_eq!(verdict(&questions, &[("q_a", none.clone()), ("q_b", none.clone())]), None);
    assert_eq!(verdict(&questions, &[("q_a", none), ("q_b", AnswerValue::Number(5))]), Some(true));
    assert_eq!(verdict(&questions, &[]), None);
}

#[test]
fn m3_each_scale_has_its_satisfied_end() {
    let table = [(2, 2), (3, 3), (4, 4), (5, 4), (6, 5), (7, 6), (8, 7), (9, 8), (10, 9)];

    for (max, first) in table {
        let question = [ask("q_a", QuestionKind::Rating { max })];
        let good: Vec<_> = (1..=max)
            .filter(|n| verdict(&question, &[("q_a", AnswerValue::Number(*n))]) == Some(true))
            .collect();
        assert_eq!(good, (first..=max).collect::<Vec<_>>(), "scale of {max}");
    }
}

#[test]
fn e8_the_filter_of_nps_is_nine_and_ten() {
    let nps = [ask("q_nps", QuestionKind::Nps)];
    let good = (0..=10).filter(|n| verdict(&nps, &[("q_nps", AnswerValue::Number(*n))]) == Some(true));

    assert_eq!(good.collect::<Vec<_>>(), [9, 10]);
}

#[test]
fn e5_the_operator_flags_choices_and_may_lift_the_filter() {
    let mut single = ask("q_one", QuestionKind::Single { choices: choices() });
    let mut csat = ask("q_work", QuestionKind::Csat);
    let late = [("q_one", AnswerValue::Text("late".to_owned()))];
    let bad = [("q_work", AnswerValue::Number(1))];

    assert_eq!(verdict(std::slice::from_ref(&single), &late), None, "choices are no filter by themselves");
    single.options.satisfied_choices = Some(vec![Operand::Text("on_time".to_owned())]);
    assert_eq!(verdict(&[single], &late), Some(false));
    csat.options.satisfied_choices = Some(Vec::new());
    assert_eq!(verdict(&[csat], &bad), None, "an empty list lifts the filter");
}

#[test]
fn every_row_of_a_matrix_counts_and_every_choice_of_several() {
    let rows = choices();
    let matrix = [ask("q_m", QuestionKind::Matrix { rows, columns: Columns::Scale { max: 5 } })];
    let cells = |late: AnswerValue| {
        AnswerValue::Rows(BTreeMap::from([
            ("on_time".to_owned(), AnswerValue::Number(5)),
            ("late".to_owned(), late),
        ]))
    };
    let mut many = ask("q_many", QuestionKind::Multiple { choices: choices() });
    many.options.satisfied_choices = Some(vec![Operand::Text("on_time".to_owned())]);
    let both = AnswerValue::Choices(vec!["late".to_owned(), "on_time".to_owned()]);

    assert_eq!(verdict(&matrix, &[("q_m", cells(AnswerValue::Number(2)))]), Some(false));
    assert_eq!(verdict(&matrix, &[("q_m", cells(AnswerValue::NotApplicable))]), Some(true));
    assert_eq!(verdict(&[many], &[("q_many", both)]), Some(false));
}

proptest! {
    /// A better answer never makes somebody unsatisfied, and what does not apply changes nothing.
    #[test]
    fn satisfaction_grows_with_the_answers(numbers in proptest::collection::vec(1..=5_u8, 1..6)) {
        let questions: Vec<_> = (0..=numbers.len()).map(|n| ask(&format!("q_{n}"), QuestionKind::Csat)).collect();
        let given = |numbers: &[u8]| -> Vec<(String, AnswerValue)> {
            let values = numbers.iter().enumerate();
            values.map(|(n, number)| (format!("q_{n}"), AnswerValue::Number(*number))).collect()
        };
        let judge = |answers: Vec<(String, AnswerValue)>| {
            let answers: Vec<_> = answers.iter().map(|(id, value)| (id.as_str(), value.clone())).collect();
            verdict(&questions, &answers)
        };
        let better: Vec<u8> = numbers.iter().map(|n| (n + 1).min(5)).collect();
        let mut and_none = given(&numbers);
        and_none.push((format!("q_{}", numbers.len()), AnswerValue::NotApplicable));

        prop_assert!(judge(given(&better)) >= judge(given(&numbers)));
        prop_assert_eq!(judge(and_none), judge(given(&numbers)));
    }
}
