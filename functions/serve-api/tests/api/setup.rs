//! Sentences about campaigns, connections, rules and settings; about questions in `questions`.

mod bank;
mod calendars;
mod conditions;
mod questions;

mod look;
mod webhooks;

use crate::world::World;
use axum::http::StatusCode;
use relance_application::ports::seal::Secrets as _;
use relance_domain::campaign::CampaignStatus;
use relance_testkit::builders::{campaign, connection, organization};
use serde_json::{Value, json};

const CAMPAIGN: &str = "/v1/campaigns/cmp_satisfaction";

fn texts() -> Value {
    json!({ "subject": "Alors ?", "title": "Alors ?" })
}

#[tokio::test]
async fn a_draft_may_be_incomplete_and_has_defaults() {
    let world = World::new().await;

    let draft = world.post("/v1/campaigns", json!({ "name": "Après travaux" })).await;

    let draft = draft.expect(StatusCode::CREATED);
    assert_eq!(draft.json["status"], "draft");
    assert_eq!(draft.json["default_language"], "fr");
    assert_eq!((&draft.json["delay"], &draft.json["mute"]), (&json!("00:00:00"), &json!("00:00:00")));
    assert_eq!(draft.json["expires_after"], "30:00:00");
    assert_eq!(draft.json["edit_window"], "02:00:00");
    assert_eq!(draft.json["texts"], json!({}));
}

/// B4, B13.
#[tokio::test]
async fn publishing_names_everything_that_is_missing_at_once() {
    let world = World::new().await;
    let body = json!({ "name": "x", "texts": { "en": { "title": "t" } }, "triggers": [
        { "on": "task_state", "task_type": "a", "states": [] } ] });
    let draft = world.post("/v1/campaigns", body).await.expect(StatusCode::CREATED);
    let id = draft.json["id"].as_str().unwrap();

    let refused = world.call("POST", &format!("/v1/campaigns/{id}/publish"), None).await;

    let refused = refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<_> =
        refused.errors().iter().map(|error| error.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(fields, ["texts.fr", "texts.en.subject", "questions", "triggers.0.states"]);
    assert_eq!(world.get(&format!("/v1/campaigns/{id}")).await.json["status"], "draft");
}

#[tokio::test]
async fn a_completed_draft_is_published_paused_and_published_again() {
    let world = World::new().await;
    let question = json!({ "id": "q_nps", "kind": "nps", "required": true, "texts": { "fr": "Note ?" } });
    let body = json!({ "name": "x", "texts": { "fr": texts() }, "questions": [question] });
    let draft = world.post("/v1/campaigns", body).await.expect(StatusCode::CREATED);
    let path = format!("/v1/campaigns/{}", draft.json["id"].as_str().unwrap());

    let mut seen = Vec::new();
    for step in ["publish", "pause", "pause", "publish"] {
        let answer = world.call("POST", &format!("{path}/{step}"), None).await.expect(StatusCode::OK);
        seen.push(answer.json["status"].as_str().unwrap().to_owned());
    }

    assert_eq!(seen, ["published", "paused", "paused", "published"]);
}

#[tokio::test]
async fn a_draft_cannot_be_paused() {
    let world = World::new().await;
    let draft = world.post("/v1/campaigns", json!({ "name": "x" })).await;
    let path = format!("/v1/campaigns/{}/pause", draft.json["id"].as_str().unwrap());

    let refused = world.call("POST", &path, None).await;

    refused.expect(StatusCode::CONFLICT);
}

/// A7, B24, C8.
#[tokio::test]
async fn each_bad_field_of_a_campaign_is_named_with_its_reason() {
    let world = World::new().await;
    let long = "é".repeat(801);
    let table = [
        (json!({ "name": " " }), "name: give it 1 to 120 characters"),
        (json!({ "delay": "00:24:00" }), "delay: `00:24:00` is not of the form"),
        (json!({ "delay": "1:2:3" }), "delay: `1:2:3` is not of the form"),
        (json!({ "delay": "-1:00:00" }), "delay: `-1:00:00` is not of the form"),
        (json!({ "delay": "366:00:00" }), "delay: `366:00:00` is longer than 365 days"),
        (json!({ "mute": 7 }), "mute: expected a text"),
        (json!({ "expires_after": "" }), "expires_after: a link must work for some time"),
        (json!({ "default_language": "français" }), "default_language: `français` is not a language tag"),
        (json!({ "primary_address": "email" }), "primary_address: `email` is not an address source"),
        (json!({ "questions_per_survey": -1 }), "questions_per_survey: expected a whole number"),
        (json!({ "questions": {} }), "questions: expected a list"),
        (
            json!({ "questions": [{ "id": "nps", "kind": "nps" }] }),
            "questions.0.id: `nps` is not a question id",
        ),
        (
            json!({ "questions": [{ "id": "q_1", "kind": "rating" }] }),
            "questions.0: a question of kind `rating`",
        ),
        (
            json!({ "questions": [{ "id": "q_1", "kind": "nps", "x": 1 }] }),
            "questions.0.x: there is no such field",
        ),
        (json!({ "triggers": [{ "on": "full_moon" }] }), "triggers.0.on: `full_moon` is none of"),
        (
            json!({ "texts": { "fr": { "information": long } } }),
            "texts.fr.information: at most 800 characters",
        ),
        (json!({ "texts": { "fr": { "subject": "a\nb" } } }), "texts.fr.subject: use one line"),
        (json!({ "on_uncertain": "panic" }), "on_uncertain: `panic` is none of"),
        (json!({ "colour": "red" }), "colour: there is no such field here"),
        (json!({ "status": "published" }), "status: there is no such field here"),
        (json!({ "organization": "other" }), "organization: there is no such field here"),
    ];

    for (body, expected) in table {
        let refused = world.patch(CAMPAIGN, body.clone()).await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.text);
        let errors = refused.errors();
        assert!(errors.iter().any(|error| error.starts_with(expected)), "{body}: {errors:?}");
    }
    assert_eq!(world.stored(&campaign()).await, campaign());
}

