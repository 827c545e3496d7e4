//! Mails as a reader opens them: at two widths, in light and dark, without their pictures.
//! What they say is tested in `views`; this is how it stands on the screen.

use super::judge;
use crate::browser::{Browser, PHONE, Screen};
use crate::program::{Program, every_kind};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A mail program's window on a desk.
const WINDOW: Screen = (640, 800);

/// Opens the HTML part of a mail, as if it had just come.
fn open(browser: &Browser, folder: &TempDir, mail: &Value) {
    let file = folder.path().join("mail.html");
    std::fs::write(&file, mail["html"].as_str().unwrap()).unwrap();
    browser.open(&format!("file://{}", file.display()));
}

#[test]
fn every_mail_is_readable_at_both_widths_in_light_and_dark_in_both_languages() {
    let (program, browser, folder) = (Program::start(), Browser::start(), tempfile::tempdir().unwrap());
    let mut found = Vec::new();
    program.change_campaign(&json!({"reminders": ["03:00:00"]}));

    for language in ["fr", "en"] {
        program.call("PATCH", "/v1/settings", &json!({"language": language}));
        let address = format!("{language}@example.com");
        let survey = program.mail_to(&address, language);
        program.pass(73);
        let reminder = program.newest_mail_to(&address);
        assert_ne!(survey["subject"], reminder["subject"]);
        let unhappy = program.survey_of(&format!("unhappy-{language}@example.com"), language);
        browser.open(&format!("{unhappy}?q=q_nps&v=2"));
        browser.write("textarea[name=q_comment]", "Deux heures de retard.\n\nEt personne n’a appelé.");
        browser.go(|page| page.click("button[type=submit]"));
        program.pass(1);
        let alert = program.newest_mail_to("owner@demo.example");

        for (kind, mail) in [("survey", &survey), ("reminder", &reminder), ("alert", &alert)] {
            open(&browser, &folder, mail);
            judge(&browser, &format!("mails/{language}-{kind}"), [PHONE, WINDOW], &mut found);
        }
    }

    assert_eq!(found, [""; 0]);
}

/// Pictures are refused by many mail programs: the mail says everything without them.
#[test]
fn a_mail_says_everything_without_its_pictures() {
    let (program, browser, folder) = (Program::start(), Browser::start(), tempfile::tempdir().unwrap());
    let logo = program.upload(include_bytes!("../../../docs/pictures/mail.png"));
    let theme = json!({"name": "Icons", "rating": {"style": "icons", "image_id": logo}});
    let theme = program.call("POST", "/v1/themes", &theme);
    let alt = json!({"fr": "Notre camion devant une maison", "en": "Our van in front of a house"});
    let mut change = every_kind();
    change["look"] = json!({"theme_id": theme["id"], "picture": {"image_id": logo, "alt": alt}});
    program.change_campaign(&change);
    let mail = program.mail_to("blind@example.com", "fr");
    browser.refuse_pictures();
    browser.resize(PHONE);
    open(&browser, &folder, &mail);

    let drawn = browser.read("return [...document.images].filter((image) => image.naturalWidth > 0).length");
    let numerals =
        browser.read("return [...document.querySelectorAll('a.score')].map((a) => a.innerText.trim())");
    let alts = browser.read("return [...document.images].map((image) => image.alt).filter((alt) => alt)");
    browser.picture("mails/fr-without-pictures-360");

    assert_eq!(drawn, 0);
    assert_eq!(numerals, json!((0..=10).map(|score| score.to_string()).collect::<Vec<_>>()));
    assert_eq!(alts, json!(["Notre camion devant une maison"]));
    let mut found = Vec::new();
    judge(&browser, "mails/fr-without-pictures", [PHONE, WINDOW], &mut found);
    assert_eq!(found, [""; 0]);
}
