//! Sentences about contacts, opt-outs and suppressions.

use crate::world::World;
use axum::http::StatusCode;
use relance_domain::contact::{Scope, Standing, SuppressedBy, Suppression};
use relance_testkit::builders::{address, campaign, contact, now, organization};
use serde_json::{Value, json};

fn suppressed(email: &str, reason: SuppressedBy) -> Standing {
    let digest = address(email).digest().to_hex();
    let suppressed = Some(Suppression { since: now(), reason });
    Standing {
        address: Some(address(email).into()),
        suppressed,
        ..Standing::unknown(&organization().id, digest, now())
    }
}

/// E2, E3.
#[tokio::test]
async fn f30_an_opt_out_of_somebody_never_seen_is_found_by_address() {
    let world = World::new().await;

    let entered = world.post("/v1/opt-outs", json!({ "email": " Bob@X.ca " })).await;

    let entered = entered.expect(StatusCode::CREATED);
    assert_eq!((&entered.json["email"], &entered.json["campaign_id"]), (&json!("bob@x.ca"), &Value::Null));
    let found = world.get("/v1/contacts?q=BOB").await;
    assert_eq!((found.each("email"), found.each("status")), (vec!["bob@x.ca"], vec!["unsubscribed"]));
    assert_eq!(found.json["items"][0]["id"], Value::Null);
    assert!(world.get("/v1/contacts?q=nobody").await.each("email").is_empty());
}

#[tokio::test]
async fn e3_people_are_found_by_name_or_address_once_with_their_status() {
    let world = World::new().await;
    world.given(&contact("Léa", "lea@example.com")).await;
    world.given(&contact("Bob", "bob@example.com")).await;
    world.given(&suppressed("bob@example.com", SuppressedBy::Bounce)).await;
    world.given(&suppressed("zoe@example.com", SuppressedBy::Complaint)).await;
    world.post("/v1/opt-outs", json!({ "email": "lea@example.com" })).await.expect(StatusCode::CREATED);

    let by_name = world.get("/v1/contacts?q=l%C3%A9a%20roy").await;
    let everybody = world.get("/v1/contacts?q=example.com").await;

    assert_eq!(by_name.each("status"), ["unsubscribed"]);
    assert_eq!(by_name.json["items"][0]["opted_out_of"], json!(["all"]));
    let mut all: Vec<_> = everybody.each("email").into_iter().zip(everybody.each("status")).collect();
    all.sort_unstable();
    let expected = [
        ("bob@example.com", "bounced"),
        ("lea@example.com", "unsubscribed"),
        ("zoe@example.com", "complained"),
    ];
    assert_eq!(all, expected);
    let id = by_name.each("id")[0];
    let one = world.get(&format!("/v1/contacts/{id}")).await.expect(StatusCode::OK);
    assert_eq!((&one.json["first_name"], &one.json["language"]), (&json!("Léa"), &json!("fr-CA")));
}

