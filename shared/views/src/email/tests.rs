//! What a mail must hold, in both of its parts and both languages.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use jiff::civil::date;
use relance_domain::campaign::{Colour, RatingStyle, Theme};
use relance_domain::name::{ImageId, OrganizationId, ThemeId};
use scraper::{Html, Selector};

use super::*;
use crate::{Picture, theme::Look};

const SURVEY: &str = "https://s.example/s/tok";
const UNSUBSCRIBE: &str = "https://s.example/u/tok";

fn a_mail(language: &str) -> Invitation<'_> {
    Invitation {
        language,
        company: "Plomberie du Nord",
        sender_name: "Marie Roy",
        from_address: "marie@nord.example",
        subject: "How did our visit go?",
        preheader: None,
        reminder: false,
        by_hand: false,
        title: "How did it go?",
        description: Some("One question, to begin with."),
        picture: None,
        agent_name: Some("Sam"),
        occurred_on: date(2026, 11, 20),
        question: Some("Would you recommend us?"),
        question_id: "qst_1",
        measure: crate::text::Measure::Recommendation,
        survey_url: SURVEY,
        unsubscribe_url: UNSUBSCRIBE,
        information: "We read every answer. More: https://nord.example/why.",
        privacy_url: Some("https://nord.example/privacy"),
        look: Look::default(),
        particulars: Particulars::default(),
    }
}

fn an_alert(language: &str) -> UnhappyAnswer<'_> {
    UnhappyAnswer {
        language,
        company: "Plomberie du Nord",
        campaign_name: "Service calls",
        score: Some(3),
        nps_type: Some("Detractor"),
        comment: Some("Two hours late.\nNobody called."),
        customer_name: Some("Jeanne Tremblay"),
        customer_email: "jeanne@client.example",
        customer_phone: Some("418 555-0134"),
        agent_name: Some("Sam"),
        occurred_on: Some(date(2026, 11, 20)),
        answered_at: date(2026, 11, 21).at(9, 12, 0, 0).in_tz("America/Montreal").unwrap(),
        console_url: "https://s.example/console/alerts/al_1",
        unsatisfied: Vec::new(),
    }
}

/// Link addresses in the order of the document.
fn links(html: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    let anchors = Selector::parse("a").unwrap();
    document.select(&anchors).map(|a| a.attr("href").unwrap().to_owned()).collect()
}

