//! An organization's own looks (C19-C21): whatever it chooses, mails and pages stay readable.

use super::judge;
use crate::browser::{Browser, DESK, PHONE};
use crate::program::{Program, every_kind};
use serde_json::json;

#[test]
fn c19_c20_c21_every_look_of_the_rating_is_readable_in_light_and_dark() {
    let (program, browser) = (Program::start(), Browser::start());
    let icon = program.upload(include_bytes!("../../../docs/pictures/mail.png"));
    let alt = json!({"fr": "Notre camion", "en": "Our van"});
    let looks = [
        ("numerals", json!({"style": "numerals"}), json!(null)),
        ("stars", json!({"style": "stars"}), json!("#7a1f5c")),
        ("icons", json!({"style": "icons", "image_id": icon}), json!("#0b6b53")),
        ("gradient", json!({"style": "gradient", "stops": ["#b4421a", "#e3c04f", "#1a7a4c"]}), json!(null)),
        ("two-stops", json!({"style": "gradient", "stops": ["#ffffff", "#14171b"]}), json!("#5b3fd6")),
    ];
    let mut found = Vec::new();

    for (name, rating, accent) in looks {
        let theme =
            program.call("POST", "/v1/themes", &json!({"name": name, "rating": rating, "accent": accent}));
        let mut change = every_kind();
        change["look"] = json!({"theme_id": theme["id"], "picture": {"image_id": icon, "alt": alt}});
        program.change_campaign(&change);
        let link = program.survey_of(&format!("{name}@example.com"), "fr");
        browser.open(&format!("{link}?q=q_nps&v=7"));
        found.extend(browser.complaints());
        judge(&browser, &format!("themes/{name}"), [PHONE, DESK], &mut found);
    }

    assert_eq!(found, [""; 0]);
}
