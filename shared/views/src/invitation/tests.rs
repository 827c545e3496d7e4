//! What a mail must hold, in both of its parts and both languages.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use super::mail;
use jiff::Timestamp;
use relance_domain::account::Organization;
use relance_domain::campaign::{
    Campaign, CampaignTexts, Colour, Image, ImageFacts, ImageKind, MailTemplate, OccasionKind, Picture,
    RatingStyle, Theme,
};
use relance_domain::contact::Contact;
use relance_domain::invitation::{Composed, Invitation, InvitationFacts};
use relance_domain::name::{ImageId, LanguageTag, OrganizationId, ThemeId};
use relance_testkit::builders;
use scraper::{Html, Selector};

const SURVEY: &str = "https://s.example/s/tok";
const UNSUBSCRIBE: &str = "https://s.example/u/tok";

/// Somebody who is asked, by a company that wrote its own words.
pub(crate) struct Sample {
    pub(crate) organization: Organization,
    pub(crate) campaign: Campaign,
    pub(crate) invitation: Invitation,
    pub(crate) contact: Contact,
    pub(crate) template: Option<MailTemplate>,
    pub(crate) theme: Option<Theme>,
    pub(crate) reminder: Option<u8>,
    pub(crate) survey_url: String,
}

impl Sample {
    pub(crate) fn new(language: &str) -> Self {
        let language = LanguageTag::parse(language).unwrap();
        let mut campaign = builders::campaign();
        let texts = CampaignTexts {
            sender_name: Some("Marie Roy".to_owned()),
            subject: "How did our visit go?".to_owned(),
            title: "How did it go?".to_owned(),
            description: Some("One question, to begin with.".to_owned()),
            information: Some("We read every answer. More: https://nord.example/why.".to_owned()),
            ..CampaignTexts::default()
        };
        campaign.texts.insert(language.clone(), texts);
        campaign.questions[0].texts.insert(language.clone(), "Would you recommend us?".to_owned());
        campaign.privacy_url = Some("https://nord.example/privacy".to_owned());
        let occurred_at: Timestamp = "2026-11-20T17:00:00Z".parse().unwrap();
        let (name, sender) = ("Plomberie du Nord".to_owned(), builders::address("marie@nord.example"));
        Self {
            organization: Organization { name, sender, ..builders::organization() },
            campaign,
            invitation: Invitation { language, occurred_at, ..builders::invitation(1, "ana@example.com") },
            contact: builders::contact("Ana", "ana@example.com"),
            template: None,
            theme: None,
            reminder: None,
            survey_url: SURVEY.to_owned(),
        }
    }

    /// What the campaign says in the language of the invitation.
    pub(crate) fn texts(&mut self) -> &mut CampaignTexts {
        self.campaign.texts.get_mut(&self.invitation.language).unwrap()
    }

    pub(crate) fn facts(&self) -> InvitationFacts<'_> {
        InvitationFacts {
            organization: &self.organization,
            campaign: &self.campaign,
            invitation: &self.invitation,
            base_url: "https://s.example",
            survey_url: &self.survey_url,
            unsubscribe_url: UNSUBSCRIBE,
            template: self.template.as_ref(),
            theme: self.theme.as_ref(),
            contact: Some(&self.contact),
            reminder: self.reminder,
        }
    }

    pub(crate) fn mail(&self) -> Composed {
        mail(&self.facts()).unwrap()
    }
}

fn a_mail(language: &str) -> Composed {
    Sample::new(language).mail()
}

fn a_mail_with(language: &str, change: impl FnOnce(&mut Sample)) -> Composed {
    let mut sample = Sample::new(language);
    change(&mut sample);
    sample.mail()
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
    let mail = a_mail("en");
    let expected: Vec<_> = (0..=10).map(|score| format!("{SURVEY}?q=q_nps&v={score}")).collect();

    let in_html: Vec<_> = links(&mail.html).into_iter().filter(|link| link.contains("&v=")).collect();
    let in_text: Vec<_> = mail.text.lines().filter_map(|line| line.split_once(": ")).collect();

    assert_eq!(in_html, expected);
    let in_text: Vec<_> = in_text.iter().map(|(_, link)| *link).filter(|link| link.contains("&v=")).collect();
    assert_eq!(in_text, expected);
}