#[tokio::test]
async fn f10_eight_hundred_characters_are_taken() {
    let world = World::new().await;
    let body = json!({ "texts": { "fr": { "information": "é".repeat(800) } } });

    world.patch(CAMPAIGN, body).await.expect(StatusCode::OK);
}

/// B4.
#[tokio::test]
async fn f9_a_published_campaign_stays_complete() {
    let world = World::new().await;

    let refused = world.patch(CAMPAIGN, json!({ "texts": { "fr": { "subject": "" } } })).await;

    let refused = refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.errors(), ["texts.fr.subject: this language cannot be enabled without it"]);
    assert_eq!(world.stored(&campaign()).await.status, CampaignStatus::Published);
}

#[tokio::test]
async fn b30_a_change_of_an_older_version_is_refused() {
    let world = World::new().await;
    let seen = world.get(CAMPAIGN).await.header("etag").to_owned();
    let first = [("if-match", seen.as_str())];

    let done = world.call_with("PATCH", CAMPAIGN, Some(json!({ "delay": "01:00:00" })), &first).await;
    let late = world.call_with("PATCH", CAMPAIGN, Some(json!({ "delay": "02:00:00" })), &first).await;

    let done = done.expect(StatusCode::OK);
    assert_ne!(done.header("etag"), seen);
    late.expect(StatusCode::PRECONDITION_FAILED);
    let now = world.get(CAMPAIGN).await;
    assert_eq!((now.json["delay"].as_str(), now.header("etag")), (Some("01:00:00"), done.header("etag")));
}

#[tokio::test]
async fn a_patch_keeps_what_it_does_not_name() {
    let world = World::new().await;

    let changed = world.patch(CAMPAIGN, json!({ "mute": null, "texts": { "en": { "title": "So?" } } })).await;

    let changed = changed.expect(StatusCode::OK);
    assert_eq!(changed.json["mute"], "00:00:00");
    assert_eq!(changed.json["texts"]["en"]["title"], "So?");
    assert_eq!(changed.json["texts"]["en"]["subject"], "How did it go?");
    assert_eq!(changed.json["delay"], "00:12:00");
}

#[tokio::test]
async fn a_new_connection_takes_the_tools_own_way_and_hides_its_secrets() {
    let world = World::new().await;
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let body = json!({ "id": "erp", "name": "ERP", "kind": "standard", "secrets": [secret] });

    let made = world.post("/v1/connections", body).await.expect(StatusCode::CREATED);

    assert_eq!(made.json["verification"], json!({ "scheme": "standard_webhooks" }));
    assert_eq!(made.json["strength"], "signed_and_timed");
    let id = made.json["id"].as_str().unwrap();
    assert_eq!(made.json["hook_url"], format!("https://ask.example.com/hooks/{id}"));
    assert_eq!(made.json["live_secrets"], 1);
    let listed = world.get("/v1/connections").await;
    assert!(!made.text.contains(secret) && !listed.text.contains(secret));
    assert_eq!(world.secrets.live(&format!("demo/connections/{id}")).await.unwrap(), [secret]);
}

