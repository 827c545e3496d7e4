//! Sentences about triggers, decisions, invitations and resends.

use crate::world::World;
use axum::http::StatusCode;
use relance_application::answer::{OpenSurvey, Opened, Standstill};
use relance_application::links::SurveyLink;
use relance_application::ports::fault::Fault;
use relance_application::ports::seal::{Seal, Sealed};
use relance_domain::contact::{OptOut, OptOutOrigin, Scope, Standing, SuppressedBy, Suppression};
use relance_domain::invitation::{
    CancelReason, Decision, Invitation, MuteBook, MuteScope, Outcome, SendProgress, SendState,
};
use relance_domain::name::{AnswerId, DecisionId, Digest, InvitationId, OrganizationId};
use relance_domain::source::TaskRecord;
use relance_testkit::builders::{address, at, connection, invitation, now, organization};
use serde_json::{Value, json};

/// The example of the contract (interfaces, section 2).
fn envelope() -> Value {
    json!({
        "event_id": "evt-1", "type": "task.state_changed", "occurred_at": "2026-11-22T14:05:00-05:00",
        "task": {
            "id": "T-1001", "number": "1001", "type": "Appel de service",
            "state": { "code": "600", "label": "Terminé" },
            "priority": "P1", "reasons": ["Qualité"], "tags": [], "channel": "phone",
        },
        "customer": {
            "id": "C-77", "first_name": "Léa", "last_name": "Roy", "email": "lea@example.com",
            "secondary_email": null, "phone": "+15145550123", "language": "fr-CA", "fields": { "custom_1": "…" },
        },
        "agent": { "id": "A-9", "name": "Sam", "email": "sam@example.com" }, "survey_opt_out": false,
    })
}

fn sent(n: u32) -> Invitation {
    let state = SendState::Sent { attempt: 1, at: now(), message_id: None };
    let send = SendProgress { state, attempts: 1, ..SendProgress::scheduled(now()) };
    Invitation { send, ..invitation(n, "lea@example.com") }
}

fn path(invitation: &Invitation, step: &str) -> String {
    format!("/v1/invitations/{}{step}", invitation.id)
}

#[tokio::test]
async fn a_trigger_is_stored_once_announced_and_shown() {
    let world = World::new().await;

    let first = world.post("/v1/triggers", envelope()).await.expect(StatusCode::ACCEPTED);
    let again = world.post("/v1/triggers", envelope()).await.expect(StatusCode::OK);

    assert_eq!(first.json, json!({ "event_id": "evt-1", "outcome": "accepted" }));
    assert_eq!(again.json, json!({ "event_id": "evt-1", "outcome": "duplicate" }));
    let listed = world.get("/v1/triggers").await;
    assert_eq!((listed.each("event_id"), listed.each("connection")), (vec!["evt-1"], vec!["api"]));
    assert!(listed.json["items"][0].get("body").is_none());
    assert_eq!(world.heard.ids(), listed.each("id"));
    let one = world.get(&format!("/v1/triggers/{}", listed.each("id")[0])).await;
    assert_eq!(one.json["body"], envelope());
}

#[tokio::test]
async fn each_bad_field_of_a_trigger_is_named_with_its_reason() {
    let world = World::new().await;
    let table = [
        ("/event_id", json!(" "), "event_id: give the event a name"),
        ("/type", json!("task.exploded"), "type: `task.exploded` is none of"),
        ("/occurred_at", json!("yesterday"), "occurred_at: "),
        ("/task/id", json!(""), "task.id: it is needed"),
        ("/task/colour", json!("red"), "task.colour: there is no such field here"),
        ("/customer/email", json!(5), "customer.email: expected a text"),
        ("/survey", json!(true), "survey: there is no such field here"),
    ];

    for (pointer, value, expected) in table {
        let mut body = envelope();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[name] = value;
        let refused = world.post("/v1/triggers", body).await;
        assert_eq!(refused.status, 422, "{pointer}: {}", refused.text);
        assert!(refused.errors()[0].starts_with(expected), "{pointer}: {:?}", refused.errors());
    }
    assert!(world.get("/v1/triggers").await.each("id").is_empty());
}

