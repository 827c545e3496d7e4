//! Sending stops itself when too many mails bounce or are called spam, and an operator resumes it (R3.6, R1.10).
//! How many are too many is a table in the domain.

use jiff::SignedDuration;
use relance_application::invitation::ReportKind;
use relance_application::invitation::ReportKind::{Accepted, Complaint, Delivered, HardBounce};
use relance_application::ports::mail::HealthCounters as _;
use relance_testkit::builders::organization;
use relance_tests::{Inbox, Job, World, hours, minutes};
use serde_json::{Value, json};

/// Plans `count` mails to as many people, all due in twelve hours.
async fn plan(world: &World, name: &str, count: usize) {
    for n in 0..count {
        let job = Job::done(&format!("{name}{n}"), world.now()).to(&format!("{name}{n}@example.com"));
        assert_eq!(world.post_hook("demo", &job.body().to_string(), &[]).await.status, 202);
    }
    world.settle().await;
}

/// A world in which `count` mails went out.
async fn mailed(count: usize) -> (World, Inbox) {
    let world = World::demo().await;
    plan(&world, "customer", count).await;
    world.advance(hours(12)).await;
    let mails = world.all_mail();
    assert_eq!(mails.len(), count);
    (world, mails)
}

async fn report(world: &World, kind: ReportKind, mails: &Inbox, count: usize) {
    for letter in mails.0.iter().take(count) {
        world.transport_reports(kind, letter).await;
    }
}

async fn pause(world: &World) -> Value {
    world.read("/v1/settings").await["sending_paused"].clone()
}

async fn resume(world: &World) {
    let resumed = json!({"sending_paused": {"paused": false}});
    assert_eq!(world.call("PATCH", "/v1/settings", Some(resumed)).await.status, 200);
}

/// R1.10: for everybody at once; released, what waited goes out.
#[tokio::test]
async fn r1_10_the_kill_switch_of_the_installation_holds_everything_back_until_it_is_released() {
    let (world, release) = World::demo_with_all_sending_stopped().await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(13)).await;
    assert_eq!(world.all_mail().len(), 0);

    let world = release(world);
    world.advance(minutes(20)).await;

    assert_eq!(world.inbox("lea@example.com").len(), 1);
}

/// 1,441 claims a day once.
#[tokio::test]
async fn r1_10_what_a_pause_holds_back_is_not_tried_and_goes_when_the_pause_is_lifted() {
    let world = World::demo().await;
    world.report(&Job::done("T1", world.now())).await;
    let paused = json!({"sending_paused": {"paused": true, "reason": "a holiday"}});
    assert_eq!(world.call("PATCH", "/v1/settings", Some(paused)).await.status, 200);

    world.advance(hours(36)).await;
    let held = world.items("/v1/invitations").await[0].clone();
    resume(&world).await;
    world.advance(hours(2)).await;

    assert_eq!((&held["state"], &held["attempts"]), (&json!("planned"), &json!(0)));
    assert_eq!(world.inbox("lea@example.com").len(), 1);
    assert_eq!(world.items("/v1/invitations").await[0]["attempts"], 1);
}

/// B33: mute and frequency are asked again, whatever was planned before.
#[tokio::test]
async fn b33_a_longer_mute_that_is_set_after_planning_holds_for_the_later_mail() {
    let world = World::demo().await;
    world.change_campaign(json!({"mute": "00:00:30"})).await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(1)).await;
    world.report(&Job::done("T2", world.now())).await;
    world.change_campaign(json!({"mute": "07:00:00"})).await;

    world.advance(hours(24)).await;

    let invitations = world.items("/v1/invitations").await;
    let states: Vec<_> = invitations.iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["cancelled", "sent"], "newest first");
    assert_eq!(world.inbox("lea@example.com").len(), 1);
    assert!(world.items("/v1/decisions").await.iter().any(|one| one["outcome"] == "muted"));
}

