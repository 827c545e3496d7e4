//! NPS of a local day, derived from the answers: what a manager reads is what a recount gives.

use relance_tests::{Job, World, days, hours, minutes, survey_link};
use serde_json::json;

async fn answer(world: &World, task: &str, score: &str) -> String {
    let address = format!("{}@x.ca", task.to_lowercase());
    world.report(&Job::done(task, world.now() - hours(12)).to(&address)).await;
    let link = survey_link(world.inbox(&address).only());
    world.post_form(&link, &[("q_nps", score)]).await;
    link
}

#[tokio::test]
async fn two_promoters_and_a_detractor_are_33_point_3_with_low_confidence() {
    let world = World::demo().await;
    for (task, score) in [("T1", "9"), ("T2", "10"), ("T3", "3")] {
        answer(&world, task, score).await;
    }

    let stats = world.read("/v1/stats/nps?period=today").await;

    assert_eq!(stats["nps"], 33.3);
    assert_eq!(
        (&stats["answers"], &stats["promoters"], &stats["passives"], &stats["detractors"]),
        (&json!(3), &json!(2), &json!(0), &json!(1))
    );
    assert_eq!(stats["low_confidence"], true);
    assert!(
        stats["interval"]["low"].as_f64().unwrap() < 33.3
            && stats["interval"]["high"].as_f64().unwrap() > 33.3
    );
    assert_eq!(stats["period"], json!({"from": "2026-11-22", "to": "2026-11-22"}));
}

#[tokio::test]
async fn no_answer_is_no_score() {
    let world = World::demo().await;

    let stats = world.read("/v1/stats/nps?period=30d").await;

    assert_eq!(
        (&stats["nps"], &stats["answers"], &stats["interval"]),
        (&json!(null), &json!(0), &json!(null))
    );
}

#[tokio::test]
async fn a_day_is_the_organization_s_local_day() {
    let world = World::demo().await;
    world.advance(hours(9) + minutes(50)).await;
    answer(&world, "T1", "9").await;

    world.advance(minutes(30)).await;
    answer(&world, "T2", "0").await;

    assert_eq!(world.read("/v1/stats/nps?period=2026-11-22..2026-11-22").await["nps"], 100.0);
    assert_eq!(world.read("/v1/stats/nps?period=today").await["nps"], -100.0);
    assert_eq!(world.read("/v1/stats/nps?period=7d").await["nps"], 0.0);
}

#[tokio::test]
async fn i7_a_change_to_an_answer_of_a_folded_day_is_seen_at_once() {
    let world = World::demo().await;
    let link = answer(&world, "T1", "0").await;
    world.advance(days(1)).await;
    let folded = world.read("/v1/stats/nps?period=7d").await;

    world.post_form(&link, &[("q_nps", "10")]).await;
    let changed = world.read("/v1/stats/nps?period=7d").await;
    let again = world.read("/v1/stats/nps?period=7d").await;
    let id = world.items("/v1/answers").await[0]["id"].as_str().unwrap().to_owned();
    world.call("POST", &format!("/v1/answers/{id}/ignore"), None).await;
    let ignored = world.read("/v1/stats/nps?period=7d").await;

    assert_eq!(
        (&folded["nps"], &changed["nps"], &again["nps"]),
        (&json!(-100.0), &json!(100.0), &json!(100.0))
    );
    assert_eq!(ignored["answers"], 0);
}
