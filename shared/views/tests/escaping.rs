//! Whatever a text holds, it stays a text: no field of a mail or page adds markup (R3.8, R5.10).
//! Line breaks and checked links inside longer texts are the only things a text may bring along.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{collections::BTreeMap, sync::OnceLock};

use jiff::{Zoned, civil::date};
use proptest::prelude::*;
use relance_views::{
    Picture,
    email::{self, Invitation, Particulars, UnhappyAnswer},
    page::{
        self, Answered, Choice, Columns, Control, Logic, Place, Question, Row, Sight, Subscription, Survey,
        Value,
    },
    theme::Look,
};
use scraper::Html;

/// How often each element occurs with its attributes' names; identical documents have identical shapes.
type Shape = BTreeMap<String, usize>;

fn shape(html: &str) -> Shape {
    let mut shape = Shape::new();
    for element in Html::parse_document(html).tree.values().filter_map(|node| node.as_element()) {
        let mut names: Vec<_> = element.attrs().map(|(name, _)| name).collect();
        names.sort_unstable();
        *shape.entry(format!("{} {}", element.name(), names.join(" "))).or_default() += 1;
    }
    shape
}

/// Every address in the document, and every one that may act when followed or loaded.
fn addresses(html: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    let elements = document.tree.values().filter_map(|node| node.as_element());
    let acting =
        elements.flat_map(|e| e.attrs().filter(|(name, _)| ["href", "src", "action"].contains(name)));
    acting.map(|(_, value)| value.to_owned()).collect()
}

fn is_safe(address: &str) -> bool {
    // The icon of every page, which is empty.
    if address == "data:," {
        return true;
    }
    let lower = address.to_lowercase();
    ["https:", "http:", "mailto:", "#", "cid:"].iter().any(|start| lower.starts_with(start))
        || lower.is_empty()
        || (lower.starts_with('/') && !lower.starts_with("//"))
}

fn evening() -> Zoned {
    date(2026, 11, 24).at(17, 0, 0, 0).in_tz("America/Montreal").unwrap()
}

fn an_invitation(text: &str, url: &str, language: &'static str) -> String {
    let mail = Invitation {
        language,
        company: text,
        sender_name: text,
        from_address: text,
        subject: text,
        preheader: Some(text),
        reminder: true,
        by_hand: false,
        title: text,
        description: Some(text),
        picture: Some(Picture { url, alt: text, size: None }),
        agent_name: Some(text),
        occurred_on: date(2026, 11, 20),
        question: Some(text),
        question_id: text,
        measure: relance_views::text::Measure::Recommendation,
        survey_url: url,
        unsubscribe_url: url,
        information: text,
        privacy_url: Some(url),
        look: Look::default(),
        particulars: Particulars::default(),
    };
    email::invitation(&mail).html
}

fn an_alert(text: &str, url: &str, language: &'static str) -> String {
    let alert = UnhappyAnswer {
        language,
        company: text,
        campaign_name: text,
        score: Some(3),
        nps_type: Some(text),
        comment: Some(text),
        customer_name: Some(text),
        customer_email: text,
        customer_phone: Some(text),
        agent_name: Some(text),
        occurred_on: Some(date(2026, 11, 20)),
        answered_at: evening(),
        console_url: url,
        unsatisfied: vec![(text.to_owned(), text.to_owned())],
    };
    email::unhappy_answer(&alert).html
}

fn a_survey(text: &str, url: &str, language: &'static str) -> String {
    let choices = || vec![Choice { id: text, label: text }];
    let rows = || vec![Row { name: text, label: text, error: Some(text), value: Value::NotApplicable }];
    let controls = [
        (Control::Nps, Value::None),
        (Control::Scale { min: 1, max: 3, low_label: text, high_label: text }, Value::None),
        (Control::Single { choices: choices() }, Value::None),
        (Control::Multiple { choices: choices() }, Value::None),
        (Control::Text { max_chars: 100 }, Value::Text(text)),
        (Control::Matrix { rows: rows(), columns: Columns::Choices { choices: choices() } }, Value::None),
        (Control::Statement, Value::None),
    ];
    let asked = controls.into_iter().map(|(control, value)| Question {
        id: text,
        text,
        help: Some(text),
        required: false,
        not_applicable: true,
        sight: Sight::Shown,
        control,
        error: Some(text),
        value,
    });
    page::survey(&Survey {
        language,
        company: text,
        title: text,
        intro: Some(text),
        picture: Some(Picture { url, alt: text, size: None }),
        look: Look::default(),
        action: url,
        questions: asked.collect(),
        logic: Some(Logic { rules: text, script: OWN_SCRIPT, hidden: text }),
        form_error: Some(text),
        information: text,
        privacy_url: Some(url),
        editing_until: None,
        unsubscribe_url: Some(url),
        anonymous: true,
        public: Some(page::Public {
            form: text,
            languages: vec![(language, url.to_owned()), (text, url.to_owned())],
        }),
        stylesheet: "/assets/page.css",
    })
}