#[test]
fn both_parts_say_who_asks_why_and_how_to_stop() {
    for (language, reason) in
        [("en", "Sam’s visit on November 20."), ("fr-CA", "Visite du 20 novembre, par Sam.")]
    {
        let mail = a_mail(language);
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
        let mail = a_mail(language);

        for part in [words(&mail.html), mail.text] {
            assert!(part.contains(low) && part.contains(high), "{part}");
        }
    }
}

#[test]
fn the_numbers_are_readable_with_images_off_and_read_aloud() {
    let mail = a_mail("fr");
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
    let mail = a_mail_with("fr", |sample| sample.campaign.questions.clear());

    assert_eq!(links(&mail.html).iter().filter(|link| link.starts_with(SURVEY)).count(), 1);
    assert!(words(&mail.html).contains("Répondre au sondage"));
    assert!(mail.text.contains(&format!("Répondre au sondage\u{a0}:\n{SURVEY}\n")), "{}", mail.text);
}

#[test]
fn a_subject_cannot_add_a_header() {
    let mail =
        a_mail_with("en", |sample| sample.texts().subject = "Hello\r\nBcc: x@y.example\u{0}".to_owned());

    assert_eq!(mail.subject, "Hello Bcc: x@y.example");
}

#[test]
fn blank_texts_leave_no_trace() {
    let mail = a_mail_with("en", |sample| {
        sample.invitation.agent_name = Some(" ".to_owned());
        sample.texts().description = Some("\n".to_owned());
    });

    assert!(words(&mail.html).contains("Our visit on November 20."));
    assert!(mail.text.contains("Our visit on November 20.\n\nHow did it go?\n\nWould you recommend us?"));
}

#[test]
fn a_sender_named_like_the_company_is_named_once() {
    let mail = a_mail_with("en", |sample| sample.texts().sender_name = None);

    assert!(words(&mail.html).contains("Sent by Plomberie du Nord (marie@nord.example)"));
}

#[test]
fn b6_a_picture_keeps_its_shape_and_has_its_words_in_the_readers_language() {
    let facts = ImageFacts { width: 1104, height: 300, kind: ImageKind::Png };
    let image_id = Image::id_of(b"van", facts);

    let mail = a_mail_with("fr", |sample| {
        let alt = [(sample.invitation.language.clone(), "Notre camion".to_owned())].into();
        sample.campaign.look.picture = Some(Picture { image_id: image_id.clone(), alt });
    });

    let document = Html::parse_document(&mail.html);
    let image = document.select(&Selector::parse("img").unwrap()).next().unwrap();
    assert_eq!(
        (image.attr("alt"), image.attr("width"), image.attr("height")),
        (Some("Notre camion"), Some("515"), Some("140"))
    );
    assert!(image.attr("style").unwrap().contains("max-width:100%"), "and yields on a phone");
    assert!(image.attr("style").unwrap().contains("height:auto"), "in its own shape");
}

#[test]
fn a_mail_names_its_language_fetches_nothing_and_stays_small() {
    for (language, tag) in [("fr", "fr-CA"), ("de", "en-CA")] {
        let mail = a_mail(language);

        assert!(mail.html.contains(&format!("<html lang=\"{tag}\" dir=\"ltr\"")), "{}", mail.html);
        assert!(!mail.html.contains("fonts.googleapis"));
        assert!(mail.html.contains("prefers-color-scheme:dark"));
        assert!(mail.html.len() < 60_000, "{} bytes", mail.html.len());
    }
}

