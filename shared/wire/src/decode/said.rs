//! What readers of bodies say, in our words: serde names Rust's types, and jiff how it parses. Nobody outside knows either.

/// A day, as a body writes one.
const DAY: &str = "a day such as `2026-12-25`";
/// An instant, as a body writes one.
const INSTANT: &str = "an instant such as `2026-11-22T15:00:00Z`";
/// How jiff begins to say that a text is no day or no instant.
const OF_TIME: [&str; 7] = [
    "failed to ",
    "expected four digit year",
    "expected six digit year",
    "parsed date ",
    "parsed value ",
    "cannot parse civil ",
    "parameter '",
];

/// Whether a text was to be a day or an instant.
pub fn is_of_time(words: &str) -> bool {
    OF_TIME.iter().any(|beginning| words.starts_with(beginning))
}

/// The same for people who send bodies; what our own types say stays as it is.
pub fn in_our_words(words: &str) -> String {
    if words.is_empty() || is_of_time(words) {
        return format!("give {DAY}, or {INSTANT}, as the field wants");
    }
    if words.contains("of untagged enum") {
        return "a value of this kind cannot stand here".to_owned();
    }
    if let Some((given, offered)) =
        words.strip_prefix("unknown variant `").and_then(|rest| rest.split_once("`, "))
    {
        let offered = offered.strip_prefix("expected one of ").or_else(|| offered.strip_prefix("expected "));
        let given: String = given.chars().take(60).collect();
        return format!("`{given}` is none of {}", offered.unwrap_or("the words that there are"));
    }
    let of_serde =
        ["invalid type:", "invalid value:", "invalid length"].iter().any(|one| words.starts_with(one));
    match words.split_once("expected ").filter(|_| of_serde) {
        Some((_, expected)) => format!("expected {}", wanted(expected)),
        None => words.to_owned(),
    }
}

fn wanted(expected: &str) -> &str {
    match expected.split([' ', ',']).next().unwrap_or_default() {
        "struct" | "map" | "internally" | "enum" | "variant" => "an object",
        "u8" => "a whole number from 0 to 255",
        "u16" | "u32" | "u64" | "usize" | "i32" | "i64" => "a whole number",
        "f32" | "f64" => "a number",
        "sequence" | "array" => "a list",
        "tuple" | "unit" | "newtype" => "another kind of value",
        "a" => wanted_one(expected),
        _ => expected,
    }
}

fn wanted_one(expected: &str) -> &str {
    let beginnings = [
        ("a sequence", "a list"),
        ("a tuple", "a list"),
        ("a string", "a text"),
        ("a map", "an object"),
        ("a boolean", "true or false"),
        ("a date string", DAY),
        ("a timestamp string", INSTANT),
    ];
    let known = beginnings.into_iter().find(|(beginning, _)| expected.starts_with(beginning));
    known.map_or(expected, |(_, ours)| ours)
}
