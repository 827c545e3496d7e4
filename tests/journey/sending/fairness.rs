//! A flood of one campaign does not hold up another one (R1.11), from the hook to the mail.
//! Turns inside a queue are tested beside it.

use relance_tests::{Job, World, hours};
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
