//! Sentences about webhooks: where they may be, what is kept of them, and that secrets never come out.

use crate::world::World;
use axum::http::StatusCode;
use relance_application::ports::seal::Secrets as _;
use serde_json::{Value, json};

const NEW: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OLD: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

fn body() -> Value {
    json!({ "url": "https://example.com/hook", "events": ["alert.created"], "secrets": [NEW, OLD] })
}

#[tokio::test]
async fn r4_5_a_webhook_is_made_and_its_secrets_go_in_and_never_come_out() {
    let world = World::new().await;

    let made = world.post("/v1/webhooks", body()).await.expect(StatusCode::CREATED);

    let id = made.json["id"].as_str().unwrap();
    assert_eq!(made.json["enabled"], true);
    assert!(!made.json.to_string().contains("whsec_"));
    assert_eq!(world.secrets.live(&format!("demo/webhooks/{id}")).await.unwrap(), [NEW, OLD]);
    let listed = world.get("/v1/webhooks").await.expect(StatusCode::OK);
    assert_eq!(listed.each("id"), [id]);
}

#[tokio::test]
async fn r4_5_everything_that_is_wrong_is_named_at_once() {
    let world = World::new().await;
    let wrong = json!({ "url": "https://10.0.0.1/hook", "events": [], "secrets": ["short", NEW, OLD] });

    let refused = world.post("/v1/webhooks", wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    let unsigned = json!({ "url": "https://example.com/hook", "events": ["answer.completed"] });
    let unsigned = world.post("/v1/webhooks", unsigned).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    let unknown =
        json!({ "url": "https://example.com/hook", "events": ["answer.deleted"], "secrets": [NEW] });
    let unknown = world.post("/v1/webhooks", unknown).await.expect(StatusCode::UNPROCESSABLE_ENTITY);

    let fields: Vec<_> =
        refused.errors().iter().map(|error| error.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(fields, ["url", "events", "secrets", "secrets.0"]);
    assert_eq!(unsigned.errors(), ["secrets: give one: every call is signed"]);
    assert!(unknown.errors()[0].starts_with("events"), "{:?}", unknown.errors());
}

#[tokio::test]
async fn secrets_are_rotated_and_an_endpoint_is_stopped_started_and_taken_away() {
    let world = World::new().await;
    let made = world.post("/v1/webhooks", body()).await.expect(StatusCode::CREATED);
    let id = made.json["id"].as_str().unwrap();
    let path = format!("/v1/webhooks/{id}");

    let rotated = world.patch(&path, json!({ "secrets": [OLD] })).await.expect(StatusCode::OK);
    let stopped = world.patch(&path, json!({ "enabled": false })).await.expect(StatusCode::OK);
    let started = world.patch(&path, json!({ "enabled": true })).await.expect(StatusCode::OK);
    let unsigned = world.patch(&path, json!({ "secrets": [] })).await;
    world.call("DELETE", &path, None).await.expect(StatusCode::NO_CONTENT);

    assert_eq!(world.secrets.live(&format!("demo/webhooks/{id}")).await.unwrap(), [OLD]);
    assert_eq!(rotated.json["url"], "https://example.com/hook");
    assert_eq!(stopped.json["disabled_reason"], "disabled by hand");
    assert_eq!((&started.json["enabled"], &started.json["disabled_reason"]), (&json!(true), &Value::Null));
    unsigned.expect(StatusCode::UNPROCESSABLE_ENTITY);
    world.get(&path).await.expect(StatusCode::NOT_FOUND);
}
