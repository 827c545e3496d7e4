//! Whatever a text holds, it stays a text: no field of a mail or page adds markup (R3.8, R5.10).
//! Line breaks and checked links inside longer texts are the only things a text may bring along.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use relance_domain::account::Organization;
use relance_domain::alert::{Alert, AlertFacts, AlertKind};
use relance_domain::answer::{FieldError, FieldProblem};
use relance_domain::campaign::{AfterAnswer, Campaign, CampaignTexts, ReviewLink, ReviewPrompt};
use relance_domain::contact::{Contact, Stopped};
use relance_domain::invitation::{Invitation, InvitationFacts};
use relance_domain::name::{LanguageTag, QuestionId, RuleId};
use relance_domain::question::{AnswerValue, Choice, Columns, Question, QuestionKind};
use relance_testkit::builders::{self, at};
use relance_views::answer::{
    AnsweredPage, Nowhere, SurveyPage, SurveyStep, already_answered, nowhere, survey, thanks,
};
use relance_views::campaign::Telling;
use relance_views::contact::{SubscriptionPage, subscription};
use relance_views::frame::page::script_path;
use relance_views::question::Filled;
use relance_views::text::Language;
use relance_views::{alert, invitation};
use scraper::Html;
use std::collections::BTreeMap;
use std::sync::OnceLock;

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

/// A company that writes this text everywhere, and this address wherever one goes.
struct Hostile {
    organization: Organization,
    campaign: Campaign,
    invitation: Invitation,
    contact: Contact,
    text: String,
    url: String,
}

fn hostile_world(text: &str, url: &str, language: &'static str) -> Hostile {
    let tag = LanguageTag::parse(language).unwrap();
    let own = || Some(text.to_owned());
    let texts = CampaignTexts {
        sender_name: own(),
        subject: text.to_owned(),
        title: text.to_owned(),
        description: own(),
        reason: own(),
        information: own(),
        thank_you: own(),
        ..CampaignTexts::default()
    };
    let said = || BTreeMap::from([(tag.clone(), text.to_owned())]);
    let choices = || vec![Choice { id: "a".to_owned(), texts: said() }];
    let kinds = [
        QuestionKind::Nps,
        QuestionKind::Csat,
        QuestionKind::Single { choices: choices() },
        QuestionKind::Multiple { choices: choices() },
        QuestionKind::Text,
        QuestionKind::Matrix { rows: choices(), columns: Columns::Choices { choices: choices() } },
        QuestionKind::Statement,
    ];
    let asked = kinds.into_iter().enumerate().map(|(index, kind)| {
        let mut question = builders::question(&format!("q_{index}"), kind, false);
        question.texts = said();
        question.options.not_applicable = true;
        question
    });
    let review = ReviewLink { name: text.to_owned(), url: url.to_owned() };
    Hostile {
        organization: Organization {
            name: text.to_owned(),
            language: tag.clone(),
            ..builders::organization()
        },
        campaign: Campaign {
            name: text.to_owned(),
            texts: BTreeMap::from([(tag.clone(), texts.clone()), (LanguageTag::parse("de").unwrap(), texts)]),
            questions: asked.collect::<Vec<Question>>(),
            privacy_url: Some(url.to_owned()),
            after_answer: AfterAnswer { review_links: vec![review], review_prompt: ReviewPrompt::All },
            ..builders::campaign()
        },
        invitation: Invitation {
            language: tag,
            agent_name: own(),
            task_type: own(),
            ..builders::invitation(1, "a@b.example")
        },
        contact: Contact { first_name: own(), last_name: own(), ..builders::contact("", "a@b.example") },
        text: text.to_owned(),
        url: url.to_owned(),
    }
}

impl Hostile {
    fn invitation(&self) -> String {
        let facts = InvitationFacts {
            organization: &self.organization,
            campaign: &self.campaign,
            invitation: &self.invitation,
            base_url: &self.url,
            survey_url: &self.url,
            unsubscribe_url: &self.url,
            template: None,
            theme: None,
            contact: Some(&self.contact),
            reminder: Some(1),
        };
        invitation::mail(&facts).unwrap().html
    }