#[tokio::test]
async fn b33_where_the_campaign_postpones_the_later_mail_waits_for_the_mute_and_goes() {
    let world = World::demo().await;
    world.change_campaign(json!({"mute": "00:00:30", "on_mute": "delay"})).await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(1)).await;
    world.report(&Job::done("T2", world.now())).await;
    world.change_campaign(json!({"mute": "07:00:00"})).await;

    world.advance(hours(24 * 6)).await;
    let meanwhile = world.inbox("lea@example.com").len();
    world.advance(hours(48)).await;

    assert_eq!((meanwhile, world.inbox("lea@example.com").len()), (1, 2));
}

async fn states(world: &World) -> Vec<String> {
    let invitations = world.items("/v1/invitations").await;
    invitations.iter().map(|one| one["state"].as_str().unwrap().to_owned()).collect()
}

/// B33: nothing was counted, so nothing was reserved when they were planned.
#[tokio::test]
async fn b33_a_mute_that_is_set_after_planning_holds_where_there_was_none() {
    let world = World::demo().await;
    world.change_campaign(json!({"mute": ""})).await;
    for task in ["T1", "T2", "T3"] {
        world.report(&Job::done(task, world.now())).await;
        world.advance(hours(1)).await;
    }
    world.change_campaign(json!({"mute": "07:00:00"})).await;

    world.advance(hours(24)).await;

    assert_eq!(states(&world).await, ["cancelled", "cancelled", "sent"], "newest first");
    assert_eq!(world.items("/v1/decisions?outcome=muted").await.len(), 2);
}

#[tokio::test]
async fn b33_what_went_out_before_there_was_a_mute_counts_too() {
    let world = World::demo().await;
    world.change_campaign(json!({"mute": ""})).await;
    world.report(&Job::done("T1", world.now()).of("C-1")).await;
    world.advance(hours(6)).await;
    world.report(&Job::done("T2", world.now()).of("C-1")).await;
    world.advance(hours(7)).await;
    let sent = world.inbox("lea@example.com").len();
    world.change_campaign(json!({"mute": "07:00:00"})).await;

    world.advance(hours(24)).await;

    assert_eq!((sent, states(&world).await), (1, vec!["cancelled".to_owned(), "sent".to_owned()]));
}

/// All of them are overdue when the pause ends: the one that was planned first goes.
#[tokio::test]
async fn b33_after_a_pause_the_first_goes_and_the_later_ones_give_way() {
    let world = World::demo().await;
    world.change_campaign(json!({"mute": ""})).await;
    let paused = json!({"sending_paused": {"paused": true, "reason": "a holiday"}});
    assert_eq!(world.call("PATCH", "/v1/settings", Some(paused)).await.status, 200);
    for task in ["T1", "T2", "T3"] {
        world.report(&Job::done(task, world.now()).of("C-1")).await;
        world.advance(hours(1)).await;
    }
    world.change_campaign(json!({"mute": "07:00:00"})).await;

    world.advance(hours(24)).await;
    resume(&world).await;
    world.advance(hours(2)).await;

    assert_eq!(states(&world).await, ["cancelled", "cancelled", "sent"], "newest first");
}

#[tokio::test]
async fn b33_a_frequency_rule_that_is_set_after_planning_holds_for_a_person_at_two_addresses() {
    let world = World::demo().await;
    world.change_campaign(json!({"mute": ""})).await;
    world.report(&Job::done("T1", world.now()).of("C-1")).await;
    world.advance(hours(1)).await;
    world.report(&Job::done("T2", world.now()).of("C-1").to("other@example.com")).await;
    let rule = json!({"frequency_rules": [{"name": "One", "gap": "30:00:00", "per": "contact"}]});
    assert_eq!(world.call("PATCH", "/v1/settings", Some(rule)).await.status, 200);

    world.advance(hours(24)).await;

    assert_eq!(states(&world).await, ["cancelled", "sent"], "newest first");
    assert_eq!(world.items("/v1/decisions?outcome=frequency_rule").await.len(), 1);
}

