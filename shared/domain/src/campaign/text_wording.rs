//! A text message in a campaign's own words: plain text with a few variables, checked when it is saved. The values, and
//! the built-in words, come from `views`.

use crate::campaign::{Encoding, SmsLength, fill, thrifty};
use crate::contact::plain;

/// What a text can name; each is as long as `expected` says, about.
pub const SMS_TAGS: [&str; 5] = ["company", "sender", "agent.name", "customer.first_name", "survey_url"];
/// What says how to stop, where the text does not.
const STOP_LINE: usize = 50;

/// A text with its names filled in.
///
/// # Errors
/// What is wrong with it, for people.
pub fn fill_sms(text: &str, value: &dyn Fn(&str) -> String) -> Result<String, String> {
    fill(text, &SMS_TAGS, value)
}

/// A value of about the length that is to be expected.
fn expected_of(name: &str) -> String {
    let length = match name {
        "survey_url" => 125,
        "agent.name" => 15,
        "customer.first_name" => 12,
        _ => 30,
    };
    "x".repeat(length)
}

/// True when a text says itself how to stop.
#[must_use]
pub fn says_how_to_stop(text: &str) -> bool {
    plain(text).split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "stop" | "arret"))
}

/// What is wrong with a campaign's own text, for people.
#[must_use]
pub fn wrong_sms(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some("write a text, or leave it out for the built-in one".to_owned());
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Some("leave control characters out".to_owned());
    }
    let mut expected = match fill_sms(text, &expected_of) {
        Ok(filled) => thrifty(&filled),
        Err(reason) => return Some(reason),
    };
    if !text.contains("survey_url") {
        expected.push_str(&expected_of("survey_url"));
    }
    if !says_how_to_stop(text) {
        expected.push_str(&"x".repeat(STOP_LINE));
    }
    let SmsLength { encoding, parts, .. } = SmsLength::of(&expected);
    (parts > SmsLength::MOST_PARTS).then(|| {
        let why = match encoding {
            Encoding::Gsm7 => "",
            Encoding::Ucs2 => "; letters such as `ê`, `ç` or an emoji make every part hold 67 instead of 153",
        };
        format!("with its link it takes about {parts} parts: at most {}{why}", SmsLength::MOST_PARTS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(name: &str) -> String {
        format!("<{name}>")
    }

    #[test]
    fn variables_are_filled_in_and_nothing_else_is_understood() {
        assert_eq!(
            fill_sms("{{company}}: {{ survey_url }} {x}", &value).as_deref(),
            Ok("<company>: <survey_url> {x}")
        );
        for (bad, why) in [
            ("{{ nom }}", "there is no `nom`"),
            ("{{ company", "has no"),
            ("{{ company | upper }}", "there is no"),
        ] {
            let refused = fill_sms(bad, &value).err().unwrap_or_default();
            assert!(refused.contains(why), "{bad}: {refused}");
        }
    }

    #[test]
    fn r3_10_a_text_is_refused_over_four_parts() {
        assert_eq!(wrong_sms("{{ company }} : votre avis ? {{ survey_url }}"), None);
        assert_eq!(wrong_sms(&"a".repeat(430)), None);
        assert!(wrong_sms(&"a".repeat(460)).is_some_and(|why| why.contains("at most 4")));
        let emoji = wrong_sms(&format!("👷{}", "a".repeat(120)));
        assert!(emoji.is_some_and(|why| why.contains("67")));
        assert!(wrong_sms("  ").is_some());
        assert!(wrong_sms("a\u{7}").is_some());
    }

    #[test]
    fn a_text_may_say_itself_how_to_stop() {
        assert!(says_how_to_stop("Répondez ARRÊT pour ne plus en recevoir"));
        assert!(says_how_to_stop("Reply STOP"));
        assert!(!says_how_to_stop("Nonstop service, at the end of the job"));
    }
}
