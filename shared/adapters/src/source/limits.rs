//! Which bodies are looked at: JSON of at most 32 levels and 10,000 values (R4.3).
//! The size in bytes and the content type are checked where the request is received.

use serde_json::Value;

/// Deepest nesting of lists and objects; a lone text has none.
pub const MAX_DEPTH: usize = 32;

/// Most values in a body: texts, numbers, truths, nulls, lists and objects, each counted once.
pub const MAX_VALUES: usize = 10_000;

/// Why a body is not looked at. Never repeats any of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RefusedJson {
    /// Not JSON; tells where it stops being so.
    #[error("the body is not json: see line {line}, column {column}")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Nested too deep.
    #[error("the body is nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// Too many values.
    #[error("the body holds more than {MAX_VALUES} values")]
    TooMany,
}

/// What some senders (.NET) write before their text; a reader may skip it (RFC 8259, 8.1).
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A body without the byte order mark before it. Signatures are over all bytes.
#[must_use]
pub fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)
}

/// Reads a body as JSON. The limits are checked first, in one pass over the bytes that neither recurses nor
/// allocates, so no body costs more than its own length.
///
/// # Errors
/// [`RefusedJson`], whatever the bytes are.
pub fn check_json(body: &[u8]) -> Result<Value, RefusedJson> {
    let body = without_mark(body);
    measure(body)?;
    serde_json::from_slice(body)
        .map_err(|error| RefusedJson::NotJson { line: error.line(), column: error.column() })
}

/// Counts levels and values. Every value but the root follows a comma, or opens a list or an object.
fn measure(body: &[u8]) -> Result<(), RefusedJson> {
    let (mut depth, mut values, mut just_opened) = (0_usize, 1_usize, false);
    let mut bytes = body.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' => continue,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => values += usize::from(just_opened || *byte == b','),
        }
        just_opened = matches!(byte, b'{' | b'[');
        depth += usize::from(just_opened);
        if depth > MAX_DEPTH {
            return Err(RefusedJson::TooDeep);
        }
        if values > MAX_VALUES {
            return Err(RefusedJson::TooMany);
        }
        if *byte == b'"' {
            skip_text(&mut bytes);
        }
    }
    Ok(())
}

/// Moves past the closing quote of a text.
fn skip_text(bytes: &mut std::slice::Iter<'_, u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => _ = bytes.next(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use proptest::prelude::*;

    fn count(value: &Value) -> (usize, usize) {
        let children: Vec<&Value> = match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(members) => members.values().collect(),
            _ => return (0, 1),
        };
        let (depths, values): (Vec<_>, Vec<_>) = children.into_iter().map(count).unzip();
        (1 + depths.into_iter().max().unwrap_or(0), 1 + values.into_iter().sum::<usize>())
    }

    fn nested(levels: usize) -> String {
        format!("{}{}", "[".repeat(levels), "]".repeat(levels))
    }

    fn wide(values_in_list: usize) -> String {
        format!("[{}]", vec!["0"; values_in_list].join(" , "))
    }

    #[test]
    fn the_last_allowed_level_and_value_are_read() {
        assert!(check_json(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert!(check_json(wide(MAX_VALUES - 1).as_bytes()).is_ok());
    }

    /// R4.3.
    #[test]
    fn one_level_or_value_more_is_refused() {
        assert_eq!(check_json(nested(MAX_DEPTH + 1).as_bytes()), Err(RefusedJson::TooDeep));
        assert_eq!(check_json(wide(MAX_VALUES).as_bytes()), Err(RefusedJson::TooMany));
    }

    #[test]
    fn crafted_bodies_of_the_largest_size_are_refused_without_harm() {
        let quarter_mebibyte = 256 * 1024;
        let members = (0..20_000).map(|n| format!("\"{n}\":{{}}")).collect::<Vec<_>>().join(",");

        for (body, expected) in [
            ("[".repeat(quarter_mebibyte), RefusedJson::TooDeep),
            ("{\"a\":".repeat(quarter_mebibyte / 5), RefusedJson::TooDeep),
            (wide(quarter_mebibyte / 4), RefusedJson::TooMany),
            (",".repeat(quarter_mebibyte), RefusedJson::TooMany),
            (format!("{{{members}}}"), RefusedJson::TooMany),
        ] {
            assert_eq!(check_json(body.as_bytes()), Err(expected));
        }
    }

    #[test]
    fn brackets_and_commas_inside_texts_do_not_count() {
        let text = format!("\"\\\"{}\\\\\"", "[,".repeat(MAX_VALUES));

        assert!(check_json(text.as_bytes()).is_ok());
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(check_json(b"\xef\xbb\xbf{\"a\":1}"), Ok(serde_json::json!({"a": 1})));
        for bad in [&b"\xef\xbb\xbf"[..], b"\xef\xbb\xbf\xef\xbb\xbf1", b"1\xef\xbb\xbf", b"\xff\xfe1\0"] {
            assert!(check_json(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn what_is_not_json_is_refused_without_repeating_it() {
        let error = check_json(b"{\"email\":\n \"lea@example.com").unwrap_err();

        assert_eq!(error.to_string(), "the body is not json: see line 2, column 17");
        for body in [&b""[..], b"\xff\xfe", b"{]", b"1 2", b"\"\\", b"nul", b"[1e999]", b"}}}}"] {
            assert!(matches!(check_json(body), Err(RefusedJson::NotJson { .. })), "{body:?}");
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[\\[\\]{},:\"\\\\ a]{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(6, 64, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map("[\\[\\]{},\"\\\\a]{0,4}", inner, 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_bytes_do_harm(body in prop::collection::vec(any::<u8>(), 0..2_000)) {
            let text = without_mark(&body);
            let mirrored = check_json(&body).ok().map(|value| value == serde_json::from_slice::<Value>(text).unwrap());
            prop_assert_ne!(mirrored, Some(false));
        }

        #[test]
        fn nothing_but_punctuation_does_harm(body in "[\\[\\]{},:\"\\\\0]{0,3000}") {
            let read = check_json(body.as_bytes());
            prop_assert_eq!(read.is_ok(), serde_json::from_str::<Value>(&body).is_ok_and(|value| {
                let (depth, values) = count(&value);
                depth <= MAX_DEPTH && values <= MAX_VALUES
            }));
        }

        #[test]
        fn whatever_is_within_the_limits_is_read_unchanged(value in any_json(), pretty: bool) {
            let body = if pretty { serde_json::to_vec_pretty(&value) } else { serde_json::to_vec(&value) }.unwrap();

            let read = check_json(&body);

            let (depth, values) = count(&value);
            prop_assert!(depth <= MAX_DEPTH && values <= MAX_VALUES);
            prop_assert_eq!(read, Ok(value));
        }
    }
}
