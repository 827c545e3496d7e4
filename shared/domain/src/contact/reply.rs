//! What a text message to us means: no more texts, texts again, or nothing of ours (R3.10). In French and English;
//! case, accents and punctuation say nothing. Everything else is kept nowhere.

/// A wish of somebody who replied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmsReply {
    /// No more.
    Stop,
    /// Again.
    Start,
}

/// As the only word, or as the first: whoever explains why still means it.
const STOP: [&str; 16] = [
    "stop",
    "stopall",
    "unsubscribe",
    "optout",
    "arret",
    "arreter",
    "arretez",
    "arrete",
    "desabonner",
    "desabonnez",
    "desabonnement",
    "desinscrire",
    "desinscription",
    "desinscrivez",
    "unsub",
    "stopper",
];
/// As the only word: otherwise it may be the start of an ordinary sentence.
const STOP_ALONE: [&str; 15] = [
    "cancel",
    "end",
    "quit",
    "remove",
    "td",
    "annuler",
    "fin",
    "quitter",
    "medesabonner",
    "sedesabonner",
    "desabonnezmoi",
    "medesinscrire",
    "removeme",
    "stoptout",
    "arrettout",
];
const START: [&str; 9] =
    ["start", "unstop", "subscribe", "debut", "debuter", "commencer", "recommencer", "abonner", "reabonner"];

impl SmsReply {
    /// The wish in a message; `None` for everything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let plain = plain(text);
        let mut words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let whole: String = words.clone().collect();
        let first = words.next()?;
        match () {
            () if STOP.contains(&whole.as_str()) || STOP_ALONE.contains(&whole.as_str()) => Some(Self::Stop),
            () if START.contains(&whole.as_str()) => Some(Self::Start),
            () if STOP.contains(&first) => Some(Self::Stop),
            () => None,
        }
    }
}

/// In small letters without accents.
pub(crate) fn plain(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).filter_map(without_accent).collect()
}

/// The letter under an accent; nothing for an accent that is a character of its own.
fn without_accent(character: char) -> Option<char> {
    match character {
        'à' | 'â' | 'ä' => Some('a'),
        'ç' => Some('c'),
        'é' | 'è' | 'ê' | 'ë' => Some('e'),
        'î' | 'ï' => Some('i'),
        'ô' | 'ö' => Some('o'),
        'ù' | 'û' | 'ü' => Some('u'),
        '\u{300}'..='\u{36f}' => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn r3_10_words_that_stop_and_words_that_start_in_both_languages() {
        for text in [
            "STOP",
            "stop.",
            " Stop! ",
            "ARRÊT",
            "ARRET",
            "arre\u{302}t",
            "STOPALL",
            "stop all",
            "Unsubscribe",
            "CANCEL",
            "END",
            "QUIT",
            "Désabonner",
            "me désabonner",
            "Désabonnez-moi",
            "OPT-OUT",
            "REMOVE",
            "TD",
            "Fin",
            "Stop please, wrong number",
            "ARRÊT svp",
        ] {
            assert_eq!(SmsReply::read(text), Some(SmsReply::Stop), "{text}");
        }
        for text in ["START", "Début", "unstop", "Recommencer."] {
            assert_eq!(SmsReply::read(text), Some(SmsReply::Start), "{text}");
        }
    }

    #[test]
    fn everything_else_means_nothing_to_us() {
        for text in [
            "",
            "  ",
            "!!!",
            "Merci",
            "9",
            "End of the day is fine",
            "Please don't stop",
            "start over at noon?",
            "Quitte à revenir demain",
            "unstoppable",
            "HELP",
        ] {
            assert_eq!(SmsReply::read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_message_makes_it_fail(text in ".*") {
            let _ = SmsReply::read(&text);
        }
    }
}
