//! Sentences about what all calls share: problems, pages, repeated requests, headers, the description.

use crate::world::World;
use axum::http::StatusCode;
use jiff::SignedDuration;
use proptest::prelude::*;
use serde_json::{Value, json};

#[tokio::test]
async fn every_error_is_a_problem() {
    let world = World::new().await;
    let long = json!({ "name": "x".repeat(300 * 1024) }).to_string();
    let key = ("authorization", "Bearer rl.demo.key");
    let json = ("content-type", "application/json");
    let form = ("content-type", "application/x-www-form-urlencoded");
    let table = [
        ("GET", "/v1/nothing", "", json, 404),
        ("GET", "/v1/campaigns/cmp_gone", "", json, 404),
        ("GET", "/v1/campaigns/not-an-id", "", json, 404),
        ("DELETE", "/v1/campaigns", "", json, 405),
        ("POST", "/v1/campaigns", "name=x", form, 415),
        ("POST", "/v1/campaigns", "{\"name\":", json, 400),
        ("POST", "/v1/campaigns", "[]", json, 422),
        ("POST", "/v1/campaigns", &long, json, 413),
        ("GET", "/v1/campaigns?limit=0", "", json, 422),
        ("GET", "/v1/campaigns?limit=101", "", json, 422),
        ("GET", "/v1/campaigns?cursor=%2F", "", json, 422),
        ("GET", "/v1/campaigns?colour=red", "", json, 422),
        ("GET", "/v1/audit?id=%C2%84", "", json, 422),
    ];

    for (method, path, body, kind, status) in table {
        let answer = world.raw(method, path, body.to_owned(), &[key, kind]).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {path}");
        assert_eq!(answer.json["status"], status, "{method} {path}");
        assert!(answer.json["title"].is_string() && answer.json["detail"].is_string(), "{}", answer.text);
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let world = World::new().await;

    let answer = world.call("DELETE", "/v1/campaigns", None).await.expect(StatusCode::METHOD_NOT_ALLOWED);

    assert_eq!(answer.header("allow"), "GET,HEAD,POST");
}

#[tokio::test]
async fn answers_are_neither_cached_nor_sniffed() {
    let world = World::new().await;

    for path in ["/v1/campaigns", "/v1/nothing", "/v1/openapi.json"] {
        let answer = world.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
    }
}

#[tokio::test]
async fn pages_follow_one_another_to_the_end() {
    let world = World::new().await;
    for n in 0..4 {
        world.post("/v1/campaigns", json!({ "name": n.to_string() })).await.expect(StatusCode::CREATED);
        world.clock.advance(SignedDuration::from_secs(1));
    }

    let first = world.get("/v1/campaigns?limit=3").await;
    let second =
        world.get(&format!("/v1/campaigns?limit=3&cursor={}", first.json["cursor"].as_str().unwrap())).await;

    assert_eq!([first.each("name"), second.each("name")].concat(), ["0", "1", "2", "3", "Satisfaction"]);
    assert_eq!(second.json["cursor"], Value::Null);
}

async fn create(world: &World, key: &str, name: &str) -> crate::world::Answer {
    let headers = [("idempotency-key", key)];
    world.call_with("POST", "/v1/campaigns", Some(json!({ "name": name })), &headers).await
}

#[tokio::test]
async fn r4_4_the_same_request_is_carried_out_once_and_answered_alike() {
    let world = World::new().await;

    let first = create(&world, "k1", "a").await.expect(StatusCode::CREATED);
    let again = create(&world, "k1", "a").await.expect(StatusCode::CREATED);

    assert_eq!((&first.json, first.header("etag")), (&again.json, again.header("etag")));
    assert_eq!(again.header("content-type"), "application/json");
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), ("", "true"));
    assert_eq!(world.get("/v1/campaigns").await.each("name"), ["a", "Satisfaction"]);
}

#[tokio::test]
async fn r4_4_another_body_under_the_same_key_is_refused() {
    let world = World::new().await;
    create(&world, "k1", "a").await.expect(StatusCode::CREATED);

    let other = create(&world, "k1", "b").await.expect(StatusCode::UNPROCESSABLE_ENTITY);

    assert!(other.errors()[0].starts_with("Idempotency-Key: this key was used with another body"));
}

#[tokio::test]
async fn r4_4_a_key_is_free_on_another_route_and_after_a_day() {
    let world = World::new().await;
    create(&world, "k1", "a").await.expect(StatusCode::CREATED);

    let headers = [("idempotency-key", "k1")];
    let elsewhere =
        world.call_with("POST", "/v1/opt-outs", Some(json!({ "email": "a@b.ca" })), &headers).await;
    world.clock.advance(SignedDuration::from_hours(24));
    let later = create(&world, "k1", "b").await;

    elsewhere.expect(StatusCode::CREATED);
    later.expect(StatusCode::CREATED);
}

#[tokio::test]
async fn r4_4_a_refusal_is_repeated_too() {
    let world = World::new().await;

    let first = create(&world, "k1", "").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    let again = create(&world, "k1", "").await.expect(StatusCode::UNPROCESSABLE_ENTITY);

    assert_eq!(first.json, again.json);
    assert_eq!(again.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn r4_4_a_request_in_flight_is_not_carried_out_twice() {
    use relance_application::call::{Begun, Repeat};
    let world = World::new().await;
    let repeat = Repeat { records: &*world.records, clock: &world.clock };
    let organization = relance_testkit::builders::organization().id;
    let body = json!({ "name": "a" }).to_string();
    let (route, name) = ("POST /campaigns", "k1");
    let begun = repeat.begin(&organization, route, name, body.as_bytes()).await.unwrap();
    assert!(matches!(begun, Begun::Fresh(..)));

    let meanwhile = create(&world, "k1", "a").await;
    world.clock.advance(SignedDuration::from_mins(3));
    let abandoned = create(&world, "k1", "a").await;

    meanwhile.expect(StatusCode::CONFLICT);
    abandoned.expect(StatusCode::CREATED);
}

#[tokio::test]
async fn the_description_is_complete_and_stays_as_it_is() {
    let world = World::new().await;

    let document = world.raw("GET", "/v1/openapi.json", String::new(), &[]).await.expect(StatusCode::OK);

    assert!(document.json["openapi"].as_str().unwrap().starts_with("3.1"));
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_json_snapshot!("openapi", document.json);
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// R6.6: whatever the size of a page, the pages together are the list.
    #[test]
    fn r6_6_pages_of_any_size_hold_every_item_once_and_in_order(items in 0..25_usize, limit in 1..12_usize) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (found, pages) = runtime.block_on(async {
            let world = World::new().await;
            for n in 0..items {
                world.post("/v1/campaigns", json!({ "name": n.to_string() })).await.expect(StatusCode::CREATED);
                world.clock.advance(SignedDuration::from_secs(1));
            }
            let (mut found, mut pages, mut path) = (Vec::new(), 0, format!("/v1/campaigns?limit={limit}"));
            loop {
                let page = world.get(&path).await.expect(StatusCode::OK);
                found.extend(page.each("name").into_iter().map(str::to_owned));
                pages += 1;
                let Some(cursor) = page.json["cursor"].as_str() else { return (found, pages) };
                path = format!("/v1/campaigns?limit={limit}&cursor={cursor}");
            }
        });

        let expected: Vec<_> = (0..items).map(|n| n.to_string()).chain(["Satisfaction".to_owned()]).collect();
        prop_assert_eq!(found, expected);
        prop_assert!(pages <= (items + 1) / limit + 1);
    }
}