#[tokio::test]
async fn pages_of_people_go_on_from_contacts_to_opt_outs() {
    let world = World::new().await;
    for name in ["a", "b", "c"] {
        world.given(&contact(name, &format!("{name}@example.com"))).await;
        world
            .post("/v1/opt-outs", json!({ "email": format!("{name}@out.ca") }))
            .await
            .expect(StatusCode::CREATED);
    }

    let (mut seen, mut cursor) = (Vec::new(), String::new());
    for _ in 0..10 {
        let page = world.get(&format!("/v1/contacts?limit=2&cursor={cursor}")).await.expect(StatusCode::OK);
        seen.extend(page.each("email").into_iter().map(str::to_owned));
        match page.json["cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }

    seen.sort();
    assert_eq!(seen, ["a@example.com", "a@out.ca", "b@example.com", "b@out.ca", "c@example.com", "c@out.ca"]);
}

/// R3.5.
#[tokio::test]
async fn an_opt_out_is_taken_back_only_with_a_reason_which_is_kept() {
    let world = World::new().await;
    let body = json!({ "email": "bob@x.ca", "campaign_id": "cmp_satisfaction" });
    let entered = world.post("/v1/opt-outs", body).await.expect(StatusCode::CREATED);
    let path = format!("/v1/opt-outs/{}", entered.json["id"].as_str().unwrap());

    let silent = world.call("DELETE", &path, None).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    let reason = json!({ "reason": "called us on 20 November" });
    world.call("DELETE", &path, Some(reason)).await.expect(StatusCode::NO_CONTENT);

    assert!(silent.errors()[0].starts_with("reason: say how you know"));
    world.call("DELETE", &format!("{path}?reason=x"), None).await.expect(StatusCode::NOT_FOUND);
    assert!(world.get("/v1/opt-outs").await.each("id").is_empty());
    let unknown = Standing::unknown(&organization().id, address("bob@x.ca").digest().to_hex(), now());
    let standing = world.stored(&unknown).await;
    assert_eq!(standing.returns[0].reason, "called us on 20 November");
    assert_eq!(standing.returns[0].campaign_id, Some(campaign().id));
    assert!(standing.opted_out_of(&campaign().id).is_none());
}

#[tokio::test]
async fn the_first_opt_out_of_a_scope_stays() {
    let world = World::new().await;
    let first = world.post("/v1/opt-outs", json!({ "email": "bob@x.ca" })).await.expect(StatusCode::CREATED);
    world.clock.advance(jiff::SignedDuration::from_hours(1));

    let second = world.post("/v1/opt-outs", json!({ "email": "BOB@x.ca" })).await.expect(StatusCode::CREATED);

    assert_eq!(first.json, second.json);
    assert_eq!(world.get("/v1/opt-outs").await.each("email"), ["bob@x.ca"]);
}

#[tokio::test]
async fn bad_opt_outs_are_refused_by_field() {
    let world = World::new().await;
    let table = [
        (json!({}), "email: give `email` or `phone`"),
        (json!({ "phone": "514 555" }), "phone: the phone number is not of the form"),
        (json!({ "email": "bob" }), "email: the address is not of the form"),
        (json!({ "email": "b@x.ca", "campaign_id": "x" }), "campaign_id: `x` is not a campaign id"),
        (json!({ "email": "b@x.ca", "campaign_id": "cmp_gone" }), "campaign_id: there is no such campaign"),
        (json!({ "email": "b@x.ca", "phone": "+15145550123" }), "phone: give either `email` or `phone`"),
        (json!({ "email": "b@x.ca", "fax": "1" }), "fax: there is no such field here"),
    ];

    for (body, expected) in table {
        let refused = world.post("/v1/opt-outs", body.clone()).await;
        assert_eq!(refused.status, 422, "{body}");
        assert!(refused.errors()[0].starts_with(expected), "{body}: {:?}", refused.errors());
    }
}

#[tokio::test]
async fn a_lifted_suppression_leaves_the_opt_out() {
    let world = World::new().await;
    let mut standing = suppressed("bob@x.ca", SuppressedBy::Complaint);
    standing.opt_out(
        &Scope::All,
        relance_domain::contact::OptOut {
            since: now(),
            origin: relance_domain::contact::OptOutOrigin::Complaint,
        },
    );
    world.given(&standing).await;
    let listed = world.get("/v1/suppressions").await;
    assert_eq!((listed.each("email"), listed.each("reason")), (vec!["bob@x.ca"], vec!["complaint"]));
    let path = format!("/v1/suppressions/{}", listed.each("id")[0]);

    world.call("DELETE", &path, None).await.expect(StatusCode::NO_CONTENT);

    world.call("DELETE", &path, None).await.expect(StatusCode::NOT_FOUND);
    assert_eq!(world.get("/v1/contacts?q=bob").await.each("status"), ["unsubscribed"]);
}
