//! Instants as tools write them: RFC 3339, or seconds or milliseconds since 1970.
//! How far from now one may be is decided in `verify`; what starts at one, in the domain (B24).

use jiff::{SignedDuration, Timestamp};
use relance_domain::source::is_a_date;
use serde_json::Value;

/// Reads a JSON text or number.
pub(super) fn of_value(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => of_text(text),
        Value::Number(number) => number.as_i64().map_or_else(|| of_seconds(number.as_f64()?), of_integer),
        _ => None,
    }
}

/// Reads a text. A time without an offset is no instant: nobody knows which clock it was read from. Nor is what tools
/// write where they have none.
pub(super) fn of_text(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return of_integer(text.parse().ok()?);
    }
    text.parse().ok().filter(|at| is_a_date(*at))
}

/// Ten digits are seconds, thirteen are milliseconds (both from 2001 to 2286). Anything else, such as `0` or the
/// compact date `20261122`, would be taken for the seventies, and what is long past due is sent at once.
fn of_integer(number: i64) -> Option<Timestamp> {
    match number {
        1_000_000_000..10_000_000_000 => Timestamp::from_second(number).ok(),
        1_000_000_000_000..10_000_000_000_000 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

/// The same for numbers with a fraction, to the millisecond.
fn of_seconds(number: f64) -> Option<Timestamp> {
    let seconds = if number < 1e11 { number } else { number / 1000.0 };
    let since_1970 = SignedDuration::try_from_secs_f64(seconds).ok()?;
    let millis = i64::try_from(since_1970.as_millis()).ok()?;
    of_integer(millis)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_usual_form_names_the_same_instant() {
        let forms = [
            json!("2026-11-22T14:05:00-05:00"),
            json!("2026-11-22T19:05:00Z"),
            json!(" 2026-11-22T19:05:00.000Z "),
            json!("2026-11-22T14:05:00.000-0500"),
            json!("2026-11-22 14:05:00-05:00"),
            json!(1_795_374_300),
            json!(1_795_374_300_000_i64),
            json!(1_795_374_300.0),
            json!(1_795_374_300_000.0),
            json!("1795374300"),
            json!("1795374300000"),
        ];

        for form in forms {
            let read = of_value(&form).map(|instant| instant.to_string());
            assert_eq!(read.as_deref(), Some("2026-11-22T19:05:00Z"), "{form}");
        }
    }

    #[test]
    fn what_names_no_instant_is_not_guessed() {
        let forms = [
            json!("2026-11-22T14:05:00"),
            json!("2026-11-22"),
            json!("0001-01-01T00:00:00Z"),
            json!("0000-01-01T00:00:00Z"),
            json!("1899-12-30T00:00:00Z"),
            json!("1970-01-01T00:00:00Z"),
            json!("1970-01-01T00:00:00-05:00"),
            json!("9999-12-31T23:59:59Z"),
            json!("yesterday"),
            json!(""),
            json!(0),
            json!(-1),
            json!(20_261_122),
            json!("20261122140500"),
            json!(1e300),
            json!(-1e300),
            json!(u64::MAX),
            json!("99999999999999999999999999"),
            json!("١٧٩٥٣٧٤٣٠٠"),
            json!(true),
            json!(null),
            json!([1_795_374_300]),
        ];

        for form in forms {
            assert_eq!(of_value(&form), None, "{form}");
        }
    }

    #[test]
    fn fractions_are_kept_to_the_millisecond() {
        let read = of_value(&json!(1_795_374_300.25)).map(|instant| instant.to_string());

        assert_eq!(read.as_deref(), Some("2026-11-22T19:05:00.25Z"));
    }
}
