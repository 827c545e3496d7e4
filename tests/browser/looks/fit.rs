//! What fits: the first question on one screen of a phone, a page's weight, narrow screens, both directions of writing,
//! less motion.

use super::overflow;
use crate::browser::{Browser, DESK, NARROW, PHONE};
use crate::program::{Program, every_kind, survey_link, unsubscribe_link};
use serde_json::{Value, json};

/// Bytes of a page beside the campaign's own picture.
const LIGHT_ENOUGH: u64 = 60_000;

#[test]
fn the_score_the_comment_and_send_are_one_screen_of_a_phone() {
    let (program, browser) = (Program::start(), Browser::start());
    browser.resize(PHONE);

    for language in ["fr", "en"] {
        let link = program.survey_of(&format!("small-{language}@example.com"), language);
        browser.open(&format!("{link}?q=q_nps&v=9"));
        let ends = browser.read(
            "const bottom = (css) => document.querySelector(css).getBoundingClientRect().bottom;
             return ['[data-question=q_nps]', '[name=q_comment]', 'button[type=submit]'].map(bottom)",
        );
        let ends: Vec<f64> = ends.as_array().unwrap().iter().map(|end| end.as_f64().unwrap()).collect();
        browser.picture(&format!("answering/one-screen-{language}"));

        assert!(
            ends.is_sorted() && ends[2] <= f64::from(PHONE.1),
            "{language}: {ends:?} on a phone of {PHONE:?}"
        );
    }
}

/// A survey of one question needs no scrolling to be sent.
#[test]
fn one_question_and_its_button_are_one_screen_of_a_phone() {
    let (program, browser) = (Program::start(), Browser::start());
    let mut question = every_kind()["questions"][0].clone();
    question["texts"]["fr"] =
        json!("Recommanderiez-vous Plomberie Boréale à un proche ou à un collègue\u{a0}?");
    program.change_campaign(&json!({"questions": [question]}));
    let link = program.survey_of("one@example.com", "fr");
    browser.resize(PHONE);

    browser.open(&format!("{link}?q=q_nps&v=9"));
    let end =
        browser.read("return document.querySelector('button[type=submit]').getBoundingClientRect().bottom");

    assert!(end.as_f64().unwrap() <= f64::from(PHONE.1), "the button ends {end} px down");
}

#[test]
fn a_page_weighs_less_than_sixty_kilobytes_over_the_network() {
    let (program, browser) = (Program::start(), Browser::start());
    let stops = json!({"style": "gradient", "stops": ["#b4421a", "#e3c04f", "#1a7a4c"]});
    let theme =
        program.call("POST", "/v1/themes", &json!({"name": "Heavy", "rating": stops, "accent": "#7a1f5c"}));
    let mut change = every_kind();
    change["look"] = json!({"theme_id": theme["id"]});
    program.change_campaign(&change);
    let link = program.survey_of("weight@example.com", "fr");

    browser.open(&link);
    let loaded = browser.read(
        "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
           .map((one) => [one.name, one.transferSize])",
    );
    let loaded = loaded.as_array().unwrap();
    let weight: u64 = loaded.iter().map(|one| one[1].as_u64().unwrap()).sum();

    assert_eq!(loaded.len(), 4, "page, style sheet, look, script: {loaded:?}");
    assert!(
        loaded.iter().all(|one| one[1].as_u64() > Some(300)),
        "measured, not read from a cache: {loaded:?}"
    );
    assert!(weight < LIGHT_ENOUGH, "{weight} bytes: {loaded:?}");
}

#[test]
fn nothing_is_scrolled_sideways_on_the_narrowest_screen() {
    let (program, browser) = (Program::start(), Browser::start());
    program.change_campaign(&every_kind());
    let mail = program.mail_to("narrow@example.com", "fr");
    browser.resize(NARROW);

    for page in [&format!("{}?q=q_nps&v=2", survey_link(&mail)), &unsubscribe_link(&mail), &program.sign_in] {
        browser.open(page);
        assert_eq!(overflow(&browser, NARROW), [""; 0], "{page}");
        assert_eq!(super::small_targets(&browser, 44), [""; 0], "{page}");
    }
    browser.go(|page| page.click("button"));
    assert_eq!(overflow(&browser, NARROW), [""; 0], "{}", browser.text());
}

