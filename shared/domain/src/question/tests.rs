//! Questions as they are written down, drawn, and shown along the answers.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

use super::*;
use crate::answer;
use crate::answer::Form;
use crate::condition::Condition;
use crate::name::QuestionId;
use crate::question::{AnswerValue, Missing, SurveyType, Values};
use proptest::prelude::*;
use serde_json::{Value, json};

fn ask(id: &str, kind: QuestionKind) -> Question {
    let id = QuestionId::parse(id).unwrap();
    Question { id, texts: Texts::new(), kind, required: false, options: QuestionOptions::default() }
}

fn bank(others: usize) -> Vec<Question> {
    let mut questions: Vec<_> = (0..others).map(|n| ask(&format!("q_{n}"), QuestionKind::Text)).collect();
    questions.insert(others / 2, ask("q_nps", QuestionKind::Nps));
    questions
}

fn read(questions: Value) -> Vec<Question> {
    serde_json::from_value(questions).unwrap()
}

fn wrong(questions: &[Question]) -> Vec<String> {
    let each = questions.iter().enumerate();
    let placed: Vec<_> =
        each.map(|(n, question)| Placed { field: format!("questions.{n}"), question }).collect();
    wrong_logic(SurveyType::Nps, &placed)
        .into_iter()
        .map(|Missing { field, reason }| format!("{field}: {reason}"))
        .collect()
}

#[test]
fn every_kind_reads_back_as_it_was_written() {
    let choices = json!([{"id": "yes", "texts": {}}, {"id": "no", "texts": {}}]);
    let kinds = [
        json!({"kind": "nps"}),
        json!({"kind": "csat", "not_applicable": true, "satisfied_choices": [5]}),
        json!({"kind": "ces"}),
        json!({"kind": "rating", "max": 7}),
        json!({"kind": "single", "choices": choices, "satisfied_choices": ["yes"]}),
        json!({"kind": "multiple", "choices": choices}),
        json!({"kind": "text", "show_if": {"field": "nps_type", "op": "eq", "value": "Detractor"}}),
        json!({"kind": "matrix", "rows": choices, "max": 5}),
        json!({"kind": "matrix", "rows": choices, "choices": choices}),
        json!({"kind": "statement", "jump_if": [{"when": {"not": {"field": "answer.q_0", "op": "is_answered"}}, "to": "end"}]}),
    ];

    for kind in kinds {
        let mut whole = json!({"id": "q_1", "texts": {"fr": "Ça va ?"}, "required": false});
        whole.as_object_mut().unwrap().extend(kind.as_object().unwrap().clone());
        let question: Question = serde_json::from_value(whole.clone()).unwrap();
        assert_eq!(serde_json::to_value(&question).unwrap(), whole, "nothing more and nothing less");
    }
}

