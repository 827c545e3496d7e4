//! One screen from the click to the answer: the score and the comment are recorded by the first Send, and the rest is added
//! to the same answer. Whoever leaves in between has answered.

use super::answering::ask;
use jiff::SignedDuration;
use relance_domain::answer::Answer;
use relance_tests::{World, minutes};
use serde_json::json;

#[tokio::test]
async fn the_first_send_records_the_score_and_the_rest_is_added_to_the_same_answer() {
    let world = World::demo().await;
    let link = ask(&world, "lea@example.com").await;

    let first = world.open_link(&format!("{link}?q=q_nps&v=9")).await;
    let second =
        world.post_form(&link, &[("opening", "1"), ("q_nps", "9"), ("q_comment", "Vite fait")]).await;
    let stored = world.items("/v1/answers").await;
    let carried = [("carried", "q_nps q_comment"), ("q_nps", "9"), ("q_comment", "Vite fait")];
    let thanks =
        world.post_form(&link, &[&carried[..], &[("q_work", "5"), ("q_arrival", "on_time")]].concat()).await;

    assert_eq!(first.count("[data-question]"), 2);
    assert_eq!(stored[0]["values"], json!({"q_nps": 9, "q_comment": "Vite fait"}));
    assert_eq!((second.status(), second.count("[data-question]")), (200, 2), "{}", second.text());
    assert!(second.text().contains("Votre réponse compte déjà"), "{}", second.text());
    assert!(thanks.text().contains("Merci, votre réponse est enregistrée."), "{}", thanks.text());
    let answers = world.items("/v1/answers").await;
    assert_eq!(answers.len(), 1);
    assert_eq!(
        answers[0]["values"],
        json!({"q_nps": 9, "q_comment": "Vite fait", "q_work": 5, "q_arrival": "on_time"})
    );
}

#[tokio::test]
async fn what_is_wrong_on_the_second_screen_is_mended_there() {
    let world = World::demo().await;
    let link = ask(&world, "lea@example.com").await;
    world.post_form(&link, &[("opening", "1"), ("q_nps", "9")]).await;

    let refused =
        world.post_form(&link, &[("carried", "q_nps q_comment"), ("q_nps", "9"), ("q_work", "17")]).await;

    assert_eq!((refused.status(), refused.count("[data-question]")), (422, 2), "{}", refused.text());
    assert_eq!(refused.count("input[type=hidden][name=q_nps][value='9']"), 1, "the score goes along");
    assert_eq!(world.items("/v1/answers").await[0]["values"], json!({"q_nps": 9}));
}

/// E6, A34: rules look at the whole answer, so they wait for the rest, though not for long.
#[tokio::test]
async fn rules_wait_a_while_for_the_rest_and_then_take_what_there_is() {
    let world = World::demo().await;
    let link = ask(&world, "lea@example.com").await;

    let second = world.post_form(&link, &[("opening", "1"), ("q_nps", "2")]).await;
    world.advance(minutes(1)).await;
    let early = world.items("/v1/alerts").await.len();
    world.advance(minutes(2)).await;

    assert!(second.text().contains("Encore quelques questions"), "{}", second.text());
    assert_eq!((early, world.items("/v1/alerts").await.len()), (0, 1));
}

/// E6: the promise is made where the rule of the demo raises an alert, and nowhere else.
#[tokio::test]
async fn who_is_unhappy_hears_that_somebody_gets_in_touch() {
    let world = World::demo().await;
    let (unhappy, content) = (ask(&world, "lea@example.com").await, ask(&world, "max@example.com").await);

    let promised = world.post_form(&unhappy, &[("q_nps", "2")]).await;
    let thanked = world.post_form(&content, &[("q_nps", "9")]).await;

    assert!(promised.text().contains("communiquera avec vous à ce sujet"), "{}", promised.text());
    assert!(!thanked.text().contains("communiquera"), "{}", thanked.text());
}

#[tokio::test]
async fn a_survey_is_answered_in_the_language_that_was_chosen_on_its_page() {
    let world = World::demo().await;
    let link = ask(&world, "lea@example.com").await;

    let french = world.open_link(&link).await;
    let switch = french.attribute("nav.languages a[lang=en]", "href").unwrap();
    let english = world.open_link(&switch).await;
    let thanks = world.post_form(&switch, &[("q_nps", "9")]).await;

    assert!(french.text().contains("Quelle est la probabilité"), "{}", french.text());
    assert!(english.text().contains("How likely are you"), "{}", english.text());
    assert!(thanks.text().contains("Thank you"), "{}", thanks.text());
    assert_eq!(world.items("/v1/answers").await[0]["language"], "en");
    assert_eq!(world.items("/v1/invitations").await[0]["language"], "fr", "the mail was in French");
}

/// An attribute that is left out of a record keeps its old value there.
#[tokio::test]
async fn once_the_rest_is_there_nothing_waits_for_it_any_more() {
    let world = World::demo().await;
    let link = ask(&world, "lea@example.com").await;
    world.post_form(&link, &[("opening", "1"), ("q_nps", "2")]).await;

    world.post_form(&link, &[("carried", "q_nps q_comment"), ("q_nps", "2"), ("q_work", "2")]).await;
    let stored = world.stored::<Answer>();
    world.advance(SignedDuration::from_secs(15)).await;

    assert!(!stored[0].unfinished);
    assert_eq!(world.items("/v1/alerts").await.len(), 1);
}
