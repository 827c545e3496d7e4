//! After an unhappy answer, exactly once: an alert with one owner, and a mail to them (E6, E10, F25).

use relance_application::kind::Kind;
use relance_application::ports::due::DueIndex as _;
use relance_tests::{Job, World, hours, survey_link};
use serde_json::json;

/// Léa has her mail; returns her survey's link.
async fn ask(world: &World) -> String {
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;
    survey_link(world.inbox("lea@example.com").only())
}

async fn answered(score: &str, comment: &str) -> World {
    let world = World::demo().await;
    let link = ask(&world).await;
    world.post_form(&link, &[("q_nps", score), ("q_comment", comment)]).await;
    world
}

/// C2, E6.
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

/// A rule that tells `owner` of whoever is not satisfied.
async fn tell_of_the_unsatisfied(world: &World, owner: &str) {
    let rule = json!({"campaign_id": "cmp_satisfaction", "name": "Call the unsatisfied back",
        "when": {"field": "satisfied", "op": "eq", "value": false}, "then": {"raise_alert": {"owner": owner}}});
    let made = world.call("POST", "/v1/rules", Some(rule)).await;
    assert_eq!(made.status, 201, "{}", made.body);
}

/// E5, E6: a good score does not hide one bad answer.
#[tokio::test]
async fn f25_one_unsatisfied_answer_makes_one_alert_and_one_mail_that_says_what_it_was() {
    let world = World::demo().await;
    tell_of_the_unsatisfied(&world, "marie@demo.example").await;
    let link = ask(&world).await;

    world.post_form(&link, &[("q_nps", "9"), ("q_work", "2")]).await;
    world.advance(hours(24)).await;

    let alerts = world.items("/v1/alerts").await;
    assert_eq!((alerts.len(), &alerts[0]["kind"]), (1, &json!("unsatisfied")));
    assert_eq!(world.items("/v1/answers").await[0]["satisfied"], false);
    let mail = world.inbox("marie@demo.example").only().clone();
    assert_eq!(mail.subject, "Léa Roy needs a follow-up");
    for part in [&mail.html, &mail.text] {
        assert!(part.contains("How satisfied are you with the work done?") && part.contains("2 out of 5"));
    }
    assert!(world.inbox("owner@demo.example").is_empty(), "9 is no detractor");
}

#[tokio::test]
async fn f25_what_does_not_apply_is_neither_satisfied_nor_unsatisfied_and_alerts_nobody() {
    let world = World::demo().await;
    tell_of_the_unsatisfied(&world, "marie@demo.example").await;
    let texts = |fr: &str, en: &str| json!({"fr": fr, "en": en});
    world
        .change_campaign(json!({"questions": [
            {"id": "q_work", "kind": "csat", "not_applicable": true, "required": true, "texts": texts("Travail ?", "Work?")},
            {"id": "q_clean", "kind": "rating", "max": 5, "not_applicable": true, "required": true, "texts": texts("Propreté ?", "Tidy?")}
        ]}))
        .await;
    let link = ask(&world).await;

    world.post_form(&link, &[("q_work", "not_applicable"), ("q_clean", "not_applicable")]).await;
    world.advance(hours(24)).await;

    assert_eq!(world.items("/v1/answers").await[0]["satisfied"], json!(null));
    assert!(world.items("/v1/alerts").await.is_empty());
}

/// E10: the same person is not told twice of one answer.
#[tokio::test]
async fn f25_two_rules_that_tell_the_same_person_of_one_answer_make_one_alert() {
    let world = World::demo().await;
    tell_of_the_unsatisfied(&world, "owner@demo.example").await;
    let link = ask(&world).await;

    world.post_form(&link, &[("q_nps", "3"), ("q_work", "1")]).await;
    world.advance(hours(24)).await;

    let alerts = world.items("/v1/alerts").await;
    assert_eq!((alerts.len(), &alerts[0]["kind"]), (1, &json!("detractor")));
    assert_eq!(world.inbox("owner@demo.example").only().subject, "Léa Roy gave 3 out of 10");
}

