//! What the log says of a job on its way: whose it is and which record, at every step; and never who the customer is.

use relance_tests::{Job, Told, World, hours, minutes, survey_link, unsubscribe_link};
use serde_json::{Value, json};

fn of_kind<'l>(lines: &'l [Value], kind: &str) -> &'l Value {
    lines.iter().find(|line| line["span"]["kind"] == kind).unwrap_or_else(|| panic!("{kind}: {lines:#?}"))
}

#[tokio::test]
async fn every_step_of_a_job_says_whose_it_is_and_which_record_it_is_about() {
    let world = World::demo().await;
    let told = Told::listen();

    world.report(&Job::done("T-1", world.now()).to("lea@example.com")).await;
    world.advance(hours(12)).await;
    let invitation = world.items("/v1/invitations").await[0]["id"].clone();
    let link = survey_link(world.inbox("lea@example.com").only());
    world.post_form(&link, &[("q_nps", "2"), ("q_comment", "Trop tard")]).await;
    world.advance(minutes(1)).await;

    let answered = told.lines("answered");
    let hook = of_kind(&answered, "RawEvent");
    assert_eq!(hook["status"], 202, "{hook}");
    assert_eq!(
        (&hook["span"]["route"], &hook["span"]["method"]),
        (&json!("/hooks/{connection}"), &json!("POST"))
    );
    let form = answered.iter().find(|line| line["span"]["route"] == "/s/{token}").unwrap();
    assert_eq!((&form["span"]["organization"], &form["status"]), (&json!("demo"), &json!(200)), "{form}");
    assert_eq!(form["span"].get("id"), None, "nobody can tell from the log who gave an anonymous answer");
    let sent = told.lines("a mail was taken");
    assert_eq!(of_kind(&sent, "Invitation")["span"]["id"], invitation);
    let evaluated = told.lines("an answer was evaluated");
    assert_eq!(of_kind(&evaluated, "Answer")["alerts"], 1);
    assert_eq!(evaluated.len(), 1, "a hint that only waits evaluates nothing");
    for line in told.text().lines().filter(|line| line.contains("\"span\"")) {
        assert!(line.contains("\"organization\":\"demo\""), "{line}");
    }
}

/// R4.6, R5.5.
#[tokio::test]
async fn the_log_at_its_most_talkative_names_nobody_and_opens_nothing() {
    let world = World::demo().await;
    let told = Told::listen();

    world.report(&Job::done("T-1", world.now()).to("lea@example.com").phoning("+15145550123")).await;
    world.advance(hours(12)).await;
    let letter = world.inbox("lea@example.com").only().clone();
    world.open_link(&survey_link(&letter)).await;
    world.post_form(&survey_link(&letter), &[("q_nps", "2"), ("q_comment", "Trop tard")]).await;
    world.post_form(&unsubscribe_link(&letter), &[("List-Unsubscribe", "One-Click")]).await;
    world.post_form("/s/a.wrong.link", &[]).await;
    world.advance(minutes(1)).await;

    let log = told.text().to_lowercase();
    assert!(log.lines().count() > 10, "{log}");
    let token = |link: &str| link.rsplit('/').next().unwrap().to_lowercase();
    let (survey, leave) = (token(&survey_link(&letter)), token(&unsubscribe_link(&letter)));
    for personal in ["lea@", "léa", "5145550123", "trop tard", survey.as_str(), leave.as_str(), "wrong.link"]
    {
        assert!(!log.contains(personal), "{personal}");
    }
}
