//! Rules in the one language of conditions: what holds acts, what cannot be meant is refused, what is gone is broken.
//! What an alert is and who is told lives in `alerts`; what conditions mean, in the domain's tables.

use relance_tests::{Job, World, hours, survey_link};
use serde_json::{Value, json};

const CAMPAIGN: &str = "cmp_satisfaction";

/// A rule of the demo campaign that tells Marie; answers what the API says to it.
async fn rule(world: &World, when: Value) -> Value {
    let rule = json!({"campaign_id": CAMPAIGN, "name": "Tell Marie", "when": when,
        "then": {"raise_alert": {"owner": "marie@demo.example"}}});
    world.call("POST", "/v1/rules", Some(rule)).await.json()
}

/// Léa answers; how many mails Marie has then.
async fn told(when: Value, answers: &[(&str, &str)]) -> usize {
    let world = World::demo().await;
    let made = rule(&world, when).await;
    assert_eq!(made["broken"], false, "{made}");
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;
    let link = survey_link(world.inbox("lea@example.com").only());
    world.post_form(&link, answers).await;
    world.advance(hours(1)).await;
    world.inbox("marie@demo.example").len()
}

/// A9, A13.
#[tokio::test]
async fn a9_a_rule_looks_at_answers_scores_people_and_how_the_answer_came() {
    let detractor_about_the_bill = json!({"all": [
        {"field": "nps_type", "op": "eq", "value": "Detractor"},
        {"any": [
            {"field": "answer.q_comment", "op": "contains", "value": "facture"},
            {"field": "answer.q_work", "op": "lte", "value": 2},
        ]},
        {"field": "contact.first_name", "op": "eq", "value": "léa"},
        {"not": {"field": "contact.city", "op": "is_not_empty"}},
        {"field": "task.type", "op": "eq", "value": "appel de service"},
        {"field": "meta.channel", "op": "eq", "value": "email"},
        {"field": "meta.completed_at", "op": "within_last", "value": "00:00:05"},
    ]});
    let table: [(&[(&str, &str)], usize); 4] = [
        (&[("q_nps", "3"), ("q_comment", "La FACTURE est fausse")], 1),
        (&[("q_nps", "3"), ("q_work", "2")], 1),
        (&[("q_nps", "3"), ("q_comment", "En retard")], 0),
        (&[("q_nps", "9"), ("q_comment", "La facture est claire")], 0),
    ];

    for (answers, mails) in table {
        assert_eq!(told(detractor_about_the_bill.clone(), answers).await, mails, "{answers:?}");
    }
}

#[tokio::test]
async fn a10_a_rule_that_cannot_be_meant_is_refused_leaf_by_leaf() {
    let world = World::demo().await;
    let table = [
        (
            json!({"all": [{"field": "answer.q_gone", "op": "is_answered"}, {"field": "nps_score", "op": "eq", "value": 11}]}),
            json!([
                {"pointer": "/when/all/0", "field": "when.all.0", "code": "unusable", "reason": "`answer.q_gone` names a question that the campaign does not have"},
                {"pointer": "/when/all/1", "field": "when.all.1", "code": "unusable", "reason": "`11` is not a whole number from 0 to 10"},
            ]),
        ),
        (
            json!({"any": [{"field": "nps_score", "op": "is"}]}),
            json!([{"pointer": "/when/any/0", "field": "when.any.0", "code": "unusable", "reason": "`is` is not an operator"}]),
        ),
        (
            json!({"field": "nps_type", "op": "eq", "value": "Détracteur"}),
            json!([{"pointer": "/when", "field": "when", "code": "unusable", "reason": "`Détracteur` is none of `Promoter`, `Passive`, `Detractor`"}]),
        ),
        (
            json!({"field": "meta.campaign_id", "op": "contains", "value": "sat"}),
            json!([{"pointer": "/when", "field": "when", "code": "unusable", "reason": "`contains` cannot compare an id: use `eq`, `ne`, `in`, `not_in`"}]),
        ),
    ];

    for (when, errors) in table {
        assert_eq!(rule(&world, when).await["errors"], errors);
    }
}

#[tokio::test]
async fn a10_a_rule_whose_question_is_gone_is_shown_as_broken_and_does_nothing_until_it_is_mended() {
    let world = World::demo().await;
    let made =
        rule(&world, json!({"not": {"field": "answer.q_comment", "op": "contains", "value": "merci"}})).await;
    let texts = json!({"fr": "Recommanderiez-vous ?", "en": "Recommend?"});
    let question = json!({"id": "q_nps", "kind": "nps", "required": true, "texts": texts});
    world.change_campaign(json!({"questions": [question]})).await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;
    let link = survey_link(world.inbox("lea@example.com").only());

    world.post_form(&link, &[("q_nps", "10")]).await;
    world.advance(hours(1)).await;

    let path = format!("/v1/rules/{}", made["id"].as_str().unwrap());
    let shown = world.read(&path).await;
    let gone = "`answer.q_comment` names a question that the campaign does not have";
    assert_eq!(
        (&shown["broken"], &shown["broken_because"]),
        (&json!(true), &json!([{"field": "when.not", "reason": gone}]))
    );
    assert!(world.inbox("marie@demo.example").is_empty(), "what cannot be asked is neither true nor false");
    let mended = json!({"when": {"field": "nps_score", "op": "gte", "value": 9}});
    let mended = world.call("PATCH", &path, Some(mended)).await;
    assert_eq!((mended.status, &mended.json()["broken"]), (200, &json!(false)), "{}", mended.body);
}
