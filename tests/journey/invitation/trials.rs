//! Test mails: real ones, through the one gate (R3.4), of which nothing counts.
//! Previews are tested where they are made, in `serve-api`.

use relance_tests::{Job, World, hours, survey_link};
use serde_json::{Value, json};

const TEST: &str = "/v1/campaigns/cmp_satisfaction/test";

async fn figures(world: &World) -> Vec<Value> {
    let mut seen = Vec::new();
    for path in ["/v1/stats/nps?period=all", "/v1/answers", "/v1/alerts", "/v1/decisions", "/v1/invitations"]
    {
        seen.push(world.read(path).await);
    }
    seen
}

#[tokio::test]
async fn r3_4_a_test_mail_arrives_marked_and_its_answer_counts_nowhere() {
    let world = World::demo().await;
    let before = figures(&world).await;

    let reply =
        world.call("POST", TEST, Some(json!({ "email": "boss@demo.example", "language": "en" }))).await;
    world.settle().await;
    let mail = world.inbox("boss@demo.example").only().clone();
    let link = survey_link(&mail);
    let page = world.open_link(&format!("{link}?q=q_nps&v=0")).await;
    let thanks = world.post_form(&link, &[("q_nps", "0"), ("q_comment", "only a test")]).await;
    world.advance(hours(1)).await;

    assert_eq!(reply.status, 202, "{}", reply.body);
    assert!(mail.subject.starts_with("[Test] "), "{}", mail.subject);
    assert!(mail.headers.contains_key("List-Unsubscribe"), "as every survey mail");
    assert_eq!(page.selected("q_nps").as_deref(), Some("0"));
    assert_eq!(thanks.status(), 200, "{}", thanks.text());
    assert_eq!(figures(&world).await, before);
    assert_eq!(world.inbox("owner@demo.example").len(), 0, "a detractor of a test alerts nobody");
    assert_eq!(world.open_link(&link).await.status(), 200, "and can be tried again");
}

/// B25: the mute period neither stops a test nor counts from it.
#[tokio::test]
async fn b25_a_test_mail_neither_minds_nor_makes_a_mute_period() {
    let world = World::demo().await;
    world.call("POST", TEST, Some(json!({ "email": "lea@example.com" }))).await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;
    world.call("POST", TEST, Some(json!({ "email": "lea@example.com" }))).await;
    world.settle().await;

    let tests = world.inbox("lea@example.com").subjects().iter().filter(|s| s.starts_with("[Test]")).count();

    assert_eq!((world.inbox("lea@example.com").len(), tests), (3, 2));
}

/// B31: a draft never sends to customers, and can be tested; nothing goes out while sending is stopped.
#[tokio::test]
async fn b31_a_paused_campaign_can_be_tested_and_the_kill_switch_holds() {
    let world = World::demo().await;
    world.call("POST", "/v1/campaigns/cmp_satisfaction/pause", None).await;
    let stop = json!({ "sending_paused": { "paused": true, "reason": "checking" } });
    let stopped = world.call("PATCH", "/v1/settings", Some(stop)).await;

    world.call("POST", TEST, Some(json!({ "email": "boss@demo.example" }))).await;
    world.settle().await;
    let while_stopped = world.inbox("boss@demo.example").len();
    world.call("PATCH", "/v1/settings", Some(json!({ "sending_paused": { "paused": false } }))).await;
    world.advance(hours(1)).await;

    assert_eq!(stopped.status, 200, "{}", stopped.body);
    assert_eq!((while_stopped, world.inbox("boss@demo.example").len()), (0, 1));
}
