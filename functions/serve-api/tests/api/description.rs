//! The description says everything: limits, examples, meanings. That it is valid is asked by tests/api/description.sh.

use crate::world::World;
use serde_json::Value;

/// What a body as it came may be: anything.
const ANYTHING: [&str; 1] = ["/components/schemas/TriggerWithBody/properties/body"];

/// Every schema and what holds one, with its place; examples are no schemas.
fn walk<'a>(place: &str, value: &'a Value, seen: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Object(members) => {
            seen.push((place.to_owned(), value));
            let deeper = members.iter().filter(|(name, _)| *name != "example" && *name != "examples");
            deeper.for_each(|(name, inner)| {
                walk(&format!("{place}/{}", name.replace('/', "~1")), inner, seen);
            });
        }
        Value::Array(items) => {
            let each = items.iter().enumerate();
            each.for_each(|(index, inner)| walk(&format!("{place}/{index}"), inner, seen));
        }
        _ => {}
    }
}

async fn document() -> Value {
    World::new().await.get("/v1/openapi.json").await.json
}

/// Places where something holds.
fn places(document: &Value, wrong: impl Fn(&Value) -> bool) -> Vec<String> {
    let mut seen = Vec::new();
    walk("", document, &mut seen);
    assert!(seen.len() > 3_000, "so few parts that this test would pass without looking");
    seen.into_iter().filter(|(_, value)| wrong(value)).map(|(place, _)| place).collect()
}

fn is(schema: &Value, kind: &str) -> bool {
    schema["type"] == kind
        || schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(|one| one == kind))
}

fn says(schema: &Value, keys: &[&str]) -> bool {
    keys.iter().any(|key| schema.get(*key).is_some())
}

#[tokio::test]
async fn every_text_and_every_number_has_limits() {
    let document = document().await;

    let unlimited = places(&document, |schema| {
        let text = is(schema, "string") && !says(schema, &["maxLength", "enum", "format", "contentEncoding"]);
        let number = is(schema, "integer") || is(schema, "number");
        text || (number && !(says(schema, &["minimum"]) && says(schema, &["maximum"])))
    });

    assert_eq!(unlimited, [""; 0]);
}

#[tokio::test]
async fn nothing_is_opaque() {
    let document = document().await;

    let opaque = places(&document, |schema| {
        is(schema, "object") && !says(schema, &["properties", "additionalProperties", "oneOf"])
    });
    let mut empty = Vec::new();
    walk("", &document["components"]["schemas"], &mut empty);
    let meant = ["type", "$ref", "oneOf", "allOf", "enum"];
    let anything = empty.into_iter().filter(|(place, schema)| {
        let is_schema =
            place.rsplit('/').nth(1).is_some_and(|above| above == "properties" || above == "schemas");
        is_schema && !says(schema, &meant)
    });
    let anything: Vec<_> = anything.map(|(place, _)| format!("/components/schemas{place}")).collect();

    assert_eq!(opaque, [""; 0]);
    assert_eq!(anything, ANYTHING);
}

#[tokio::test]
async fn every_body_has_an_example_and_every_answer_a_meaning() {
    let document = document().await;

    let unshown = places(&document, |content| {
        let Some(content) = content.get("content").and_then(Value::as_object) else { return false };
        let text = |kind: &String| kind.contains("json") || kind.starts_with("text/");
        content.iter().any(|(kind, media)| text(kind) && media["example"].is_null())
    });
    let unsaid = places(&document, |holder| {
        let answers = holder.get("responses").and_then(Value::as_object);
        let blank = |answer: &Value| {
            answer["$ref"].is_null() && answer["description"].as_str().unwrap_or("").is_empty()
        };
        answers.is_some_and(|answers| answers.values().any(blank))
    });

    assert_eq!(unshown, [""; 0]);
    assert_eq!(unsaid, [""; 0]);
}

/// Case: parameters of the query were declared to be parts of the path.
#[tokio::test]
async fn parameters_stand_where_they_are_read() {
    let document = document().await;

    let mut wrong = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap();
                let in_path = path.contains(&format!("{{{name}}}"));
                let place = if in_path {
                    "path"
                } else if name.contains('-') {
                    "header"
                } else {
                    "query"
                };
                if parameter["in"] != place || (parameter["required"] == true) != in_path {
                    wrong.push(format!("{method} {path}: {name}"));
                }
            }
        }
    }

    assert_eq!(wrong, [""; 0]);
}

/// One text for every operation would say of none what it refuses.
#[tokio::test]
async fn each_operation_that_may_refuse_says_by_itself_what_it_refuses() {
    let document = document().await;
    let operations =
        document["paths"].as_object().unwrap().iter().flat_map(|(_, item)| item.as_object().unwrap());

    let refusing: Vec<_> =
        operations.filter(|(_, operation)| !operation["responses"]["422"].is_null()).collect();
    let silent =
        refusing.iter().filter(|(_, operation)| operation["responses"]["422"]["description"].is_null());
    let silent: Vec<_> = silent.map(|(_, operation)| operation["operationId"].clone()).collect();

    assert!(refusing.len() > 60, "{}", refusing.len());
    assert_eq!(silent, [""; 0], "say it in `openapi::refused`");
}

/// What may stand in a body has a limit that is held: nothing there is only as short as the body.
#[tokio::test]
async fn no_text_of_a_body_is_only_as_short_as_the_body_and_no_list_without_an_end() {
    let document = document().await;
    let schemas = document["components"]["schemas"].as_object().unwrap();
    // What is answered, with the body of an event in it, and no body of ours.
    let bodies = schemas.iter().filter(|(name, _)| *name != "TriggerWithBody");
    let bodies = bodies.filter(|(name, _)| name.ends_with("Body") || name.ends_with("Changes"));
    let mut seen = Vec::new();
    bodies.for_each(|(name, schema)| walk(&format!("/{name}"), schema, &mut seen));

    let formal = seen.iter().filter(|(_, schema)| {
        schema["maxLength"] == 262_144 || (is(schema, "array") && schema.get("maxItems").is_none())
    });
    let formal: Vec<_> =
        formal.map(|(place, _)| place.as_str()).filter(|place| !place.starts_with("/Problem")).collect();

    assert!(seen.len() > 500, "{}", seen.len());
    assert_eq!(formal, [""; 0]);
}
