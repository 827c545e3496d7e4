//! The first screen of a survey: what is on it, and what is not missing there.
//! Which way answers lead is in `logic`.

use super::*;

#[test]
fn the_first_screen_is_what_leads_and_the_comment_to_it() {
    let nps = || json!({"id": "q_nps", "kind": "nps", "texts": {}, "required": true});
    let text = |id: &str| json!({"id": id, "kind": "text", "texts": {}, "required": false});
    let of_detractors = |id: &str| {
        let mut question = text(id);
        question["show_if"] = json!({"field": "nps_type", "op": "eq", "value": "Detractor"});
        question
    };
    let rating = || json!({"id": "q_work", "kind": "rating", "max": 5, "texts": {}, "required": true});
    let table = [
        (json!([nps(), text("q_why"), rating()]), vec!["q_nps", "q_why"]),
        (json!([nps(), rating(), text("q_why")]), vec!["q_nps", "q_why"]),
        (
            json!([nps(), of_detractors("q_bad"), of_detractors("q_worse"), rating()]),
            vec!["q_nps", "q_bad", "q_worse"],
        ),
        (json!([nps(), rating()]), vec!["q_nps"]),
        // Nothing more, or nothing that leads: one screen.
        (json!([nps(), text("q_why")]), vec![]),
        (json!([text("q_why"), rating()]), vec![]),
    ];

    for (questions, expected) in table {
        let questions = read(questions);
        let asked = Asked::of(&questions, 0, "inv_1");
        let opening: Vec<_> = asked.opening().into_iter().map(QuestionId::as_str).collect();

        assert_eq!(opening, expected, "{questions:?}");
    }
}

#[test]
fn what_was_not_on_the_first_screen_is_not_missing_there() {
    let questions = read(json!([
        {"id": "q_nps", "kind": "nps", "texts": {}, "required": true},
        {"id": "q_why", "kind": "text", "texts": {}, "required": false},
        {"id": "q_work", "kind": "rating", "max": 5, "texts": {}, "required": true},
    ]));
    let asked = Asked::of(&questions, 0, "inv_1");
    let form = |score: &str| Form::from([("q_nps".to_owned(), vec![score.to_owned()])]);

    assert!(answer::validate_opening(&asked, &form("9")).is_ok());
    assert_eq!(answer::validate(&asked, &form("9")).unwrap_err()[0].field, "q_work");
    assert_eq!(answer::validate_opening(&asked, &form("11")).unwrap_err()[0].field, "q_nps");
    assert_eq!(answer::validate_opening(&asked, &Form::new()).unwrap_err().len(), 1, "the score is on it");
}
