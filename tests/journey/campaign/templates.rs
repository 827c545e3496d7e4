//! Mails in the organization's own words, from the template to the mailbox (C11, C12, F20, R3.3, R3.8).
//! What a template may hold is in `views`; saving one in the tests of `serve-api`.

use relance_tests::{Job, World, hours, survey_link};
use serde_json::{Value, json};

const HTML: &str = "<h2>Bonjour {{ contact.first_name }}</h2><p>{{ agent.name }} est venu le {{ date }}.</p>\
    [InsertSatisfactionEvaluation]<p><a href=\"{{ survey_url | url }}\">Tout le sondage</a></p>";

async fn use_template(world: &World, html: &str) {
    let texts = json!({ "html": html, "subject": "{{ customer.first_name }}, un mot sur la visite ?" });
    let body = json!({ "name": "Chaleureux", "texts": { "fr": texts, "en": texts } });
    let made = world.call("POST", "/v1/templates", Some(body)).await;
    assert_eq!(made.status, 201, "{}", made.body);
    world.change_campaign(json!({ "look": { "template_id": made.json()["id"] } })).await;
}

async fn report_for(world: &World, first_name: &str) {
    let mut job = Job::done("T1", world.now()).body();
    job["customer"]["first_name"] = Value::from(first_name);
    world.post_hook("demo", &job.to_string(), &[]).await;
    world.settle().await;
    world.advance(hours(12)).await;
}

#[tokio::test]
async fn c12_a_mail_by_a_template_asks_and_is_answered() {
    let world = World::demo().await;
    use_template(&world, HTML).await;

    report_for(&world, "Léa").await;
    let mail = world.inbox("lea@example.com").only().clone();
    let page = world.open_link(&format!("{}?q=q_nps&v=9", survey_link(&mail))).await;

    assert_eq!(mail.subject, "Léa, un mot sur la visite ?");
    for part in [&mail.html, &mail.text] {
        for said in ["Bonjour Léa", "Sam est venu le 22 novembre", "/u/demo.", "https://demo.example/privacy"]
        {
            assert!(part.contains(said), "`{said}` in {part}");
        }
    }
    assert_eq!(mail.links.iter().filter(|link| link.contains("v=10")).count(), 1, "{:?}", mail.links);
    assert_eq!(page.selected("q_nps").as_deref(), Some("9"));
}

/// F20: what a customer is called is never read as a template, nor as markup.
#[tokio::test]
async fn f20_a_name_that_looks_like_a_template_is_shown_literally() {
    let world = World::demo().await;
    use_template(&world, HTML).await;

    report_for(&world, "{{ company }}<b>[InsertSatisfactionEvaluation]").await;

    let mail = world.inbox("lea@example.com").only().clone();
    assert!(
        mail.subject.starts_with("{{ company }}<b>[InsertSatisfactionEvaluation], un mot"),
        "{}",
        mail.subject
    );
    assert!(mail.text.contains("Bonjour {{ company }}<b>[InsertSatisfactionEvaluation]"), "{}", mail.text);
    assert!(
        mail.html.contains("Bonjour {{ company }}&lt;b&gt;[InsertSatisfactionEvaluation]</h2>"),
        "{}",
        mail.html
    );
    assert_eq!(mail.links.iter().filter(|link| link.contains("v=10")).count(), 1);
}

/// A template that learns nothing of a customer still says something, and what is planned already uses it.
#[tokio::test]
async fn c11_a_changed_template_is_used_by_what_is_planned_already() {
    let world = World::demo().await;
    world.report(&Job::done("T1", world.now())).await;

    use_template(&world, "<p>{{ customer.last_name | upper }}</p>[InsertSatisfactionEvaluation]").await;
    world.advance(hours(12)).await;

    assert!(world.inbox("lea@example.com").only().text.contains("ROY"));
}
