//! Sentences about the question bank.

use super::CAMPAIGN;
use crate::world::World;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// A category with two questions in both languages; returns its id.
async fn work(world: &World) -> String {
    let category =
        world.post("/v1/categories", json!({ "name": "Travail" })).await.expect(StatusCode::CREATED);
    let id = category.json["id"].as_str().unwrap().to_owned();
    for (question, position) in [("q_speed", 1), ("q_care", 0)] {
        world.post("/v1/questions", asked(&id, question, position)).await.expect(StatusCode::CREATED);
    }
    id
}

fn asked(category: &str, id: &str, position: u32) -> Value {
    json!({ "id": id, "kind": "csat", "texts": { "fr": "Bien ?", "en": "Good?" },
        "category_id": category, "position": position })
}

fn fields(errors: &[String]) -> Vec<String> {
    errors.iter().map(|error| error.split(':').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_question_of_the_bank_is_written_once_and_keeps_its_id_and_kind() {
    let world = World::new().await;
    let category = work(&world).await;

    let made = world.post("/v1/questions", json!({ "kind": "text", "category_id": category })).await;
    let listed = world.get(&format!("/v1/questions?category_id={category}")).await;
    let changed =
        world.patch("/v1/questions/q_care", json!({ "satisfied_choices": [5], "position": 3 })).await;
    let moved =
        world.patch("/v1/questions/q_care", json!({ "kind": "ces", "satisfied_choices": null })).await;
    let twice = world.post("/v1/questions", asked(&category, "q_care", 0)).await;

    assert!(made.expect(StatusCode::CREATED).json["id"].as_str().unwrap().starts_with("q_"));
    assert_eq!(listed.json["items"].as_array().unwrap().len(), 3);
    let changed = changed.expect(StatusCode::OK);
    assert_eq!((&changed.json["satisfied_choices"], &changed.json["position"]), (&json!([5]), &json!(3)));
    assert_eq!(changed.json["texts"]["fr"], "Bien ?");
    assert_eq!(moved.errors(), ["kind: a question keeps its kind: make another question"]);
    twice.expect(StatusCode::CONFLICT);
}

#[tokio::test]
async fn each_bad_field_of_a_bank_question_is_named_with_its_reason() {
    let world = World::new().await;
    let category = work(&world).await;
    let table = [
        (json!({ "kind": "csat" }), "category_id: it is needed"),
        (json!({ "kind": "csat", "category_id": "cat_gone" }), "category_id: there is no such category"),
        (json!({ "kind": "csat", "category_id": "gone" }), "category_id: `gone` is not a category id"),
        (
            json!({ "kind": "csat", "category_id": category, "position": -1 }),
            "position: expected a whole number",
        ),
        (json!({ "category_id": category }), "kind: it is needed"),
        (json!({ "kind": "poem", "category_id": category }), "kind: `poem` is none of"),
        (json!({ "kind": "csat", "category_id": category, "x": 1 }), "x: there is no such field here"),
        (
            json!({ "kind": "csat", "id": "speed", "category_id": category }),
            "id: `speed` is not a question id",
        ),
    ];

    for (body, expected) in table {
        let refused = world.post("/v1/questions", body.clone()).await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.text);
        let errors = refused.errors();
        assert!(errors.iter().any(|error| error.starts_with(expected)), "{body}: {errors:?}");
    }
}

#[tokio::test]
async fn b8_b9_a_campaign_picks_categories_and_leaves_questions_out() {
    let world = World::new().await;
    let category = work(&world).await;

    let body = json!({ "categories": [category], "excluded_questions": ["q_care"] });
    let picked = world.patch(CAMPAIGN, body).await.expect(StatusCode::OK);
    let unknown = json!({ "categories": ["cat_gone", category, category], "excluded_questions": ["q_gone"] });
    let refused = world.patch(CAMPAIGN, unknown).await;

    assert_eq!(picked.json["categories"], json!([category]));
    assert_eq!(picked.json["excluded_questions"], json!(["q_care"]));
    assert_eq!(fields(&refused.errors()), ["categories.0", "categories.2", "excluded_questions.0"]);
}

/// B16: a published campaign never asks a question that lacks one of its languages, not by a change of the bank either.
#[tokio::test]
async fn the_bank_cannot_leave_a_published_campaign_incomplete() {
    let world = World::new().await;
    let category = work(&world).await;
    world.patch(CAMPAIGN, json!({ "categories": [category] })).await.expect(StatusCode::OK);

    let half = json!({ "id": "q_half", "kind": "csat", "texts": { "fr": "Et ?" }, "category_id": category });
    let added = world.post("/v1/questions", half).await;
    let emptied = world.patch("/v1/questions/q_care", json!({ "texts": { "en": null } })).await;
    let second = json!({ "kind": "nps", "texts": { "fr": "?", "en": "?" }, "category_id": category });
    let second = world.post("/v1/questions", second).await;

    assert_eq!(
        added.expect(StatusCode::UNPROCESSABLE_ENTITY).errors(),
        ["texts.en: write it in this language too"]
    );
    assert_eq!(emptied.status, 422);
    assert_eq!(second.status, 422, "NPS is asked once");
    world.get("/v1/questions/q_half").await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_retired_question_stays_readable_and_a_used_category_stays() {
    let world = World::new().await;
    let category = work(&world).await;
    let path = format!("/v1/categories/{category}");
    let full = world.call("DELETE", &path, None).await;

    for id in ["q_speed", "q_care", "q_care"] {
        let gone = world.call("DELETE", &format!("/v1/questions/{id}"), None).await;
        gone.expect(StatusCode::NO_CONTENT);
    }
    world.patch(CAMPAIGN, json!({ "categories": [category] })).await.expect(StatusCode::OK);
    let picked = world.call("DELETE", &path, None).await;
    world.patch(CAMPAIGN, json!({ "categories": [] })).await.expect(StatusCode::OK);
    let removed = world.call("DELETE", &path, None).await;

    full.expect(StatusCode::CONFLICT);
    picked.expect(StatusCode::CONFLICT);
    removed.expect(StatusCode::NO_CONTENT);
    assert_eq!(world.get("/v1/questions").await.json["items"], json!([]));
    assert!(world.get("/v1/questions/q_care").await.json["retired_at"].is_string());
}

#[tokio::test]
async fn e9_asking_promoters_only_is_taken_with_a_warning() {
    let world = World::new().await;
    let links = json!([{ "name": "Google", "url": "https://g.example/r" }]);

    let all = world.patch(CAMPAIGN, json!({ "review_links": links })).await.expect(StatusCode::OK);
    let gated =
        world.patch(CAMPAIGN, json!({ "review_prompt": "promoters_only" })).await.expect(StatusCode::OK);
    let bad = json!({ "review_links": [{ "name": "", "url": "http://g.example" }] });
    let bad = world.patch(CAMPAIGN, bad).await;

    assert_eq!((&all.json["review_prompt"], &all.json["warnings"]), (&json!("all"), &json!([])));
    assert_eq!(gated.json["warnings"][0]["field"], "review_prompt");
    assert_eq!(fields(&bad.errors()), ["review_links.0.name", "review_links.0.url"]);
}