    fn alert(&self) -> String {
        let mut answer = builders::answer(at("2026-11-24T22:00:00Z"), 3);
        answer.values.insert(QuestionId::parse("q_4").unwrap(), AnswerValue::Text(self.text.clone()));
        answer.values.insert(QuestionId::parse("q_1").unwrap(), AnswerValue::Number(1));
        let raised = Alert {
            organization: self.organization.id.clone(),
            campaign_id: self.campaign.id.clone(),
            contact_id: None,
            ..Alert::raised(
                &RuleId::parse("rul_1").unwrap(),
                &answer,
                AlertKind::Detractor,
                builders::address("o@n.example"),
                at("2026-11-24T22:00:00Z"),
            )
        };
        let facts = AlertFacts {
            organization: &self.organization,
            alert: &raised,
            campaign: &self.campaign,
            answer: &answer,
            invitation: Some(&self.invitation),
            contact: Some(&self.contact),
            console_url: &self.url,
        };
        alert::mail(&facts).html
    }

    fn telling(&self) -> Telling<'_> {
        Telling {
            organization: &self.organization,
            campaign: &self.campaign,
            language: &self.invitation.language,
            invitation: Some(&self.invitation),
            contact: Some(&self.contact),
        }
    }

    fn survey(&self, step: SurveyStep<'_>) -> String {
        let form = BTreeMap::from([("q_4".to_owned(), vec![self.text.clone()])]);
        let errors = [FieldError { field: "q_4".to_owned(), problem: FieldProblem::TooLong { max: 9 } }];
        survey(&SurveyPage {
            telling: self.telling(),
            theme: None,
            asked: &self.campaign.asked_by("inv_1"),
            filled: Filled { form: &form, errors: &errors, fresh: &[] },
            step,
            is_stale: true,
            path: &self.url,
            editing_until: Some(at("2026-11-24T22:00:00Z")),
            form: Some(&self.text),
        })
    }

    fn outcomes(&self) -> Vec<String> {
        let mut answer = builders::answer(at("2026-11-24T22:00:00Z"), 3);
        answer.values.insert(QuestionId::parse("q_4").unwrap(), AnswerValue::Text(self.text.clone()));
        let answered = AnsweredPage {
            telling: self.telling(),
            answer: Some(&answer),
            editable_until: Some(at("2026-11-24T22:00:00Z")),
            edit_url: Some(&self.url),
            alert_follows: true,
            review_action: None,
        };
        let language = Language::of(&self.invitation.language);
        let (organization, action) = (&self.organization, self.url.as_str());
        let stopped = |stopped| {
            subscription(&SubscriptionPage { language, organization, stopped, changed: true, action })
        };
        vec![
            thanks(&answered),
            already_answered(&answered),
            nowhere(Nowhere::Expired, language, Some(organization)),
            stopped(Stopped::Nothing),
            stopped(Stopped::Kind),
            stopped(Stopped::Everything),
        ]
    }
}

fn everything(text: &str, url: &str, language: &'static str) -> Vec<String> {
    let world = hostile_world(text, url, language);
    let carried = [QuestionId::parse("q_4").unwrap()];
    let mut all = world.outcomes();
    all.push(world.invitation());
    all.push(world.alert());
    all.push(world.survey(SurveyStep::Whole));
    all.push(world.survey(SurveyStep::Rest(&carried)));
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
            let ours = format!("<script src=\"{}\" defer></script>", script_path());
            prop_assert!(!html.replacen(&ours, "", 1).contains("<script"), "{}", html);
        }
    }
}

#[test]
fn the_mail_is_laid_out_whatever_its_texts_hold() {
    let html = hostile_world("a</mj-text><b>\u{0}]]>--z", URL, "en").invitation();

    assert!(html.contains("role=\"presentation\""), "the layout library refused the text");
}
