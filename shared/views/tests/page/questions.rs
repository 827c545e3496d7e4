//! Questions with rows, questions that depend on answers, and what takes the focus when they come to light.

use crate::world::{World, all, asked, id, matrix, parsed, text};
use relance_domain::answer::FieldProblem;
use relance_domain::condition::Condition;
use relance_domain::question::{Question, QuestionKind};
use relance_views::frame::page::{NOT_OFFERED, script_path};

/// A survey whose second question is asked of detractors only.
fn a_branching_survey(language: &str) -> World {
    let mut world = World::new(language).holding("q_m.speed", "4").holding("q_m.care", "not_applicable");
    let of_detractors: Condition =
        serde_json::from_value(serde_json::json!({"field": "nps_type", "op": "eq", "value": "Detractor"}))
            .unwrap();
    let mut improve = asked("q_improve", QuestionKind::Text);
    improve.options.show_if = Some(of_detractors);
    let hello = Question { required: false, ..asked("q_hello", QuestionKind::Statement) };
    world.campaign.questions = vec![asked("q_nps", QuestionKind::Nps), improve, hello, matrix()];
    world
}

#[test]
fn each_row_of_a_matrix_is_a_labelled_group_with_a_control_of_its_own() {
    let document = parsed(&a_branching_survey("en").survey());

    let rows: Vec<_> = all(&document, "fieldset.row > legend").iter().map(text).collect();
    let checked: Vec<_> = all(&document, "fieldset.row input[checked]")
        .iter()
        .map(|input| (input.attr("name").unwrap(), input.attr("value").unwrap()))
        .collect();

    assert_eq!(rows, ["Speed", "Care"]);
    assert_eq!(
        all(&document, "input[type=radio][name='q_m.speed']").len(),
        6,
        "five numbers and `does not apply`"
    );
    assert_eq!(checked, [("q_m.speed", "4"), ("q_m.care", "not_applicable")]);
}

#[test]
fn a_wrong_row_is_corrected_beside_the_row_and_has_the_focus() {
    let world = a_branching_survey("en").wrong("q_m.care", FieldProblem::Required);

    let document = parsed(&world.survey());

    let link = all(&document, ".errors a")[0];
    let target = all(&document, link.attr("href").unwrap())[0];
    assert_eq!((target.attr("name"), target.attr("autofocus").is_some()), (Some("q_m.care"), true));
    let described = all(&document, "fieldset.row[aria-describedby]")[0].attr("aria-describedby").unwrap();
    assert_eq!(text(&all(&document, &format!("#{described}"))[0]), "An answer is needed here.");
}

/// A hidden question is neither seen nor read out nor posted, and says so to the form without a script.
#[test]
fn a_hidden_question_is_out_of_sight_and_out_of_the_form() {
    let document = parsed(&a_branching_survey("fr").survey());

    assert_eq!(all(&document, "[data-question=q_improve][hidden] textarea[disabled]").len(), 1);
    assert_eq!(all(&document, "[data-question][hidden]").len(), 1);
    let counts: Vec<_> = all(&document, ".count").iter().map(text).collect();
    assert_eq!(
        (counts[0].as_str(), counts[2].as_str()),
        ("1 sur 2", "2 sur 2"),
        "neither hidden ones nor words count"
    );
    let button = all(&document, "button")[0];
    assert_eq!((button.attr("name"), button.attr("value")), (Some(NOT_OFFERED), Some("q_improve")));
    assert_eq!(all(&document, "script")[0].attr("src"), Some(script_path()));
    assert_eq!(all(&document, "script").len(), 1);
}

#[test]
fn questions_that_came_to_light_are_announced_and_have_the_focus() {
    let mut world = a_branching_survey("en").holding("q_nps", "3");
    world.fresh = vec![id("q_improve")];

    let document = parsed(&world.survey());

    let said = text(&all(&document, ".note[role=status]")[0]);
    assert!(said.starts_with("One more question follows from your answers."), "{said}");
    assert_eq!(all(&document, "[autofocus]")[0].attr("name"), Some("q_improve"));
}

/// Told near the limit, by the script, and not from the start.
#[test]
fn a_limit_is_not_told_before_it_is_near() {
    let document = parsed(&World::new("en").survey());

    let limit = all(&document, ".limit[hidden]")[0];
    assert_eq!((text(&limit).as_str(), limit.attr("data-left")), ("", Some("Characters left: {n}")));
}
