//! Every kind of page, as a respondent and a manager come upon it.
//! Mails are in `mails`, looks of an organization's own in `themes`.

use super::judge;
use crate::browser::{Browser, DESK, PHONE};
use crate::program::{Program, every_kind, survey_link, unsubscribe_link};
use serde_json::{Value, json};

#[test]
fn no_page_in_french_breaks_a_rule_of_wcag_2_2_or_is_hard_to_touch() {
    no_page_breaks_a_rule("fr");
}

#[test]
fn no_page_in_english_breaks_a_rule_of_wcag_2_2_or_is_hard_to_touch() {
    no_page_breaks_a_rule("en");
}

fn no_page_breaks_a_rule(language: &str) {
    let (program, browser) = (Program::start(), Browser::start());
    browser.resize(DESK);
    browser.speak(language);
    let mut found = Vec::new();
    let mut look = |page: &str| {
        let complaints = browser.complaints();
        found.extend(complaints.into_iter().map(|line| format!("{page}: the browser says {line}")));
        judge(&browser, &format!("pages/{language}-{page}"), [PHONE, DESK], &mut found);
    };

    respondent(&program, &browser, language, &mut look);
    anybody(&program, &browser, &mut look);
    manager(&program, &browser, language, &mut look);

    assert_eq!(found, [""; 0]);
}

fn respondent(program: &Program, browser: &Browser, language: &str, look: &mut dyn FnMut(&str)) {
    browser.open(&program.survey_of("first@example.com", language));
    look("survey");
    program.change_campaign(&every_kind());
    let gone = program.survey_of("gone@example.com", language);
    let mail = program.mail_to("lea@example.com", language);
    let survey = survey_link(&mail);

    browser.open(&format!("{survey}?q=q_nps&v=9"));
    look("every-kind");
    browser.go(|page| page.click("button[type=submit]"));
    look("rest");
    browser.run_scripts(false);
    browser.open(&format!("{survey}?q=q_nps&v=10"));
    browser.choose("q_nps", "3");
    browser.go(|page| page.click("button[type=submit]"));
    browser.run_scripts(true);
    look("more-questions");
    browser.open(&format!("{survey}?q=q_nps&v=3"));
    browser.go(|page| page.click("button[type=submit]"));
    look("refused");
    let comment = match language {
        "fr" => {
            "Deux heures de retard, et personne n’a appelé. Anticonstitutionnellement_anticonstitutionnellement.\n\nLa réparation tient."
        }
        _ => {
            "Two hours late, and nobody called. Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft.\n\nThe repair holds."
        }
    };
    browser.write("textarea[name=q_comment]", comment);
    browser.write("textarea[name=q_improve]", "Le délai");
    browser.choose("q_points.care", "5");
    browser.go(|page| page.click("button[type=submit]"));
    look("thanks");
    browser.go(|page| page.click("a[href^='/s/']"));
    look("edit");

    browser.open(&unsubscribe_link(&mail));
    look("unsubscribe");
    browser.go(|page| page.click("button"));
    look("unsubscribed");
    browser.go(|page| page.click("button"));
    look("resubscribed");
    browser.open(&format!("{survey}x"));
    look("wrong-link");

    let resent = program.items("/v1/invitations")[1]["id"].clone();
    program.call("POST", &format!("/v1/invitations/{}/resend", resent.as_str().unwrap()), &json!({}));
    browser.open(&gone);
    look("closed");
    program.pass(72);
    browser.open(&survey);
    look("answered");
    let late = program.survey_of("late@example.com", language);
    program.pass(31 * 24);
    browser.open(&late);
    look("expired");
}

/// Whoever follows a public link, and whoever is promised to stay unknown.
fn anybody(program: &Program, browser: &Browser, look: &mut dyn FnMut(&str)) {
    let public = program.call("GET", "/v1/campaigns/cmp_satisfaction/public-link", &Value::Null);
    let public = public["url"].as_str().unwrap();
    browser.open(public);
    look("public-not-open");
    program.change_campaign(&json!({"public_link": true}));
    browser.open(public);
    look("public");
    browser.choose("q_nps", "10");
    browser.go(|page| page.click("button[type=submit]"));
    look("public-rest");
    browser.go(|page| page.click("button[type=submit]"));
    look("public-thanks");
    program.change_campaign(&json!({"public_link": false}));

    let present = program.call("GET", "/v1/campaigns/cmp_satisfaction", &Value::Null);
    let mut anonymous = json!({"name": "Unknown", "public_link": true, "anonymous": true});
    for part in ["default_language", "texts", "questions", "expires_after"] {
        anonymous[part] = present[part].clone();
    }
    let made = program.call("POST", "/v1/campaigns", &anonymous);
    let path = format!("/v1/campaigns/{}", made["id"].as_str().unwrap());
    program.call("POST", &format!("{path}/publish"), &json!({}));
    let link = program.call("GET", &format!("{path}/public-link"), &Value::Null);
    browser.open(link["url"].as_str().unwrap());
    look("anonymous");
    browser.choose("q_nps", "9");
    browser.go(|page| page.click("button[type=submit]"));
    look("anonymous-thanks");
}

fn manager(program: &Program, browser: &Browser, language: &str, look: &mut dyn FnMut(&str)) {
    program.call("PATCH", "/v1/settings", &json!({"language": language}));
    for (name, score) in [("b", "10"), ("c", "9"), ("d", "7"), ("e", "1")] {
        let link = program.survey_of(&format!("{name}@example.com"), language);
        browser.run_scripts(false);
        browser.open(&format!("{link}?q=q_nps&v={score}"));
        if score == "1" {
            browser.write(
                "textarea[name=q_comment]",
                "Le robinet fuit encore, et la note est passée du simple au double.",
            );
        }
        browser.go(|page| page.click("button[type=submit]"));
        if score == "1" {
            browser.write("textarea[name=q_improve]", "Le prix");
        }
        browser.go(|page| page.click("button[type=submit]"));
    }
    browser.run_scripts(true);
    program.pass(1);

    browser.open(&format!("{}/console/", program.base));
    look("console-signed-out");
    browser.open(&program.sign_in);
    look("console-sign-in");
    browser.go(|page| page.click("button"));
    look("console-overview");
    browser.go(|page| page.click("a[href*='/console/alerts/']"));
    look("console-alert");
    browser.go(|page| page.click(".quiet"));
    assert_eq!(browser.complaints(), [""; 0], "signed out");
    browser.open(&format!("{}/console/nowhere", program.base));
    look("console-nothing-here");
    browser.open(&program.sign_in);
    look("console-dead-link");
    let stats: Value = program.call("GET", "/v1/stats/nps?period=7d", &Value::Null);
    assert_eq!(stats["answers"], 5, "what the overview showed, a public answer among them");
}
