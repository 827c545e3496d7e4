//! Without a mouse: from the first focus to the thanks, the focus always in sight, and led to what must be mended.

use crate::browser::{Browser, DESK, ENTER, PHONE, RIGHT, TAB};
use crate::program::{Program, every_kind};
use serde_json::json;

/// What the focus is on: the name of a control, the text of a link or button.
fn focused(browser: &Browser) -> String {
    let name = browser.read("const e = document.activeElement; return e.name || e.innerText || e.tagName");
    name.as_str().unwrap_or_default().to_owned()
}

/// Waits until all of what has the focus is in view, but for parts of a pixel, and tells the width of the ring around it, in pixels.
fn ring(browser: &Browser) -> f64 {
    let shown =
        "const e = document.activeElement, shown = e.matches('.tick input') ? e.nextElementSibling : e;";
    browser.until(&format!(
        "{shown} const box = shown.getBoundingClientRect();
         return box.top > -1 && box.bottom < innerHeight + 1"
    ));
    let width = browser.read(&format!(
        "{shown} const style = getComputedStyle(shown);
         return style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth)"
    ));
    width.as_f64().unwrap()
}

/// Goes on with Tab until the focus is on a name; the names that it passed.
fn tab_to(browser: &Browser, name: &str) -> Vec<String> {
    let mut passed = Vec::new();
    loop {
        // The first key may come before a page that was just opened takes keys.
        browser.press(TAB);
        while browser.read("return document.activeElement === document.body") == true {
            browser.press(TAB);
        }
        let here = focused(browser);
        let width = ring(browser);
        assert!(width >= 2.0, "no ring around `{here}`: {width} px");
        if here == name {
            return passed;
        }
        passed.push(here);
        assert!(passed.len() < 40, "Tab never reaches `{name}`: {passed:?}");
    }
}

#[test]
fn the_keyboard_alone_leads_from_the_first_focus_to_the_thanks_and_back_to_change_the_answer() {
    let (program, browser) = (Program::start(), Browser::start());
    program.change_campaign(&every_kind());
    let link = program.survey_of("keys@example.com", "en");

    for (round, screen) in [DESK, PHONE].into_iter().enumerate() {
        browser.resize(screen);
        browser.open(&link);

        tab_to(&browser, "q_nps");
        // Space chooses what has the focus, arrows the next one.
        browser.press(format!(" {}", RIGHT.to_string().repeat(if round == 0 { 8 } else { 1 })));
        let passed = tab_to(&browser, "q_comment");
        browser.press("Quick");
        if round == 0 {
            tab_to(&browser, "Send my answers");
            browser.go(|page| page.press(ENTER));
        }
        tab_to(&browser, "q_points.speed");
        browser.press(format!(" {RIGHT}"));
        tab_to(&browser, "q_many");
        if round == 0 {
            browser.press(" ");
        }
        tab_to(&browser, if round == 0 { "Send these too" } else { "Save my changes" });
        browser.go(|page| page.press(ENTER));

        assert_eq!(passed, [""; 0], "one stop per scale");
        assert!(browser.text().contains("Thank you"), "{}", browser.text());
        tab_to(&browser, "Change my answer");
        browser.go(|page| page.press(ENTER));
        assert_eq!(
            browser.read("return document.querySelector('[name=q_nps]:checked').value"),
            if round == 0 { "8" } else { "9" }
        );
    }

    let answers = program.items("/v1/answers");
    assert_eq!(answers.len(), 1);
    assert_eq!(
        answers[0]["values"],
        json!({"q_nps": 9, "q_comment": "QuickQuick", "q_points": {"speed": 3}, "q_many": ["fix"]})
    );
}

#[test]
fn the_focus_is_led_to_the_first_thing_to_mend_and_to_questions_that_came_to_light() {
    let (program, browser) = (Program::start(), Browser::start());
    program.change_campaign(&every_kind());
    let link = program.survey_of("mend@example.com", "fr");
    browser.resize(PHONE);

    browser.open(&link);
    browser.go(|page| page.click("button[type=submit]"));
    let first = focused(&browser);
    let described = browser.read(
        "const box = document.activeElement.closest('[aria-describedby]');
         return document.getElementById(box.getAttribute('aria-describedby').split(' ').pop()).innerText",
    );
    browser.choose("q_nps", "2");
    browser.go(|page| page.click("button[type=submit]"));
    browser.go(|page| page.click("button[type=submit]"));
    let second = focused(&browser);
    let seen = ring(&browser);
    browser.read("document.activeElement.blur()");
    browser.click(".errors a");
    let by_summary = focused(&browser);

    assert_eq!((first.as_str(), second.as_str(), by_summary.as_str()), ("q_nps", "q_improve", "q_improve"));
    assert_eq!(described, "Une réponse est nécessaire ici.");
    assert!(seen >= 2.0, "{seen}");

    browser.run_scripts(false);
    browser.open(&format!("{link}?q=q_nps&v=9"));
    browser.choose("q_nps", "1");
    browser.go(|page| page.click("button[type=submit]"));

    assert_eq!(focused(&browser), "q_improve", "the first question that came to light");
    assert!(browser.text().contains("Elles ne sont pas encore envoyées."), "{}", browser.text());
    assert_eq!(program.items("/v1/answers")[0]["values"], json!({"q_nps": 2}), "as it was sent first");
}