/// What waits to be evaluated costs a write, a message and a function: only answers wait from which something follows (A34).
#[tokio::test]
async fn an_answer_from_which_nothing_follows_leaves_no_work_behind_and_any_other_does() {
    let waiting = async |score: &str| {
        let world = World::demo().await;
        let link = ask(&world).await;
        world.post_form_and_lose_hints(&link, &[("q_nps", score)]).await;
        let due = world.records().due_before(Kind::Answer, jiff::Timestamp::MAX, 9).await.unwrap();
        (due.len(), world.items("/v1/answers").await.len())
    };

    assert_eq!(waiting("9").await, (0, 1));
    assert_eq!(waiting("2").await, (1, 1));
}

#[tokio::test]
async fn an_answer_waits_where_an_endpoint_is_told_of_answers_and_for_no_other_endpoint() {
    let waiting = async |event: &str| {
        let world = World::demo().await;
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let endpoint = json!({ "url": "https://example.com/hook", "events": [event], "secrets": [secret] });
        world.call("POST", "/v1/webhooks", Some(endpoint)).await;
        let link = ask(&world).await;
        world.post_form_and_lose_hints(&link, &[("q_nps", "9")]).await;
        world.records().due_before(Kind::Answer, jiff::Timestamp::MAX, 9).await.unwrap().len()
    };

    assert_eq!(waiting("answer.completed").await, 1);
    assert_eq!(waiting("alert.created").await, 0);
}

/// Hours of a team, a table that sends every alert to it, and the demo's rule without an owner of its own.
async fn route_to_the_team(world: &World) {
    let day = json!([["09:00", "17:00"]]);
    let days = json!({ "mon": day, "tue": day, "wed": day, "thu": day, "fri": day });
    let calendar = json!({ "name": "Bureau", "time_zone": "America/Toronto", "days": days });
    world.call("PUT", "/v1/calendars/cal_office", Some(calendar)).await;
    let row = json!({ "owner": "team@demo.example", "first_contact_within": "00:01:00", "calendar_id": "cal_office",
        "escalate_to": "chief@demo.example" });
    world.call("PUT", "/v1/alert-routing", Some(json!({ "rows": [row] }))).await;
    let rule = world.items("/v1/rules").await[0]["id"].as_str().unwrap().to_owned();
    let to_the_table = json!({ "then": { "raise_alert": { "owner": null } } });
    world.call("PATCH", &format!("/v1/rules/{rule}"), Some(to_the_table)).await;
}

#[tokio::test]
async fn e10_the_table_gives_an_alert_its_owner_and_a_deadline_in_open_hours_that_says_how_it_was_counted() {
    let world = World::demo().await;
    route_to_the_team(&world).await;
    let link = ask(&world).await;

    world.post_form(&link, &[("q_nps", "2")]).await;
    world.advance(hours(1)).await;
    let alert = world.items("/v1/alerts").await[0].clone();
    let before = world.items("/v1/alerts?overdue=true").await.len();
    world.advance(hours(4 * 24)).await;
    let after = world.items("/v1/alerts?overdue=true").await.len();
    world.call("POST", &format!("/v1/alerts/{}/contacted", alert["id"].as_str().unwrap()), None).await;

    assert_eq!(alert["assignee"], "team@demo.example");
    assert_eq!(world.inbox("team@demo.example").len(), 1);
    let because = alert["due_because"].as_str().unwrap();
    assert!(
        because.contains("+ 1 hour in Mon–Fri 9\u{a0}a.m.–5\u{a0}p.m. = Monday 10\u{a0}a.m."),
        "{because}"
    );
    assert_eq!(alert["due_at"], "2026-11-23T15:00:00Z");
    assert_eq!((before, after), (0, 1));
    assert!(world.items("/v1/alerts?overdue=true").await.is_empty(), "somebody got in touch, late as it is");
}
