//! Nobody has to think of detractors (C2): a campaign that first asks NPS gets a rule about them, which is a rule like any other
//! from then on. A rule on others is not about them.

use relance_tests::{Job, World, hours, survey_link};
use serde_json::{Value, json};

const TASK_TYPE: &str = "Entretien";

/// A draft that asks these questions when work of its own type is done.
async fn draft(world: &World, questions: Value) -> String {
    let texts = json!({"en": {"subject": "How was it?", "title": "Your opinion"}});
    let body = json!({"name": "Maintenance", "default_language": "en", "texts": texts, "questions": questions,
        "delay": "00:01:00",
        "triggers": [{"on": "task_state", "task_type": TASK_TYPE, "states": ["600"]}]});
    let made = world.call("POST", "/v1/campaigns", Some(body)).await;
    assert_eq!(made.status, 201, "{}", made.body);
    made.json()["id"].as_str().unwrap().to_owned()
}

fn work() -> Value {
    json!({"id": "q_work", "kind": "csat", "required": false, "texts": {"en": "The work?"}})
}

fn nps() -> Value {
    json!({"id": "q_nps", "kind": "nps", "required": true, "texts": {"en": "Recommend us?"}})
}

async fn step(world: &World, campaign: &str, step: &str) {
    let reply = world.call("POST", &format!("/v1/campaigns/{campaign}/{step}"), None).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
}

async fn change(world: &World, campaign: &str, change: Value) {
    let reply = world.call("PATCH", &format!("/v1/campaigns/{campaign}"), Some(change)).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
}

async fn rules_of(world: &World, campaign: &str) -> Vec<Value> {
    let mut rules = world.items("/v1/rules").await;
    rules.retain(|rule| rule["campaign_id"] == campaign);
    rules
}

/// Somebody is asked by the campaign and gives a score; returns what they read then.
async fn answered(world: &World, score: &str) -> String {
    world.report(&Job::done("T1", world.now()).of_type(TASK_TYPE)).await;
    world.advance(hours(2)).await;
    let link = survey_link(world.inbox("lea@example.com").only());
    let thanks = world.post_form(&link, &[("q_nps", score)]).await.text();
    world.advance(hours(1)).await;
    thanks
}

#[tokio::test]
async fn c2_whoever_publishes_a_campaign_that_asks_nps_hears_of_its_detractors_without_asking_for_it() {
    let world = World::demo().await;
    let campaign = draft(&world, json!([work(), nps()])).await;
    let before = rules_of(&world, &campaign).await;

    step(&world, &campaign, "publish").await;
    answered(&world, "4").await;

    let rules = rules_of(&world, &campaign).await;
    assert_eq!((before.len(), rules.len()), (0, 1));
    assert_eq!((&rules[0]["name"], &rules[0]["active"]), (&json!("Call detractors back"), &json!(true)));
    assert_eq!(rules[0]["then"]["raise_alert"]["owner"], "owner@demo.example", "the person in charge");
    let alerts = world.items("/v1/alerts").await;
    assert_eq!((alerts.len(), &alerts[0]["kind"]), (1, &json!("detractor")));
    assert_eq!(world.inbox("owner@demo.example").len(), 1);
}

#[tokio::test]
async fn c2_the_rule_comes_once_and_a_removed_one_stays_removed() {
    let world = World::demo().await;
    let campaign = draft(&world, json!([nps()])).await;
    step(&world, &campaign, "publish").await;
    let rule = rules_of(&world, &campaign).await.remove(0);
    for _ in 0..2 {
        step(&world, &campaign, "pause").await;
        step(&world, &campaign, "publish").await;
    }
    let after_pauses = rules_of(&world, &campaign).await.len();

    let path = format!("/v1/rules/{}", rule["id"].as_str().unwrap());
    let removed = world.call("DELETE", &path, None).await;
    step(&world, &campaign, "pause").await;
    step(&world, &campaign, "publish").await;
    change(&world, &campaign, json!({"questions": [work()]})).await;
    change(&world, &campaign, json!({"questions": [work(), nps()]})).await;
    answered(&world, "0").await;

    assert_eq!((after_pauses, removed.status), (1, 204));
    assert_eq!(world.call("GET", &path, None).await.status, 404);
    assert!(rules_of(&world, &campaign).await.is_empty());
    assert!(world.items("/v1/alerts").await.is_empty());
}