#[tokio::test]
async fn events_are_paged_newest_first() {
    let world = World::new().await;
    for n in 0..5 {
        let mut body = envelope();
        body["event_id"] = json!(format!("evt-{n}"));
        world.post("/v1/triggers", body).await.expect(StatusCode::ACCEPTED);
        world.clock.advance(jiff::SignedDuration::from_secs(1));
    }

    let first = world.get("/v1/triggers?limit=3").await;
    let cursor = first.json["cursor"].as_str().unwrap();
    let second = world.get(&format!("/v1/triggers?limit=3&cursor={cursor}")).await;

    assert_eq!(first.each("event_id"), ["evt-4", "evt-3", "evt-2"]);
    assert_eq!(second.each("event_id"), ["evt-1", "evt-0"]);
    assert_eq!(second.json["cursor"], Value::Null);
}

fn decision(n: u32, outcome: Outcome) -> Decision {
    Decision {
        id: DecisionId::parse(&format!("dec_{n:026}")).unwrap(),
        organization: organization().id,
        event_id: format!("evt-{}", n % 2),
        trigger_type: Some("task.state_changed".to_owned()),
        campaign_id: Some(invitation(1, "a@b.ca").campaign_id),
        invitation_id: (outcome == Outcome::Planned).then(|| invitation(1, "a@b.ca").id),
        outcome,
        reason: "because".to_owned(),
        next_eligible_at: None,
        decided_at: now(),
        agent: None,
    }
}

#[tokio::test]
async fn decisions_are_listed_newest_first_and_filtered() {
    let world = World::new().await;
    for (n, outcome) in [(1, Outcome::Planned), (2, Outcome::Muted), (3, Outcome::Muted)] {
        world.given(&decision(n, outcome)).await;
    }

    let all = world.get("/v1/decisions").await;
    let muted = world.get("/v1/decisions?outcome=muted&event_id=evt-1").await;
    let about = world.get(&format!("/v1/decisions?invitation_id={}", invitation(1, "a@b.ca").id)).await;

    assert_eq!(all.each("outcome"), ["muted", "muted", "planned"]);
    assert_eq!(muted.each("id"), [decision(3, Outcome::Muted).id.as_str()]);
    assert_eq!(about.each("outcome"), ["planned"]);
    let shown = json!({
        "id": decision(1, Outcome::Planned).id, "event_id": "evt-1", "trigger_type": "task.state_changed",
        "campaign_id": "cmp_satisfaction", "invitation_id": invitation(1, "a@b.ca").id, "outcome": "planned",
        "reason": "because", "next_eligible_at": null, "decided_at": "2026-11-22T15:00:00Z", "agent_id": null,
        "agent_wish": null,
    });
    assert_eq!(all.json["items"][2], shown);
}

#[tokio::test]
async fn a_filtered_page_reads_far_but_not_for_ever() {
    let world = World::new().await;
    for n in 1..=5_200 {
        let outcome = if n == 100 || n == 4_000 { Outcome::Planned } else { Outcome::Muted };
        world.given(&decision(n, outcome)).await;
    }

    let first = world.get("/v1/decisions?outcome=planned").await.expect(StatusCode::OK);
    let cursor = first.json["cursor"].as_str().unwrap();
    let second = world.get(&format!("/v1/decisions?outcome=planned&cursor={cursor}")).await;

    assert_eq!(first.each("id"), [decision(4_000, Outcome::Planned).id.as_str()]);
    assert_eq!(second.each("id"), [decision(100, Outcome::Planned).id.as_str()]);
    assert_eq!(second.json["cursor"], Value::Null);
}

#[tokio::test]
async fn invitations_are_filtered_and_show_their_state() {
    let world = World::new().await;
    world.given(&invitation(1, "bob@example.com")).await;
    world.given(&sent(2)).await;

    let planned = world.get("/v1/invitations?state=planned").await;
    let lea = world.get("/v1/invitations?address=LEA%40example.com&campaign_id=cmp_satisfaction").await;

    assert_eq!(planned.each("address"), ["bob@example.com"]);
    assert_eq!(lea.each("state"), ["sent"]);
    let item = &lea.json["items"][0];
    for field in ["id", "campaign_id", "contact_id", "address", "language", "state", "due_at", "sent_at"] {
        assert!(item[field].is_string(), "{field}: {item}");
    }
    assert_eq!((&item["attempts"], &item["resend_of"]), (&json!(1), &Value::Null));
    let wrong = world.get("/v1/invitations?state=lost").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.errors()[0].starts_with("state: `lost` is not a state"));
}

