//! How questions are written and what cannot be saved.
//! What they lead to is in the files beside it.

use super::*;

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
