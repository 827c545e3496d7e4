//! The text message that asks (R3.10): in the campaign's own words or the built-in ones, with its link and with what ends
//! it. How long it is, and what may be named in it, is the domain's.

use crate::campaign::Telling;
use crate::text::one_line;
use relance_domain::campaign::{fill_sms, says_how_to_stop, thrifty};
use relance_domain::invitation::InvitationFacts;

/// Longest name in a text, in characters: a name of any length cannot make a text of any length.
const LONGEST: usize = 40;

/// The message; own words that cannot be used, which saving refuses, give way to the built-in ones. `None` when the
/// campaign has no texts.
#[must_use]
pub fn sms(facts: &InvitationFacts<'_>) -> Option<String> {
    let telling = Telling::from(facts);
    let words = telling.words();
    let own = telling.texts()?.sms.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let own = own.and_then(|text| fill_sms(text, &|name| value(facts, &telling, name)).ok());
    let occasion = telling.occasion().map_or("none", |kind| kind.as_str());
    let built_in = || {
        words.fill("sms-ask", &[("company", short(telling.company()).into()), ("occasion", occasion.into())])
    };
    let mut text = own.unwrap_or_else(built_in);
    if facts.reminder.is_some() {
        text = words.fill("reminder-subject", &[("subject", text.into())]);
    }
    if !text.contains(facts.survey_url) {
        text = format!("{} {}", text.trim_end(), facts.survey_url);
    }
    if !says_how_to_stop(&text.replace(facts.survey_url, "")) {
        text = format!("{} {}", text.trim_end(), words.say("sms-stop"));
    }
    let text = thrifty(&text);
    Some(if facts.invitation.origin.test { format!("[Test] {text}") } else { text })
}

fn value(facts: &InvitationFacts<'_>, telling: &Telling<'_>, name: &str) -> String {
    match (name, telling.value(name)) {
        ("survey_url", _) => facts.survey_url.to_owned(),
        ("agent.name", agent) if agent.is_empty() => telling.words().say("template-agent"),
        (_, known) => short(&known),
    }
}

fn short(name: &str) -> String {
    one_line(name).chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use crate::invitation::tests::Sample;
    use relance_domain::campaign::{Encoding, OccasionKind, SmsLength};

    /// As long as one with a domain of twenty characters.
    const LINK: &str = "https://sondage.boreale.shop/s/4T8Q5V7M2N3P6R";

    fn asked(language: &str, change: impl FnOnce(&mut Sample)) -> String {
        let mut sample = Sample::new(language);
        sample.organization.name = "Plomberie Boréale".to_owned();
        change(&mut sample);
        sms(&InvitationFacts { survey_url: LINK, ..sample.facts() }).unwrap()
    }

    fn own(language: &str, text: &str) -> String {
        asked(language, |sample| sample.texts().sms = Some(text.to_owned()))
    }

    #[test]
    fn r3_10_a_text_names_the_company_links_to_the_survey_and_says_how_to_stop() {
        let (french, english) = (asked("fr", |_| ()), asked("en", |_| ()));

        let question = "Plomberie Boréale : comment s'est passée notre visite ?";
        assert_eq!(french, format!("{question} {LINK} Répondez ARRET pour ne plus recevoir de textos."));
        assert_eq!(
            english,
            format!("Plomberie Boréale: how did our visit go? {LINK} Reply STOP to end these texts.")
        );
    }

    #[test]
    fn the_built_in_words_are_one_part_of_the_small_alphabet_and_a_reminder_at_most_two() {
        assert_eq!(LINK.len(), 45);
        let kinds = [
            OccasionKind::Visit,
            OccasionKind::Request,
            OccasionKind::Call,
            OccasionKind::Invoice,
            OccasionKind::Project,
        ];
        for language in ["fr", "en"] {
            for (kind, by_hand) in kinds.map(|kind| (kind, false)).into_iter().chain([(kinds[0], true)]) {
                for (reminder, parts) in [(None, 1), (Some(1), 2)] {
                    let text = asked(language, |sample| {
                        sample.invitation.origin.job.kind = kind;
                        sample.invitation.origin.batch = by_hand.then(|| "bat_1".to_owned());
                        sample.reminder = reminder;
                    });
                    let length = SmsLength::of(&text);
                    assert_eq!(length.encoding, Encoding::Gsm7, "{text}");
                    assert!(length.parts <= parts, "{text}");
                }
            }
        }
    }

    #[test]
    fn own_words_keep_their_link_and_their_way_to_stop() {
        assert_eq!(
            own("en", "Hi {{ customer.first_name }}, was {{ agent.name }} good? {{survey_url}} STOP to end"),
            format!("Hi Ana, was Sam good? {LINK} STOP to end")
        );
        assert_eq!(own("en", "A word?"), format!("A word? {LINK} Reply STOP to end these texts."));
    }

    #[test]
    fn what_is_not_known_is_left_out_or_named_in_general() {
        let text = asked("fr", |sample| {
            sample.invitation.agent_name = None;
            sample.texts().sms = Some("Bonjour {{ customer.first_name }}, {{ agent.name }}".to_owned());
            sample.contact.first_name = Some("X".repeat(200));
        });

        assert!(text.starts_with(&format!("Bonjour {}, notre équipe", "X".repeat(LONGEST))), "{text}");
    }

    #[test]
    fn a_name_that_looks_like_a_variable_is_only_a_name() {
        let text = asked("en", |sample| {
            sample.texts().sms = Some("{{ company }}".to_owned());
            sample.organization.name = "{{ agent.name }}".to_owned();
        });

        assert!(text.starts_with("{{ agent.name }} "), "{text}");
    }
}