#[tokio::test]
async fn a_planned_invitation_is_cancelled_and_gives_its_mute_reservation_back() {
    let world = World::new().await;
    let planned = invitation(1, "lea@example.com");
    let scope = MuteScope::Campaign(planned.campaign_id.clone());
    let mut book = MuteBook::empty(&organization().id, scope, planned.address.digest());
    book.reserve(planned.id.clone(), now(), planned.trace(), jiff::SignedDuration::ZERO);
    world.given(&book).await;
    world.given(&planned).await;

    let cancelled = world.call("POST", &path(&planned, "/cancel"), None).await.expect(StatusCode::OK);
    let again = world.call("POST", &path(&planned, "/cancel"), None).await;

    assert_eq!(cancelled.json["state"], "cancelled");
    assert_eq!(cancelled.json["state_reason"], "stopped by an operator");
    again.expect(StatusCode::OK);
    assert!(world.stored(&book).await.reservations.is_empty());
    let one = world.get(&path(&planned, "")).await;
    assert_eq!(one.json["history"].as_array().unwrap().len(), 1);
    assert_eq!(one.json["history"][0]["outcome"], "cancelled");
}

#[tokio::test]
async fn a_sent_invitation_cannot_be_cancelled() {
    let world = World::new().await;
    world.given(&sent(1)).await;

    world.call("POST", &path(&sent(1), "/cancel"), None).await.expect(StatusCode::CONFLICT);

    assert_eq!(world.stored(&sent(1)).await, sent(1));
}

#[tokio::test]
async fn f29_a_resend_is_a_new_invitation_that_replaces_the_old_one() {
    let world = World::new().await;
    let old = sent(1);
    world.given(&old).await;
    let mut task = TaskRecord::unknown(&organization().id, TaskRecord::id_of(&connection("erp").id, "T-1"));
    task.invitations.insert(old.campaign_id.clone(), old.id.clone());
    world.given(&task).await;

    let body = json!({ "language": "en", "email": "lea.roy@example.com" });
    let new = world.post(&path(&old, "/resend"), body).await.expect(StatusCode::CREATED);

    assert_eq!(new.json["resend_of"], old.id.as_str());
    assert_eq!((&new.json["language"], &new.json["state"]), (&json!("en"), &json!("planned")));
    assert_eq!(new.json["address"], "lea.roy@example.com");
    assert_eq!(new.json["due_at"], "2026-11-22T15:00:00Z");
    let new_id = new.json["id"].as_str().unwrap();
    assert_eq!(world.heard.ids(), [new_id]);
    let stored = world.stored(&old).await;
    assert_eq!(stored.replaced_by.as_ref().unwrap().as_str(), new_id);
    assert_eq!(stored.state_word(), "sent");
    assert_eq!(world.stored(&task).await.invitations[&old.campaign_id].as_str(), new_id);
}

/// Seals by digest: nothing secret in a test.
struct OpenSeal;

#[async_trait::async_trait]
impl Seal for OpenSeal {
    async fn seal(&self, purpose: &str, text: &str) -> Result<Sealed, Fault> {
        Ok(Sealed { key_id: "k".to_owned(), mac: Digest::of(&[purpose, text]).to_hex() })
    }

    async fn seal_with_each(&self, purpose: &str, text: &str) -> Result<Vec<Sealed>, Fault> {
        Ok(vec![self.seal(purpose, text).await?])
    }

    async fn holds(&self, purpose: &str, text: &str, sealed: &Sealed) -> Result<bool, Fault> {
        Ok(self.seal(purpose, text).await?.mac == sealed.mac)
    }
}

/// E17.
#[tokio::test]
async fn f29_the_old_link_opens_no_form_and_the_new_one_does() {
    let world = World::new().await;
    let old = sent(1);
    world.given(&old).await;
    let open = OpenSurvey { records: &*world.records, seal: &OpenSeal, clock: &world.clock };
    let old_link = SurveyLink::seal(&OpenSeal, &old).await.unwrap();
    assert!(matches!(open.run(&old_link).await.unwrap(), Opened::Form(_)));

    let new = world.call("POST", &path(&old, "/resend"), None).await.expect(StatusCode::CREATED);

    assert!(matches!(open.run(&old_link).await.unwrap(), Opened::Standstill(Standstill::Closed, _)));
    let new_id = InvitationId::parse(new.json["id"].as_str().unwrap()).unwrap();
    let new_link = SurveyLink::seal(&OpenSeal, &Invitation { id: new_id, ..old }).await.unwrap();
    assert!(matches!(open.run(&new_link).await.unwrap(), Opened::Form(_)));
}

