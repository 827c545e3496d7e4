//! When a rule applies (A8, A30), and who is told of what it finds (A35).
//! What an alert and its mail say is in `alerts`.

use relance_tests::{Job, ReportKind, World, hours, survey_link};
use serde_json::json;

const RULE: &str = "/v1/rules/rul_detractors";

/// Somebody whose job was just done gives a score.
async fn somebody_gives(world: &World, (who, score): (&str, &str)) {
    world.report(&Job::done(who, world.now()).to(who)).await;
    world.advance(hours(12)).await;
    let link = survey_link(world.inbox(who).only());
    world.post_form(&link, &[("q_nps", score)]).await;
    world.advance(hours(1)).await;
}

async fn switch(world: &World, active: bool) {
    let changed = world.call("PATCH", RULE, Some(json!({"active": active}))).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
}

#[tokio::test]
async fn a8_a_rule_that_is_switched_off_finds_nothing_and_nothing_is_made_up_for() {
    let world = World::demo().await;
    switch(&world, false).await;
    somebody_gives(&world, ("a@x.ca", "3")).await;

    switch(&world, true).await;
    world.advance(hours(24)).await;
    let after_switching_on = world.items("/v1/alerts").await.len();
    somebody_gives(&world, ("b@x.ca", "3")).await;

    assert_eq!(after_switching_on, 0);
    assert_eq!(world.items("/v1/alerts").await.len(), 1, "of whoever answered from then on");
}

#[tokio::test]
async fn a30_a_new_rule_is_about_answers_from_now_on() {
    let world = World::demo().await;
    somebody_gives(&world, ("a@x.ca", "9")).await;
    let praise = json!({"campaign_id": "cmp_satisfaction", "name": "Thank promoters",
        "when": {"field": "nps_type", "op": "eq", "value": "Promoter"}, "then": {"raise_alert": {"owner": "marie@demo.example"}}});

    let made = world.call("POST", "/v1/rules", Some(praise)).await;
    world.advance(hours(24)).await;
    let of_the_past = world.items("/v1/alerts").await.len();
    somebody_gives(&world, ("b@x.ca", "10")).await;

    assert_eq!((made.status, of_the_past), (201, 0));
    assert_eq!(world.items("/v1/alerts").await.len(), 1);
}

#[tokio::test]
async fn a35_people_of_the_organization_are_told_within_any_mute_and_not_once_their_mailbox_is_gone() {
    let world = World::demo().await;
    let mute = world.call("PATCH", "/v1/settings", Some(json!({"mute": "30:00:00"}))).await;
    assert_eq!(mute.status, 200, "{}", mute.body);
    somebody_gives(&world, ("a@x.ca", "3")).await;
    somebody_gives(&world, ("b@x.ca", "2")).await;
    let told = world.inbox("owner@demo.example");

    world.transport_reports(ReportKind::HardBounce, told.newest()).await;
    somebody_gives(&world, ("c@x.ca", "1")).await;

    assert_eq!(told.len(), 2, "one mail for each, whatever the mute");
    assert_eq!(world.inbox("owner@demo.example").len(), 2, "their mailbox takes nothing any more");
    assert_eq!(world.items("/v1/alerts").await.len(), 3, "and the alert is there all the same");
}
