//! A flood of one campaign does not hold up another one (R1.11), from the hook to the mail.
//! Turns inside a queue are tested beside it.

use relance_tests::{Job, World, hours, minutes};
use serde_json::json;

const FLOOD: usize = 300;

async fn another_campaign(world: &World) {
    let demo = world.read("/v1/campaigns/cmp_satisfaction").await;
    let campaign = json!({
        "name": "Installations", "default_language": "fr", "texts": demo["texts"], "questions": demo["questions"],
        "triggers": [{"on": "task_state", "task_type": "Installation", "states": ["600"]}],
        "primary_address": "customer.email", "delay": "00:12:00", "mute": "07:00:00",
    });
    let id = world.call("POST", "/v1/campaigns", Some(campaign)).await.json()["id"].clone();
    let path = format!("/v1/campaigns/{}/publish", id.as_str().unwrap());
    assert_eq!(world.call("POST", &path, None).await.status, 200);
}

/// R2.5, R1.11, R1.9: three hundred mails due at once need a hundred and fifty seconds; the one due meanwhile does not.
#[tokio::test]
async fn r2_5_a_flood_that_the_rate_holds_back_holds_nobody_else_back() {
    let world = World::demo_sending_at_most(2).await;
    another_campaign(&world).await;
    for n in 0..FLOOD {
        let job = Job::done(&format!("T{n}"), world.now()).to(&format!("flood{n}@example.com"));
        world.post_hook("demo", &job.body().to_string(), &[]).await;
    }
    world.advance(minutes(1)).await;
    let small = Job::done("small", world.now()).of_type("Installation").to("small@example.com");
    world.report(&small).await;
    let due_at = world.now() + hours(12);

    world.advance(hours(12) + minutes(10)).await;

    let mails = world.all_mail();
    assert_eq!(mails.len(), FLOOD + 1);
    let late = world.inbox("small@example.com").only().sent_at.duration_since(due_at);
    assert!(late.as_secs() <= 20, "it was {late:#} late");
    let mut seconds: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for letter in &mails.0 {
        *seconds.entry(letter.sent_at.as_second()).or_default() += 1;
    }
    assert!(seconds.values().all(|sent| *sent <= 2), "the rate is kept: {seconds:?}");
    let (first, last) = (seconds.keys().next().unwrap(), seconds.keys().next_back().unwrap());
    assert!(last - first <= 240, "and used: the flood took {} s", last - first);
}

#[tokio::test]
async fn r1_11_a_single_mail_of_a_small_campaign_goes_out_with_the_first_batch_of_a_flood() {
    let world = World::demo().await;
    another_campaign(&world).await;
    for n in 0..FLOOD {
        let job = Job::done(&format!("T{n}"), world.now()).to(&format!("flood{n}@example.com"));
        world.post_hook("demo", &job.body().to_string(), &[]).await;
    }
    let small = Job::done("small", world.now()).of_type("Installation").to("small@example.com");
    world.report(&small).await;

    world.advance(hours(12)).await;

    let mails = world.all_mail();
    assert_eq!(mails.len(), FLOOD + 1);
    let place = mails.0.iter().position(|letter| letter.to == "small@example.com").unwrap();
    assert!(place < 10, "it went out as number {place}");
}