#[tokio::test]
async fn a_resend_of_what_was_not_sent_cancels_the_old_one() {
    let world = World::new().await;
    let old = invitation(1, "lea@example.com");
    world.given(&old).await;

    world.call("POST", &path(&old, "/resend"), None).await.expect(StatusCode::CREATED);

    let state = world.stored(&old).await.send.state;
    assert_eq!(state, SendState::Cancelled { reason: CancelReason::ByOperator });
    let outcomes = world.get("/v1/decisions").await;
    let mut outcomes = outcomes.each("outcome");
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["cancelled", "planned"]);
}

#[tokio::test]
async fn f29_a_resend_bypasses_mute_but_counts_for_what_comes_after() {
    let world = World::new().await;
    let old = sent(1);
    world.given(&old).await;
    let scope = MuteScope::Campaign(old.campaign_id.clone());
    let mut book = MuteBook::empty(&organization().id, scope, old.address.digest());
    book.reserve(old.id.clone(), at("2026-11-21T15:00:00Z"), old.trace(), jiff::SignedDuration::ZERO);
    world.given(&book).await;

    world.call("POST", &path(&old, "/resend"), None).await.expect(StatusCode::CREATED);

    assert_eq!(world.stored(&book).await.reservations.len(), 2);
}

#[tokio::test]
async fn f29_no_resend_to_who_answered_opted_out_or_bounced_and_none_twice() {
    let world = World::new().await;
    let standing = |email: &str| {
        let digest = address(email).digest().to_hex();
        Standing::unknown(&organization().id, digest, now())
    };
    let mut out = standing("out@example.com");
    out.opt_out(&Scope::All, OptOut { since: now(), origin: OptOutOrigin::Respondent });
    let suppressed = Some(Suppression { since: now(), reason: SuppressedBy::Bounce });
    world.given(&out).await;
    world.given(&Standing { suppressed, ..standing("bounced@example.com") }).await;
    let answered = Invitation { answer_id: Some(AnswerId::parse("ans_1").unwrap()), ..sent(1) };
    let to = |n, email: &str| Invitation { address: address(email).into(), ..sent(n) };
    let again = Invitation { replaced_by: Some(sent(1).id), ..sent(4) };
    let sending = SendState::Sending { attempt: 1, lease_until: now(), due_at: None };
    let sending = Invitation { send: SendProgress { state: sending, ..sent(5).send }, ..sent(5) };
    let table = [
        (answered, "it is already answered"),
        (to(2, "out@example.com"), "the person opted out"),
        (to(3, "bounced@example.com"), "the address is suppressed: bounce"),
        (again, "it was already asked again, as `inv_00000000000000000000000001`"),
        (sending, "it is being sent right now: try again in a minute"),
    ];

    for (invitation, expected) in table {
        world.given(&invitation).await;
        let refused = world.call("POST", &path(&invitation, "/resend"), None).await;
        assert_eq!((refused.status, &refused.json["detail"]), (409, &json!(expected)));
        assert_eq!(world.stored(&invitation).await, invitation);
    }
    let wrong = world.post(&path(&sent(2), "/resend"), json!({ "language": "de" })).await;
    assert_eq!(wrong.errors(), ["language: the campaign has no texts in `de`: use `en` or `fr`"]);
}

#[tokio::test]
async fn an_invitation_of_another_organization_is_not_there() {
    let world = World::new().await;
    let other = OrganizationId::parse("other").unwrap();
    let theirs = Invitation { organization: other, ..sent(1) };
    world.given(&theirs).await;

    world.get(&path(&theirs, "")).await.expect(StatusCode::NOT_FOUND);
    world.call("POST", &path(&theirs, "/resend"), None).await.expect(StatusCode::NOT_FOUND);
    assert!(world.get("/v1/invitations").await.each("id").is_empty());
}