/// The one that waits keeps the place that it is given, and nobody is asked twice within the period.
#[tokio::test]
async fn b33_where_the_campaign_postpones_what_was_planned_without_a_mute_goes_one_by_one() {
    let world = World::demo().await;
    world.change_campaign(json!({"mute": "", "on_mute": "delay"})).await;
    for task in ["T1", "T2", "T3"] {
        world.report(&Job::done(task, world.now())).await;
        world.advance(hours(1)).await;
    }
    world.change_campaign(json!({"mute": "07:00:00"})).await;

    let mut sent = Vec::new();
    for _ in 0..3 {
        world.advance(hours(24 * 7)).await;
        sent.push(world.inbox("lea@example.com").len());
    }

    assert_eq!(sent, [1, 2, 3]);
}

#[tokio::test]
async fn r3_6_an_invitation_shows_what_its_provider_said_and_the_decisions_how_it_ended() {
    let (world, mails) = mailed(1).await;

    report(&world, Delivered, &mails, 1).await;
    report(&world, Complaint, &mails, 1).await;

    let id = world.items("/v1/invitations").await[0]["id"].as_str().unwrap().to_owned();
    let shown = world.read(&format!("/v1/invitations/{id}")).await;
    let told: Vec<_> =
        shown["delivery"].as_array().unwrap().iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert!(told.contains(&"delivered") && told.contains(&"complained"), "{told:?}");
    let history: Vec<_> =
        shown["history"].as_array().unwrap().iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(history, ["planned", "complained"]);
}

#[tokio::test]
async fn r3_6_fifty_hard_bounces_among_a_thousand_mails_stop_sending_until_an_operator_resumes() {
    let (world, mails) = mailed(1_000).await;
    plan(&world, "later", 20).await;

    report(&world, HardBounce, &mails, 50).await;
    world.advance(hours(14)).await;

    let stopped = pause(&world).await;
    assert_eq!(stopped["paused"], true);
    let reason = stopped["reason"].as_str().unwrap();
    assert!(reason.contains("40 of the latest 1000 mails") && reason.contains("resume sending"), "{reason}");
    assert_eq!(world.all_mail().len(), 1_000, "nothing goes out while sending is stopped");
    assert_eq!(world.items("/v1/invitations?state=planned&limit=100").await.len(), 20, "and nothing is lost");

    resume(&world).await;
    world.advance(minutes(20)).await;
    let later = world.all_mail();
    assert_eq!(later.len(), 1_020, "what was planned goes out");

    world.transport_reports(HardBounce, later.newest()).await;
    assert_eq!(pause(&world).await["paused"], false, "who resumed is not stopped again by what is past");
}

#[tokio::test]
async fn r3_6_the_thirty_ninth_bounce_stops_nothing_and_a_repeated_report_counts_once() {
    let (world, mails) = mailed(1_000).await;

    for _ in 0..3 {
        report(&world, HardBounce, &mails, 39).await;
    }

    assert_eq!(pause(&world).await["paused"], false);
    report(&world, HardBounce, &mails, 40).await;
    assert_eq!(pause(&world).await["paused"], true);
}

#[tokio::test]
async fn r3_6_two_complaints_stop_sending_and_one_does_not() {
    let (world, mails) = mailed(30).await;

    report(&world, Complaint, &mails, 1).await;
    assert_eq!(pause(&world).await["paused"], false);
    report(&world, Complaint, &mails, 2).await;

    let stopped = pause(&world).await;
    assert_eq!(stopped["paused"], true);
    assert!(stopped["reason"].as_str().unwrap().contains("reported as spam"), "{stopped}");
}

#[tokio::test]
async fn r3_6_a_mail_counts_as_sent_once_however_often_the_transport_says_so() {
    let (world, mails) = mailed(25).await;

    for kind in [Accepted, Delivered, Accepted] {
        report(&world, kind, &mails, 25).await;
    }

    let counted = world.records().recent(&organization().id, world.now()).await.unwrap();
    assert_eq!(counted.iter().map(|hour| hour.sent).sum::<u64>(), 25);
    assert_eq!(counted.iter().map(|hour| hour.bounced + hour.complained).sum::<u64>(), 0);
    let a_week_later = world.now() + SignedDuration::from_hours(7 * 24);
    assert_eq!(world.records().recent(&organization().id, a_week_later).await.unwrap(), []);
}
