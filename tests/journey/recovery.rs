//! Losing every hint changes nothing but the moment (house rule "one wake-up of record", R2.3).
//! Killing the real program is in the `crash` tests.

use relance_tests::{Job, World, hours, minutes, survey_link};

#[tokio::test]
async fn r2_3_with_every_queue_purged_at_every_step_the_journey_still_ends() {
    let world = World::demo().await;

    world.post_hook("demo", &Job::done("T1", world.now()).body().to_string(), &[]).await;
    world.lose_all_hints();
    world.advance(minutes(20)).await;
    assert_eq!(world.outcomes("evt-T1-600").await, ["planned"]);
    world.advance(hours(11) + minutes(35)).await;
    world.lose_all_hints();
    world.advance(minutes(40)).await;
    let link = survey_link(world.inbox("lea@example.com").only());
    world.post_form_and_lose_hints(&link, &[("q_nps", "2")]).await;
    world.advance(minutes(40)).await;

    assert_eq!(world.items("/v1/alerts").await.len(), 1);
    assert_eq!(world.inbox("owner@demo.example").len(), 1);
    assert_eq!(world.inbox("lea@example.com").len(), 1);
}
