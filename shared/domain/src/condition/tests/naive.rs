//! The same language, read from JSON as a child would read it: slowly, without types, with copies of every text.
//! It is what the real one is held against in `laws`.

use super::super::NOT_APPLICABLE;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json};

/// Whether the condition holds of the values.
pub(super) fn holds(condition: &Json, values: &Map<String, Json>) -> bool {
    if let Some(parts) = condition["all"].as_array() {
        return parts.iter().filter(|part| !holds(part, values)).count() == 0;
    }
    if let Some(parts) = condition["any"].as_array() {
        return parts.iter().filter(|part| holds(part, values)).count() > 0;
    }
    if condition["not"].is_object() {
        return !holds(&condition["not"], values);
    }
    let field = condition["field"].as_str().unwrap();
    leaf(field, condition, values.get(field).filter(|value| !is_blank(value)))
}

fn is_blank(value: &Json) -> bool {
    match value {
        Json::String(text) => text.trim().is_empty(),
        Json::Array(values) => values.iter().all(is_blank),
        Json::Null => true,
        _ => false,
    }
}

fn leaf(field: &str, leaf: &Json, value: Option<&Json>) -> bool {
    let same = |wanted: &Json| value.is_some_and(|value| is(field, value, wanted));
    let values = || leaf["values"].as_array().unwrap().iter();
    let ordered = |test: fn(f64, f64) -> bool| {
        value
            .and_then(|value| number(field, value))
            .is_some_and(|n| test(n, number(field, &leaf["value"]).unwrap()))
    };
    match leaf["op"].as_str().unwrap() {
        "eq" => same(&leaf["value"]),
        "ne" => !same(&leaf["value"]),
        "in" => values().any(same),
        "not_in" => !values().any(same),
        "contains" => value.is_some_and(|value| contains(field, value, &leaf["value"])),
        "not_contains" => !value.is_some_and(|value| contains(field, value, &leaf["value"])),
        "starts_with" => texts(value).iter().any(|text| text.starts_with(&folded(&leaf["value"]))),
        "gt" => ordered(|n, wanted| n > wanted),
        "gte" => ordered(|n, wanted| n >= wanted),
        "lt" => ordered(|n, wanted| n < wanted),
        "lte" => ordered(|n, wanted| n <= wanted),
        "between" => {
            let ends: Vec<f64> = values().map(|end| number(field, end).unwrap()).collect();
            value.and_then(|value| number(field, value)).is_some_and(|n| ends[0] <= n && n <= ends[1])
        }
        "is_empty" => value.is_none(),
        "is_not_empty" => value.is_some(),
        "is_answered" => value.is_some_and(|value| value != NOT_APPLICABLE),
        "within_last" => {
            let parts: Vec<i64> =
                leaf["value"].as_str().unwrap().split(':').map(|part| part.parse().unwrap()).collect();
            let long = SignedDuration::from_mins((parts[0] * 24 + parts[1]) * 60 + parts[2]);
            let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
            let at = value.map(|value| value.as_str().unwrap().parse::<Timestamp>().unwrap());
            at.is_some_and(|at| now - long < at && at <= now)
        }
        op => panic!("{op}"),
    }
}

fn folded(value: &Json) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.trim().to_lowercase().replace('\u{a0}', " ").replace('\u{2019}', "'").replace('ς', "σ")
}

fn texts(value: Option<&Json>) -> Vec<String> {
    match value {
        Some(Json::Array(values)) => values.iter().map(folded).collect(),
        Some(value) if value != NOT_APPLICABLE => vec![folded(value)],
        _ => Vec::new(),
    }
}

fn is(field: &str, value: &Json, wanted: &Json) -> bool {
    match field {
        "agent.id" | "answer.q_why" => value == wanted,
        "answer.q_list" => value.as_array().unwrap().contains(wanted),
        "satisfied" => value.as_bool().unwrap() == wanted.as_bool().unwrap(),
        _ if value == NOT_APPLICABLE || wanted == NOT_APPLICABLE => value == wanted,
        "nps_score" | "answer.q_ease" | "invoice.amount" => number(field, value) == number(field, wanted),
        "contact.custom_3" if wanted.is_number() => number(field, value) == number(field, wanted),
        _ => texts(Some(value)).contains(&folded(wanted)),
    }
}

fn contains(field: &str, value: &Json, wanted: &Json) -> bool {
    match value {
        Json::Array(_) => is(field, value, wanted),
        value => value != NOT_APPLICABLE && folded(value).contains(&folded(wanted)),
    }
}

/// Numbers of few digits, so that doubles tell them apart; instants by their seconds.
fn number(field: &str, value: &Json) -> Option<f64> {
    let text = folded(value);
    match field {
        "meta.completed_at" => {
            text.to_uppercase().parse::<Timestamp>().ok().map(|at| at.as_duration().as_secs_f64())
        }
        _ => text.replace(',', ".").parse().ok(),
    }
}
