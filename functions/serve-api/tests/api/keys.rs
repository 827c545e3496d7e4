//! Sentences about keys of the API, and about who changed what by them.

use crate::world::{Answer, KEY, World};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use jiff::SignedDuration;
use relance_adapters::edge::Peer;
use serde_json::{Value, json};

/// A key made by the key of `demo`.
async fn made(world: &World, body: Value) -> Answer {
    world.post("/v1/api-keys", body).await.expect(StatusCode::CREATED)
}

async fn by(world: &World, key: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
    let bearer = format!("Bearer {key}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    world.raw(method, path, body.map(|body| body.to_string()).unwrap_or_default(), &headers).await
}

fn secret(made: &Answer) -> String {
    made.json["key"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn r5_9_a_key_is_shown_once_opens_its_scopes_and_ends_when_it_is_revoked() {
    let world = World::new().await;

    let made = made(&world, json!({ "name": "tableau", "scopes": ["read"] })).await;
    let (id, key) = (made.json["id"].as_str().unwrap(), secret(&made));
    let read = by(&world, &key, "GET", "/v1/settings", None).await;
    let changed = by(&world, &key, "PATCH", "/v1/settings", Some(json!({ "language": "en" }))).await;
    let listed = world.get("/v1/api-keys").await;
    world.call("DELETE", &format!("/v1/api-keys/{id}"), None).await.expect(StatusCode::NO_CONTENT);
    world.call("DELETE", &format!("/v1/api-keys/{id}"), None).await.expect(StatusCode::NO_CONTENT);
    let after = by(&world, &key, "GET", "/v1/settings", None).await;

    assert!(key.len() >= 32, "it can be guessed");
    read.expect(StatusCode::OK);
    let refused = changed.expect(StatusCode::FORBIDDEN);
    assert_eq!(refused.json["detail"], "this asks for a key with `manage`; yours has read");
    assert!(listed.each("name").contains(&"tableau") && !listed.text.contains(&key), "{}", listed.text);
    after.expect(StatusCode::UNAUTHORIZED);
    let kept = world.get(&format!("/v1/api-keys/{id}")).await;
    assert!(kept.json["revoked_at"].is_string() && !kept.text.contains(&key), "{}", kept.text);
    assert!(!format!("{:?}", world.records.everything()).contains(&key), "it is stored");
}

#[tokio::test]
async fn r5_9_a_key_gives_neither_more_nor_longer_than_it_has() {
    let world = World::new().await;
    let limited = json!({ "name": "outil", "scopes": ["manage"], "expires_at": "2026-12-01T00:00:00Z" });
    let key = secret(&made(&world, limited).await);
    let ask = async |body: Value| by(&world, &key, "POST", "/v1/api-keys", Some(body)).await;

    let more = ask(json!({ "name": "x", "scopes": ["hooks"], "expires_at": "2026-12-01T00:00:00Z" })).await;
    let longer = ask(json!({ "name": "x", "scopes": ["read"], "expires_at": "2026-12-02T00:00:00Z" })).await;
    let for_ever = ask(json!({ "name": "x", "scopes": ["read"] })).await;
    let less = ask(json!({ "name": "x", "scopes": ["read"], "expires_at": "2026-11-30T00:00:00Z" })).await;

    assert_eq!(
        more.expect(StatusCode::FORBIDDEN).errors(),
        ["scopes: your key has manage: it cannot give more"]
    );
    for refused in [longer, for_ever] {
        let refused = refused.expect(StatusCode::FORBIDDEN);
        assert!(
            refused.errors()[0].starts_with("expires_at: your key ends at 2026-12-01"),
            "{}",
            refused.text
        );
    }
    less.expect(StatusCode::CREATED);
}

#[tokio::test]
async fn a_key_that_opens_nothing_or_is_over_already_is_refused_by_name() {
    let world = World::new().await;
    let table = [
        (json!({ "name": "x", "scopes": [] }), "scopes"),
        (json!({ "name": "x", "scopes": ["admin"] }), "scopes"),
        (json!({ "name": " ", "scopes": ["read"] }), "name"),
        (json!({ "name": "x", "scopes": ["read"], "expires_at": "2020-01-01T00:00:00Z" }), "expires_at"),
        (json!({ "name": "x", "scopes": ["read"], "key": "mine" }), "key"),
    ];

    for (body, field) in table {
        let answer = world.post("/v1/api-keys", body).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.errors()[0].starts_with(field), "{}", answer.text);
    }
}

#[tokio::test]
async fn r5_9_a_key_ends_at_its_instant() {
    let world = World::new().await;
    let until = (world.clock_now() + SignedDuration::from_hours(1)).to_string();
    let key = secret(&made(&world, json!({ "name": "x", "scopes": ["read"], "expires_at": until })).await);

    world.clock.advance(SignedDuration::from_secs(3_599));
    let before = by(&world, &key, "GET", "/v1/settings", None).await;
    world.clock.advance(SignedDuration::from_secs(1));
    let after = by(&world, &key, "GET", "/v1/settings", None).await;

    before.expect(StatusCode::OK);
    after.expect(StatusCode::UNAUTHORIZED);
}

/// R5.9: it costs one write an hour and key, not one a call.
#[tokio::test]
async fn r5_9_the_last_use_is_noted_to_the_hour() {
    let world = World::new().await;
    let made = made(&world, json!({ "name": "x", "scopes": ["read"] })).await;
    let (path, key) = (format!("/v1/api-keys/{}", made.json["id"].as_str().unwrap()), secret(&made));
    let used = async || world.get(&path).await.json["last_used_at"].clone();
    let call = async || _ = by(&world, &key, "GET", "/v1/settings", None).await;

    let never = used().await;
    call().await;
    let first = used().await;
    world.clock.advance(SignedDuration::from_secs(3_599));
    call().await;
    let within = used().await;
    world.clock.advance(SignedDuration::from_secs(1));
    call().await;
    let later = used().await;

    assert_eq!((never, within), (Value::Null, first.clone()));
    assert!(first.is_string() && later.is_string() && first != later, "{first} {later}");
}

#[tokio::test]
async fn r4_4_an_answer_with_a_secret_is_not_kept_for_repeated_requests() {
    let world = World::new().await;
    let body = json!({ "name": "x", "scopes": ["read"] });
    let twice = [("idempotency-key", "k1")];

    let first = world.call_with("POST", "/v1/api-keys", Some(body.clone()), &twice).await;
    let again = world.call_with("POST", "/v1/api-keys", Some(body), &twice).await;

    let key = secret(&first.expect(StatusCode::CREATED));
    let again = again.expect(StatusCode::CONFLICT);
    assert_eq!(again.header("content-type"), "application/problem+json");
    assert!(!format!("{:?}", world.records.everything()).contains(&key), "it is kept");
    assert_eq!(world.get("/v1/api-keys").await.each("name").len(), 2, "it was made again");
}

async fn from(world: &World, peer: &str, key: &str) -> Answer {
    let request = Request::get("/v1/settings").header("authorization", format!("Bearer {key}"));
    let mut request = request.body(Body::empty()).unwrap();
    request.extensions_mut().insert(Peer(peer.parse().unwrap()));
    world.send(request).await
}

/// R5.9: by source, so that nobody stops the others; and nothing is looked up for who is slowed.
#[tokio::test]
async fn r5_9_wrong_keys_slow_down_their_source_and_nobody_else() {
    let world = World::new().await;
    let fresh = secret(&made(&world, json!({ "name": "x", "scopes": ["read"] })).await);
    from(&world, "203.0.113.7", KEY).await.expect(StatusCode::OK);

    let mut tries = Vec::new();
    for n in 0..25 {
        tries.push(from(&world, "203.0.113.7", &format!("wrong-{n}")).await);
    }
    let neighbours = from(&world, "203.0.113.8", &fresh).await;
    let known = from(&world, "203.0.113.7", KEY).await;
    let unknown_yet = from(&world, "203.0.113.9", "wrong").await;
    world.clock.advance(SignedDuration::from_secs(5));
    let later = from(&world, "203.0.113.7", "wrong").await;

    let statuses: Vec<_> = tries.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [[401; 20].as_slice(), &[429; 5]].concat());
    let slowed = &tries[24];
    assert_eq!(
        (slowed.header("retry-after"), slowed.header("content-type")),
        ("5", "application/problem+json")
    );
    neighbours.expect(StatusCode::OK);
    known.expect(StatusCode::OK);
    unknown_yet.expect(StatusCode::UNAUTHORIZED);
    later.expect(StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn r5_12_each_change_is_told_with_who_what_and_when() {
    let world = World::new().await;
    let theme = world.post("/v1/themes", json!({ "name": "bleu" })).await.json["id"].clone();
    world.clock.advance(SignedDuration::from_secs(1));
    world.patch(&format!("/v1/themes/{}", theme.as_str().unwrap()), json!({ "name": "vert" })).await;
    world.clock.advance(SignedDuration::from_secs(1));
    world.call("DELETE", &format!("/v1/themes/{}", theme.as_str().unwrap()), None).await;
    world.get("/v1/themes").await;
    world.patch("/v1/themes/thm_gone", json!({ "name": "x" })).await.expect(StatusCode::NOT_FOUND);

    let told = world.get(&format!("/v1/audit?id={}", theme.as_str().unwrap())).await.expect(StatusCode::OK);

    let key = world.get("/v1/api-keys").await.json["items"][0]["id"].clone();
    let expected = [
        ("removed", "DELETE /v1/themes/{id}"),
        ("changed", "PATCH /v1/themes/{id}"),
        ("created", "POST /v1/themes"),
    ];
    let items = told.json["items"].as_array().unwrap();
    assert_eq!(items.len(), expected.len(), "{}", told.text);
    for (item, (action, call)) in items.iter().zip(expected) {
        assert_eq!(item["done"], json!([{ "kind": "theme", "id": theme, "action": action }]));
        assert_eq!((&item["by"], &item["who"], &item["call"]), (&json!("key"), &key, &json!(call)));
        assert!(item["at"].is_string());
    }
    assert_eq!(
        world.get("/v1/audit").await.json["items"].as_array().unwrap().len(),
        3,
        "nothing else changed"
    );
}

/// R5.12: a change that is not made is not told, and one that is told was made: they are one transaction.
#[tokio::test]
async fn r5_12_the_audit_is_paged_newest_first_and_forgotten_after_thirteen_months() {
    let world = World::new().await;
    for name in ["a", "b", "c"] {
        world.post("/v1/themes", json!({ "name": name })).await.expect(StatusCode::CREATED);
        world.clock.advance(SignedDuration::from_secs(1));
    }

    let first = world.get("/v1/audit?limit=2").await;
    let rest =
        world.get(&format!("/v1/audit?limit=2&cursor={}", first.json["cursor"].as_str().unwrap())).await;

    let ids = [first.each("id"), rest.each("id")].concat();
    let mut sorted = ids.clone();
    sorted.sort_unstable_by(|one, other| other.cmp(one));
    assert_eq!((ids.len(), &ids), (3, &sorted));
    let kept = world.records.everything().into_iter().filter(|record| record.key.id.starts_with("aud_"));
    let ends: Vec<_> = kept.map(|record| record.expires_at.unwrap()).collect();
    assert_eq!(ends[0], relance_testkit::builders::now() + SignedDuration::from_hours(396 * 24));
}

/// R5.11.
#[tokio::test]
async fn r5_12_an_export_of_answers_is_told() {
    let world = World::new().await;

    world.get("/v1/answers.csv").await.expect(StatusCode::OK);

    let told = world.get("/v1/audit").await;
    assert_eq!(told.json["items"][0]["done"], json!([{ "kind": "answer", "id": "", "action": "exported" }]));
    assert_eq!(told.json["items"][0]["call"], "GET /v1/answers.csv");
}