#[tokio::test]
async fn secrets_are_rotated_in_one_change() {
    let world = World::new().await;
    world.given(&connection("erp")).await;
    let (new, old) = ("whsec_QS1uZXctc2VjcmV0LW9mLTI0", "whsec_QW4tb2xkLXNlY3JldC1vZi0y");

    let changed = world.patch("/v1/connections/erp", json!({ "secrets": [new, old] })).await;

    assert_eq!(changed.expect(StatusCode::OK).json["live_secrets"], 2);
    assert_eq!(world.secrets.live("demo/connections/erp").await.unwrap(), [new, old]);
    let renamed = world.patch("/v1/connections/erp", json!({ "name": "Other" })).await;
    assert_eq!(renamed.json["live_secrets"], 2);
}

/// A name that is free, or taken, would tell what another organization uses.
#[tokio::test]
async fn a_connection_id_begins_as_wanted_and_tells_nothing_about_others() {
    let world = World::new().await;
    let made = async |id: &str| {
        let body = json!({ "id": id, "name": "ERP", "kind": "standard" });
        let made = world.post("/v1/connections", body).await.expect(StatusCode::CREATED);
        made.json["id"].as_str().unwrap().to_owned()
    };

    let ids = [made("erp").await, made("erp").await, made("api").await];

    assert!(
        ids[0].starts_with("erp-") && ids[1].starts_with("erp-") && ids[2].starts_with("api-"),
        "{ids:?}"
    );
    assert_ne!(ids[0], ids[1]);
    let long = json!({ "id": "x".repeat(90), "name": "x", "kind": "standard" });
    assert_eq!(
        world.post("/v1/connections", long).await.errors(),
        ["id: use fewer characters: others are added to it"]
    );
}

/// Whatever the secret was checked against, the way of verifying may ask for more (R4.1).
#[tokio::test]
async fn another_way_of_verifying_is_checked_with_the_secret_that_is_live() {
    let world = World::new().await;
    let body = json!({ "name": "ERP", "kind": "generic", "fields": { "email": "/e", "occurred_at": "/t" },
        "verification": { "scheme": "hmac", "header": "x-signature" }, "secrets": ["0123456789abcdef_"] });
    let made = world.post("/v1/connections", body).await.expect(StatusCode::CREATED);
    let path = format!("/v1/connections/{}", made.json["id"].as_str().unwrap());

    let bearer = world.patch(&path, json!({ "verification": { "scheme": "bearer" } })).await;
    let standard = world.patch(&path, json!({ "verification": { "scheme": "standard_webhooks" } })).await;
    let unsigned = world.patch(&path, json!({ "verification": { "scheme": "loopback_only" } })).await;
    let renamed = world.patch(&path, json!({ "name": "Other" })).await;

    assert_eq!(bearer.errors(), ["secrets.0: use 32 to 512 visible characters without spaces"]);
    assert_eq!(standard.errors(), ["secrets.0: use the secret as the sender shows it: `whsec_` and base64"]);
    assert_eq!(unsigned.errors(), ["secrets: an unsigned connection has none"]);
    assert_eq!(renamed.status, 200, "{}", renamed.text);
}

#[tokio::test]
async fn each_bad_field_of_a_connection_is_named_with_its_reason() {
    let world = World::new().await;
    let good = json!({ "name": "x", "kind": "standard" });
    let secret = "0123456789abcdef0123456789abcdef";
    let table = [
        (json!({ "name": "" }), "name: give it 1 to 120 characters"),
        (json!({ "id": "a b" }), "id: `a b` is not a connection id"),
        (json!({ "kind": "fax" }), "kind: `fax` is none of"),
        (json!({ "kind": "generic" }), "fields: say where"),
        (json!({ "kind": "generic", "fields": {} }), "fields.email: say where the address is"),
        (json!({ "kind": "generic", "fields": { "email": "/e" } }), "fields.occurred_at: say where the time"),
        (
            json!({ "secrets": ["plainsecretplainsecretplainsecret"] }),
            "secrets.0: use the secret as the sender",
        ),
        (json!({ "kind": "generic", "fields": { "email": "e" } }), "fields.email: `e` is not a json pointer"),
        (json!({ "kind": "generic", "fields": { "mail": "/e" } }), "fields.mail: there is no such field"),
        (json!({ "fields": { "email": "/e" } }), "fields: only connections of kind `generic`"),
        (json!({ "verification": { "scheme": "none" } }), "verification.scheme: `none` is none of"),
        (
            json!({ "verification": { "scheme": "hmac", "header": "X Y" } }),
            "verification.header: name a header",
        ),
        (json!({ "secrets": "one" }), "secrets: expected a list"),
        (json!({ "secrets": [secret, secret, secret] }), "secrets: two can be live"),
        (json!({ "secrets": ["short"] }), "secrets.0: use 16 to 512"),
        (json!({ "kind": "progressionlive", "secrets": ["0123456789abcdef"] }), "secrets.0: use 32 to 512"),
        (json!({ "organization": "other" }), "organization: there is no such field here"),
    ];

    for (bad, expected) in table {
        let mut body = good.clone();
        body.as_object_mut().unwrap().extend(bad.as_object().unwrap().clone());
        let refused = world.post("/v1/connections", body).await;
        assert_eq!(refused.status, 422, "{bad}: {}", refused.text);
        let errors = refused.errors();
        assert!(errors.iter().any(|error| error.starts_with(expected)), "{bad}: {errors:?}");
    }
}

