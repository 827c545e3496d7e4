//! Questions with rows, questions that depend on answers, and what takes the focus when they come to light.

use super::*;

fn rows() -> Vec<Row<'static>> {
    let row = |name, label, value| Row { name, label, error: None, value };
    vec![row("m.speed", "Speed", Value::Number(4)), row("m.care", "Care", Value::NotApplicable)]
}

/// A survey whose second question depends on the first.
fn a_branching_survey(language: &str) -> Survey<'_> {
    let columns = Columns::Scale { min: 1, max: 5, low_label: "Bad", high_label: "Good" };
    let mut page = a_survey(language);
    page.questions = vec![
        asked("nps", Control::Nps, Value::Number(8)),
        Question { sight: Sight::Hidden, ..asked("improve", Control::Text { max_chars: 500 }, Value::None) },
        asked("hello", Control::Statement, Value::None),
        Question {
            not_applicable: true,
            ..asked("m", Control::Matrix { rows: rows(), columns }, Value::None)
        },
    ];
    page.logic = Some(Logic { rules: "[]", script: "/assets/page.js", hidden: "improve" });
    page
}

#[test]
fn each_row_of_a_matrix_is_a_labelled_group_with_a_control_of_its_own() {
    let document = parsed(&a_branching_survey("en"));

    let rows: Vec<_> = all(&document, "fieldset.row > legend").iter().map(text).collect();
    let checked: Vec<_> = all(&document, "fieldset.row input[checked]")
        .iter()
        .map(|input| (input.attr("name").unwrap(), input.attr("value").unwrap()))
        .collect();

    assert_eq!(rows, ["Speed", "Care"]);
    assert_eq!(
        all(&document, "input[type=radio][name='m.speed']").len(),
        6,
        "five numbers and `does not apply`"
    );
    assert_eq!(checked, [("m.speed", "4"), ("m.care", NOT_APPLICABLE)]);
}

#[test]
fn a_wrong_row_is_corrected_beside_the_row_and_has_the_focus() {
    let mut page = a_branching_survey("en");
    if let Control::Matrix { rows, .. } = &mut page.questions[3].control {
        rows[1].error = Some("An answer is needed here.");
    }

    let document = parsed(&page);

    let link = all(&document, ".errors a")[0];
    let target = all(&document, link.attr("href").unwrap())[0];
    assert_eq!((target.attr("name"), target.attr("autofocus").is_some()), (Some("m.care"), true));
    let described = all(&document, "fieldset.row[aria-describedby]")[0].attr("aria-describedby").unwrap();
    assert_eq!(text(&all(&document, &format!("#{described}"))[0]), "An answer is needed here.");
}

/// A hidden question is neither seen nor read out nor posted, and says so to the form without a script.
#[test]
fn a_hidden_question_is_out_of_sight_and_out_of_the_form() {
    let document = parsed(&a_branching_survey("fr"));

    assert_eq!(all(&document, "[data-question=improve][hidden] textarea[disabled]").len(), 1);
    assert_eq!(all(&document, "[hidden]").len(), 1);
    let counts: Vec<_> = all(&document, ".count").iter().map(text).collect();
    assert_eq!(
        (counts[0].as_str(), counts[2].as_str()),
        ("1 sur 2", "2 sur 2"),
        "neither hidden ones nor words count"
    );
    let button = all(&document, "button")[0];
    assert_eq!((button.attr("name"), button.attr("value")), (Some(NOT_OFFERED), Some("improve")));
    assert_eq!(all(&document, "script[src='/assets/page.js'][defer]").len(), 1);
    assert_eq!(all(&document, "script").len(), 1);
}

#[test]
fn questions_that_came_to_light_are_announced_and_have_the_focus() {
    let mut page = a_branching_survey("en");
    page.questions[1].sight = Sight::Fresh;

    let document = parsed(&page);

    let said = text(&all(&document, ".note[role=status]")[0]);
    assert!(said.starts_with("One more question follows from your answers."), "{said}");
    assert_eq!(all(&document, "[autofocus]")[0].attr("name"), Some("improve"));
}
