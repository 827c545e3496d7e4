//! How often customers are asked: the organization's frequency rules beside mute periods.
//! What a rolling period means is held by the domain's own tests.

use jiff::Timestamp;
use relance_tests::{Job, World, days, hours};
use serde_json::{Value, json};

async fn world_with(rules: Value) -> World {
    let world = World::demo().await;
    world.change_campaign(json!({"mute": ""})).await;
    let reply = world.call("PATCH", "/v1/settings", Some(json!({"frequency_rules": rules}))).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    world
}

async fn report(world: &World, task: &str) -> Value {
    world.report(&Job::done(task, world.now())).await;
    world.items(&format!("/v1/decisions?event_id=evt-{task}-600")).await.remove(0)
}

/// C17, C18, D25.
#[tokio::test]
async fn two_a_month_means_two_and_the_third_is_told_when() {
    let world = world_with(json!([{"name": "Two a month", "max": 2, "period": "30:00:00"}])).await;
    let first = world.now();

    assert_eq!(report(&world, "T1").await["outcome"], "planned");
    world.advance(days(3)).await;
    assert_eq!(report(&world, "T2").await["outcome"], "planned");
    world.advance(days(3)).await;
    let third = report(&world, "T3").await;

    let next: Timestamp = third["next_eligible_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(third["outcome"], "frequency_rule");
    assert!(third["reason"].as_str().unwrap().starts_with("the frequency rule `Two a month`"), "{third}");
    assert_eq!(next, first + hours(12) + days(30));
    world.advance(days(24)).await;
    assert_eq!(report(&world, "T4").await["outcome"], "planned");
}

/// P13: a rule may be about some sends only.
#[tokio::test]
async fn a_rule_with_a_scope_counts_and_stops_only_what_it_names() {
    let rule =
        json!([{"name": "English calls", "gap": "30:00:00", "when": {"task_types": ["Service call"]}}]);
    let world = world_with(rule).await;
    let in_english = |task: &str| Job::done(task, world.now()).of_type("Service call");

    world.report(&Job::done("T1", world.now())).await;
    world.report(&in_english("T2")).await;
    world.report(&in_english("T3")).await;
    world.report(&Job::done("T4", world.now())).await;

    let mut outcomes = Vec::new();
    for task in ["T1", "T2", "T3", "T4"] {
        outcomes.extend(world.outcomes(&format!("evt-{task}-600")).await);
    }
    assert_eq!(outcomes, ["planned", "planned", "frequency_rule", "planned"]);
}

/// C17: the tool's id of the customer, else the address.
#[tokio::test]
async fn a_rule_per_contact_knows_a_person_by_two_addresses() {
    let world = world_with(json!([{"name": "Once", "gap": "30:00:00", "per": "contact"}])).await;
    let lea =
        |task: &str, email: &str| Job::done(task, world.now()).to(email).with("/customer/id", json!("C-77"));

    world.report(&lea("T1", "lea@work.ca")).await;
    world.report(&lea("T2", "lea@home.ca")).await;
    world.report(&Job::done("T3", world.now()).to("lea@work.ca")).await;

    assert_eq!(world.outcomes("evt-T1-600").await, ["planned"]);
    assert_eq!(world.outcomes("evt-T2-600").await, ["frequency_rule"]);
    assert_eq!(world.outcomes("evt-T3-600").await, ["planned"], "another person at the same address");
}

/// R1.2.
#[tokio::test]
async fn what_is_cancelled_frees_its_place() {
    let world = world_with(json!([{"name": "Once", "max": 1, "period": "30:00:00", "per": "contact"},
        {"name": "Gap", "gap": "30:00:00"}]))
    .await;
    let person = |task: &str| Job::done(task, world.now()).with("/customer/id", json!("C-77"));
    world.report(&person("T1")).await;
    let planned = world.items("/v1/invitations").await[0]["id"].as_str().unwrap().to_owned();

    world.call("POST", &format!("/v1/invitations/{planned}/cancel"), None).await;
    world.report(&person("T2")).await;

    assert_eq!(world.outcomes("evt-T2-600").await, ["planned"]);
}

/// Decision 3: dropped, unless the campaign prefers to wait.
#[tokio::test]
async fn a_muted_trigger_can_wait_for_its_turn() {
    let world = World::demo().await;
    world.change_campaign(json!({"on_mute": "delay"})).await;
    let first = world.now();
    world.report(&Job::done("T1", first)).await;

    world.report(&Job::done("T2", first)).await;
    world.report(&Job::done("T3", first)).await;

    let mut dues: Vec<Timestamp> = world
        .items("/v1/invitations")
        .await
        .iter()
        .map(|invitation| invitation["due_at"].as_str().unwrap().parse().unwrap())
        .collect();
    dues.sort_unstable();
    assert_eq!(dues, [first + hours(12), first + hours(12) + days(7), first + hours(12) + days(14)]);
    let reason = world.items("/v1/decisions?event_id=evt-T3-600").await[0]["reason"].clone();
    assert_eq!(reason, "the invitation is planned; postponed to the first moment that every rule allows");
}

/// F3 and R1.2, over all campaigns: a hundred hooks at once, one address, one place.
#[tokio::test]
async fn many_tasks_at_once_leave_one_place_taken() {
    let world = world_with(json!([{"name": "Once", "gap": "30:00:00"}])).await;
    for n in 0..40 {
        let body = Job::done(&format!("T{n}"), world.now()).body().to_string();
        world.post_hook("demo", &body, &[]).await;
    }

    world.settle().await;

    assert_eq!(world.items("/v1/invitations").await.len(), 1);
    assert_eq!(world.items("/v1/decisions?outcome=frequency_rule&limit=100").await.len(), 39);
}

#[tokio::test]
async fn a_rule_that_cannot_be_meant_is_refused_by_field_and_reason() {
    let world = World::demo().await;
    let gap = json!({"name": "Same", "gap": "01:00:00"});
    let table = [
        (json!([{"name": "a"}]), "frequency_rules.0", "a rule needs `max` with `period`, or `gap`"),
        (json!([{"name": "a", "max": 1}]), "frequency_rules.0", "`max` and `period` belong together"),
        (
            json!([{"name": "a", "gap": "24h"}]),
            "frequency_rules.0.gap",
            "`24h` is not of the form `DD:HH:MM`",
        ),
        (json!([gap, gap]), "frequency_rules.1.name", "`Same` is taken"),
        (json!(vec![gap.clone(); 21]), "frequency_rules", "use at most 20 rules"),
    ];

    for (rules, field, reason) in table {
        let change = json!({"frequency_rules": rules});
        let reply = world.call("PATCH", "/v1/settings", Some(change)).await;
        let error = reply.json()["errors"][0].clone();
        assert_eq!((reply.status, error["field"].as_str()), (422, Some(field)), "{}", reply.body);
        assert!(error["reason"].as_str().unwrap().starts_with(reason), "{}", reply.body);
    }
}