/// The page of a campaign written in Arabic or Hebrew is the mirror image of the one in English.
#[test]
fn a_page_in_a_language_written_from_the_right_is_mirrored() {
    let (program, browser) = (Program::start(), Browser::start());
    let mut change = every_kind();
    let campaign = program.call("GET", "/v1/campaigns/cmp_satisfaction", &Value::Null);
    change["texts"] = campaign["texts"].clone();
    for (language, title, ask) in
        [("ar", "رأيك يهمنا", "هل توصي بنا لمن حولك؟"), ("he", "דעתך חשובה לנו", "האם תמליצו עלינו?")]
    {
        change["texts"][language] = json!({"subject": title, "title": title});
        for question in change["questions"].as_array_mut().unwrap() {
            question["texts"][language] = json!(ask);
            for part in ["choices", "rows"] {
                for choice in question[part].as_array_mut().into_iter().flatten() {
                    choice["texts"][language] = json!(title);
                }
            }
        }
    }
    program.change_campaign(&change);
    // The lead of a box is its distance from where reading starts.
    let leads = |browser: &Browser| {
        browser.read(
            "const right = document.documentElement.dir === 'rtl';
             const lead = (e) => { const b = e.getBoundingClientRect(); return Math.round(right ? innerWidth - b.right : b.left) };
             const pick = (css) => [...document.querySelectorAll(css)].filter((e) => e.checkVisibility()).map(lead);
             return [pick('.tick'), pick('fieldset'), pick('.choice input'), pick('.ends span'), pick('.error'), pick('.errors')]",
        )
    };

    for screen in [PHONE, DESK] {
        browser.resize(screen);
        let mut seen = Vec::new();
        for language in ["en", "ar", "he"] {
            let link = program.survey_of(&format!("{language}-{}@example.com", screen.0), language);
            browser.open(&format!("{link}?q=q_nps&v=3"));
            // The first screen is recorded; what its second one lacks is marked.
            browser.go(|page| page.click("button[type=submit]"));
            browser.go(|page| page.click("button[type=submit]"));
            let page = browser.read("const e = document.documentElement; return [e.lang, e.dir, getComputedStyle(document.querySelector('.wrong')).borderRightWidth]");
            // Words of our own in English run from the left, also there.
            let first = "const text = document.querySelector('.count').firstChild, part = (from, to) => {
                 const range = document.createRange(); range.setStart(text, from); range.setEnd(text, to);
                 return range.getBoundingClientRect().left };
                 return text.data.startsWith('1 of') && part(0, 1) < part(2, 4)";
            assert_eq!(browser.read(first), true, "{language}");
            seen.push((page, leads(&browser), overflow(&browser, screen)));
            browser.picture(&format!("pages/{language}-mirrored-{}", screen.0));
        }

        let [english, arabic, hebrew] = seen.try_into().unwrap();
        assert_eq!((&english.0[1], &english.0[2]), (&json!("ltr"), &json!("0px")));
        assert_eq!((&arabic.0, &hebrew.0), (&json!(["ar", "rtl", "4px"]), &json!(["he", "rtl", "4px"])));
        assert_eq!((&arabic.1[0], &hebrew.1[0]), (&english.1[0], &english.1[0]), "the scale");
        assert_eq!((&arabic.1[1], &hebrew.1[1]), (&english.1[1], &english.1[1]), "the questions");
        assert_eq!((&arabic.1[2], &hebrew.1[2]), (&english.1[2], &english.1[2]), "the choices");
        assert_eq!((arabic.2, hebrew.2), (Vec::<String>::new(), Vec::<String>::new()));
    }
}

#[test]
fn nothing_moves_for_people_who_prefer_less_motion() {
    let (program, browser) = (Program::start(), Browser::start());
    let link = program.survey_of("still@example.com", "en");
    let moving = "const slow = (e) => getComputedStyle(e).transitionDuration.split(',').some((part) => parseFloat(part) > 0)
                    || getComputedStyle(e).animationName !== 'none';
                  return [...document.querySelectorAll('*')].filter(slow).length";

    let mut counts = Vec::new();
    for page in [&link, &program.sign_in] {
        for preference in ["no-preference", "reduce"] {
            browser.prefer(&[("prefers-reduced-motion", preference)]);
            browser.open(page);
            counts.push(browser.read(moving).as_u64().unwrap());
        }
    }

    assert!(counts[0] > 0 && counts[2] > 0, "the test sees motion where there is some: {counts:?}");
    assert_eq!((counts[1], counts[3]), (0, 0));
}
