//! What holds of any survey and any form.
//! Examples are in the files beside it.

use super::*;

/// Any condition on the questions `q_0..q_n`, sensible or not.
fn any_condition(questions: usize) -> impl Strategy<Value = Condition> {
    let field = prop_oneof![
        8 => (0..questions, proptest::option::of("[a-b]")).prop_map(|(n, row)| match row {
            Some(row) => format!("answer.q_{n}.{row}"),
            None => format!("answer.q_{n}"),
        }),
        1 => proptest::sample::select(vec!["nps_type", "nps_score", "contact.city"]).prop_map(str::to_owned),
    ];
    let literal = || {
        prop_oneof![
            (0..12_u8).prop_map(|number| json!(number)),
            prop_oneof!["[a-c]", Just(NOT_APPLICABLE.to_owned()), Just("Detractor".to_owned())]
                .prop_map(|text| json!(text))
        ]
    };
    let compared = ["eq", "ne", "gt", "gte", "lt", "lte", "contains", "not_contains", "starts_with"];
    let test = prop_oneof![
        (proptest::sample::select(compared.to_vec()), literal())
            .prop_map(|(op, value)| json!({"op": op, "value": value})),
        (proptest::sample::select(vec!["in", "not_in"]), proptest::collection::vec(literal(), 1..3))
            .prop_map(|(op, values)| json!({"op": op, "values": values})),
        proptest::sample::select(vec!["is_empty", "is_not_empty", "is_answered"])
            .prop_map(|op| json!({"op": op})),
    ];
    let leaf = (field, test).prop_map(|(field, mut test)| {
        test["field"] = json!(field);
        test
    });
    let tree = leaf.prop_recursive(2, 8, 3, |inner| {
        let parts = || proptest::collection::vec(inner.clone(), 1..3);
        prop_oneof![
            parts().prop_map(|parts| json!({ "all": parts })),
            parts().prop_map(|parts| json!({ "any": parts })),
            inner.clone().prop_map(|inner| json!({ "not": inner })),
        ]
    });
    tree.prop_map(|json| serde_json::from_value(json).unwrap())
}

fn any_kind() -> impl Strategy<Value = QuestionKind> {
    let choices =
        || -> Vec<_> { ["a", "b", "c"].map(|id| Choice { id: id.to_owned(), texts: Texts::new() }).to_vec() };
    prop_oneof![
        Just(QuestionKind::Nps),
        Just(QuestionKind::Csat),
        Just(QuestionKind::Text),
        Just(QuestionKind::Statement),
        Just(QuestionKind::Single { choices: choices() }),
        Just(QuestionKind::Multiple { choices: choices() }),
        Just(QuestionKind::Matrix { rows: choices(), columns: Columns::Scale { max: 5 } }),
    ]
}

fn any_questions() -> impl Strategy<Value = Vec<Question>> {
    let target = prop_oneof![
        Just(JumpTarget::End),
        (0..7_usize).prop_map(|n| JumpTarget::Question(QuestionId::parse(&format!("q_{n}")).unwrap()))
    ];
    let jump = (any_condition(7), target).prop_map(|(when, to)| Jump { when, to });
    let question = (
        any_kind(),
        any::<bool>(),
        any::<bool>(),
        proptest::option::of(any_condition(7)),
        proptest::collection::vec(jump, 0..2),
    );
    proptest::collection::vec(question, 1..7).prop_map(|questions| {
        let each = questions.into_iter().enumerate();
        each.map(|(n, (kind, required, not_applicable, show_if, jump_if))| {
            let options = QuestionOptions { not_applicable, show_if, jump_if, ..QuestionOptions::default() };
            Question { required, options, ..ask(&format!("q_{n}"), kind) }
        })
        .collect()
    })
}

fn any_form() -> impl Strategy<Value = Form> {
    let name = prop_oneof!["q_[0-6]", "q_[0-6]\\.[a-c]"];
    let value = prop_oneof!["[0-9]", "10", "[a-d]", Just(NOT_APPLICABLE.to_owned()), ".{0,3}"];
    proptest::collection::btree_map(name, proptest::collection::vec(value, 0..3), 0..10)
}

proptest! {
    #[test]
    fn a_sample_is_distinct_ordered_and_of_the_wanted_size(others in 0..20_usize, count in 0..25_usize, id in "[a-z]{1,8}") {
        let questions = bank(others);
        let asked = questions_asked(&questions, count, &id);
        let expected = if count == 0 { others } else { count.min(others) };
        prop_assert_eq!(asked.len(), expected + 1);
        let positions: Vec<_> = asked.iter().skip(1).map(|q| questions.iter().position(|o| o.id == q.id)).collect();
        prop_assert!(positions.windows(2).all(|pair| pair[0] < pair[1]));
    }

    /// B7, F8: whatever the conditions, the same invitation always gets the same questions, NPS first, each once.
    #[test]
    fn a_sample_with_conditions_is_stable(questions in any_questions(), count in 0..8_usize, id in "[a-z]{1,8}") {
        let asked = questions_asked(&questions, count, &id);
        prop_assert_eq!(&asked, &questions_asked(&questions, count, &id));
        let nps = asked.iter().position(|question| question.kind == QuestionKind::Nps);
        prop_assert!(nps.is_none_or(|at| at == 0));
        let free = asked.iter().filter(|q| q.options.show_if.is_none() && q.kind.is_asked() && q.kind != QuestionKind::Nps);
        prop_assert!(count == 0 || free.count() <= count);
    }

    /// No hidden question is ever stored, whatever is sent and whatever the conditions are.
    #[test]
    fn what_is_stored_was_shown(questions in any_questions(), form in any_form(), count in 0..4_usize) {
        let asked = Asked::of(&questions, count, "inv_1");
        let reading = answer::read(&asked, &form);
        let shown: Vec<_> = reading.shown.iter().map(|question| &question.id).collect();
        prop_assert!(reading.values.keys().all(|id| shown.contains(&id)));
        prop_assert_eq!(asked.shown(&reading.values).iter().map(|q| &q.id).collect::<Vec<_>>(), shown);
        for error in &reading.errors {
            let question = questions.iter().find(|q| answer::controls(q).contains(&error.field) && shown_has(&reading, q));
            prop_assert!(question.is_some() || error.problem == answer::FieldProblem::NotAsked);
        }
    }

    /// The check never stops anybody, and a survey that passes it shows each of its questions to somebody.
    #[test]
    fn the_check_of_any_logic_ends(questions in any_questions()) {
        _ = wrong(&questions);
    }

    /// A question that a random visitor sees is never called unreachable.
    #[test]
    fn what_somebody_sees_is_not_called_dead(questions in any_questions(), forms in proptest::collection::vec(any_form(), 8)) {
        let dead: Vec<_> = wrong(&questions).iter().filter(|w| w.contains("no answers lead")).map(|w| w.split(':').next().unwrap().to_owned()).collect();
        let asked = Asked::of(&questions, 0, "");
        for form in forms {
            let reading = answer::read(&asked, &form);
            if reading.errors.iter().all(|error| error.problem == answer::FieldProblem::NotAsked) {
                for question in reading.shown {
                    let at = questions.iter().position(|q| q.id == question.id).unwrap();
                    prop_assert!(!dead.contains(&format!("questions.{at}")), "{:?}", question.id);
                }
            }
        }
    }
}

fn shown_has(reading: &answer::Reading<'_>, question: &Question) -> bool {
    reading.shown.iter().any(|shown| shown.id == question.id)
}
