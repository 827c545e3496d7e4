//! Sentences about the shape of conditions, wherever one stands in a body.

use super::CAMPAIGN;
use crate::world::{Answer, World};
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Three parts that are wrong in three ways, and two that are not.
fn misshapen() -> Value {
    json!({ "any": [
        { "field": "contact.city", "op": "equals", "value": "Laval" },
        { "field": "contact.city", "op": "eq", "value": "Laval" },
        { "all": [
            { "field": "contact.city", "op": "in", "value": "Laval" },
            { "field": "contact.city", "op": "is_empty" },
            { "feild": "contact.city", "op": "eq", "value": "Laval" },
        ] },
    ] })
}

const POINTERS: [&str; 4] = ["/any/0", "/any/2/all/0", "/any/2/all/2", "/any/2/all/2"];

fn pointers(answer: &Answer) -> Vec<&str> {
    answer.json["errors"].as_array().unwrap().iter().map(|bad| bad["pointer"].as_str().unwrap()).collect()
}

/// A13, D17: nobody mends a condition part by part.
#[tokio::test]
async fn every_misshapen_part_of_a_condition_is_told_at_once_wherever_it_stands() {
    let world = World::new().await;
    let wrong = misshapen();
    let question = json!({ "id": "q_1", "kind": "csat", "show_if": wrong });
    let jump = json!({ "id": "q_1", "kind": "csat", "jump_if": [{ "when": wrong, "to": "q_2" }] });
    let then = json!({ "raise_alert": { "owner": "a@b.ca" } });
    let table = [
        ("PATCH", CAMPAIGN, json!({ "criteria": wrong }), "/criteria"),
        ("POST", "/v1/campaigns", json!({ "name": "x", "criteria": wrong }), "/criteria"),
        (
            "PATCH",
            CAMPAIGN,
            json!({ "waves": { "first": "2026-12-01", "every_months": 3, "criteria": wrong } }),
            "/waves/criteria",
        ),
        ("PATCH", CAMPAIGN, json!({ "questions": [question] }), "/questions/0/show_if"),
        ("PATCH", CAMPAIGN, json!({ "questions": [jump] }), "/questions/0/jump_if/0/when"),
        (
            "POST",
            "/v1/questions",
            json!({ "category_id": "cat_work", "kind": "csat", "show_if": wrong }),
            "/show_if",
        ),
        (
            "POST",
            "/v1/rules",
            json!({ "campaign_id": "cmp_satisfaction", "name": "x", "when": wrong, "then": then }),
            "/when",
        ),
        (
            "PUT",
            "/v1/alert-routing",
            json!({ "rows": [{ "owner": "a@b.ca", "when": wrong }] }),
            "/rows/0/when",
        ),
        (
            "POST",
            "/v1/campaigns/cmp_satisfaction/send",
            json!({ "contacts": { "criteria": wrong } }),
            "/contacts/criteria",
        ),
    ];

    for (method, path, body, condition) in table {
        let refused = world.call(method, path, Some(body)).await;

        let refused = refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let expected: Vec<_> = POINTERS.iter().map(|part| format!("{condition}{part}")).collect();
        assert_eq!(pointers(&refused), expected, "{method} {path}: {}", refused.text);
    }
}

#[tokio::test]
async fn what_is_wrong_with_several_conditions_and_beside_them_is_told_at_once() {
    let world = World::new().await;
    let asked = |id: &str, when: Value| json!({ "id": id, "kind": "csat", "show_if": when });
    let questions =
        json!([asked("q_1", json!({})), asked("q_2", json!({ "field": "x" })), asked("q_3", json!([]))]);
    let body = json!({ "colour": "red", "criteria": { "field": "" , "op": "like" }, "questions": questions });

    let refused = world.patch(CAMPAIGN, body).await.expect(StatusCode::UNPROCESSABLE_ENTITY);

    let expected = [
        "/colour",
        "/criteria",
        "/criteria",
        "/questions/0/show_if",
        "/questions/1/show_if",
        "/questions/2/show_if",
    ];
    assert_eq!(pointers(&refused), expected, "{}", refused.text);
}

/// Each is read once more for every condition in it: a body of thousands takes no longer for it.
#[tokio::test]
async fn of_very_many_misshapen_conditions_the_first_hundred_are_told() {
    let world = World::new().await;
    let jump = json!({ "when": {}, "to": "end" });
    let asked = |number: usize| {
        let jumps = vec![jump.clone(); 3];
        json!({ "id": format!("q_{number}"), "kind": "csat", "show_if": {}, "jump_if": jumps })
    };
    let body = json!({ "questions": (0..50).map(asked).collect::<Vec<_>>() });

    let refused = world.patch(CAMPAIGN, body).await.expect(StatusCode::UNPROCESSABLE_ENTITY);

    assert_eq!(pointers(&refused).len(), 100);
}
