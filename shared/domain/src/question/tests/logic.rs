//! The way through the questions: what is shown, what is left aside, what can never be reached.
//! The same of any survey is in `laws`.

use super::*;

fn survey() -> Vec<Question> {
    read(json!([
        {"id": "q_nps", "kind": "nps", "required": true},
        {"id": "q_improve", "kind": "text", "required": true, "show_if": {"field": "nps_type", "op": "eq", "value": "Detractor"}},
        {"id": "q_call", "kind": "single", "choices": [{"id": "yes", "texts": {}}, {"id": "no", "texts": {}}],
         "show_if": {"any": [{"field": "answer.q_nps", "op": "lte", "value": 3}, {"field": "answer.q_improve", "op": "is_answered"}]},
         "jump_if": [{"when": {"field": "answer.q_call", "op": "eq", "value": "yes"}, "to": "q_phone"}]},
        {"id": "q_work", "kind": "csat"},
        {"id": "q_phone", "kind": "text"},
        {"id": "q_end", "kind": "statement"}
    ]))
}

fn form(fields: &[(&str, &str)]) -> Form {
    fields.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

fn way(fields: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let questions = survey();
    let asked = Asked::of(&questions, 0, "inv_1");
    let reading = answer::read(&asked, &form(fields));
    let ids = reading.shown.iter().map(|question| question.id.to_string()).collect();
    (ids, reading.errors.iter().map(|error| error.field.clone()).collect())
}

#[test]
fn the_way_through_the_questions_follows_the_answers() {
    let table = [
        (vec![("q_nps", "9")], "q_nps q_work q_phone q_end", ""),
        (vec![("q_nps", "6")], "q_nps q_improve q_work q_phone q_end", "q_improve"),
        (vec![("q_nps", "2")], "q_nps q_improve q_call q_work q_phone q_end", "q_improve"),
        (
            vec![("q_nps", "6"), ("q_improve", "speed"), ("q_call", "yes"), ("q_work", "5")],
            "q_nps q_improve q_call q_phone q_end",
            "",
        ),
        (vec![], "q_nps q_work q_phone q_end", "q_nps"),
    ];

    for (fields, shown, wrong) in table {
        let (ids, errors) = way(&fields);
        assert_eq!((ids.join(" "), errors.join(" ")), (shown.to_owned(), wrong.to_owned()), "{fields:?}");
    }
}

#[test]
fn an_answer_to_a_hidden_question_is_left_aside() {
    let questions = survey();
    let asked = Asked::of(&questions, 0, "inv_1");

    let values =
        answer::validate(&asked, &form(&[("q_nps", "9"), ("q_improve", "x"), ("q_call", "yes")])).unwrap();

    assert_eq!(values.keys().map(QuestionId::as_str).collect::<Vec<_>>(), ["q_nps"]);
}

#[test]
fn a_survey_that_works_has_nothing_wrong() {
    assert_eq!(wrong(&survey()), [""; 0]);
}

#[test]
fn conditions_that_cannot_work_are_named_with_their_field() {
    let choices = json!([{"id": "a", "texts": {}}, {"id": "b", "texts": {}}]);
    let leaf = |field: &str, op: &str, value: Value| json!({"field": field, "op": op, "value": value});
    let state = |field: &str, op: &str| json!({"field": field, "op": op});
    let table = [
        (leaf("answer.q_gone", "eq", json!(1)), "show_if: `answer.q_gone` names a question that"),
        (leaf("answer.q_x", "eq", json!(1)), "show_if: `answer.q_x` is not asked before this"),
        (state("answer.q_last", "is_answered"), "show_if: `answer.q_last` is not asked before this"),
        (state("answer.q_words", "is_answered"), "show_if: `answer.q_words` is a statement"),
        (
            json!({"all": [leaf("answer.q_nps", "eq", json!(11))]}),
            "show_if.all.0: `11` is not a whole number from 0 to 10",
        ),
        (
            leaf("answer.q_nps", "eq", json!("not_applicable")),
            "show_if: `not_applicable` cannot be compared with a number",
        ),
        (
            json!({"any": [{"field": "answer.q_one", "op": "in", "values": ["a", "c"]}]}),
            "show_if.any.0: `c` is none of `a`, `b`",
        ),
        (leaf("answer.q_one", "gte", json!(1)), "show_if: `gte` cannot compare the id of a choice"),
        (leaf("nps_score", "gt", json!(10)), "show_if: this can never hold of a whole number from 0 to 10"),
        (leaf("answer.q_m", "gte", json!(1)), "show_if: `gte` cannot compare the answers to several rows"),
        (
            leaf("answer.q_m.c", "eq", json!(1)),
            "show_if: `answer.q_m.c` names a row that the question does not",
        ),
        (leaf("answer.q_nps.a", "eq", json!(1)), "show_if: `answer.q_nps.a` names a row"),
        (leaf("contact.city", "eq", json!("Laval")), "show_if: `contact.city` is not a field here"),
        (
            json!({"count": {"transaction": "visit"}, "op": "gte", "value": 1}),
            "show_if: transactions cannot be counted here",
        ),
    ];

    for (condition, expected) in table {
        let questions = read(json!([
            {"id": "q_nps", "kind": "nps"},
            {"id": "q_one", "kind": "single", "choices": choices},
            {"id": "q_m", "kind": "matrix", "rows": choices, "max": 5},
            {"id": "q_words", "kind": "statement"},
            {"id": "q_x", "kind": "csat", "show_if": condition},
            {"id": "q_last", "kind": "text"},
        ]));
        let wrong = wrong(&questions);
        assert_eq!(wrong.len(), 1, "{condition}: {wrong:?}");
        assert!(wrong[0].starts_with(&format!("questions.4.{expected}")), "{condition}: {wrong:?}");
    }
}

#[test]
fn jumps_lead_forward_and_nps_is_always_asked() {
    let jump = |to: &str| json!([{"when": {"field": "answer.q_b", "op": "eq", "value": 1}, "to": to}]);
    let questions = read(json!([
        {"id": "q_a", "kind": "csat", "jump_if": jump("end")},
        {"id": "q_b", "kind": "csat", "jump_if": jump("q_a")},
        {"id": "q_c", "kind": "csat", "jump_if": jump("q_c")},
        {"id": "q_d", "kind": "csat", "jump_if": jump("q_gone")},
        {"id": "q_nps", "kind": "nps", "show_if": {"field": "answer.q_a", "op": "eq", "value": 1}},
    ]));

    let wrong = wrong(&questions);

    let starts = [
        "questions.0.jump_if.0.when: `answer.q_b` is not asked before this",
        "questions.1.jump_if.0.to: `q_a` is not asked after this",
        "questions.2.jump_if.0.to: `q_c` is not asked after this",
        "questions.3.jump_if.0.to: there is no question `q_gone` here",
        "questions.4.show_if: the NPS question is always asked (B10)",
        "questions.4.show_if: `answer.q_a` is not asked before this",
    ];
    assert_eq!(wrong.len(), starts.len(), "{wrong:?}");
    for (said, expected) in wrong.iter().zip(starts) {
        assert!(said.starts_with(expected), "{said}");
    }
}

#[test]
fn questions_that_nobody_can_reach_are_found() {
    let dead = |questions: Value| {
        wrong(&read(questions)).iter().map(|w| w.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
    };

    let contradiction = json!([
        {"id": "q_nps", "kind": "nps"},
        {"id": "q_x", "kind": "text", "show_if": {"all": [
            {"field": "nps_type", "op": "eq", "value": "Promoter"},
            {"field": "answer.q_nps", "op": "lte", "value": 6}]}},
    ]);
    let of_words = json!([
        {"id": "q_nps", "kind": "nps"},
        {"id": "q_text", "kind": "text"},
        {"id": "q_x", "kind": "text", "show_if": {"field": "answer.q_text", "op": "contains", "value": "facture"}},
    ]);
    let behind_a_dead_one = json!([
        {"id": "q_nps", "kind": "nps", "required": true},
        {"id": "q_x", "kind": "text", "show_if": {"not": {"field": "answer.q_nps", "op": "is_answered"}}},
        {"id": "q_y", "kind": "text", "show_if": {"field": "answer.q_x", "op": "is_answered"}},
    ]);
    let always_jumped_over = json!([
        {"id": "q_nps", "kind": "nps", "required": true, "jump_if": [
            {"when": {"field": "answer.q_nps", "op": "gte", "value": 5}, "to": "q_z"},
            {"when": {"field": "answer.q_nps", "op": "lte", "value": 6}, "to": "q_z"}]},
        {"id": "q_y", "kind": "text"},
        {"id": "q_z", "kind": "text"},
    ]);
    let reached_by_one_combination = json!([
        {"id": "q_many", "kind": "multiple", "choices": [{"id": "a", "texts": {}}, {"id": "b", "texts": {}}, {"id": "c", "texts": {}}]},
        {"id": "q_m", "kind": "matrix", "max": 3, "rows": [{"id": "r", "texts": {}}, {"id": "s", "texts": {}}]},
        {"id": "q_x", "kind": "text", "show_if": {"all": [
            {"field": "answer.q_many", "op": "eq", "value": "a"}, {"field": "answer.q_many", "op": "eq", "value": "b"},
            {"field": "answer.q_m.r", "op": "eq", "value": 1}, {"field": "answer.q_m.s", "op": "eq", "value": 3}]}},
    ]);

    assert_eq!(dead(contradiction), ["questions.1"]);
    assert_eq!(dead(of_words), [""; 0]);
    assert_eq!(dead(behind_a_dead_one), ["questions.1", "questions.2"]);
    assert_eq!(dead(always_jumped_over), ["questions.1"]);
    assert_eq!(dead(reached_by_one_combination), [""; 0]);
}

#[test]
fn values_of_hidden_questions_do_not_show_others() {
    let questions = survey();
    let asked = Asked::of(&questions, 0, "inv_1");
    let id = |text: &str| QuestionId::parse(text).unwrap();
    let stale = Values::from([
        (id("q_nps"), AnswerValue::Number(9)),
        (id("q_improve"), AnswerValue::Text("written while the score was 3".to_owned())),
    ]);

    let shown: Vec<_> = asked.shown(&stale).iter().map(|question| question.id.to_string()).collect();

    assert_eq!(shown, ["q_nps", "q_work", "q_phone", "q_end"]);
}
