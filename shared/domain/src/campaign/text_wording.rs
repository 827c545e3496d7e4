//! A text message in a campaign's own words: plain text with a few variables, checked when it is saved. The values, and
//! the built-in words, come from `views`.

use crate::campaign::{Encoding, SmsLength, thrifty};
use crate::contact::plain;

/// What a text can name, as mail templates write it, and how long each is expected to be.
pub const SMS_VARIABLES: [(&str, usize); 5] =
    [("company", 30), ("sender", 30), ("agent.name", 15), ("customer.first_name", 12), ("survey_url", 125)];
/// What says how to stop, where the text does not.
const STOP_LINE: usize = 50;

/// A text with its variables filled in.
///
/// # Errors
/// What is wrong with it, for people.
pub fn fill_sms(text: &str, value: &dyn Fn(&str) -> String) -> Result<String, String> {
    let (mut filled, mut rest) = (String::new(), text);
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((name, after)) = behind.split_once("}}") else {
            return Err("a `{{` has no `}}`".to_owned());
        };
        let name = name.trim();
        if !SMS_VARIABLES.iter().any(|(known, _)| *known == name) {
            let known: Vec<_> = SMS_VARIABLES.iter().map(|(known, _)| format!("`{known}`")).collect();
            let given: String = name.chars().take(40).collect();
            return Err(format!("`{given}` is not a variable of texts: use {}", known.join(", ")));
        }
        filled.push_str(before);
        filled.push_str(&value(name));
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
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
    let stand_in = |name: &str| {
        let length = SMS_VARIABLES.iter().find(|(known, _)| *known == name).map_or(0, |(_, length)| *length);
        "x".repeat(length)
    };
    let mut expected = match fill_sms(text, &stand_in) {
        Ok(filled) => thrifty(&filled),
        Err(reason) => return Some(reason),
    };
    if !text.contains("survey_url") {
        expected.push_str(&stand_in("survey_url"));
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
            ("{{ nom }}", "`nom` is not a variable"),
            ("{{ company", "has no"),
            ("{{ company | upper }}", "not"),
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
