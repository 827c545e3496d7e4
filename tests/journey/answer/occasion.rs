//! What an answer is about stays with it: figures and rules tell answers apart by it. Nothing of it is kept of an anonymous
//! one (R5.4).

use super::answering::ask;
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_tests::{Job, World, hours, survey_link};
use serde_json::{Value, json};

#[tokio::test]
async fn an_answer_keeps_the_job_the_agent_and_the_place_that_it_is_about() {
    let world = World::demo().await;
    let job = Job::done("T-7", world.now())
        .with("/task/number", json!("48213"))
        .with("/task/tags", json!(["garantie"]))
        .with("/task/location", json!("Rive-Sud"))
        .with("/task/channel", json!("phone"));
    world.report(&job).await;
    world.advance(hours(12)).await;
    let link = survey_link(world.inbox("lea@example.com").only());

    world.post_form(&link, &[("q_nps", "9")]).await;

    assert_eq!(
        world.items("/v1/answers").await[0]["occasion"],
        json!({
            "kind": "visit", "source": "demo", "task_id": "T-7", "task_number": "48213", "task_type": "Appel de service",
            "agent_id": "A-9", "agent_name": "Sam", "location": "Rive-Sud", "channel": "phone", "tags": ["garantie"],
        })
    );
}

#[tokio::test]
async fn r5_4_an_anonymous_answer_holds_nothing_of_what_it_is_about() {
    let world = World::demo().await;
    world.given::<Campaign>(|campaign| campaign.respondents.anonymous = true).await;
    let link = ask(&world, "lea@example.com").await;

    world.post_form(&link, &[("q_nps", "9")]).await;

    let answers = world.stored::<Answer>();
    assert_eq!(answers.iter().map(|answer| &answer.occasion).collect::<Vec<_>>(), [&None]);
    let written = serde_json::to_value(&answers[0]).unwrap();
    assert_eq!(written.get("occasion"), None::<&Value>);
}

#[tokio::test]
async fn an_answer_is_about_what_the_campaign_says_its_events_are() {
    let world = World::demo().await;
    world.change_campaign(json!({"occasion": "project"})).await;
    let link = ask(&world, "lea@example.com").await;

    let page = world.open_link(&link).await;
    world.post_form(&link, &[("q_nps", "9")]).await;

    assert!(page.text().contains("Votre projet avec Sam"), "{}", page.text());
    assert_eq!(
        world.items("/v1/answers").await[0]["occasion"]["kind"],
        "project",
        "what the campaign says it is"
    );
}

/// An attribute that is left out of a record keeps its old value there.
#[tokio::test]
async fn a_campaign_can_leave_it_to_its_events_again_what_they_are() {
    let world = World::demo().await;
    world.change_campaign(json!({"occasion": "project"})).await;

    world.change_campaign(json!({"occasion": null})).await;

    assert_eq!(world.read("/v1/campaigns/cmp_satisfaction").await["occasion"], Value::Null);
}
