//! What a manager reads on the overview and outside of it, in both languages, with hostile texts and without any answer.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use super::{AlertLine, OverviewPage, nps, overview};
use crate::account;
use crate::frame::CONSOLE_STYLESHEET;
use crate::text::Language;
use relance_domain::account::Organization;
use relance_domain::alert::{Alert, AlertKind};
use relance_domain::campaign::Campaign;
use relance_domain::invitation::{Decision, Outcome};
use relance_domain::name::{DecisionId, EmailAddress, LanguageTag, RuleId};
use relance_domain::report::Nps;
use relance_testkit::builders::{self, at, delay};
use scraper::{Html, Selector};

const HOSTILE: &str = "<script>alert(1)</script>\" onload=\"x' &amp;";

/// A company with an alert, a decision and a campaign.
struct Company {
    organization: Organization,
    alert: Alert,
    customer: String,
    decisions: Vec<Decision>,
    campaigns: Vec<Campaign>,
    nps: Nps,
    to_try: Option<&'static str>,
}

fn a_company(language: &str) -> Company {
    let answer = builders::answer(at("2026-11-22T17:59:00Z"), 3);
    Company {
        organization: Organization {
            language: LanguageTag::parse(language).unwrap(),
            name: "Nord".to_owned(),
            ..builders::organization()
        },
        alert: Alert {
            contact_id: None,
            ..Alert::raised(
                &RuleId::parse("rul_1").unwrap(),
                &answer,
                AlertKind::Detractor,
                EmailAddress::parse("owner@nord.example").unwrap(),
                at("2026-11-22T18:00:00Z"),
            )
        },
        customer: "Léa Roy".to_owned(),
        decisions: vec![Decision {
            id: DecisionId::parse("dec_1").unwrap(),
            organization: builders::organization().id,
            event_id: "evt-1".to_owned(),
            trigger_type: Some("task.state_changed".to_owned()),
            campaign_id: None,
            invitation_id: None,
            outcome: Outcome::Muted,
            reason: "asked two days ago".to_owned(),
            next_eligible_at: Some(at("2026-11-25T19:05:00Z")),
            decided_at: at("2026-11-20T19:05:00Z"),
            agent: None,
        }],
        campaigns: vec![Campaign {
            delay: delay("01:12:00"),
            mute: delay("00:00:00"),
            ..builders::campaign()
        }],
        nps: Nps { promoters: 22, passives: 10, detractors: 5 },
        to_try: None,
    }
}

/// Nothing happened yet.
fn empty(language: &str) -> Company {
    let nps = Nps { promoters: 0, passives: 0, detractors: 0 };
    let to_try = Some("curl -d '{\"a\":1}'");
    Company { decisions: Vec::new(), campaigns: Vec::new(), nps, to_try, ..a_company(language) }
}

