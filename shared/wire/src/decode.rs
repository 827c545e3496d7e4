//! From JSON objects to typed bodies, with every bad field named at once (conventions of the API): fields are tried
//! one by one only when the whole cannot be read. Merge-patches follow RFC 7396. What the readers of serde say is said in our
//! words in `said`.

mod said;

use relance_application::call::{BadField, BadFieldCode, Refusal};
use relance_domain::condition::Written;
use relance_domain::name::{Address, EmailAddress, PhoneNumber};
pub(crate) use said::in_our_words;
use said::is_of_time;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use serde_path_to_error::{Path, Segment};

/// Members that are conditions.
pub(crate) const CONDITIONS: [&str; 3] = ["criteria", "when", "show_if"];

/// Conditions of one body that are told what is wrong with them: the body is read once more for each.
const MOST_CONDITIONS: usize = 100;

pub(crate) type Members = Map<String, Value>;

/// Reads a whole body.
///
/// # Errors
/// A refusal that names the bad fields.
pub fn decoded<T: DeserializeOwned>(given: &Members) -> Result<T, Refusal> {
    read(given.clone(), given, &Members::new())
}

/// Reads a body that makes something: what is not named is as in `blank`.
///
/// # Errors
/// A refusal that names the bad fields.
pub fn made<T: Serialize + DeserializeOwned>(blank: &T, given: &Members) -> Result<T, Refusal> {
    let mut whole = members_of(serde_json::to_value(blank).unwrap_or_default());
    let base = whole.clone();
    whole.extend(given.clone());
    read(whole, given, &base)
}

/// Reads a body that changes `base`: given members replace, `null` removes, what is not named stays.
///
/// # Errors
/// A refusal that names the bad fields.
pub fn patched<T: Serialize + DeserializeOwned>(base: &T, given: &Members) -> Result<T, Refusal> {
    let base = serde_json::to_value(base).unwrap_or_default();
    patched_onto(&base, given)
}

/// The same over a base that is no whole `T` yet.
///
/// # Errors
/// A refusal that names the bad fields.
pub fn patched_onto<T: DeserializeOwned>(base: &Value, given: &Members) -> Result<T, Refusal> {
    let base = members_of(base.clone());
    read(merged(base.clone(), given), given, &base)
}

fn members_of(value: Value) -> Members {
    match value {
        Value::Object(members) => members,
        _ => Members::new(),
    }
}

/// The member `secrets` alone, which replaces something outside the record that the others change.
///
/// # Errors
/// A refusal that names it.
pub fn secrets_in(given: &Members) -> Result<Option<Vec<String>>, Refusal> {
    #[derive(Deserialize)]
    struct OnlySecrets {
        secrets: Option<Vec<String>>,
    }
    let only = given.iter().filter(|(name, _)| *name == "secrets");
    let only = only.map(|(name, value)| (name.clone(), value.clone())).collect();
    decoded::<OnlySecrets>(&only).map(|found| found.secrets)
}

fn merged(mut base: Members, patch: &Members) -> Members {
    for (name, value) in patch {
        match value {
            Value::Null => {
                base.remove(name);
            }
            Value::Object(inner) if is_condition(name, inner) => {
                base.insert(name.clone(), value.clone());
            }
            Value::Object(inner) => {
                let before = match base.remove(name) {
                    Some(Value::Object(before)) => before,
                    _ => Members::new(),
                };
                base.insert(name.clone(), Value::Object(merged(before, inner)));
            }
            other => {
                base.insert(name.clone(), other.clone());
            }
        }
    }
    base
}

/// A condition that is given whole takes the place of the one before: merged with it, it would be both.
fn is_condition(name: &str, given: &Members) -> bool {
    const FORMS: [&str; 9] = ["all", "any", "not", "field", "count", "sum", "max", "min", "latest"];
    CONDITIONS.contains(&name) && FORMS.iter().any(|form| given.contains_key(*form))
}

fn read<T: DeserializeOwned>(whole: Members, given: &Members, base: &Members) -> Result<T, Refusal> {
    let of_whole = match parse::<T>(whole) {
        Ok(body) => return Ok(body),
        Err(wrong) => wrong,
    };
    let mut errors = Vec::new();
    for (name, value) in given {
        let alone = merged(base.clone(), &Members::from_iter([(name.clone(), value.clone())]));
        let about = |bad: &BadField| bad.field == *name || bad.field.starts_with(&format!("{name}."));
        errors.extend(parse::<T>(alone).err().unwrap_or_default().into_iter().filter(about));
    }
    for bad in of_whole {
        if !errors.contains(&bad) {
            errors.push(bad);
        }
    }
    Err(Refusal::invalid("some fields cannot be used", errors))
}