#[test]
fn lines_of_the_plain_part_are_short_except_for_links() {
    let long = "word ".repeat(100);
    let mail = a_mail_with("fr", |sample| sample.texts().description = Some(long));

    for line in mail.text.lines().filter(|line| !line.contains("https://")) {
        assert!(line.chars().count() <= 76, "{line}");
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
        (RatingStyle::Icons { image_id }, "src=\"https://s.example/i/demo/", 11),
    ];

    for (style, drawn, times) in styles {
        let mail = a_mail_with("en", |sample| sample.theme = Some(themed(style)));
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

    let mail = a_mail_with("en", |sample| sample.theme = Some(theme));

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

/// Nobody was visited who phoned: every built-in word follows the occasion, in both languages.
#[test]
fn words_follow_what_happened() {
    let table = [
        (OccasionKind::Visit, "Visite du 20 novembre, par Sam.", "Sam’s visit on November 20."),
        (
            OccasionKind::Request,
            "Votre demande du 20 novembre, avec Sam.",
            "Your request of November 20, handled by Sam.",
        ),
        (OccasionKind::Call, "Votre appel du 20 novembre, avec Sam.", "Your call with Sam on November 20."),
        (OccasionKind::Invoice, "Votre facture du 20 novembre.", "Your invoice of November 20."),
        (
            OccasionKind::Project,
            "Votre projet avec Sam, terminé le 20 novembre.",
            "Your project with Sam, completed on November 20.",
        ),
    ];

    for (kind, french, english) in table {
        for (language, reason) in [("fr", french), ("en", english)] {
            let mail = a_mail_with(language, |sample| {
                sample.invitation.origin.job.kind = kind;
                sample.texts().information = None;
                sample.texts().subject = "?".to_owned();
            });

            for part in [words(&mail.html), mail.text.split_whitespace().collect::<Vec<_>>().join(" ")] {
                assert!(part.contains(reason), "{reason}: {part}");
                let of_a_visit = ["visite", "visit"].iter().any(|word| part.to_lowercase().contains(word));
                assert_eq!(of_a_visit, kind == OccasionKind::Visit, "{part}");
            }
        }
    }
}

#[test]
fn a_campaign_says_itself_what_its_events_are_and_why_it_asks() {
    let project = a_mail_with("en", |sample| sample.campaign.occasion = Some(OccasionKind::Project));
    let own = a_mail_with("en", |sample| {
        sample.texts().reason = Some("You hired {{ agent.name }} for job {{ task.number }}".to_owned());
        sample.invitation.origin.job.number = Some("1001".to_owned());
    });

    assert!(words(&project.html).contains("Your project with Sam, completed on November 20."));
    assert!(words(&own.html).contains("You hired Sam for job 1001."), "{}", words(&own.html));
}

/// What customers read never shows braces: where nobody knows a name, the text closes up.
#[test]
fn names_in_braces_are_filled_in_in_every_text() {
    let told = |first_name: Option<&str>| {
        a_mail_with("en", |sample| {
            let texts = sample.texts();
            texts.subject = "How was it, {{ customer.first_name }}?".to_owned();
            texts.title = "Your opinion, {{ customer.first_name }}".to_owned();
            texts.description = Some("Hello {{ customer.first_name }}".to_owned());
            texts.information = Some("{{ company }} reads it.".to_owned());
            sample.contact.first_name = first_name.map(str::to_owned);
        })
    };

    let (known, unknown) = (told(Some("Ana")), told(None));

    assert_eq!((known.subject.as_str(), unknown.subject.as_str()), ("How was it, Ana?", "How was it?"));
    for said in ["Your opinion, Ana", "Hello Ana", "Plomberie du Nord reads it."] {
        assert!(words(&known.html).contains(said) && known.text.contains(said), "{said}: {}", known.text);
    }
    for mail in [known, unknown] {
        assert!(!mail.html.contains("{{") && !mail.text.contains("{{"), "{}", mail.text);
    }
}

#[test]
fn the_question_is_the_largest_text_of_the_mail() {
    let document = Html::parse_document(&a_mail("fr").html);
    let size = |element: scraper::ElementRef<'_>| {
        let style = element.attr("style")?;
        style.split("font-size:").nth(1)?.split("px").next()?.parse::<u32>().ok()
    };

    let largest = document.select(&Selector::parse("[style]").unwrap()).filter_map(size).max().unwrap();

    let question = document
        .select(&Selector::parse("p").unwrap())
        .find(|p| p.text().any(|t| t == "Would you recommend us?"));
    assert_eq!(question.and_then(size), Some(largest));
}
