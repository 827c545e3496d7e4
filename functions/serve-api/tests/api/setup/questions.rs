//! Sentences about the questions of campaigns.

use super::CAMPAIGN;
use crate::world::World;
use axum::http::StatusCode;
use relance_testkit::builders::campaign;
use serde_json::json;

#[tokio::test]
async fn each_bad_part_of_a_question_is_named_with_its_reason() {
    let world = World::new().await;
    let table = [
        (
            json!({ "questions": [{ "id": "q_1", "kind": "matrix", "rows": [] }] }),
            "questions.0: a question of kind `matrix` needs either `max` or `choices`",
        ),
        (
            json!({ "questions": [{ "id": "q_1", "kind": "csat", "show_if": {"field": "answer.q_2", "op": "eq", "value": 1} }] }),
            "questions.0.show_if: `answer.q_2` names a question that the campaign does not have",
        ),
        (
            json!({ "questions": [{ "id": "q_1", "kind": "csat", "show_if": { "x": 1 } }] }),
            "questions.0.show_if: there is no `x` in a condition",
        ),
        (
            json!({ "questions": [{ "id": "q_1", "kind": "csat", "show_if": { "all": [{}] } }] }),
            "questions.0.show_if.all.0: give `all`, `any`, `not`, or a `field`",
        ),
        (
            json!({ "questions": [{ "id": "q_1", "kind": "csat",
                "jump_if": [{ "when": {"field": "answer.q_1", "op": "eq", "value": 1}, "to": "q_1" }] }] }),
            "questions.0.jump_if.0.to: `q_1` is not asked after this",
        ),
        (
            json!({ "questions": [{ "id": "q_1", "kind": "csat", "required": true },
                { "id": "q_2", "kind": "text", "show_if": {"not": {"field": "answer.q_1", "op": "is_answered"}} }] }),
            "questions.1: no answers lead to this question",
        ),
        (
            json!({ "questions": [{ "id": "q_1", "kind": "csat", "satisfied_choices": [6] }] }),
            "questions.0: `satisfied_choices` holds `6`, which cannot be answered",
        ),
    ];

    for (body, expected) in table {
        let refused = world.patch(CAMPAIGN, body.clone()).await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.text);
        let errors = refused.errors();
        assert!(errors.iter().any(|error| error.starts_with(expected)), "{body}: {errors:?}");
    }
    assert_eq!(world.stored(&campaign()).await, campaign());
}

/// Conditions that cannot work are refused in drafts too: nobody can tell later which question was meant.
#[tokio::test]
async fn a10_a_draft_may_lack_words_but_not_sense() {
    let world = World::new().await;
    let draft = |condition: serde_json::Value| {
        json!({ "name": "x", "questions": [
            { "id": "q_nps", "kind": "nps" }, { "id": "q_why", "kind": "text", "show_if": condition }] })
    };

    let good = world
        .post("/v1/campaigns", draft(json!({"field": "nps_type", "op": "eq", "value": "Detractor"})))
        .await;
    let bad =
        world.post("/v1/campaigns", draft(json!({ "field": "answer.q_nsp", "op": "is_answered" }))).await;

    let good = good.expect(StatusCode::CREATED);
    assert_eq!(
        good.json["questions"][1]["show_if"],
        json!({"field": "nps_type", "op": "eq", "value": "Detractor"})
    );
    let bad = bad.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        bad.errors(),
        ["questions.1.show_if: `answer.q_nsp` names a question that the campaign does not have"]
    );
}

#[tokio::test]
async fn publishing_names_what_rows_and_choices_lack() {
    let world = World::new().await;
    let texts = json!({ "fr": { "subject": "s", "title": "t" } });
    let said = json!({ "fr": "x" });
    let questions = json!([
        { "id": "q_m", "kind": "matrix", "max": 11, "texts": said,
          "rows": [{ "id": "a b", "texts": said }, { "id": "c", "texts": {} }] },
        { "id": "q_1", "kind": "single", "texts": said,
          "choices": [{ "id": "not_applicable", "texts": said }, { "id": "no", "texts": said }] },
        { "id": "q_2", "kind": "statement" },
    ]);
    let draft =
        world.post("/v1/campaigns", json!({ "name": "x", "texts": texts, "questions": questions })).await;
    let id = draft.expect(StatusCode::CREATED).json["id"].as_str().unwrap().to_owned();

    let refused = world.call("POST", &format!("/v1/campaigns/{id}/publish"), None).await;

    let refused = refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<_> =
        refused.errors().iter().map(|error| error.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(
        fields,
        [
            "questions.0.max",
            "questions.0.rows.1.texts.fr",
            "questions.0.rows.0.id",
            "questions.1.choices.0.id",
            "questions.2.texts.fr"
        ]
    );
}
