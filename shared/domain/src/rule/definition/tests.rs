//! Which rules leave no detractor unseen, and what alerts are about.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use serde_json::{Value as Json, json};

fn rule(when: &Json) -> Rule {
    serde_json::from_value(json!({
        "id": "rul_1", "organization": "demo", "campaign_id": "cmp_1", "name": "Tell Marie", "active": true, "when": when,
        "then": {"raise_alert": {"owner": "marie@demo.example"}},
    }))
    .unwrap()
}

fn answer(score: Option<u8>, satisfied: Option<bool>) -> Answer {
    serde_json::from_value(json!({
        "id": "ans_1", "organization": "demo", "campaign_id": "cmp_1", "language": "fr", "values": {},
        "nps_score": score, "satisfied": satisfied, "completed_at": "2026-11-22T14:05:00Z", "earlier": [], "ignored": false,
    }))
    .unwrap()
}

#[test]
fn c2_a_rule_covers_detractors_when_it_finds_every_one_of_them_by_the_score_alone() {
    let is = |field: &str, op: &str, value: Json| json!({"field": field, "op": op, "value": value});
    let table = [
        (is("nps_type", "eq", json!("Detractor")), true),
        (is("nps_score", "lte", json!(6)), true),
        (is("nps_score", "lt", json!(9)), true),
        (json!({"not": is("nps_type", "eq", json!("Promoter"))}), true),
        (is("nps_score", "lte", json!(5)), false),
        (is("nps_type", "eq", json!("Promoter")), false),
        (is("satisfied", "eq", json!(false)), false),
        (json!({"all": [is("nps_score", "lte", json!(6)), is("meta.language", "eq", json!("fr"))]}), false),
        // Holds of whoever has no city, which is not everybody.
        (json!({"not": is("contact.city", "eq", json!("Laval"))}), false),
    ];

    for (when, covers) in table {
        assert_eq!(rule(&when).covers_detractors(), covers, "{when}");
    }
    let switched_off = Rule { active: false, ..rule(&is("nps_type", "eq", json!("Detractor"))) };
    assert!(!switched_off.covers_detractors());
}

#[test]
fn c2_an_alert_is_about_what_was_answered_and_not_about_what_a_rule_may_look_at() {
    let of_the_score = json!({"field": "nps_score", "op": "gte", "value": 0});
    let of_the_filter = json!({"field": "satisfied", "op": "is_not_empty"});
    let (bad, good) = (Some(false), Some(true));
    let table = [
        (&of_the_score, Some(3), None, AlertKind::Detractor),
        (&of_the_score, Some(3), bad, AlertKind::Detractor),
        (&of_the_score, Some(9), bad, AlertKind::Unsatisfied),
        (&of_the_score, Some(10), None, AlertKind::Noticed),
        (&of_the_score, Some(8), good, AlertKind::Noticed),
        (&of_the_filter, Some(3), bad, AlertKind::Unsatisfied),
        (&of_the_filter, Some(3), good, AlertKind::Detractor),
        (&of_the_filter, None, good, AlertKind::Noticed),
        (&of_the_filter, None, bad, AlertKind::Unsatisfied),
    ];

    for (when, score, satisfied, kind) in table {
        let found = rule(when).alert_kind(&answer(score, satisfied));
        assert_eq!(found, kind, "{when}, {score:?}, {satisfied:?}");
    }
}
