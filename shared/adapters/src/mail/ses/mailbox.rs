//! A display name and an address as SES wants them: ASCII names quoted, others as encoded words (RFC 2047).
//! Lettre does the same for SMTP; control characters were refused before.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Bytes in one encoded word: 45 make 60 characters of base64, and a word holds at most 75 with its frame.
const WORD_BYTES: usize = 45;

/// `"name" <address>`, or the address alone when the name is blank.
pub(super) fn written(name: &str, address: &str) -> String {
    match name.trim() {
        "" => address.to_owned(),
        name if name.is_ascii() => format!("{} <{address}>", quoted(name)),
        name => format!("{} <{address}>", encoded(name)),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// White space between encoded words is not part of the name; no character is split between two of them.
fn encoded(name: &str) -> String {
    let mut words = vec![String::new()];
    for character in name.chars() {
        match words.last_mut() {
            Some(word) if word.len() + character.len_utf8() <= WORD_BYTES => word.push(character),
            _ => words.push(character.to_string()),
        }
    }
    let words = words.iter().map(|word| format!("=?UTF-8?B?{}?=", STANDARD.encode(word)));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r3_7_ascii_names_are_quoted_so_that_no_sign_in_them_means_anything() {
        assert_eq!(written("Acme, Inc.", "ask@acme.ca"), r#""Acme, Inc." <ask@acme.ca>"#);
        assert_eq!(written(r#"A "B" \ <x@y.ca>"#, "ask@acme.ca"), r#""A \"B\" \\ <x@y.ca>" <ask@acme.ca>"#);
    }

    #[test]
    fn names_in_other_letters_are_encoded_words_of_at_most_75_characters() {
        // python3: email.header.Header("Chauffage Léa", "utf-8").encode()
        assert_eq!(written("Chauffage Léa", "ask@acme.ca"), "=?UTF-8?B?Q2hhdWZmYWdlIEzDqWE=?= <ask@acme.ca>");

        let long = written(&"é".repeat(60), "ask@acme.ca");

        let words: Vec<_> = long.split(' ').filter(|word| word.starts_with("=?")).collect();
        assert_eq!(words.len(), 3);
        assert!(words.iter().all(|word| word.len() <= 75), "{long}");
    }

    #[test]
    fn a_blank_name_leaves_the_address() {
        assert_eq!(written("  ", "ask@acme.ca"), "ask@acme.ca");
    }
}
