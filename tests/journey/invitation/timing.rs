//! When customers are asked: days after closing, windows, quiet days, and requests that are opened again.
//! How an instant is moved into a window is held by the domain's own tests.

use jiff::Timestamp;
use relance_tests::{Job, World, days, hours, minutes};
use serde_json::{Value, json};

const OFFICE: &str = r#"{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "17:00"}"#;

fn office() -> Value {
    serde_json::from_str(OFFICE).unwrap()
}

/// A request of the desk: closed, or opened again.
fn request(id: &str, kind: &str, at: Timestamp) -> Job {
    let event = format!("evt-{id}-{kind}-{}", at.as_second());
    Job::done(id, at).with("/type", json!(kind)).with("/task", json!({"id": id})).event(&event)
}

async fn due_of(world: &World, address: &str) -> Timestamp {
    let invitation = &world.items(&format!("/v1/invitations?address={address}")).await[0];
    invitation["due_at"].as_str().unwrap().parse().unwrap()
}

/// C16. The world begins on a Sunday, so Friday evening is two days before.
#[tokio::test]
async fn f13_two_days_after_a_friday_closing_is_monday_at_nine() {
    let world = World::demo().await;
    let triggers = json!([{"on": "request_closed", "days_after": 2}]);
    world.change_campaign(json!({"triggers": triggers, "window": office()})).await;
    let friday: Timestamp = "2026-11-20T18:00:00-05:00".parse().unwrap();

    world.report(&request("R1", "request.closed", friday)).await;
    let due = due_of(&world, "lea@example.com").await;
    world.advance(hours(18)).await;
    let before = world.all_mail().len();
    world.advance(hours(1)).await;

    assert_eq!(due, "2026-11-23T09:00:00-05:00".parse().unwrap());
    assert_eq!((before, world.all_mail().len()), (0, 1));
}

#[tokio::test]
async fn a_quiet_day_is_left_out_for_every_campaign() {
    let world = World::demo().await;
    let holiday = json!({"quiet_days": ["2026-11-23", "2026-11-24"]});
    assert_eq!(world.call("PATCH", "/v1/settings", Some(holiday)).await.status, 200);

    world.report(&Job::done("T1", world.now())).await;

    assert_eq!(due_of(&world, "lea@example.com").await, "2026-11-25T00:00:00-05:00".parse().unwrap());
}

/// The backlog of a pause does not go out at night.
#[tokio::test]
async fn what_a_pause_held_back_waits_for_the_window_when_sending_resumes() {
    let world = World::demo().await;
    world.change_campaign(json!({"delay": "", "window": {"from": "09:00", "to": "17:00"}})).await;
    let pause = |paused: bool| json!({"sending_paused": {"paused": paused, "reason": "maintenance"}});
    world.call("PATCH", "/v1/settings", Some(pause(true))).await;
    world.report(&Job::done("T1", world.now())).await;

    world.advance(hours(8)).await;
    world.call("PATCH", "/v1/settings", Some(pause(false))).await;
    world.advance(hours(2)).await;
    let at_night = world.all_mail().len();
    world.advance(hours(9)).await;

    assert_eq!((at_night, world.all_mail().len()), (0, 1));
}

/// C27: opened again before its mail, it is not asked about; closed once more, it is.
#[tokio::test]
async fn c27_a_request_opened_again_is_not_asked_about_until_it_is_closed_once_more() {
    let world = World::demo().await;
    world
        .change_campaign(json!({"triggers": [{"on": "request_closed"}], "delay": "01:00:00", "mute": ""}))
        .await;
    let start = world.now();
    world.report(&request("R1", "request.closed", start)).await;
    world.advance(hours(1)).await;

    world.report(&request("R1", "request.reopened", world.now())).await;
    world.advance(days(2)).await;
    let after_reopening = world.all_mail().len();
    world.report(&request("R1", "request.closed", world.now())).await;
    world.advance(days(1) + minutes(1)).await;

    assert_eq!(after_reopening, 0);
    assert_eq!(world.all_mail().len(), 1);
}

/// C27, P4: one ask per resolution, as far as the frequency rules allow.
#[tokio::test]
async fn c27_a_second_resolution_after_a_survey_is_for_the_frequency_rules_to_decide() {
    for (mute, expected) in [("", "planned"), ("07:00:00", "muted")] {
        let world = World::demo().await;
        world
            .change_campaign(json!({"triggers": [{"on": "request_closed"}], "delay": "", "mute": mute}))
            .await;
        world.report(&request("R1", "request.closed", world.now())).await;
        world.advance(days(1)).await;

        world.report(&request("R1", "request.reopened", world.now())).await;
        world.advance(hours(1)).await;
        let again = request("R1", "request.closed", world.now());
        world.report(&again).await;

        let event = again.body()["event_id"].as_str().unwrap().to_owned();
        assert_eq!(world.outcomes(&event).await, [expected], "mute `{mute}`");
    }
}
