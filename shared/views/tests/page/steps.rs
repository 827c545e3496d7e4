//! One screen from the click to the answer: the score, the comment and Send; the rest once that is recorded.

use crate::world::{World, all, id, parsed, text};
use relance_views::answer::{CARRIED, OPENING, SurveyStep};
use scraper::Html;

fn controls(document: &Html) -> Vec<String> {
    let mut names: Vec<_> = all(document, "[data-question] [name]")
        .iter()
        .map(|control| control.attr("name").unwrap().to_owned())
        .collect();
    names.dedup();
    names
}

#[test]
fn the_first_screen_is_the_score_the_comment_and_send() {
    let document = parsed(&World::new("en").survey_at(SurveyStep::Opening));

    assert_eq!(controls(&document), ["q_nps", "q_words"]);
    assert_eq!(all(&document, &format!("input[type=hidden][name={OPENING}]")).len(), 1);
    assert_eq!(all(&document, "button[type=submit]").len(), 1);
    assert!(
        all(&document, ".progress").iter().all(|progress| !text(progress).contains("of")),
        "nothing to count yet"
    );
}

#[test]
fn the_second_screen_carries_the_first_one_along() {
    let carried = [id("q_nps"), id("q_words")];

    let document = parsed(&World::new("en").survey_at(SurveyStep::Rest(&carried)));

    assert_eq!(controls(&document), ["q_csat", "q_one", "q_many"]);
    let hidden: Vec<_> = all(&document, "input[type=hidden]")
        .iter()
        .map(|input| (input.attr("name").unwrap(), input.attr("value").unwrap()))
        .collect();
    assert_eq!(hidden, [(CARRIED, "q_nps q_words"), ("q_nps", "8"), ("q_words", "\nFine.")]);
    assert_eq!(text(&all(&document, ".note[role=status]")[0]), "Thank you, your answer is saved.");
    assert!(text(&all(&document, "main")[0]).contains("Your answer counts already, even if you stop here."));
}

/// The question is the largest text of the page, and there is one such.
#[test]
fn what_is_asked_first_leads_the_page() {
    let document = parsed(&World::new("en").survey_at(SurveyStep::Opening));

    assert_eq!(all(&document, ".lead").len(), 1);
    assert_eq!(all(&document, ".lead")[0].attr("data-question"), Some("q_nps"));
}
