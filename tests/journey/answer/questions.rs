//! What respondents meet by the kinds of questions: follow-ups, rows, what does not apply, the question bank, and thanks
//! in the words for their score.

use super::answering::{ask, asked_as};
use relance_tests::{Job, World, hours, survey_link};
use serde_json::json;

/// A campaign whose way depends on the answers: why, for detractors; whether to call, for the unhappiest.
fn branching() -> serde_json::Value {
    let said = |fr: &str, en: &str| json!({"fr": fr, "en": en});
    // Too short a while to add to an answer, so that all of it is one screen.
    json!({"edit_window": "00:12:00", "questions": [
        {"id": "q_nps", "kind": "nps", "required": true, "texts": said("Note ?", "Score?")},
        {"id": "q_improve", "kind": "text", "required": true, "texts": said("Quoi améliorer ?", "What to improve?"),
         "show_if": {"field": "nps_type", "op": "eq", "value": "Detractor"}},
        {"id": "q_thanks", "kind": "statement", "texts": said("Merci de le dire.", "Thank you for telling.")},
        {"id": "q_call", "kind": "single", "texts": said("Vous rappeler ?", "Call you?"),
         "choices": [{"id": "yes", "texts": said("Oui", "Yes")}, {"id": "no", "texts": said("Non", "No")}],
         "show_if": {"field": "answer.q_nps", "op": "lte", "value": 3}},
        {"id": "q_points", "kind": "matrix", "max": 5, "not_applicable": true, "texts": said("Points", "Points"),
         "rows": [{"id": "speed", "texts": said("Rapidité", "Speed")}, {"id": "care", "texts": said("Soin", "Care")}]}
    ]})
}

#[tokio::test]
async fn a_follow_up_question_is_asked_of_those_whom_it_concerns_and_of_nobody_else() {
    let (world, link) = asked_as(branching()).await;

    let promoter = world.open_link(&format!("{link}?q=q_nps&v=9")).await;
    let detractor = world.open_link(&format!("{link}?q=q_nps&v=2")).await;

    let hidden = |page: &relance_tests::Page, id: &str| page.count(&format!("[data-question={id}][hidden]"));
    assert_eq!((hidden(&promoter, "q_improve"), hidden(&promoter, "q_call")), (1, 1));
    assert_eq!((hidden(&detractor, "q_improve"), hidden(&detractor, "q_call")), (0, 0));
    assert_eq!(promoter.count("script[src^='/assets/page-']"), 1);
}

#[tokio::test]
async fn a_question_that_comes_to_light_is_asked_for_and_nothing_is_lost() {
    let (world, link) = asked_as(branching()).await;
    let first = [("q_nps", "2"), ("q_points.speed", "4"), ("not_offered", "q_improve q_call")];

    let page = world.post_form(&link, &first).await;
    let refused = world.post_form(&link, &first[..2]).await;
    let done = world
        .post_form(
            &link,
            &[("q_nps", "2"), ("q_improve", "Le délai"), ("q_call", "yes"), ("q_points.speed", "4")],
        )
        .await;

    assert_eq!((page.status(), page.count("[data-question][hidden]")), (200, 0));
    assert_eq!(page.selected("q_points.speed").as_deref(), Some("4"));
    assert!(page.text().contains("Elles ne sont pas encore envoyées."), "{}", page.text());
    assert_eq!(refused.status(), 422, "a required question cannot be passed by");
    assert_eq!(done.status(), 200);
    let answers = world.items("/v1/answers").await;
    assert_eq!(answers.len(), 1);
    assert_eq!(
        answers[0]["values"],
        json!({"q_nps": 2, "q_improve": "Le délai", "q_call": "yes", "q_points": {"speed": 4}})
    );
    assert_eq!(answers[0]["satisfied"], false);
}

#[tokio::test]
async fn what_was_written_into_a_question_that_is_hidden_again_is_not_recorded() {
    let (world, link) = asked_as(branching()).await;

    world.post_form(&link, &[("q_nps", "10"), ("q_improve", "Le délai"), ("q_call", "yes")]).await;

    let answer = &world.items("/v1/answers").await[0];
    assert_eq!((&answer["values"], &answer["satisfied"]), (&json!({"q_nps": 10}), &json!(true)));
}

/// F25: what does not apply says nothing about satisfaction.
#[tokio::test]
async fn e20_what_does_not_apply_is_kept_and_counts_nowhere() {
    let mut campaign = branching();
    campaign["questions"][0]["not_applicable"] = json!(true);
    let (world, link) = asked_as(campaign).await;
    let none = "not_applicable";

    let page = world.open_link(&link).await;
    world.post_form(&link, &[("q_nps", none), ("q_points.speed", none), ("q_points.care", none)]).await;

    assert_eq!(page.count("input[name=q_nps][value=not_applicable]"), 1);
    let answer = &world.items("/v1/answers").await[0];
    assert_eq!(answer["values"], json!({"q_nps": none, "q_points": {"speed": none, "care": none}}));
    assert_eq!((&answer["nps_score"], &answer["satisfied"]), (&json!(null), &json!(null)));
    assert_eq!(world.read("/v1/stats/nps?period=7d").await["answers"], 0);
    let again = world.open_link(&link).await;
    assert_eq!(again.selected("q_points.care").as_deref(), Some(none), "the form shows the earlier answer");
}

