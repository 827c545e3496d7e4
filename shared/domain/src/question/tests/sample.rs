//! Which questions are drawn where a survey asks only some (B7, F8).
//! That a sample is stable is a law.

use super::*;

#[test]
fn f8_three_of_twelve_and_nps_first() {
    let questions = bank(12);

    let asked = questions_asked(&questions, 3, "inv_1");

    assert_eq!(asked.len(), 4);
    assert_eq!(asked.first().unwrap().id.as_str(), "q_nps");
    assert_eq!(asked, questions_asked(&questions, 3, "inv_1"));
    assert_eq!(questions_asked(&questions, 0, "inv_1").len(), 13);
}

#[test]
fn b7_a_follow_up_goes_with_its_question_and_is_extra_to_the_sample() {
    let mut questions = bank(12);
    let follow: Question = serde_json::from_value(
        json!({"id": "q_f", "kind": "text", "show_if": {"field": "answer.q_3", "op": "is_answered"}}),
    )
    .unwrap();
    questions.push(follow);
    questions.push(ask("q_words", QuestionKind::Statement));

    for n in 0..40 {
        let invitation = format!("inv_{n}");
        let ids: Vec<_> = questions_asked(&questions, 3, &invitation)
            .iter()
            .map(|question| question.id.to_string())
            .collect();
        let has = |id: &str| ids.iter().any(|known| known == id);
        assert!(has("q_words"), "a statement is never counted: {ids:?}");
        assert_eq!(has("q_f"), has("q_3"), "{ids:?}");
        assert_eq!(ids.len(), 5 + usize::from(has("q_f")), "{ids:?}");
    }
}