impl Company {
    fn overview(&self) -> String {
        let line = AlertLine { alert: &self.alert, customer: Some(&self.customer), score: Some(3) };
        let is_new = self.decisions.is_empty();
        overview(&OverviewPage {
            organization: &self.organization,
            user: "owner",
            now: at("2026-11-22T19:05:00Z"),
            days: 30,
            nps: self.nps,
            hidden: 0,
            to_handle: if is_new { Vec::new() } else { vec![line] },
            waiting: if is_new { 0 } else { 12 },
            decisions: &self.decisions,
            campaigns: &self.campaigns,
            to_try: self.to_try,
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
fn the_heading_states_the_finding_and_how_sure_it_is() {
    let text = read(&a_company("en").overview());

    assert!(text.contains("Last 30 days · All campaigns"), "{text}");
    assert!(text.contains("NPS 46 from 37 answers"), "{text}");
    assert!(text.contains("Low confidence:"), "{text}");
    assert!(text.contains("lies between 20 and 65"), "{text}");
}

#[test]
fn each_band_has_its_word_its_count_and_its_share_beside_its_colour() {
    let text = read(&a_company("en").overview());

    assert!(text.contains("Detractors, 0 to 6 5 14%"), "{text}");
    assert!(text.contains("Passives, 7 and 8 10 27%"), "{text}");
    assert!(text.contains("Promoters, 9 and 10 22 59%"), "{text}");
}

#[test]
fn a_score_is_a_whole_number_with_a_true_minus_sign() {
    for (points, shown) in [(-0.4, "0"), (-0.5, "−1"), (-33.3, "−33"), (66.7, "67"), (100.0, "100")] {
        assert_eq!(nps::points(points), shown);
    }
}

#[test]
fn what_waits_is_listed_with_its_owner_and_a_link() {
    let html = a_company("en").overview();
    let text = read(&html);

    let page = format!("a[href='/console/alerts/{}']", a_company("en").alert.id);
    assert_eq!(count(&html, &page), 1);
    assert!(text.contains("Léa Roy 3 To handle owner@nord.example an hour ago"), "{text}");
    assert!(text.contains("The 1 newest of 12 are shown."), "{text}");
}

#[test]
fn a_decision_tells_what_became_of_the_event_and_why_in_the_readers_language() {
    let (english, french) = (read(&a_company("en").overview()), read(&a_company("fr").overview()));

    assert!(
        english.contains(
            "evt-1 task.state_changed Muted asked two days ago Can be asked again on November 25 at 2:05"
        ),
        "{english}"
    );
    assert!(
        french.contains("En sourdine Cette adresse a reçu un sondage trop récemment. Un sondage sera de nouveau possible le 25 novembre à 14 h 05"),
        "{french}"
    );
    assert!(!french.contains("asked two days ago"), "{french}");
}

#[test]
fn a_relative_date_carries_the_exact_moment_for_everybody() {
    let html = a_company("en").overview();

    let exact = "[title='November 20, 2026 at 2:05\u{a0}p.m.'][datetime='2026-11-20T19:05:00Z']";
    assert_eq!(count(&html, &format!("time{exact} span.unseen")), 1);
}

#[test]
fn spans_are_said_in_words() {
    let (english, french) = (read(&a_company("en").overview()), read(&a_company("fr").overview()));

    assert!(english.contains("Published 1 day 12 hours None"), "{english}");
    assert!(french.contains("Publiée 1 jour 12 heures Aucune"), "{french}");
}

#[test]
fn an_empty_console_says_what_to_do_next() {
    let english = read(&empty("en").overview());
    let french = read(&empty("fr-CA").overview());

    for words in [
        "No answers yet",
        "Finish a job in your tool",
        "Nothing waits.",
        "send one event: curl",
        "No campaign yet.",
    ] {
        assert!(english.contains(words), "`{words}` in {english}");
    }
    for words in ["Aucune réponse pour l’instant", "Rien n’attend.", "envoyez un événement\u{a0}: curl"]
    {
        assert!(french.contains(&words.replace('\u{a0}', " ")), "`{words}` in {french}");
    }
}

#[test]
fn a_hostile_text_stays_a_text() {
    let mut hostile = a_company("en");
    hostile.organization.name = HOSTILE.to_owned();
    hostile.customer = HOSTILE.to_owned();
    hostile.decisions[0].event_id = HOSTILE.to_owned();
    hostile.decisions[0].reason = HOSTILE.to_owned();
    hostile.campaigns[0].name = HOSTILE.to_owned();
    let pages = [
        hostile.overview(),
        Company { to_try: Some(HOSTILE), ..empty("en") }.overview(),
        account::sign_in(&hostile.organization, HOSTILE),
    ];

    for html in pages {
        assert!(html.contains("&lt;script&gt;"), "{html}");
        assert_eq!(count(&html, "script, [onload], [style]"), 0, "{html}");
        assert_eq!(count(&html, "a[href^=javascript]"), 0, "{html}");
    }
}

#[test]
fn every_page_reads_in_the_language_of_its_reader_and_fetches_one_style_sheet() {
    for (language, tag, reader) in [("fr-CA", "fr-CA", Language::French), ("en", "en-CA", Language::English)]
    {
        let company = a_company(language);
        let pages = [
            company.overview(),
            account::sign_in(&company.organization, "/console/sign-in?token=x"),
            account::signed_out(reader),
            account::link_dead(reader),
            account::foreign(reader),
            account::nothing_here(reader),
            account::problem(reader),
        ];

        for html in pages {
            assert_eq!(count(&html, &format!("html[lang='{tag}'] h1")), 1, "{html}");
            assert_eq!(count(&html, "link[rel=stylesheet]"), 1);
            assert_eq!(count(&html, "main"), 1);
        }
    }
    assert!(!CONSOLE_STYLESHEET.contains("url(") && !CONSOLE_STYLESHEET.contains("@import"));
}

#[test]
fn signing_in_takes_a_button_and_nobody_outside_sees_the_rail() {
    let html = account::sign_in(&a_company("en").organization, "/console/sign-in?token=a.b");

    assert_eq!(count(&html, "form[method=post][action='/console/sign-in?token=a.b'] button"), 1);
    assert_eq!(count(&html, "nav, a"), 0);
}
