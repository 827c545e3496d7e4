//! What every operation may answer beside what it says itself, and what it asks for: the key, problem details,
//! `Idempotency-Key` on every POST (R4.4). Which of them can happen follows from the operation's own shape.

use super::{Members, operations};
use crate::CONTENT_TYPE_PROBLEM;
use crate::openapi::Refusing;
use serde_json::{Value, json};

/// Status of what can be read and cannot be so.
const UNFIT: &str = "422";
/// Name of the security scheme.
const KEY: &str = "api_key";

/// Refusals, each with what it means wherever it is given.
const REFUSALS: [(&str, &str); 11] = [
    ("400", "The body is no JSON"),
    (
        "401",
        "Who asks is not known: the key is missing, unknown, expired or revoked, or a signature is wrong",
    ),
    ("403", "The key does not open this: see the `scopes` of keys"),
    ("404", "There is no such thing"),
    (
        "409",
        "The state of the thing forbids it, or the first request with this `Idempotency-Key` is still being answered",
    ),
    ("412", "It was changed since it was read: read it again and decide again"),
    ("413", "The body is too large"),
    ("415", "The body is of another type, or coded"),
    (UNFIT, "Fields cannot be used"),
    ("429", "Too many wrong keys from where this came: wait as `Retry-After` says"),
    ("default", "Any other error, as problem details (RFC 9457)"),
];

/// Completes every operation.
pub fn add(document: &mut Value, refusing: &[Refusing]) {
    for (path, method, operation) in operations(document) {
        complete(path, method, operation);
        say_what_is_refused(operation, refusing);
    }
    let Some(Value::Object(components)) = document.pointer_mut("/components") else { return };
    components.insert("securitySchemes".to_owned(), json!({ KEY: { "type": "http", "scheme": "bearer" } }));
    // What is unfit is said of each operation by itself, and nowhere for all of them.
    let shared = REFUSALS.iter().filter(|(status, _)| *status != UNFIT);
    let answers = shared.map(|(status, about)| (response_name(status), problem(about)));
    components.insert("responses".to_owned(), Value::Object(answers.collect()));
}

fn complete(path: &str, method: &str, operation: &mut Members) {
    let ours = path.starts_with("/v1/");
    operation.insert("security".to_owned(), if ours { json!([{ KEY: [] }]) } else { json!([]) });
    if ours {
        let name = qualified(operation);
        operation.insert("operationId".to_owned(), json!(name));
    }
    if ours && method == "post" {
        let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
        parameters.as_array_mut().into_iter().for_each(|all| all.push(idempotency_key()));
    }
    let possible = possible(path, method, operation);
    let Some(Value::Object(answers)) = operation.get_mut("responses") else { return };
    for (status, answer) in answers.iter_mut() {
        describe(status, answer);
    }
    for status in possible {
        let reference = format!("#/components/responses/{}", response_name(status));
        answers.entry(status).or_insert_with(|| json!({ "$ref": reference }));
    }
}

/// What a schema cannot say is said of each operation by itself.
fn say_what_is_refused(operation: &mut Members, refusing: &[Refusing]) {
    let name = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
    let Some(own) = refusing.iter().find(|refusing| refusing.operation == name) else { return };
    let answer = operation.get_mut("responses").and_then(|answers| answers.get_mut(UNFIT));
    if let Some(answer) = answer {
        *answer = problem(own.because);
    }
}

/// The operation's name behind the resource's: `campaigns_list`.
fn qualified(operation: &Members) -> String {
    let tag = operation.get("tags").and_then(|tags| tags.get(0)).and_then(Value::as_str).unwrap_or_default();
    let verb = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
    format!("{}_{verb}", tag.replace('-', "_"))
}

/// Refusals that can happen to an operation of this shape.
fn possible(path: &str, method: &str, operation: &Members) -> Vec<&'static str> {
    let body = operation.contains_key("requestBody");
    let given = operation.get("parameters").and_then(Value::as_array);
    let has = |name: &str, value: &str| {
        given.is_some_and(|all| all.iter().any(|one| one.get(name).and_then(Value::as_str) == Some(value)))
    };
    let happens = |status: &str| match status {
        "400" | "413" | "415" => body,
        "403" => path.starts_with("/v1/"),
        "404" => path.contains('{'),
        "409" => method != "get",
        "412" => has("name", "If-Match"),
        "422" => body || has("in", "query") || method == "post",
        _ => true,
    };
    REFUSALS.iter().map(|(status, _)| *status).filter(|status| happens(status)).collect()
}

fn response_name(status: &str) -> String {
    if status == "default" { "Problem".to_owned() } else { format!("Problem{status}") }
}

fn problem(about: &str) -> Value {
    json!({ "description": about, "content": { CONTENT_TYPE_PROBLEM: { "schema": super::reference("Problem") } } })
}

/// What an answer means, where it does not say so itself; a refusal is always a problem.
fn describe(status: &str, answer: &mut Value) {
    let Value::Object(members) = answer else { return };
    let about = match status {
        "200" => "As it is now",
        "201" => "It was made",
        "202" => "It is accepted, and will be done",
        "204" => "It is done; there is nothing to say",
        _ => "It is refused",
    };
    let said = members.get("description").and_then(Value::as_str).is_some_and(|said| !said.is_empty());
    if !said {
        members.insert("description".to_owned(), json!(about));
    }
    if status.starts_with('4') && !members.contains_key("content") {
        let content = json!({ CONTENT_TYPE_PROBLEM: { "schema": super::reference("Problem") } });
        members.insert("content".to_owned(), content);
    }
}

fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "required": false,
        "description": "The same key and body within 24 hours get the same answer again",
        "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" },
    })
}