/// A6: and it stays with its campaign.
#[tokio::test]
async fn a_rule_turns_a_band_into_an_alert_with_one_owner() {
    let world = World::new().await;
    let body = json!({ "campaign_id": "cmp_satisfaction", "name": "Détracteurs",
        "then": { "raise_alert": { "owner": "owner@demo.example" } } });

    let made = world.post("/v1/rules", body).await.expect(StatusCode::CREATED);
    let path = format!("/v1/rules/{}", made.json["id"].as_str().unwrap());
    let changed = world.patch(&path, json!({ "active": false })).await.expect(StatusCode::OK);

    assert_eq!(made.json["when"], json!({ "field": "nps_type", "op": "eq", "value": "Detractor" }));
    assert_eq!((&changed.json["active"], &changed.json["name"]), (&json!(false), &json!("Détracteurs")));
    let moved = world.patch(&path, json!({ "campaign_id": "cmp_other" })).await;
    assert_eq!(moved.errors(), ["campaign_id: a rule stays with its campaign: make another rule"]);
}

#[tokio::test]
async fn a10_a_rule_of_an_unknown_campaign_is_refused() {
    let world = World::new().await;
    let body =
        json!({ "campaign_id": "cmp_gone", "name": "x", "then": { "raise_alert": { "owner": "a@b.ca" } } });

    let refused = world.post("/v1/rules", body).await.expect(StatusCode::UNPROCESSABLE_ENTITY);

    assert_eq!(refused.errors(), ["campaign_id: there is no such campaign"]);
}

#[tokio::test]
async fn r1_10_the_kill_switch_needs_a_reason_and_remembers_since_when() {
    let world = World::new().await;
    let mute = world.patch("/v1/settings", json!({ "sending_paused": { "paused": true } })).await;
    assert_eq!(mute.errors(), ["sending_paused.reason: say why, for whoever finds sending stopped"]);

    let pause = json!({ "sending_paused": { "paused": true, "reason": "wrong texts" } });
    let paused = world.patch("/v1/settings", pause).await.expect(StatusCode::OK);

    let switch =
        json!({ "paused": true, "reason": "wrong texts", "since": "2026-11-22T15:00:00Z", "until": null });
    assert_eq!(paused.json["sending_paused"], switch);
    let resumed = world.patch("/v1/settings", json!({ "sending_paused": { "paused": false } })).await;
    assert_eq!(resumed.json["sending_paused"]["paused"], false);
    assert_eq!(world.stored(&organization()).await.sending_paused, None);
}

#[tokio::test]
async fn settings_are_checked() {
    let world = World::new().await;
    let table = [
        (json!({ "time_zone": "Mars/Olympus" }), "time_zone: `Mars/Olympus` is not a time zone"),
        (json!({ "name": "a\nb" }), "name: give it 1 to 120 characters on one line"),
        (json!({ "language": "x" }), "language: `x` is not a language tag"),
        (json!({ "mute": "soon" }), "mute: `soon` is not of the form"),
        (json!({ "sender": "a@b.ca" }), "sender: there is no such field here"),
    ];

    for (body, expected) in table {
        let refused = world.patch("/v1/settings", body.clone()).await;
        assert_eq!(refused.status, 422, "{body}");
        assert!(refused.errors()[0].starts_with(expected), "{body}: {:?}", refused.errors());
    }
    let changed = world.patch("/v1/settings", json!({ "mute": "30:00:00" })).await;
    assert_eq!(changed.expect(StatusCode::OK).json["mute"], "30:00:00");
}
