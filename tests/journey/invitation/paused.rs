//! A pause costs nothing (R1.10): what it holds back stands aside until it ends or is lifted, and goes then in the order in which
//! it was due. What stops by itself, and why, is in `breaker`.

use relance_domain::account::{Organization, SendingPause};
use relance_tests::{Job, World, days, hours, minutes};
use serde_json::json;

const PEOPLE: [&str; 4] = ["a@x.ca", "b@x.ca", "c@x.ca", "d@x.ca"];

/// Four mails, due ten minutes after each other from now on; planned last to first.
async fn planned() -> World {
    let world = World::demo().await;
    for (place, who) in PEOPLE.iter().enumerate().rev() {
        let due = world.now() + minutes(10) * i32::try_from(place + 1).unwrap();
        world.report(&Job::done(who, due - hours(12)).to(who)).await;
    }
    world
}

async fn stop(world: &World) {
    let stopped = json!({"sending_paused": {"paused": true, "reason": "a holiday"}});
    assert_eq!(world.call("PATCH", "/v1/settings", Some(stopped)).await.status, 200);
}

async fn lift(world: &World) {
    let resumed = json!({"sending_paused": {"paused": false}});
    assert_eq!(world.call("PATCH", "/v1/settings", Some(resumed)).await.status, 200);
}

/// Who got a mail, in order.
fn mailed(world: &World) -> Vec<String> {
    world.all_mail().0.iter().map(|letter| letter.to.clone()).collect()
}

async fn attempts(world: &World) -> Vec<u64> {
    let all = world.items("/v1/invitations").await;
    all.iter().map(|one| one["attempts"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn r1_10_a_pause_writes_nothing_while_it_lasts_and_what_it_held_goes_in_order_once_it_is_lifted() {
    let world = planned().await;
    stop(&world).await;
    world.advance(hours(1)).await;
    let before = world.items("/v1/invitations").await;
    let held = world.records().everything();

    world.advance(days(1)).await;
    let after_a_day = world.records().everything();
    let shown = world.items("/v1/invitations").await;
    lift(&world).await;
    world.advance(minutes(5)).await;

    assert_eq!(after_a_day, held, "not even an entry of the due index moved");
    assert_eq!(shown, before, "and nobody is shown another time");
    assert_eq!(mailed(&world), PEOPLE);
    assert_eq!(attempts(&world).await, [1, 1, 1, 1], "a try is a try to send");
}

#[tokio::test]
async fn r1_10_nobody_waits_for_the_end_that_a_pause_would_have_had() {
    let world = planned().await;
    let (since, until) = (world.now(), world.now() + days(2));
    world
        .given::<Organization>(|ours| {
            let reason = "the daily quota is used up".to_owned();
            ours.sending_paused = Some(SendingPause { since, reason: reason.clone(), until: Some(until) });
        })
        .await;
    world.advance(hours(2)).await;
    let meanwhile = mailed(&world);

    lift(&world).await;
    world.advance(minutes(5)).await;

    assert!(meanwhile.is_empty(), "{meanwhile:?}");
    assert_eq!(mailed(&world), PEOPLE);
}

#[tokio::test]
async fn r1_10_a_pause_that_ends_by_itself_lets_everything_go_in_order() {
    let world = planned().await;
    let (since, until) = (world.now(), world.now() + hours(30));
    world
        .given::<Organization>(|ours| {
            let reason = "the daily quota is used up".to_owned();
            ours.sending_paused = Some(SendingPause { since, reason: reason.clone(), until: Some(until) });
        })
        .await;

    world.advance(hours(29)).await;
    let before = mailed(&world);
    world.advance(hours(1) + minutes(5)).await;

    assert!(before.is_empty(), "{before:?}");
    assert_eq!(mailed(&world), PEOPLE);
}

#[tokio::test]
async fn r1_10_a_paused_campaign_waits_in_order_and_nothing_else_does() {
    let world = planned().await;
    let path = "/v1/campaigns/cmp_satisfaction";
    let demo = world.read(path).await;
    let other = json!({"name": "Installations", "default_language": "fr", "texts": demo["texts"], "questions": demo["questions"],
        "delay": "00:12:00", "triggers": [{"on": "task_state", "task_type": "Installation", "states": ["600"]}]});
    let other =
        world.call("POST", "/v1/campaigns", Some(other)).await.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(world.call("POST", &format!("/v1/campaigns/{other}/publish"), None).await.status, 200);
    world.report(&Job::done("T9", world.now() - hours(11)).of_type("Installation").to("z@x.ca")).await;

    assert_eq!(world.call("POST", &format!("{path}/pause"), None).await.status, 200);
    world.advance(hours(5)).await;
    let meanwhile = mailed(&world);
    let tested = world
        .call("POST", &format!("{path}/test"), Some(json!({"email": "me@x.ca", "language": "fr"})))
        .await;
    world.advance(hours(1)).await;
    let with_the_test = mailed(&world);
    assert_eq!(world.call("POST", &format!("{path}/publish"), None).await.status, 200);
    world.advance(minutes(5)).await;

    assert_eq!(meanwhile, ["z@x.ca"]);
    assert_eq!(
        (tested.status, with_the_test),
        (202, vec!["z@x.ca".to_owned(), "me@x.ca".to_owned()]),
        "{}",
        tested.body
    );
    assert_eq!(mailed(&world)[2..], PEOPLE);
}

/// R1.9: a backlog goes no faster than anything else.
#[tokio::test]
async fn r1_10_what_a_pause_held_goes_at_the_send_rate() {
    let world = World::demo_sending_at_most(1).await;
    for n in 0..90 {
        world.report(&Job::done(&format!("T{n}"), world.now() - hours(11)).to(&format!("c{n}@x.ca"))).await;
    }
    stop(&world).await;
    world.advance(hours(3)).await;

    lift(&world).await;
    world.advance(minutes(2)).await;
    world.advance(hours(1)).await;

    assert_eq!(world.all_mail().len(), 90);
    let mut sent: Vec<String> = world
        .items("/v1/invitations?limit=100")
        .await
        .iter()
        .map(|one| one["sent_at"].as_str().unwrap().chars().take(19).collect())
        .collect();
    sent.sort();
    let busiest = sent.chunk_by(|a, b| a == b).map(<[String]>::len).max();
    assert_eq!(busiest, Some(1), "one a second");
}
