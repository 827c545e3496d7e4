//! The text message that asks (R3.10): in the campaign's own words or the built-in ones, with its link and with what ends
//! it. How long it is, and what may be named in it, is the domain's.

use super::{Catalogue, filled, one_line};
use relance_domain::campaign::{fill_sms, says_how_to_stop, thrifty};

/// Longest name in a text, in characters: a name of any length cannot make a text of any length.
const LONGEST: usize = 40;

/// Everything that a text message says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmsInvitation<'a> {
    /// BCP 47 tag; `fr*` reads French, anything else English.
    pub language: &'a str,
    /// The organization's name.
    pub company: &'a str,
    /// The name that the campaign signs with.
    pub sender_name: &'a str,
    /// Who did the job.
    pub agent_name: Option<&'a str>,
    /// Who is asked.
    pub first_name: Option<&'a str>,
    /// `https://.../s/{token}`
    pub survey_url: &'a str,
    /// The campaign's own words.
    pub own: Option<&'a str>,
    /// Said again to somebody who has not answered (P5).
    pub reminder: bool,
    /// Asked by hand and not after a job (C26).
    pub by_hand: bool,
}

/// The message; own words that cannot be used, which saving refuses, give way to the built-in ones.
#[must_use]
pub fn sms_invitation(sms: &SmsInvitation<'_>) -> String {
    let words = Catalogue::of(sms.language);
    let own = sms.own.map(str::trim).filter(|text| !text.is_empty());
    let own = own.and_then(|text| fill_sms(text, &|name| value(sms, words, name)).ok());
    let built_in = if sms.by_hand { "sms-by-hand" } else { "sms-after-visit" };
    let mut text = own.unwrap_or_else(|| words.fill(built_in, &[("company", short(sms.company).into())]));
    if sms.reminder {
        text = words.fill("reminder-subject", &[("subject", text.into())]);
    }
    if !text.contains(sms.survey_url) {
        text = format!("{} {}", text.trim_end(), sms.survey_url);
    }
    if !says_how_to_stop(&text.replace(sms.survey_url, "")) {
        text = format!("{} {}", text.trim_end(), words.say("sms-stop"));
    }
    thrifty(&text)
}

fn value(sms: &SmsInvitation<'_>, words: Catalogue, name: &str) -> String {
    match name {
        "company" => short(sms.company),
        "sender" => short(sms.sender_name),
        "agent.name" => {
            filled(sms.agent_name).map_or_else(|| words.say("template-agent"), |name| short(&name))
        }
        "customer.first_name" => filled(sms.first_name).map(|name| short(&name)).unwrap_or_default(),
        "survey_url" => sms.survey_url.to_owned(),
        _ => String::new(),
    }
}

fn short(name: &str) -> String {
    one_line(name).chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use relance_domain::campaign::{Encoding, SmsLength};

    const LINK: &str =
        "https://ask.demo.example/s/demo.inv_01JD9ZK4T8Q5V7M2N3P6R8S0WX.1.abcdefghijklmnopqrstuv";

    fn sms(language: &str) -> SmsInvitation<'_> {
        SmsInvitation {
            language,
            company: "Plomberie Boréale",
            sender_name: "Léa, Plomberie Boréale",
            agent_name: Some("Sam"),
            first_name: Some("Ana"),
            survey_url: LINK,
            own: None,
            reminder: false,
            by_hand: false,
        }
    }

    #[test]
    fn r3_10_a_text_names_the_company_links_to_the_survey_and_says_how_to_stop() {
        let (french, english) = (sms_invitation(&sms("fr-CA")), sms_invitation(&sms("en")));

        let asked = "Plomberie Boréale : comment s'est passée notre visite ?";
        assert_eq!(french, format!("{asked} {LINK} Répondez ARRET pour ne plus recevoir de textos."));
        assert_eq!(
            english,
            format!("Plomberie Boréale: how did our visit go? {LINK} Reply STOP to end these texts.")
        );
    }

    #[test]
    fn the_built_in_words_stay_within_the_small_alphabet_and_two_parts() {
        for language in ["fr", "en"] {
            for (reminder, by_hand) in [(false, false), (true, false), (false, true), (true, true)] {
                let text = sms_invitation(&SmsInvitation { reminder, by_hand, ..sms(language) });
                let length = SmsLength::of(&text);
                assert_eq!(length.encoding, Encoding::Gsm7, "{text}");
                assert!(length.parts <= 2, "{text}");
            }
        }
    }

    #[test]
    fn own_words_keep_their_link_and_their_way_to_stop() {
        let own = |text| sms_invitation(&SmsInvitation { own: Some(text), ..sms("en") });

        assert_eq!(
            own("Hi {{ customer.first_name }}, {{agent.name}} asks: {{ survey_url }} - STOP to end"),
            format!("Hi Ana, Sam asks: {LINK} - STOP to end")
        );
        assert_eq!(own("How was it?"), format!("How was it? {LINK} Reply STOP to end these texts."));
        assert_eq!(own("{{ nobody }}"), sms_invitation(&sms("en")), "saving refuses it");
    }

    #[test]
    fn a_name_cannot_write_a_second_line_or_a_long_text() {
        let company = format!("A\r\nB{}", "x".repeat(500));
        let text = sms_invitation(&SmsInvitation { company: &company, ..sms("en") });

        assert!(!text.contains('\n') && SmsLength::of(&text).parts <= 2, "{text}");
    }
}
