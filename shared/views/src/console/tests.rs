//! What a manager reads on each page, in both languages, with hostile texts and without any answer.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use super::*;
use jiff::{SignedDuration, Zoned};
use scraper::{Html, Selector};

const HOSTILE: &str = "<script>alert(1)</script>\" onload=\"x' &amp;";

fn at(text: &str) -> Zoned {
    text.parse::<jiff::Timestamp>().unwrap().in_tz("America/Toronto").unwrap()
}

fn now() -> Zoned {
    at("2026-11-22T19:05:00Z")
}

fn place(language: &str) -> Place<'_> {
    Place { language, company: Some("Nord"), user: Some("owner") }
}

fn score() -> Score {
    Score {
        points: 42.4,
        low: 19.6,
        high: 65.2,
        low_confidence: true,
        detractors: 5,
        passives: 10,
        promoters: 22,
    }
}

fn an_overview(language: &str) -> Overview<'_> {
    Overview {
        place: place(language),
        now: now(),
        days: 30,
        score: Some(score()),
        hidden: 0,
        to_handle: vec![AlertLine {
            id: "alr_1",
            customer: Some("Léa Roy"),
            score: Some(3),
            status: "to_handle".to_owned(),
            owner: "owner@nord.example",
            raised_at: at("2026-11-22T18:00:00Z"),
        }],
        waiting: 12,
        decisions: vec![DecisionLine {
            at: at("2026-11-20T19:05:00Z"),
            event_id: "evt-1",
            trigger: Some("task.state_changed"),
            outcome: "muted".to_owned(),
            reason: "asked two days ago",
        }],
        campaigns: vec![CampaignLine {
            name: "Satisfaction",
            status: "published".to_owned(),
            delay: SignedDuration::from_hours(36),
            mute: SignedDuration::ZERO,
        }],
        to_try: None,
    }
}

fn empty(language: &str) -> Overview<'_> {
    Overview {
        score: None,
        hidden: 0,
        to_handle: Vec::new(),
        waiting: 0,
        decisions: Vec::new(),
        campaigns: Vec::new(),
        to_try: Some("curl -d '{\"a\":1}'"),
        ..an_overview(language)
    }
}