#[tokio::test]
async fn e7_people_are_thanked_in_the_words_for_their_score_and_everybody_may_be_asked_for_a_review() {
    let by_band = json!({"promoter": "Ravis que ce soit réussi.", "detractor": "Nous vous rappelons."});
    let (world, link) = asked_as(json!({
        "texts": {"fr": {"thank_you": "Merci bien.", "thank_you_by_band": by_band}},
        "review_links": [{"name": "Google", "url": "https://g.example/avis"}]
    }))
    .await;
    let offer = "form[action$='/review'] button[name=site][value=Google]";

    let detractor = world.post_form(&link, &[("q_nps", "2")]).await;
    let passive = world.post_form(&link, &[("q_nps", "7")]).await;
    world.change_campaign(json!({"review_prompt": "promoters_only"})).await;
    let gated = world.post_form(&link, &[("q_nps", "8")]).await;
    let promoter = world.post_form(&link, &[("q_nps", "10")]).await;
    world.change_campaign(json!({"review_prompt": "off"})).await;
    let off = world.post_form(&link, &[("q_nps", "9")]).await;

    assert!(detractor.text().contains("Nous vous rappelons."), "{}", detractor.text());
    assert!(passive.text().contains("Merci bien."), "{}", passive.text());
    assert!(promoter.text().contains("Ravis que ce soit réussi."), "{}", promoter.text());
    let offers = [&detractor, &passive, &gated, &promoter, &off].map(|page| page.count(offer));
    assert_eq!(offers, [1, 1, 0, 1, 0]);
}

/// B9: what was asked stays explainable when the bank changes later, also while the answer is being changed.
#[tokio::test]
async fn a_question_of_the_bank_is_asked_sampled_and_kept_as_it_was_worded() {
    let world = World::demo().await;
    let said = |text: &str| json!({"fr": text, "en": text});
    let category = world.call("POST", "/v1/categories", Some(json!({"name": "Travail"}))).await.json();
    for id in ["q_speed", "q_care", "q_price"] {
        let question = json!({"id": id, "kind": "csat", "texts": said(id), "category_id": category["id"]});
        assert_eq!(world.call("POST", "/v1/questions", Some(question)).await.status, 201);
    }
    world
        .change_campaign(json!({"categories": [category["id"]], "excluded_questions": ["q_price"], "questions_per_survey": 2, "edit_window": "00:12:00"}))
        .await;
    let link = ask(&world, "lea@example.com").await;

    let page = world.open_link(&link).await;
    let again = world.open_link(&link).await;
    let asked = page.controls();
    let from_bank = asked.iter().find(|id| ["q_speed", "q_care"].contains(&id.as_str()));
    assert_eq!((asked.len(), asked[0].as_str()), (3, "q_nps"), "F8: NPS and two more");
    assert_eq!(asked, again.controls());
    assert!(!asked.contains(&"q_price".to_owned()));

    world.change_campaign(json!({"questions_per_survey": 0})).await;
    let link = ask(&world, "bob@example.com").await;
    world.post_form(&link, &[("q_nps", "9"), ("q_speed", "4"), ("q_care", "2")]).await;
    for id in ["q_speed", "q_care"] {
        world.call("PATCH", &format!("/v1/questions/{id}"), Some(json!({"texts": said("reworded")}))).await;
    }
    assert_eq!(world.call("DELETE", "/v1/questions/q_care", None).await.status, 204);
    let editing = world.open_link(&link).await;

    assert!(editing.controls().contains(&"q_care".to_owned()), "{from_bank:?}");
    assert_eq!(editing.selected("q_care").as_deref(), Some("2"));
    assert!(!editing.text().contains("reworded"));
    let header = world.call("GET", "/v1/answers.csv", None).await.body;
    assert!(header.lines().next().unwrap().contains("q_care"), "{header}");
}

/// C7: a campaign that measures satisfaction or effort asks that in its mail, and of everybody.
#[tokio::test]
async fn c7_the_mail_asks_what_the_campaign_measures() {
    let texts = |fr: &str, en: &str| json!({"fr": fr, "en": en});
    for (kind, best) in [("csat", 5), ("ces", 7)] {
        let world = World::demo().await;
        let incomplete = json!({"type": kind, "questions": [
            {"id": "q_more", "kind": "text", "required": false, "texts": texts("Autre ?", "Else?")}
        ]});
        let refused = world.call("PATCH", "/v1/campaigns/cmp_satisfaction", Some(incomplete)).await;
        world
            .change_campaign(json!({"type": kind, "questions_per_survey": 1, "questions": [
                {"id": "q_more", "kind": "text", "required": false, "texts": texts("Autre ?", "Else?")},
                {"id": "q_last", "kind": "text", "required": false, "texts": texts("Fin ?", "End?")},
                {"id": "q_lead", "kind": kind, "required": true, "texts": texts("Comment ?", "How?")}
            ]}))
            .await;

        world.report(&Job::done("T1", world.now() - hours(12))).await;
        let letter = world.inbox("lea@example.com").only().clone();
        let scores: Vec<_> = letter.links.iter().filter(|link| link.contains("?q=q_lead&v=")).collect();
        let page = world.open_link(&survey_link(&letter)).await;

        assert_eq!(refused.status, 422);
        assert!(refused.body.contains(&format!("ask one question of kind `{kind}`")), "{}", refused.body);
        let distinct: std::collections::BTreeSet<_> = scores.iter().collect();
        assert_eq!(distinct.len(), best, "{scores:?}");
        assert!(letter.html.contains("Comment ?") && letter.text.contains("Comment ?"));
        let controls = page.controls();
        assert_eq!((controls[0].as_str(), controls.len()), ("q_lead", 2), "{controls:?}");
    }
}