#[test]
fn parts_that_do_not_fit_together_are_named() {
    let table = [
        (r#"{"id":"q_1","kind":"nps","colour":"red"}"#, "unknown field `colour`"),
        (r#"{"id":"q_1","kind":"rating"}"#, "a question of kind `rating` needs `max`"),
        (
            r#"{"id":"q_1","kind":"nps","max":10}"#,
            "`max` belongs to questions of kind `rating` or `matrix` only",
        ),
        (r#"{"id":"q_1","kind":"single"}"#, "a question of kind `single` or `multiple` needs `choices`"),
        (r#"{"id":"q_1","kind":"text","choices":[]}"#, "`choices` belong to questions of kind"),
        (r#"{"id":"q_1","kind":"matrix","max":5}"#, "a question of kind `matrix` needs `rows`"),
        (
            r#"{"id":"q_1","kind":"matrix","rows":[]}"#,
            "a question of kind `matrix` needs either `max` or `choices`",
        ),
        (r#"{"id":"q_1","kind":"csat","rows":[]}"#, "`rows` belong to questions of kind `matrix` only"),
        (r#"{"id":"q_1","kind":"statement","required":true}"#, "a statement is not answered"),
        (r#"{"id":"q_1","kind":"text","not_applicable":true}"#, "a text that does not apply is left empty"),
        (r#"{"id":"q_1","kind":"nps","satisfied_choices":[10]}"#, "`satisfied_choices` belong to scales"),
        (
            r#"{"id":"q_1","kind":"csat","satisfied_choices":[6]}"#,
            "`satisfied_choices` holds `6`, which cannot",
        ),
        (
            r#"{"id":"q_1","kind":"csat","satisfied_choices":["5"]}"#,
            "`satisfied_choices` holds `5`, which cannot",
        ),
        (r#"{"id":"q_1","kind":"csat","show_if":{}}"#, "give `all`, `any`, `not`, or a `field`"),
        (
            r#"{"id":"q_1","kind":"csat","show_if":{"any":[{"field":"answer.q_0","op":"is"}]}}"#,
            "at `/any/0`: `is` is not an operator",
        ),
        (
            r#"{"id":"q_1","kind":"csat","jump_if":[{"when":{"field": "answer.q_0", "op": "eq", "value": 1},"to":"home"}]}"#,
            "`home` is not a question id",
        ),
    ];

    for (text, expected) in table {
        let error = serde_json::from_str::<Question>(text).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{text}: {error}");
    }
}

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

/// Any condition on the questions `q_0..q_n`, sensible or not.
fn any_condition(questions: usize) -> impl Strategy<Value = Condition> {
    let field = prop_oneof![
        8 => (0..questions, proptest::option::of("[a-b]")).prop_map(|(n, row)| match row {
            Some(row) => format!("answer.q_{n}.{row}"),
            None => format!("answer.q_{n}"),
        }),
        1 => proptest::sample::select(vec!["nps_type", "nps_score", "contact.city"]).prop_map(str::to_owned),
    ];
    let literal = || {
        prop_oneof![
            (0..12_u8).prop_map(|number| json!(number)),
            prop_oneof!["[a-c]", Just(NOT_APPLICABLE.to_owned()), Just("Detractor".to_owned())]
                .prop_map(|text| json!(text))
        ]
    };
    let compared = ["eq", "ne", "gt", "gte", "lt", "lte", "contains", "not_contains", "starts_with"];
    let test = prop_oneof![
        (proptest::sample::select(compared.to_vec()), literal())
            .prop_map(|(op, value)| json!({"op": op, "value": value})),
        (proptest::sample::select(vec!["in", "not_in"]), proptest::collection::vec(literal(), 1..3))
            .prop_map(|(op, values)| json!({"op": op, "values": values})),
        proptest::sample::select(vec!["is_empty", "is_not_empty", "is_answered"])
            .prop_map(|op| json!({"op": op})),
    ];
    let leaf = (field, test).prop_map(|(field, mut test)| {
        test["field"] = json!(field);
        test
    });
    let tree = leaf.prop_recursive(2, 8, 3, |inner| {
        let parts = || proptest::collection::vec(inner.clone(), 1..3);
        prop_oneof![
            parts().prop_map(|parts| json!({ "all": parts })),
            parts().prop_map(|parts| json!({ "any": parts })),
            inner.clone().prop_map(|inner| json!({ "not": inner })),
        ]
    });
    tree.prop_map(|json| serde_json::from_value(json).unwrap())
}

fn any_kind() -> impl Strategy<Value = QuestionKind> {
    let choices =
        || -> Vec<_> { ["a", "b", "c"].map(|id| Choice { id: id.to_owned(), texts: Texts::new() }).to_vec() };
    prop_oneof![
        Just(QuestionKind::Nps),
        Just(QuestionKind::Csat),
        Just(QuestionKind::Text),
        Just(QuestionKind::Statement),
        Just(QuestionKind::Single { choices: choices() }),
        Just(QuestionKind::Multiple { choices: choices() }),
        Just(QuestionKind::Matrix { rows: choices(), columns: Columns::Scale { max: 5 } }),
    ]
}

fn any_questions() -> impl Strategy<Value = Vec<Question>> {
    let target = prop_oneof![
        Just(JumpTarget::End),
        (0..7_usize).prop_map(|n| JumpTarget::Question(QuestionId::parse(&format!("q_{n}")).unwrap()))
    ];
    let jump = (any_condition(7), target).prop_map(|(when, to)| Jump { when, to });
    let question = (
        any_kind(),
        any::<bool>(),
        any::<bool>(),
        proptest::option::of(any_condition(7)),
        proptest::collection::vec(jump, 0..2),
    );
    proptest::collection::vec(question, 1..7).prop_map(|questions| {
        let each = questions.into_iter().enumerate();
        each.map(|(n, (kind, required, not_applicable, show_if, jump_if))| {
            let options = QuestionOptions { not_applicable, show_if, jump_if, ..QuestionOptions::default() };
            Question { required, options, ..ask(&format!("q_{n}"), kind) }
        })
        .collect()
    })
}

fn any_form() -> impl Strategy<Value = Form> {
    let name = prop_oneof!["q_[0-6]", "q_[0-6]\\.[a-c]"];
    let value = prop_oneof!["[0-9]", "10", "[a-d]", Just(NOT_APPLICABLE.to_owned()), ".{0,3}"];
    proptest::collection::btree_map(name, proptest::collection::vec(value, 0..3), 0..10)
}

proptest! {
    #[test]
    fn a_sample_is_distinct_ordered_and_of_the_wanted_size(others in 0..20_usize, count in 0..25_usize, id in "[a-z]{1,8}") {
        let questions = bank(others);
        let asked = questions_asked(&questions, count, &id);
        let expected = if count == 0 { others } else { count.min(others) };
        prop_assert_eq!(asked.len(), expected + 1);
        let positions: Vec<_> = asked.iter().skip(1).map(|q| questions.iter().position(|o| o.id == q.id)).collect();
        prop_assert!(positions.windows(2).all(|pair| pair[0] < pair[1]));
    }

    /// B7, F8: whatever the conditions, the same invitation always gets the same questions, NPS first, each once.
    #[test]
    fn a_sample_with_conditions_is_stable(questions in any_questions(), count in 0..8_usize, id in "[a-z]{1,8}") {
        let asked = questions_asked(&questions, count, &id);
        prop_assert_eq!(&asked, &questions_asked(&questions, count, &id));
        let nps = asked.iter().position(|question| question.kind == QuestionKind::Nps);
        prop_assert!(nps.is_none_or(|at| at == 0));
        let free = asked.iter().filter(|q| q.options.show_if.is_none() && q.kind.is_asked() && q.kind != QuestionKind::Nps);
        prop_assert!(count == 0 || free.count() <= count);
    }

    /// No hidden question is ever stored, whatever is sent and whatever the conditions are.
    #[test]
    fn what_is_stored_was_shown(questions in any_questions(), form in any_form(), count in 0..4_usize) {
        let asked = Asked::of(&questions, count, "inv_1");
        let reading = answer::read(&asked, &form);
        let shown: Vec<_> = reading.shown.iter().map(|question| &question.id).collect();
        prop_assert!(reading.values.keys().all(|id| shown.contains(&id)));
        prop_assert_eq!(asked.shown(&reading.values).iter().map(|q| &q.id).collect::<Vec<_>>(), shown);
        for error in &reading.errors {
            let question = questions.iter().find(|q| answer::controls(q).contains(&error.field) && shown_has(&reading, q));
            prop_assert!(question.is_some() || error.problem == answer::Problem::NotAsked);
        }
    }

    /// The check never stops anybody, and a survey that passes it shows each of its questions to somebody.
    #[test]
    fn the_check_of_any_logic_ends(questions in any_questions()) {
        _ = wrong(&questions);
    }

    /// A question that a random visitor sees is never called unreachable.
    #[test]
    fn what_somebody_sees_is_not_called_dead(questions in any_questions(), forms in proptest::collection::vec(any_form(), 8)) {
        let dead: Vec<_> = wrong(&questions).iter().filter(|w| w.contains("no answers lead")).map(|w| w.split(':').next().unwrap().to_owned()).collect();
        let asked = Asked::of(&questions, 0, "");
        for form in forms {
            let reading = answer::read(&asked, &form);
            if reading.errors.iter().all(|error| error.problem == answer::Problem::NotAsked) {
                for question in reading.shown {
                    let at = questions.iter().position(|q| q.id == question.id).unwrap();
                    prop_assert!(!dead.contains(&format!("questions.{at}")), "{:?}", question.id);
                }
            }
        }
    }
}

fn shown_has(reading: &answer::Reading<'_>, question: &Question) -> bool {
    reading.shown.iter().any(|shown| shown.id == question.id)
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