fn an_alert<'a>(language: &'a str, text: &'a str) -> Alert<'a> {
    Alert {
        place: Place { company: Some(text), user: Some(text), language },
        now: now(),
        customer: Some(text),
        score: Some(3),
        band: Some("Detractor"),
        comment: Some(text),
        status: "contacted".to_owned(),
        owner: text,
        raised_at: at("2026-11-22T18:00:00Z"),
        first_contact_at: None,
        email: Some(text),
        phone: Some(text),
        agent: Some(text),
        visited_on: Some(now().date()),
        campaign: Some(text),
        answered_at: Some(at("2026-11-22T17:59:00Z")),
        answers: vec![AnswerLine { question: text.to_owned(), value: Some(text.to_owned()) }],
        steps: vec![Step { at: now(), status: "contacted".to_owned(), owner: text }],
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
    let text = read(&overview(&an_overview("en")));

    assert!(text.contains("Last 30 days · All campaigns"), "{text}");
    assert!(text.contains("NPS 42 from 37 answers"), "{text}");
    assert!(text.contains("Low confidence:"), "{text}");
    assert!(text.contains("lies between 20 and 65"), "{text}");
}

#[test]
fn each_band_has_its_word_its_count_and_its_share_beside_its_colour() {
    let text = read(&overview(&an_overview("en")));

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
    let html = overview(&an_overview("en"));
    let text = read(&html);

    assert_eq!(count(&html, "a[href='/console/alerts/alr_1']"), 1);
    assert!(text.contains("Léa Roy 3 To handle owner@nord.example an hour ago"), "{text}");
    assert!(text.contains("The 1 newest of 12 are shown."), "{text}");
}

#[test]
fn a_decision_tells_what_became_of_the_event_and_why() {
    let text = read(&overview(&an_overview("en")));

    assert!(text.contains("evt-1 task.state_changed Muted asked two days ago 2 days ago"), "{text}");
}

#[test]
fn a_relative_date_carries_the_exact_moment_for_everybody() {
    let html = overview(&an_overview("en"));

    let exact = "[title='November 20, 2026 at 2:05\u{a0}p.m.'][datetime='2026-11-20T19:05:00Z']";
    assert_eq!(count(&html, &format!("time{exact} span.unseen")), 1);
}

#[test]
fn spans_are_said_in_words() {
    let (english, french) = (read(&overview(&an_overview("en"))), read(&overview(&an_overview("fr"))));

    assert!(english.contains("Published 1 day 12 hours None"), "{english}");
    assert!(french.contains("Publiée 1 jour 12 heures Aucune"), "{french}");
}

#[test]
fn an_empty_console_says_what_to_do_next() {
    let english = read(&overview(&empty("en")));
    let french = read(&overview(&empty("fr-CA")));

    for words in [
        "No answers yet",
        "Finish a job in your tool",
        "Nothing waits.",
        "send one event: curl",
        "No campaign yet.",
    ] {
        assert!(english.contains(words), "`{words}` in {english}");
    }
    for words in ["Aucune réponse pour l'instant", "Rien n'attend.", "envoyez un événement\u{a0}: curl"] {
        assert!(french.contains(&words.replace('\u{a0}', " ")), "`{words}` in {french}");
    }
}

#[test]
fn the_one_primary_action_of_an_alert_is_to_get_in_touch() {
    let known =
        Alert { phone: Some("+1 514 555-0123"), email: Some("lea@example.com"), ..an_alert("en", "Léa") };

    let (call, write) = (alert(&known), alert(&Alert { phone: None, ..known.clone() }));

    assert_eq!(count(&call, ".primary"), 1);
    assert_eq!(count(&call, "a.primary[href='tel:+15145550123']"), 1);
    assert_eq!(count(&write, "a.primary[href='mailto:lea@example.com']"), 1);
}

#[test]
fn an_alert_tells_its_story_in_both_languages() {
    let known = |language| Alert { customer: Some("Léa Roy"), ..an_alert(language, "Sam") };

    let (english, french) = (read(&alert(&known("en"))), read(&alert(&known("fr"))));

    assert!(english.contains("Léa Roy gave 3 out of 10"), "{english}");
    assert!(english.contains("Status Customer contacted"), "{english}");
    assert!(english.contains("November 22, 2026, by Sam"), "{english}");
    assert!(french.contains("Léa Roy a donné 3 sur 10"), "{french}");
    assert!(french.contains("3 sur 10, détracteur"), "{french}");
}

#[test]
fn a_hostile_text_stays_a_text() {
    let mut hostile = an_overview("en");
    hostile.place = Place { company: Some(HOSTILE), user: Some(HOSTILE), language: "en" };
    hostile.to_handle[0] =
        AlertLine { customer: Some(HOSTILE), owner: HOSTILE, ..hostile.to_handle[0].clone() };
    hostile.decisions[0] = DecisionLine {
        event_id: HOSTILE,
        trigger: Some(HOSTILE),
        reason: HOSTILE,
        ..hostile.decisions[0].clone()
    };
    hostile.campaigns[0].name = HOSTILE;
    let pages = [
        overview(&hostile),
        overview(&Overview { to_try: Some(HOSTILE), ..empty("en") }),
        alert(&an_alert("en", HOSTILE)),
        sign_in(&hostile.place, HOSTILE),
        signed_out(&hostile.place),
    ];

    for html in pages {
        assert!(html.contains("&lt;script&gt;"), "{html}");
        assert_eq!(count(&html, "script, [onload], [style]"), 0, "{html}");
        assert_eq!(count(&html, "a[href^=javascript]"), 0, "{html}");
    }
}

#[test]
fn every_page_reads_in_the_language_of_its_reader_and_fetches_one_style_sheet() {
    for (language, tag) in [("fr-CA", "fr-CA"), ("en", "en-CA")] {
        let outside = Place { user: None, ..place(language) };
        let pages = [
            overview(&an_overview(language)),
            alert(&an_alert(language, "x")),
            sign_in(&outside, "/console/sign-in?token=x"),
            signed_out(&outside),
            link_dead(&outside),
            foreign(&outside),
            nothing_here(&outside),
            problem(&outside),
        ];

        for html in pages {
            assert_eq!(count(&html, &format!("html[lang='{tag}'] h1")), 1, "{html}");
            assert_eq!(count(&html, "link[rel=stylesheet]"), 1);
            assert_eq!(count(&html, "main"), 1);
        }
    }
    assert!(!STYLESHEET.contains("url(") && !STYLESHEET.contains("@import"));
}

#[test]
fn signing_in_takes_a_button_and_nobody_outside_sees_the_rail() {
    let html = sign_in(&Place { user: None, ..place("en") }, "/console/sign-in?token=a.b");

    assert_eq!(count(&html, "form[method=post][action='/console/sign-in?token=a.b'] button"), 1);
    assert_eq!(count(&html, "nav, a"), 0);
}
