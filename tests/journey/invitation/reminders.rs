//! Reminders (P5): the same link to whoever has not answered, at most twice, never against a wish.
//! How any mail is handed over is in the other files: reminders go the same way.

use relance_application::invitation::ReportKind;
use relance_tests::{Job, World, days, hours, survey_link};
use serde_json::{Value, json};

/// A world in which Léa was asked, and is reminded after three days and after a week.
async fn asked() -> World {
    let world = World::demo().await;
    world.change_campaign(json!({"reminders": ["03:00:00", "07:00:00"]})).await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;
    assert_eq!(world.inbox("lea@example.com").len(), 1);
    world
}

async fn reminders(world: &World) -> Vec<Value> {
    let id = world.items("/v1/invitations").await[0]["id"].as_str().unwrap().to_owned();
    world.read(&format!("/v1/invitations/{id}")).await["reminders"].as_array().unwrap().clone()
}

#[tokio::test]
async fn p5_whoever_has_not_answered_is_reminded_twice_with_the_same_link() {
    let world = asked().await;

    world.advance(days(3) - hours(1)).await;
    let early = world.inbox("lea@example.com").len();
    world.advance(hours(1)).await;
    let first = world.inbox("lea@example.com").len();
    world.advance(days(30)).await;

    let inbox = world.inbox("lea@example.com");
    assert_eq!((early, first, inbox.len()), (1, 2, 3));
    let subject = "Comment s’est passée notre visite\u{202f}?";
    let reminded = format!("Rappel\u{a0}: {subject}");
    assert_eq!(inbox.subjects(), [subject, &reminded, &reminded]);
    let links: Vec<_> = inbox.0.iter().map(|letter| survey_link(letter)).collect();
    assert!(links.iter().all(|link| *link == links[0]), "{links:?}");
    assert!(inbox.newest().text.contains("Vous n’avez pas encore répondu"));
    let states: Vec<_> = reminders(&world).await.iter().map(|one| one["state"].clone()).collect();
    assert_eq!(states, ["sent", "sent"]);
}

#[tokio::test]
async fn p5_an_answer_ends_the_reminders() {
    let world = asked().await;
    let link = survey_link(world.inbox("lea@example.com").only());

    world.post_form(&link, &[("q_nps", "9")]).await;
    world.advance(days(30)).await;

    assert_eq!(world.inbox("lea@example.com").len(), 1);
    assert!(reminders(&world).await.iter().all(|one| one["state"] == "cancelled"));
}

/// R3.6, E1.
#[tokio::test]
async fn p5_an_opt_out_and_a_bounce_end_the_reminders() {
    let opted_out = asked().await;
    opted_out.call("POST", "/v1/opt-outs", Some(json!({"email": "lea@example.com"}))).await;
    let bounced = asked().await;
    let letter = bounced.inbox("lea@example.com").only().clone();
    bounced.transport_reports(ReportKind::HardBounce, &letter).await;

    for world in [opted_out, bounced] {
        world.advance(days(30)).await;
        assert_eq!(world.inbox("lea@example.com").len(), 1);
        assert!(reminders(&world).await.iter().all(|one| one["state"] == "cancelled"));
    }
}

#[tokio::test]
async fn a_resend_takes_the_reminders_with_it() {
    let world = asked().await;
    let id = world.items("/v1/invitations").await[0]["id"].as_str().unwrap().to_owned();

    let again =
        world.call("POST", &format!("/v1/invitations/{id}/resend"), Some(json!({"language": "en"}))).await;
    assert_eq!(again.status, 201, "{}", again.body);
    world.advance(days(30)).await;

    let question = "How did our visit go?";
    let reminded = format!("Reminder: {question}");
    let inbox = world.inbox("lea@example.com");
    assert_eq!(inbox.subjects()[1..], [question, &reminded, &reminded]);
}

/// Decision 8: a reminder is not a new ask. It neither waits for the mute period nor prolongs it.
#[tokio::test]
async fn decision_8_reminders_are_exempt_from_mute_and_frequency() {
    let world = asked().await;
    let rules = json!({"frequency_rules": [{"name": "Once", "max": 1, "period": "07:00:00"}]});
    world.call("PATCH", "/v1/settings", Some(rules)).await;

    world.advance(days(7)).await;
    let reminded = world.inbox("lea@example.com").len();
    world.report(&Job::done("T2", world.now())).await;

    assert_eq!(reminded, 3);
    assert_eq!(world.outcomes("evt-T2-600").await, ["planned"]);
}

#[tokio::test]
async fn an_operator_stops_the_reminders_of_a_mail_that_went_out() {
    let world = asked().await;
    let id = world.items("/v1/invitations").await[0]["id"].as_str().unwrap().to_owned();
    let cancel = format!("/v1/invitations/{id}/cancel");

    let first = world.call("POST", &cancel, None).await;
    let second = world.call("POST", &cancel, None).await;
    world.advance(days(30)).await;

    assert_eq!((first.status, second.status), (200, 409), "{} {}", first.body, second.body);
    assert_eq!(world.inbox("lea@example.com").len(), 1);
}

/// The gate that every send passes: a stopped campaign reminds nobody until it goes on.
#[tokio::test]
async fn a_paused_campaign_reminds_nobody_and_goes_on_afterwards() {
    let world = asked().await;

    world.call("POST", "/v1/campaigns/cmp_satisfaction/pause", None).await;
    world.advance(days(4)).await;
    let while_paused = world.inbox("lea@example.com").len();
    world.call("POST", "/v1/campaigns/cmp_satisfaction/publish", None).await;
    world.advance(hours(1)).await;

    assert_eq!((while_paused, world.inbox("lea@example.com").len()), (1, 2));
}

/// I1: planned with the send itself, so no lost hint and no restart loses a reminder.
#[tokio::test]
async fn a_reminder_survives_the_loss_of_every_hint() {
    let world = asked().await;

    world.lose_all_hints();
    world.advance(days(3) + hours(1)).await;

    assert_eq!(world.inbox("lea@example.com").len(), 2);
}