/// Reads a body, or tells everything that is wrong with the shape of its conditions and the first thing beside them.
fn parse<T: DeserializeOwned>(members: Members) -> Result<T, Vec<BadField>> {
    let (mut whole, mut wrong) = (Value::Object(members), Vec::new());
    for _ in 0..MOST_CONDITIONS {
        let error = match serde_path_to_error::deserialize::<_, T>(&whole) {
            Ok(body) if wrong.is_empty() => return Ok(body),
            Ok(_) => break,
            Err(error) => error,
        };
        let at = path(error.path());
        let misshapen = misshapen(&mut whole, &at);
        if misshapen.is_empty() {
            let words = error.inner().to_string();
            wrong.push(if is_of_time(&words) {
                BadField::at(&at, BadFieldCode::Unreadable, wanted_at::<T>(&mut whole, &at))
            } else {
                bad_field(at, &words)
            });
            break;
        }
        wrong.extend(misshapen);
    }
    Err(wrong)
}

/// All that is wrong with the condition at this place, where it is one. One that can be read takes its place, so that
/// reading goes on to what is behind it.
fn misshapen(whole: &mut Value, at: &[String]) -> Vec<BadField> {
    let named = at.last().is_some_and(|name| CONDITIONS.contains(&name.as_str()));
    let Some(place) = whole.pointer_mut(&pointer_to(at)).filter(|_| named) else { return Vec::new() };
    let read = Written::deserialize(place.take()).map(Written::read);
    let Ok(Err(wrong)) = read else { return Vec::new() };
    *place = json!({ "field": "nps_type", "op": "is_empty" });
    wrong.iter().map(|wrong| in_condition(at, &wrong.at, wrong.to_string())).collect()
}

/// What stands where a text is no day or no instant: asked of the very type that refused it, by a number.
fn wanted_at<T: DeserializeOwned>(whole: &mut Value, at: &[String]) -> String {
    if let Some(place) = whole.pointer_mut(&pointer_to(at)) {
        *place = json!(0);
    }
    let refused = serde_path_to_error::deserialize::<_, T>(&*whole).err();
    in_our_words(&refused.map(|error| error.inner().to_string()).unwrap_or_default())
}

fn pointer_to(at: &[String]) -> String {
    at.iter().flat_map(|part| ["/".to_owned(), part.replace('~', "~0").replace('/', "~1")]).collect()
}

/// One part of the condition at a place.
fn in_condition(condition: &[String], part: &str, reason: String) -> BadField {
    let inside = part.split('/').filter(|member| !member.is_empty()).map(str::to_owned);
    let path: Vec<String> = condition.iter().cloned().chain(inside).collect();
    BadField::at(&path, BadFieldCode::Unusable, reason)
}

/// The members and places that lead to a value.
fn path(path: &Path) -> Vec<String> {
    let parts = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    parts.collect()
}

/// Where serde says what is wrong, and its words without the names of Rust's types.
fn bad_field(mut path: Vec<String>, words: &str) -> BadField {
    let quoted = |rest: &str| rest.split('`').next().unwrap_or_default().to_owned();
    let (inside, code, reason) = if let Some(rest) = words.strip_prefix("unknown field `") {
        (vec![quoted(rest)], BadFieldCode::Unknown, "there is no such field here".to_owned())
    } else if let Some(rest) = words.strip_prefix("missing field `") {
        (vec![quoted(rest)], BadFieldCode::Missing, "it is needed".to_owned())
    } else {
        (Vec::new(), BadFieldCode::Unreadable, in_our_words(words))
    };
    if !path.ends_with(&inside) {
        path.extend(inside);
    }
    BadField::at(&path, code, reason)
}

/// The mailbox or the phone that a body names.
///
/// # Errors
/// A refusal of both at once.
pub fn one_address(
    email: Option<EmailAddress>,
    phone: Option<PhoneNumber>,
) -> Result<Option<Address>, Refusal> {
    match (email, phone) {
        (Some(_), Some(_)) => Err(Refusal::bad_field("phone", "give either `email` or `phone`, not both")),
        (email, phone) => Ok(email.map(Address::from).or(phone.map(Address::from))),
    }
}

#[cfg(test)]
mod tests;
