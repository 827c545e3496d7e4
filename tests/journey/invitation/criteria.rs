//! Who is asked: criteria on customer and task, channels, and what agents wish.
//! When they are asked is in `timing`, how often in `frequency`.

use relance_tests::{Job, World, hours};
use serde_json::{Value, json};

/// C24.
#[tokio::test]
async fn f14_reasons_and_priority_choose_who_is_asked_and_the_decision_says_what_did_not_hold() {
    let world = World::demo().await;
    let reasons = json!(["Emballage", "Aspect", "Prix", "Qualité", "Incident"]);
    world
        .change_campaign(json!({"criteria": {"all": [
            {"field": "task.reasons", "op": "in", "values": reasons},
            {"field": "task.priority", "op": "eq", "value": "P1"},
        ]}}))
        .await;
    let cases = [
        ("T1", json!(["Qualité"]), json!("P1"), "planned"),
        ("T2", json!(["Qualité"]), json!("P2"), "criteria"),
        ("T3", json!(["Facturation"]), json!("P1"), "criteria"),
        ("T4", json!([]), json!("P1"), "criteria"),
        ("T5", json!(["Qualité"]), Value::Null, "criteria"),
    ];

    for (task, reasons, priority, expected) in cases {
        let job = Job::done(task, world.now()).to(&format!("{task}@x.ca"));
        world.report(&job.with("/task/reasons", reasons).with("/task/priority", priority)).await;
        assert_eq!(world.outcomes(&format!("evt-{task}-600")).await, [expected], "{task}");
    }

    let decision = &world.items("/v1/decisions?event_id=evt-T2-600").await[0];
    assert_eq!(decision["reason"], "a criterion of the campaign does not hold: `task.priority` is `P1`");
    world.advance(hours(13)).await;
    assert_eq!(world.all_mail().len(), 1);
}

/// C3, C4.
#[tokio::test]
async fn channels_are_switched_on_for_the_organization_and_a_campaign_may_know_better() {
    let world = World::demo().await;
    let settings = json!({"channels": {"phone": true, "chat": false}});
    assert_eq!(world.call("PATCH", "/v1/settings", Some(settings)).await.status, 200);
    let report = async |task: &str, channel: Value| {
        let job = Job::done(task, world.now()).to(&format!("{task}@x.ca")).with("/task/channel", channel);
        world.report(&job).await;
        world.outcomes(&format!("evt-{task}-600")).await.remove(0)
    };

    assert_eq!(report("T1", json!("Phone")).await, "planned");
    assert_eq!(report("T2", json!("chat")).await, "channel_off");
    assert_eq!(report("T3", json!("fax")).await, "channel_off");
    assert_eq!(report("T4", Value::Null).await, "channel_off");
    world.change_campaign(json!({"channels": {"chat": true}})).await;
    assert_eq!(report("T5", json!("chat")).await, "planned");
    assert_eq!(report("T6", json!("phone")).await, "channel_off");
}

/// C15: whoever opts many cases out may be choosing whom to ask.
#[tokio::test]
async fn f12_agents_opt_outs_are_counted_heard_or_not() {
    let world = World::demo().await;
    let by = |job: Job, agent: &str| job.with("/agent", json!({"id": agent, "name": "Sam"}));
    world.report(&by(Job::done("T1", world.now()).to("a@x.ca").opted_out_by_agent(), "A-1")).await;
    world.report(&by(Job::done("T2", world.now()).to("b@x.ca"), "A-1")).await;
    world.report(&by(Job::done("T3", world.now()).to("c@x.ca"), "A-2")).await;
    let changed_mind = Job::done("T3", world.now()).to("c@x.ca").in_state("610").opted_out_by_agent();
    world.report(&by(changed_mind, "A-2")).await;
    world.change_campaign(json!({"agent_opt_out_allowed": false})).await;
    world.report(&by(Job::done("T4", world.now()).to("d@x.ca").opted_out_by_agent(), "A-1")).await;

    let counts = world.read("/v1/stats/agent-opt-outs?campaign=cmp_satisfaction&period=today").await;

    let expected = json!([
        {"agent_id": "A-1", "cases": 3, "honoured": 1, "ignored": 1},
        {"agent_id": "A-2", "cases": 2, "honoured": 1, "ignored": 0},
    ]);
    assert_eq!(counts["items"], expected);
    assert_eq!(world.items("/v1/decisions?event_id=evt-T4-600").await[0]["agent_wish"], "ignored");
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_by_field_and_reason() {
    let world = World::demo().await;
    let table = [
        (json!({"criteria": {"all": []}}), "criteria", "a group needs at least one condition"),
        (
            json!({"criteria": {"any": [{"field": "task.colour", "op": "eq", "value": "red"}]}}),
            "criteria.any.0",
            "`task.colour` is not a field here",
        ),
        (json!({"channels": {"": true}}), "channels", "`` is not a channel"),
        (json!({"window": {"from": "9h"}}), "window.from", "`9h` is not a time of day"),
        (json!({"window": {"from": "17:00", "to": "09:00"}}), "window", "the window must end later"),
        (json!({"reminders": ["07:00:00", "03:00:00"]}), "reminders", "each reminder comes later"),
        (json!({"on_mute": "wait"}), "on_mute", "`wait` is none of `drop` or `delay`"),
        (
            json!({"triggers": [{"on": "request_closed", "days_after": 0}]}),
            "triggers.0",
            "`0` is not a number of days from 1 to 365",
        ),
    ];

    for (change, field, reason) in table {
        let reply = world.call("PATCH", "/v1/campaigns/cmp_satisfaction", Some(change.clone())).await;
        let error = reply.json()["errors"][0].clone();
        assert_eq!((reply.status, error["field"].as_str()), (422, Some(field)), "{change}: {}", reply.body);
        assert!(error["reason"].as_str().unwrap().starts_with(reason), "{change}: {}", reply.body);
    }
}