/// What a reader sees, on one line.
fn words(html: &str) -> String {
    let document = Html::parse_document(html);
    let body = document.select(&Selector::parse("body").unwrap()).next().unwrap();
    body.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn both_parts_hold_the_eleven_score_links_in_order() {
    let mail = invitation(&a_mail("en"));
    let expected: Vec<_> = (0..=10).map(|score| format!("{SURVEY}?q=qst_1&v={score}")).collect();

    let in_html: Vec<_> = links(&mail.html).into_iter().filter(|link| link.contains("&v=")).collect();
    let in_text: Vec<_> = mail.text.lines().filter_map(|line| line.split_once(": ")).collect();

    assert_eq!(in_html, expected);
    let in_text: Vec<_> = in_text.iter().map(|(_, link)| *link).filter(|link| link.contains("&v=")).collect();
    assert_eq!(in_text, expected);
}

#[test]
fn both_parts_say_who_asks_why_and_how_to_stop() {
    for (language, reason) in [
        ("en", "Following Sam's visit on November 20."),
        ("fr-CA", "Sam vous a rendu visite le 20 novembre."),
    ] {
        let mail = invitation(&a_mail(language));
        let text = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");

        for part in [words(&mail.html), text] {
            assert!(part.contains(reason), "{part}");
            assert!(part.contains("Marie Roy, Plomberie du Nord (marie@nord.example)"), "{part}");
            assert!(part.contains("We read every answer."), "{part}");
        }
        for link in [UNSUBSCRIBE, "https://nord.example/privacy", "https://nord.example/why"] {
            assert!(links(&mail.html).contains(&link.to_owned()), "{link}");
            assert!(mail.text.contains(link), "{link}");
        }
    }
}

#[test]
fn both_ends_of_the_scale_are_put_into_words() {
    for (language, low, high) in [
        ("en", "0 = Not at all likely", "10 = Extremely likely"),
        ("fr", "0 = Pas du tout probable", "10 = Extrêmement probable"),
    ] {
        let mail = invitation(&a_mail(language));

        for part in [words(&mail.html), mail.text] {
            assert!(part.contains(low) && part.contains(high), "{part}");
        }
    }
}

#[test]
fn the_numbers_are_readable_with_images_off_and_read_aloud() {
    let mail = invitation(&a_mail("fr"));
    let document = Html::parse_document(&mail.html);
    let scores: Vec<_> = document.select(&Selector::parse("a.score").unwrap()).collect();

    assert_eq!(scores.len(), 11);
    for (score, link) in scores.iter().enumerate() {
        let numeral = score.to_string();
        assert_eq!(link.text().last(), Some(numeral.as_str()), "the numeral stands alone in its line");
        assert_eq!(link.attr("aria-label"), Some(format!("{score} sur 10").as_str()));
    }
    assert!(!mail.html.contains("<img"), "no picture was given, and nothing tracks the reader");
}

#[test]
fn a_campaign_without_a_first_question_shows_one_button() {
    let mail = invitation(&Invitation { question: None, ..a_mail("fr") });

    assert_eq!(links(&mail.html).iter().filter(|link| link.starts_with(SURVEY)).count(), 1);
    assert!(words(&mail.html).contains("Répondre au sondage"));
    assert!(mail.text.contains(&format!("Répondre au sondage\u{a0}:\n{SURVEY}\n")), "{}", mail.text);
}

#[test]
fn a_subject_cannot_add_a_header() {
    let mail = invitation(&Invitation { subject: "Hello\r\nBcc: x@y.example\u{0}", ..a_mail("en") });

    assert_eq!(mail.subject, "Hello Bcc: x@y.example");
}

#[test]
fn blank_texts_leave_no_trace() {
    let mail = invitation(&Invitation { agent_name: Some(" "), description: Some("\n"), ..a_mail("en") });

    assert!(words(&mail.html).contains("Following our visit on November 20."));
    assert!(mail.text.contains("Following our visit on November 20.\n\nWould you recommend us?"));
}

#[test]
fn a_sender_named_like_the_company_is_named_once() {
    let mail = invitation(&Invitation { sender_name: "Plomberie du Nord", ..a_mail("en") });

    assert!(words(&mail.html).contains("Sent by Plomberie du Nord (marie@nord.example)"));
}

#[test]
fn a_picture_is_shown_only_from_a_safe_address() {
    let shown = |url| {
        let mail = invitation(&Invitation {
            picture: Some(Picture { url, alt: "Our van", size: None }),
            ..a_mail("en")
        });
        mail.html.contains("alt=\"Our van\"")
    };

    assert!(shown("https://nord.example/van.png"));
    assert!(!shown("javascript:alert(1)"));
    assert!(!shown("/van.png"), "a mail has no site of its own");
}

#[test]
fn a_mail_names_its_language_fetches_nothing_and_stays_small() {
    for (language, tag) in [("fr", "fr-CA"), ("de", "en-CA")] {
        let mail = invitation(&a_mail(language));

        assert!(mail.html.contains(&format!("<html lang=\"{tag}\" dir=\"ltr\"")), "{}", mail.html);
        assert!(!mail.html.contains("fonts.googleapis"));
        assert!(mail.html.contains("prefers-color-scheme:dark"));
        assert!(mail.html.len() < 60_000, "{} bytes", mail.html.len());
    }
}

#[test]
fn lines_of_the_plain_part_are_short_except_for_links() {
    let long = "word ".repeat(100);
    let mail = invitation(&Invitation { description: Some(&long), ..a_mail("fr") });

    for line in mail.text.lines().filter(|line| !line.contains("https://")) {
        assert!(line.chars().count() <= 76, "{line}");
    }
}

#[test]
fn an_alert_says_what_happened_and_what_to_do() {
    let mail = unhappy_answer(&an_alert("en"));

    assert_eq!(mail.subject, "Jeanne Tremblay gave 3 out of 10");
    for part in [words(&mail.html), mail.text.split_whitespace().collect::<Vec<_>>().join(" ")] {
        for said in [
            "The answer came in on November 21 at 9:12 a.m.",
            "Two hours late. Nobody called.",
            "3 out of 10, detractor",
            "November 20, by Sam",
            "Call Jeanne Tremblay at 418 555-0134",
        ] {
            assert!(part.contains(said), "`{said}` in {part}");
        }
    }
    let found = links(&mail.html);
    assert_eq!(found, ["mailto:jeanne@client.example", "https://s.example/console/alerts/al_1"]);
}

#[test]
fn an_alert_without_score_name_or_phone_is_still_clear() {
    let alert = UnhappyAnswer {
        score: None,
        nps_type: None,
        comment: None,
        customer_name: None,
        customer_phone: None,
        agent_name: None,
        ..an_alert("fr")
    };

    let mail = unhappy_answer(&alert);

    assert_eq!(mail.subject, "jeanne@client.example attend un suivi");
    assert!(mail.text.contains("Écrivez à jeanne@client.example"), "{}", mail.text);
    assert!(mail.text.contains("Visite\u{a0}: 20 novembre\n"), "{}", mail.text);
    assert!(!mail.text.contains("Commentaire") && !mail.text.contains("Note\u{a0}:"), "{}", mail.text);
}

#[test]
fn the_nps_type_is_a_word_in_the_readers_language_whatever_its_case() {
    for (given, word) in [("Detractor", "détracteur"), ("PASSIVE", "passif"), ("promoter", "promoteur")] {
        let mail = unhappy_answer(&UnhappyAnswer { nps_type: Some(given), ..an_alert("fr") });

        assert!(mail.text.contains(&format!("3 sur 10, {word}")), "{}", mail.text);
    }
}

fn themed(rating: RatingStyle) -> Theme {
    Theme {
        id: ThemeId::parse("thm_1").unwrap(),
        organization: OrganizationId::parse("demo").unwrap(),
        name: "Ours".to_owned(),
        rating,
        accent: Some(Colour::parse("#0a6b5d").unwrap()),
        created_at: jiff::Timestamp::UNIX_EPOCH,
        updated_at: jiff::Timestamp::UNIX_EPOCH,
    }
}

/// C19-C21: whatever is drawn, eleven numerals stand there, each alone in its line, each with its words.
#[test]
fn c19_every_style_keeps_eleven_numerals_and_their_labels() {
    let colours = ["#b4421a", "#e3c04f", "#1a7a4c"].map(|text| Colour::parse(text).unwrap());
    let image_id = ImageId::parse("img_1").unwrap();
    let styles = [
        (RatingStyle::Stars, "★", 11),
        (RatingStyle::Numerals, "★", 0),
        (RatingStyle::Gradient { stops: colours.to_vec() }, "class=\"score tint\"", 11),
        (RatingStyle::Icons { image_id }, "src=\"https://s.example/i/x.png\"", 11),
    ];

    for (style, drawn, times) in styles {
        let theme = themed(style);
        let icon =
            Some("https://s.example/i/x.png").filter(|_| matches!(theme.rating, RatingStyle::Icons { .. }));
        let look = Look { theme: Some(&theme), icon };
        let mail = invitation(&Invitation { look, ..a_mail("en") });
        let document = Html::parse_document(&mail.html);
        let scores: Vec<_> = document.select(&Selector::parse("a.score").unwrap()).collect();

        assert_eq!(mail.html.matches(drawn).count(), times, "{drawn}");
        for (score, link) in scores.iter().enumerate() {
            let (numeral, label) = (score.to_string(), format!("{score} out of 10"));
            assert_eq!(link.text().last(), Some(numeral.as_str()));
            assert_eq!(link.attr("aria-label"), Some(label.as_str()));
        }
        assert_eq!(scores.len(), 11);
        assert!(!mail.text.contains('★'));
    }
}

#[test]
fn c21_each_numeral_is_written_in_an_ink_that_its_ground_bears() {
    let stops = ["#ffffff", "#000000"].map(|text| Colour::parse(text).unwrap()).to_vec();
    let theme = themed(RatingStyle::Gradient { stops });

    let mail = invitation(&Invitation { look: Look { theme: Some(&theme), icon: None }, ..a_mail("en") });

    let document = Html::parse_document(&mail.html);
    let value = |style: &str, name: &str| {
        let found = style.split(';').find_map(|rule| rule.strip_prefix(name)).unwrap().to_owned();
        Colour::parse(&found).unwrap()
    };
    for link in document.select(&Selector::parse("a.score").unwrap()) {
        let style = link.attr("style").unwrap();
        let (ink, ground) = (value(style, "color:"), value(style, "background-color:"));
        assert!(ink.contrast(ground) >= 4.5, "{style}");
    }
}
