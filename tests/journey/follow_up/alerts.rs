//! After an unhappy answer, exactly once: an alert with one owner, and a mail to them (E6, E10, F25).

use relance_tests::{Job, World, hours, survey_link};
use serde_json::json;

async fn answered(score: &str, comment: &str) -> World {
    let world = World::demo().await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;
    let link = survey_link(world.inbox("lea@example.com").only());
    world.post_form(&link, &[("q_nps", score), ("q_comment", comment)]).await;
    world
}

#[tokio::test]
async fn a_detractor_makes_one_alert_and_one_mail_to_its_owner() {
    let world = answered("4", "Le technicien est arrivé en retard").await;

    world.advance(hours(24)).await;

    let alerts = world.items("/v1/alerts").await;
    let answer = &world.items("/v1/answers").await[0];
    assert_eq!(alerts.len(), 1);
    assert_eq!(alerts[0]["assignee"], "owner@demo.example");
    assert_eq!(alerts[0]["answer_id"], answer["id"]);
    assert_eq!(alerts[0]["first_contact_at"], json!(null));
    let mail = world.inbox("owner@demo.example").only().clone();
    for part in [&mail.html, &mail.text] {
        assert!(
            part.contains("Le technicien est arrivé en retard")
                && part.contains("Léa Roy")
                && part.contains("lea@example.com")
        );
    }
}

#[tokio::test]
async fn content_customers_alert_nobody() {
    for score in ["7", "8", "9", "10"] {
        let world = answered(score, "").await;
        world.advance(hours(1)).await;

        assert!(world.items("/v1/alerts").await.is_empty(), "{score}");
        assert!(world.inbox("owner@demo.example").is_empty(), "{score}");
    }
}

#[tokio::test]
async fn a34_changing_the_answer_does_not_alert_again() {
    let world = answered("4", "").await;
    let link = survey_link(world.inbox("lea@example.com").only());

    world.post_form(&link, &[("q_nps", "2")]).await;
    world.advance(hours(1)).await;

    assert_eq!(world.items("/v1/alerts").await.len(), 1);
    assert_eq!(world.inbox("owner@demo.example").len(), 1);
}