fn outcomes(text: &str, url: &str, language: &'static str) -> Vec<String> {
    let stylesheet = "/assets/page.css";
    let place = Place { language, company: Some(text), stylesheet };
    let answered = Answered {
        language,
        company: text,
        editing_until: Some(evening()),
        edit_url: Some(url),
        thanks: Some(text),
        reviews: vec![(text, url)],
        anonymous: true,
        review_action: None,
        next_url: Some(url),
        stylesheet,
    };
    let subscription = Subscription { language, company: text, action: url, stylesheet };
    vec![
        page::thanks(&answered),
        page::already_answered(&answered),
        page::expired(&place),
        page::closed(&place),
        page::not_found(&place),
        page::problem(&place),
        page::unsubscribe_confirm(&subscription),
        page::unsubscribed(&subscription),
        page::resubscribed(&subscription),
    ]
}

fn everything(text: &str, url: &str, language: &'static str) -> Vec<String> {
    let mut all = outcomes(text, url, language);
    all.push(an_invitation(text, url, language));
    all.push(an_alert(text, url, language));
    all.push(a_survey(text, url, language));
    all
}

/// Texts that try: markup, entities, templates, comments, and anything else.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("<script>alert(1)</script>".to_owned()),
        Just("\"><img src=x onerror=alert(1)>".to_owned()),
        Just("' onmouseover='x".to_owned()),
        Just("</textarea></title></style><mj-raw><b>".to_owned()),
        Just("<!--[if mso]>".to_owned()),
        Just("--><![endif]-->".to_owned()),
        Just("]]>&lt;b&gt;&#60;b>{{ x }}{ $y }".to_owned()),
        Just("\u{0}\u{b}\u{1f}\u{7f}\u{202e}\u{feff}".to_owned()),
        any::<String>().prop_map(|text| text.replace(['\n', '\r', '\u{85}'], " ")),
    ];
    // A word at both ends keeps every optional text present, and the `:` out keeps links out.
    proptest::collection::vec(pieces, 0..4)
        .prop_map(|pieces| format!("a{}z", pieces.concat().replace([':', '@'], "")))
}

/// The page's own script, the only one there may be.
const OWN_SCRIPT: &str = "/assets/page.js";

const URL: &str = "https://s.example/x";

/// The shapes that harmless texts give, worked out once.
fn plain_shapes(language: &'static str) -> &'static [Shape] {
    static FRENCH: OnceLock<Vec<Shape>> = OnceLock::new();
    static ENGLISH: OnceLock<Vec<Shape>> = OnceLock::new();

    let shapes = if language == "fr" { &FRENCH } else { &ENGLISH };
    shapes.get_or_init(|| everything("plain", URL, language).iter().map(|html| shape(html)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    /// R3.8, R5.10.
    #[test]
    fn no_text_adds_an_element_or_an_attribute(text in hostile()) {
        for language in ["fr", "en"] {
            for (hostile, allowed) in everything(&text, URL, language).iter().zip(plain_shapes(language)) {
                // An address that the filter refuses may take its link away; nothing may be added.
                for (element, count) in shape(hostile) {
                    prop_assert!(count <= allowed.get(&element).copied().unwrap_or(0), "{} in {:?}", element, text);
                }
            }
        }
    }

    /// R3.8, R5.10.
    #[test]
    fn no_address_leads_anywhere_but_the_web_or_a_mailbox(
        url in prop_oneof![
            any::<String>(),
            Just("javascript:alert(1)".to_owned()),
            Just("JaVaScRiPt:alert(1)".to_owned()),
            Just(" data:text/html,x".to_owned()),
            Just("//evil.example".to_owned()),
            Just("vbscript:x\"onclick=\"y".to_owned()),
        ],
        text in any::<String>(),
    ) {
        let text = format!("{text} {url} https://a.example/\"onclick=x <javascript:x>");
        for html in everything(&text, &url, "fr") {
            for address in addresses(&html) {
                prop_assert!(is_safe(&address), "{}", address);
            }
            let ours = format!("<script src=\"{OWN_SCRIPT}\" defer></script>");
            prop_assert!(!html.replacen(&ours, "", 1).contains("<script"), "{}", html);
        }
    }
}

#[test]
fn the_mail_is_laid_out_whatever_its_texts_hold() {
    let html = an_invitation("a</mj-text><b>\u{0}]]>--z", URL, "en");

    assert!(html.contains("role=\"presentation\""), "the layout library refused the text");
}
