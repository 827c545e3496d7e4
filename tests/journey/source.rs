//! What tools post, in recorded shapes, through each kind of connection, and every status that a hook answers with.

use base64::Engine as _;
use hmac::{Hmac, KeyInit, Mac};
use relance_tests::{Reply, World, hours};
use sha2::Sha256;

fn hmac_hex(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// What a tool of one's own presents.
const SECRET: &str = "a-token-of-43-characters-or-so-is-long-enough";

fn sample(name: &str) -> String {
    std::fs::read_to_string(format!("{}/../events/hooks/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

async fn post_standard(world: &World, body: &str) -> Reply {
    let secret = world.secret_of("standard").await;
    let at = world.now().as_second();
    let signature =
        standardwebhooks::Webhook::new(&secret).unwrap().sign("msg_1", at, body.as_bytes()).unwrap();
    let at = at.to_string();
    world
        .post_hook(
            "standard",
            body,
            &[("webhook-id", "msg_1"), ("webhook-timestamp", &at), ("webhook-signature", &signature)],
        )
        .await
}

#[tokio::test]
async fn a_standard_webhook_signed_by_its_own_library_is_accepted() {
    let world = World::demo().await;
    let body = sample("standard-task-finished.json");

    let reply = post_standard(&world, &body).await;
    world.advance(hours(13)).await;

    assert_eq!((reply.status, reply.json()["event_id"].as_str()), (202, Some("evt-1001-600")));
    assert_eq!(world.inbox("lea.roy@example.com").len(), 1);
}

#[tokio::test]
async fn progressionlive_600_then_610_is_one_invitation_in_french() {
    let world = World::demo().await;
    let token = format!("Bearer {}", world.secret_of("progressionlive").await);

    for body in ["progressionlive-task-600.json", "progressionlive-task-610.json"] {
        let reply = world.post_hook("progressionlive", &sample(body), &[("authorization", &token)]).await;
        assert_eq!(reply.status, 202, "{body}: {}", reply.body);
        world.advance(hours(1)).await;
    }
    world.advance(hours(13)).await;

    let mail = world.all_mail().only().clone();
    assert_eq!(mail.subject, "Comment s’est passée notre visite\u{202f}?");
    let decisions = world.items("/v1/decisions").await;
    let mut outcomes: Vec<_> =
        decisions.iter().map(|decision| decision["outcome"].as_str().unwrap()).collect();
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["duplicate_task", "planned"]);
}

#[tokio::test]
async fn progressionlive_in_an_envelope_is_read_the_same() {
    let world = World::demo().await;
    let token = format!("Bearer {}", world.secret_of("progressionlive").await);

    world
        .post_hook(
            "progressionlive",
            &sample("progressionlive-envelope-600.json"),
            &[("authorization", &token)],
        )
        .await;
    world.settle().await;

    assert_eq!(world.items("/v1/decisions").await[0]["outcome"], "planned");
}

#[tokio::test]
async fn housecall_pro_is_believed_by_its_hex_signature() {
    let world = World::demo().await;
    world.change_campaign(serde_json::json!({"triggers": [{"on": "task_state", "task_type": "Furnace Repair", "states": ["completed"]}]})).await;
    let mut body: serde_json::Value =
        serde_json::from_str(&sample("housecall-pro-job-completed.json")).unwrap();
    body["job"]["job_fields"]["job_type"] = serde_json::json!({"id": "jt_1", "name": "Furnace Repair"});
    let body = body.to_string();
    let secret = world.secret_of("housecall-pro").await;
    let at = world.now().as_second().to_string();
    let signature = hmac_hex(&secret, &format!("{at}.{body}"));

    let reply = world
        .post_hook("housecall-pro", &body, &[("api-timestamp", &at), ("api-signature", &signature)])
        .await;
    world.settle().await;

    assert_eq!(reply.status, 202, "{}", reply.body);
    assert_eq!(world.items("/v1/decisions").await[0]["outcome"], "planned");
}

#[tokio::test]
async fn any_json_is_read_by_its_pointers() {
    let world = World::demo().await;
    let fields: serde_json::Value =
        serde_json::from_str(&sample("generic-ticket-solved.fields.json")).unwrap();
    let changed =
        world.call("PATCH", "/v1/connections/generic", Some(serde_json::json!({"fields": fields}))).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let body = sample("generic-ticket-solved.json");
    let signature = hmac_hex(&world.secret_of("generic").await, &body);

    let reply = world.post_hook("generic", &body, &[("x-signature", &signature)]).await;
    world.settle().await;

    assert_eq!(reply.status, 202, "{}", reply.body);
    let decision = &world.items("/v1/decisions").await[0];
    assert_eq!(decision["outcome"], "not_matched", "read, and no campaign waits for it: {decision}");
}

/// R4.1.
#[tokio::test]
async fn f33_what_is_not_believed_is_not_stored() {
    let world = World::demo().await;
    let body = sample("standard-task-finished.json");
    let before = world.records().everything().len();
    let secret = world.secret_of("standard").await;
    let sign = |at: i64| {
        standardwebhooks::Webhook::new(&secret).unwrap().sign("msg_1", at, body.as_bytes()).unwrap()
    };
    let now = world.now().as_second();
    let flipped = {
        let good = sign(now);
        let (version, mac) = good.split_once(',').unwrap();
        let mut bytes = base64::engine::general_purpose::STANDARD.decode(mac).unwrap();
        bytes[7] ^= 1;
        format!("{version},{}", base64::engine::general_purpose::STANDARD.encode(bytes))
    };

    for (at, signature) in [
        (now, flipped),
        (now - 301, sign(now - 301)),
        (now + 301, sign(now + 301)),
        (now, sign(now - 1)),
        (now, String::new()),
    ] {
        let at = at.to_string();
        let headers = [
            ("webhook-id", "msg_1"),
            ("webhook-timestamp", at.as_str()),
            ("webhook-signature", signature.as_str()),
        ];
        assert_eq!(world.post_hook("standard", &body, &headers).await.status, 401, "{at} {signature}");
    }

    assert_eq!(world.post_hook("standard", &body, &[]).await.status, 401);
    assert_eq!(world.records().everything().len(), before);
}

/// R4.3.
#[tokio::test]
async fn every_refusal_has_its_status_and_says_what_to_do() {
    let world = World::demo().await;
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let wide = format!("[{}1]", "1,".repeat(20_000));
    let huge = format!("{{\"x\":\"{}\"}}", "x".repeat(256 * 1024));
    let good = sample("standard-task-finished.json");
    let table = [
        ("nowhere", good.as_str(), "application/json", 404),
        ("demo", huge.as_str(), "application/json", 413),
        ("demo", good.as_str(), "text/plain", 415),
        ("demo", "{\"a\":", "application/json", 422),
        ("demo", "", "application/json", 422),
        ("demo", deep.as_str(), "application/json", 422),
        ("demo", wide.as_str(), "application/json", 422),
        ("progressionlive", good.as_str(), "application/json", 401),
        ("housecall-pro", good.as_str(), "application/json", 401),
        ("generic", good.as_str(), "application/json", 401),
    ];

    for (connection, body, content_type, expected) in table {
        let reply = post_as(&world, connection, body, content_type).await;
        assert_eq!(reply.status, expected, "{connection} {content_type} {}", reply.body);
        assert_eq!(reply.header("content-type"), "application/problem+json");
        assert!(reply.json()["detail"].as_str().unwrap().len() > 10);
    }
    assert_eq!(post_as(&world, "demo", &good, "application/json; charset=utf-8").await.status, 202);
}

async fn post_as(world: &World, connection: &str, body: &str, content_type: &str) -> Reply {
    let request =
        axum::http::Request::post(format!("/hooks/{connection}")).header("content-type", content_type);
    let mut request = request.body(body.to_owned().into()).unwrap();
    request.extensions_mut().insert(intake_webhook::FromThisMachine);
    world.send(request).await
}

#[tokio::test]
async fn the_demo_connection_takes_events_from_this_machine_only() {
    let world = World::demo().await;
    let request = axum::http::Request::post("/hooks/demo").header("content-type", "application/json");

    let reply = world.send(request.body(sample("standard-task-finished.json").into()).unwrap()).await;

    assert_eq!(reply.status, 401);
}

/// R4.3.
#[tokio::test]
async fn a_flood_is_told_when_to_come_back() {
    let world = World::demo().await;
    let mut last = None;

    for n in 0..2_100 {
        let reply = world.post_hook("nowhere", &format!("{{\"n\":{n}}}"), &[]).await;
        if reply.status == 429 {
            last = Some(reply);
            break;
        }
    }

    assert_eq!(last.unwrap().header("retry-after"), "1");
}

/// R4.2.
#[tokio::test]
async fn an_event_that_cannot_be_read_is_kept_and_explained() {
    let world = World::demo().await;

    let reply = world.post_hook("demo", r#"{"event_id":"evt-odd","type":"task.exploded"}"#, &[]).await;
    world.settle().await;

    assert_eq!(reply.status, 202);
    let decision = &world.items("/v1/decisions?event_id=evt-odd").await[0];
    assert_eq!(decision["outcome"], "not_matched");
    assert!(decision["reason"].as_str().unwrap().len() > 20, "{decision}");
}

/// What has no effect is refused by name on every way in, so that nobody takes silence for an effect; nothing of it is stored.
#[tokio::test]
async fn an_event_of_a_kind_without_effect_is_refused_by_name_on_every_way_in() {
    let world = World::demo().await;
    let map = serde_json::json!({"kind": "generic", "name": "My tool", "secrets": [SECRET],
        "fields": {"type": "/what", "occurred_at": "/at", "task_type": "/of", "email": "/to"}});
    let made = world.call("POST", "/v1/connections", Some(map)).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let of_map = made.json()["id"].as_str().unwrap().to_owned();
    let bearer = format!("Bearer {SECRET}");

    for kind in ["contact.updated", "transaction.recorded"] {
        let event = serde_json::json!({"event_id": "evt-1", "type": kind, "occurred_at": world.now(),
            "transaction": {"type": "visit", "occurred_at": world.now(), "fields": {}}});
        let mapped = serde_json::json!({"what": kind, "at": world.now(), "of": "visit"}).to_string();

        let by_api = world.call("POST", "/v1/triggers", Some(event.clone())).await;
        let refused = [
            world.post_hook("demo", &event.to_string(), &[]).await,
            post_standard(&world, &event.to_string()).await,
            world.post_hook(&of_map, &mapped, &[("authorization", &bearer)]).await,
        ];

        let words = format!("`{kind}` has no effect yet, so it is not taken");
        assert_eq!(
            (by_api.status, &by_api.json()["errors"][0]["pointer"]),
            (422, &serde_json::json!("/type"))
        );
        assert!(by_api.body.contains(&words), "{}", by_api.body);
        for reply in refused {
            assert_eq!(reply.status, 422, "{}", reply.body);
            assert!(reply.json()["detail"].as_str().unwrap().starts_with(&words), "{}", reply.body);
        }
    }
    assert!(world.items("/v1/triggers").await.is_empty());
}
