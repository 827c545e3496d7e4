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

/// A9: what the tool told of the job and of who did it, read only where a rule looks at it.
#[tokio::test]
async fn a9_a_rule_can_look_at_the_job_and_at_who_did_it() {
    let world = World::demo().await;
    let when = |field: &str, op: &str, value: &str| json!({"field": field, "op": op, "value": value});
    for (name, condition) in [
        ("state", when("task.state", "gte", "600")),
        ("priority", when("task.priority", "eq", "p1")),
        ("reasons", when("task.reasons", "contains", "qualité")),
        ("tags", when("task.tags", "eq", "VIP")),
        ("agent", when("agent.id", "eq", "A-9")),
        ("another agent", when("agent.id", "eq", "a-9")),
        ("no tags of theirs", when("contact.tags", "eq", "VIP")),
    ] {
        let owner = format!("{}@demo.example", name.replace(' ', "-"));
        let rule = json!({"campaign_id": "cmp_satisfaction", "name": name, "when": condition,
            "then": {"raise_alert": {"owner": owner}}});
        let made = world.call("POST", "/v1/rules", Some(rule)).await;
        assert_eq!(made.status, 201, "{}", made.body);
    }
    let job = Job::done("T1", world.now())
        .with("/task/priority", json!("P1"))
        .with("/task/reasons", json!(["Qualité"]))
        .with("/task/tags", json!(["vip"]));
    world.report(&job).await;
    world.advance(hours(12)).await;

    world.post_form(&survey_link(world.inbox("lea@example.com").only()), &[("q_nps", "9")]).await;
    world.advance(hours(1)).await;

    let alerts = world.items("/v1/alerts").await;
    let mut owners: Vec<_> = alerts.iter().map(|alert| alert["assignee"].as_str().unwrap()).collect();
    owners.sort_unstable();
    let told = ["agent", "priority", "reasons", "state", "tags"].map(|name| format!("{name}@demo.example"));
    assert_eq!(owners, told);
}