#[tokio::test]
async fn c2_a_campaign_that_begins_to_ask_nps_while_it_is_live_gets_the_rule_then() {
    let world = World::demo().await;
    let campaign = draft(&world, json!([work()])).await;

    step(&world, &campaign, "publish").await;
    let without = rules_of(&world, &campaign).await.len();
    change(&world, &campaign, json!({"questions": [work(), nps()]})).await;

    assert_eq!((without, rules_of(&world, &campaign).await.len()), (0, 1));
}

#[tokio::test]
async fn c2_a_rule_of_ones_own_that_finds_every_detractor_is_enough_and_one_that_misses_some_is_not() {
    let at_most = |score: u8| json!({"field": "nps_score", "op": "lte", "value": score});
    for (own, rules) in [(at_most(6), 1), (at_most(7), 1), (at_most(5), 2)] {
        let world = World::demo().await;
        let campaign = draft(&world, json!([nps()])).await;
        let rule = json!({"campaign_id": campaign, "name": "Tell Marie", "when": own,
            "then": {"raise_alert": {"owner": "marie@demo.example"}}});
        assert_eq!(world.call("POST", "/v1/rules", Some(rule)).await.status, 201);

        step(&world, &campaign, "publish").await;

        assert_eq!(rules_of(&world, &campaign).await.len(), rules, "{own}");
    }
}

#[tokio::test]
async fn c2_where_there_is_a_routing_table_it_names_the_owner_and_without_one_the_person_in_charge_is_named()
{
    let world = World::demo().await;
    let routed = json!({"rows": [{"owner": "team@demo.example"}]});
    assert_eq!(world.call("PUT", "/v1/alert-routing", Some(routed)).await.status, 200);
    let campaign = draft(&world, json!([nps()])).await;

    step(&world, &campaign, "publish").await;
    answered(&world, "4").await;

    assert_eq!(rules_of(&world, &campaign).await[0]["then"]["raise_alert"]["owner"], Value::Null);
    assert_eq!(world.items("/v1/alerts").await[0]["assignee"], "team@demo.example");

    let nobody_named = json!({"owner": null});
    let world = World::demo().await;
    assert_eq!(world.call("PATCH", "/v1/settings", Some(nobody_named)).await.status, 200);
    let campaign = draft(&world, json!([nps()])).await;
    step(&world, &campaign, "publish").await;
    let owner = rules_of(&world, &campaign).await[0]["then"]["raise_alert"]["owner"].clone();
    assert_eq!(owner, "survey@demo.example", "whoever reads what comes to the sender");
}

/// R5.4: nothing follows from anonymous answers, so no rule is made for them.
#[tokio::test]
async fn c2_an_anonymous_campaign_gets_no_rule() {
    let world = World::demo().await;
    let campaign = draft(&world, json!([nps()])).await;
    change(&world, &campaign, json!({"anonymous": true})).await;

    step(&world, &campaign, "publish").await;

    assert!(rules_of(&world, &campaign).await.is_empty());
}

#[tokio::test]
async fn c2_a_rule_on_promoters_is_no_alert_about_a_detractor_and_promises_nobody_a_call() {
    let world = World::demo().await;
    let campaign = draft(&world, json!([nps()])).await;
    step(&world, &campaign, "publish").await;
    let praise = json!({"campaign_id": campaign, "name": "Thank promoters",
        "when": {"field": "nps_score", "op": "gte", "value": 9},
        "then": {"raise_alert": {"owner": "marie@demo.example"}}});
    assert_eq!(world.call("POST", "/v1/rules", Some(praise)).await.status, 201);

    let thanks = answered(&world, "10").await;

    let alerts = world.items("/v1/alerts").await;
    assert_eq!((alerts.len(), &alerts[0]["kind"]), (1, &json!("noticed")));
    let mail = world.inbox("marie@demo.example").only().clone();
    assert_eq!(mail.subject, "Léa Roy gave 10 out of 10");
    for part in [&mail.html, &mail.text] {
        assert!(part.contains("is one of those"), "{part}");
        assert!(!part.contains("listen first") && !part.contains("waits for someone"), "{part}");
    }
    assert!(!thanks.contains("will get in touch"), "{thanks}");
}
