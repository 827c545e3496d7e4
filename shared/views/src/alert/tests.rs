//! What the owner of an alert reads, in the mail and in the console, in both languages.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::{AlertPage, mail, page};
use relance_domain::account::Organization;
use relance_domain::alert::{Alert, AlertFacts, AlertKind, AlertStatus, AlertStep};
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::contact::Contact;
use relance_domain::invitation::{Composed, Invitation};
use relance_domain::name::{LanguageTag, PhoneNumber, QuestionId, RuleId};
use relance_domain::question::AnswerValue;
use relance_testkit::builders::{self, at};
use scraper::{Html, Selector};

const HOSTILE: &str = "<script>alert(1)</script>\" onload=\"x' &amp;";

/// Jeanne was unhappy about Sam's visit.
struct Story {
    organization: Organization,
    alert: Alert,
    campaign: Campaign,
    answer: Answer,
    invitation: Option<Invitation>,
    contact: Option<Contact>,
}

fn a_story(language: &str) -> Story {
    let organization = Organization {
        language: LanguageTag::parse(language).unwrap(),
        name: "Plomberie du Nord".to_owned(),
        ..builders::organization()
    };
    let mut answer = builders::answer(at("2026-11-21T14:12:00Z"), 3);
    let comment = AnswerValue::Text("Two hours late.\nNobody called.".to_owned());
    answer.values.insert(QuestionId::parse("q_why").unwrap(), comment);
    let contact = Contact {
        first_name: Some("Jeanne".to_owned()),
        last_name: Some("Tremblay".to_owned()),
        phone: PhoneNumber::parse("+14185550134").ok(),
        ..builders::contact("Jeanne", "jeanne@client.example")
    };
    let owner = builders::address("owner@nord.example");
    let alert = Alert {
        organization: organization.id.clone(),
        status: AlertStatus::Contacted,
        campaign_id: builders::campaign().id,
        contact_id: Some(contact.id.clone()),
        history: vec![AlertStep {
            at: at("2026-11-22T14:00:00Z"),
            status: AlertStatus::Contacted,
            assignee: owner.clone(),
        }],
        ..Alert::raised(
            &RuleId::parse("rul_1").unwrap(),
            &answer,
            AlertKind::Detractor,
            owner,
            at("2026-11-21T14:13:00Z"),
        )
    };
    let invitation = Invitation {
        occurred_at: at("2026-11-20T17:00:00Z"),
        ..builders::invitation(1, "jeanne@client.example")
    };
    let campaign = Campaign { name: "Service calls".to_owned(), ..builders::campaign() };
    Story { organization, alert, campaign, answer, invitation: Some(invitation), contact: Some(contact) }
}

impl Story {
    fn mail(&self) -> Composed {
        mail(&AlertFacts {
            organization: &self.organization,
            alert: &self.alert,
            campaign: &self.campaign,
            answer: &self.answer,
            invitation: self.invitation.as_ref(),
            contact: self.contact.as_ref(),
            console_url: "https://s.example/console/alerts/alr_1",
        })
    }

    fn page(&self) -> String {
        page(&AlertPage {
            organization: &self.organization,
            user: "owner",
            now: at("2026-11-22T19:05:00Z"),
            alert: &self.alert,
            answer: Some(&self.answer),
            campaign: Some(&self.campaign),
            contact: self.contact.as_ref(),
            invitation: self.invitation.as_ref(),
        })
    }
}

/// Everything that is read, blanks joined.
fn read(html: &str) -> String {
    let document = Html::parse_document(html);
    let body = document.select(&Selector::parse("body").unwrap()).next().unwrap();
    body.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn count(html: &str, selector: &str) -> usize {
    Html::parse_document(html).select(&Selector::parse(selector).unwrap()).count()
}

#[test]
fn an_alert_says_what_happened_and_what_to_do() {
    let mail = a_story("en").mail();

    assert_eq!(mail.subject, "Jeanne Tremblay gave 3 out of 10");
    for part in [read(&mail.html), mail.text.split_whitespace().collect::<Vec<_>>().join(" ")] {
        for said in [
            "The answer came in on November 21 at 9:12 a.m.",
            "Two hours late. Nobody called.",
            "3 out of 10, detractor",
            "November 20, by Sam",
            "Call Jeanne Tremblay at +14185550134",
        ] {
            assert!(part.contains(said), "`{said}` in {part}");
        }
    }
    for link in ["mailto:jeanne@client.example", "https://s.example/console/alerts/alr_1"] {
        assert_eq!(count(&mail.html, &format!("a[href='{link}']")), 1, "{link}");
    }
}

#[test]
fn an_alert_without_score_name_or_phone_is_still_clear() {
    let mut story = a_story("fr");
    story.alert.kind = AlertKind::Unsatisfied;
    story.answer.values.clear();
    story.answer.nps_score = None;
    story.contact = None;
    story.invitation.as_mut().unwrap().agent_name = None;

    let mail = story.mail();

    assert_eq!(mail.subject, "jeanne@client.example attend un suivi");
    assert!(mail.text.contains("Écrivez à jeanne@client.example"), "{}", mail.text);
    assert!(mail.text.contains("Visite\u{a0}: 20 novembre\n"), "{}", mail.text);
    assert!(!mail.text.contains("Commentaire") && !mail.text.contains("Note\u{a0}:"), "{}", mail.text);
}

#[test]
fn the_nps_type_is_a_word_in_the_readers_language() {
    for (score, word) in [(3, "détracteur"), (7, "passif"), (9, "promoteur")] {
        let mut story = a_story("fr");
        story.answer.nps_score = Some(score);

        assert!(story.mail().text.contains(&format!("{score} sur 10, {word}")), "{}", story.mail().text);
    }
}

#[test]
fn the_one_primary_action_of_an_alert_is_to_get_in_touch() {
    let known = a_story("en");
    let mut without_phone = a_story("en");
    without_phone.contact.as_mut().unwrap().phone = None;

    let (call, write) = (known.page(), without_phone.page());

    assert_eq!(count(&call, ".primary"), 1);
    assert_eq!(count(&call, "a.primary[href='tel:+14185550134']"), 1);
    assert_eq!(count(&write, "a.primary[href='mailto:jeanne@client.example']"), 1);
}

#[test]
fn an_alert_tells_its_story_in_both_languages() {
    let (english, french) = (read(&a_story("en").page()), read(&a_story("fr").page()));

    assert!(english.contains("Jeanne Tremblay gave 3 out of 10"), "{english}");
    assert!(english.contains("Status Customer contacted"), "{english}");
    assert!(english.contains("Visit November 20, 2026, by Sam"), "{english}");
    assert!(french.contains("Jeanne Tremblay a donné 3 sur 10"), "{french}");
    assert!(french.contains("3 sur 10, détracteur"), "{french}");
}

#[test]
fn a_hostile_text_stays_a_text() {
    let mut story = a_story("en");
    let contact = story.contact.as_mut().unwrap();
    (contact.first_name, contact.last_name) = (Some(HOSTILE.to_owned()), None);
    story.organization.name = HOSTILE.to_owned();
    story.campaign.name = HOSTILE.to_owned();
    story.invitation.as_mut().unwrap().agent_name = Some(HOSTILE.to_owned());
    let why = QuestionId::parse("q_why").unwrap();
    story.answer.values.insert(why, AnswerValue::Text(HOSTILE.to_owned()));

    for html in [story.page(), story.mail().html] {
        assert!(html.contains("&lt;script&gt;"), "{html}");
        assert_eq!(count(&html, "script, [onload]"), 0, "{html}");
    }
}
