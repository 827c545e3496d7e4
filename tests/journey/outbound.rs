//! Others are told: endpoints of an organization get what happened, in ids, at least once and under one id. And an
//! organization moves whole from one store to another. How calls are made is tested in `run-actions` and in adapters.

use relance_application::account::{Arrived, Carry, Line};
use relance_application::kind::Kind;
use relance_application::ports::records::Records as _;
use relance_domain::name::OrganizationId;
use relance_testkit::{FixedClock, MemoryRecords};
use relance_tests::{Job, World, hours, minutes, survey_link, unsubscribe_link};
use serde_json::{Value, json};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

async fn endpoint(world: &World, events: &[&str]) -> Value {
    let body = json!({ "url": "https://example.com/hook", "events": events, "secrets": [SECRET] });
    world.call("POST", "/v1/webhooks", Some(body)).await.json()
}

fn kinds(world: &World) -> Vec<String> {
    let mut kinds: Vec<_> =
        world.calls().iter().map(|call| call.body["type"].as_str().unwrap().to_owned()).collect();
    kinds.sort();
    kinds
}

#[tokio::test]
async fn r4_5_an_answer_its_alert_and_a_leaving_are_told_once_each_and_name_nobody() {
    let world = World::demo().await;
    endpoint(&world, &["answer.completed", "alert.created", "invitation.opted_out"]).await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;
    let letter = world.inbox("lea@example.com").only().clone();

    world.post_form(&survey_link(&letter), &[("q_nps", "2"), ("q_comment", "Too late")]).await;
    for _ in 0..2 {
        world.post_form(&unsubscribe_link(&letter), &[("List-Unsubscribe", "One-Click")]).await;
    }
    world.advance(minutes(5)).await;

    assert_eq!(kinds(&world), ["alert.created", "answer.completed", "invitation.opted_out"]);
    for call in world.calls() {
        let said = call.body.to_string();
        assert!(!said.contains("lea@example.com") && !said.contains("Too late"), "{said}");
    }
    let answer = world.items("/v1/answers").await[0]["id"].clone();
    assert!(world.calls().iter().any(|call| call.body["data"]["answer_id"] == answer));
}

#[tokio::test]
async fn r2_3_calls_are_made_although_every_hint_is_lost() {
    let world = World::demo().await;
    endpoint(&world, &["answer.completed"]).await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;

    let link = survey_link(world.inbox("lea@example.com").only());
    world.post_form_and_lose_hints(&link, &[("q_nps", "9")]).await;
    world.advance(minutes(20)).await;

    assert_eq!(kinds(&world), ["answer.completed"]);
}

#[tokio::test]
async fn an_endpoint_that_is_disabled_or_wants_something_else_is_not_called() {
    let world = World::demo().await;
    let path =
        format!("/v1/webhooks/{}", endpoint(&world, &["answer.completed"]).await["id"].as_str().unwrap());
    endpoint(&world, &["invitation.opted_out"]).await;
    world.call("PATCH", &path, Some(json!({ "enabled": false }))).await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;

    let link = survey_link(world.inbox("lea@example.com").only());
    world.post_form(&link, &[("q_nps", "9")]).await;
    world.advance(minutes(5)).await;

    assert_eq!(kinds(&world), [""; 0]);
    let shown = world.read(&path).await;
    assert_eq!((&shown["enabled"], &shown["disabled_reason"]), (&json!(false), &json!("disabled by hand")));
}

/// Kinds that do not travel.
const LEFT_BEHIND: [Kind; 4] = [Kind::Route, Kind::Idempotency, Kind::SignIn, Kind::Session];

#[tokio::test]
async fn an_organization_moves_whole_arrives_paused_and_moving_again_changes_nothing() {
    let world = World::demo().await;
    endpoint(&world, &["answer.completed"]).await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;
    let link = survey_link(world.inbox("lea@example.com").only());
    world.post_form(&link, &[("q_nps", "2")]).await;
    let by_hand = json!({"recipients": [{"email": "bob@example.com", "language": "en"}]});
    assert_eq!(world.call("POST", "/v1/campaigns/cmp_satisfaction/send", Some(by_hand)).await.status, 200);
    world.advance(minutes(5)).await;
    let clock = FixedClock::new(world.now());
    let organization = OrganizationId::parse("demo").unwrap();
    let mut lines: Vec<Line> = Vec::new();

    let here = Carry { records: world.records(), clock: &clock };
    here.export(&organization, &mut |line| {
        lines.push(line);
        Ok(())
    })
    .await
    .unwrap();
    let other = MemoryRecords::new();
    let there = Carry { records: &other, clock: &clock };
    for line in &lines {
        assert_eq!(there.import(&organization, line.clone()).await.unwrap(), Arrived::Stored);
    }
    for line in &lines {
        assert_eq!(there.import(&organization, line.clone()).await.unwrap(), Arrived::Known);
    }

    let travels = |kind: Kind| !LEFT_BEHIND.contains(&kind);
    let mut left = 0;
    for record in world.records().everything().into_iter().filter(|record| travels(record.key.partition.kind))
    {
        let moved = other.get(&record.key).await.unwrap();
        let moved =
            moved.unwrap_or_else(|| panic!("{:?} was forgotten: name its groups in `carry`", record.key));
        assert_eq!((moved.due_at, moved.listed_at), (record.due_at, record.listed_at));
        if record.key.partition.kind == Kind::Organization {
            assert!(moved.body["sending_paused"]["reason"].as_str().unwrap().starts_with("imported"));
        } else {
            assert_eq!(moved.body, record.body);
        }
        left += 1;
    }
    assert_eq!(left, lines.len());
    let routes = |records: &MemoryRecords| {
        records.everything().iter().filter(|record| record.key.partition.kind == Kind::Route).count()
    };
    assert_eq!(routes(&other), routes(world.records()), "hooks and keys lead there too");
}
