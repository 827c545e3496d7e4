//! From the link to the thanks and on: in both languages, on a phone and on a desk, with and without scripts.
//! Each step is seen, not only sent; the keyboard is in `keyboard`.

use crate::browser::{Browser, DESK, PHONE};
use crate::program::{Program, every_kind};
use scraper::{Html, Selector};
use serde_json::{Value, json};

/// What one language says on the way.
struct Words {
    language: &'static str,
    button: &'static str,
    counts_already: &'static str,
    first_of: &'static str,
    thanks: &'static str,
}

const WORDS: [Words; 2] = [
    Words {
        language: "fr",
        button: "Envoyer mes réponses",
        counts_already: "Votre réponse compte déjà, même si vous vous arrêtez ici.",
        first_of: "1 sur 4",
        thanks: "Merci, votre réponse est enregistrée.",
    },
    Words {
        language: "en",
        button: "Send my answers",
        counts_already: "Your answer counts already, even if you stop here.",
        first_of: "1 of 4",
        thanks: "Thank you, your answer is saved.",
    },
];

fn shown(browser: &Browser) -> Vec<String> {
    let shown = browser.read(
        "return [...document.querySelectorAll('[data-question]')].filter((box) => box.checkVisibility())
           .map((box) => box.dataset.question)",
    );
    shown.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

#[test]
fn people_answer_in_their_language_on_any_screen_with_and_without_scripts() {
    let (program, browser) = (Program::start(), Browser::start());
    program.change_campaign(&every_kind());
    let mut answers = 0;

    for words in WORDS {
        for (screen, size) in [("phone", PHONE), ("desk", DESK)] {
            for scripts in [true, false] {
                let name =
                    format!("{}-{screen}-{}", words.language, if scripts { "scripts" } else { "plain" });
                let link = program.survey_of(&format!("{name}@example.com"), words.language);
                browser.resize(size);
                browser.run_scripts(scripts);
                browser.open(&format!("{link}?q=q_nps&v=9"));
                browser.picture(&format!("answering/{name}-1-survey"));

                assert_eq!(browser.read("return document.documentElement.lang.slice(0, 2)"), words.language);
                assert_eq!(browser.read("return document.querySelector('[name=q_nps]:checked').value"), "9");
                assert_eq!(
                    browser.read("return document.querySelector('button[type=submit]').innerText"),
                    words.button
                );
                assert_eq!(shown(&browser), ["q_nps", "q_comment"], "{name}");

                browser.choose("q_nps", "2");
                browser.go(|page| page.click("button[type=submit]"));
                browser.picture(&format!("answering/{name}-2-rest"));

                answers += 1;
                let recorded = program.items("/v1/answers");
                assert_eq!(
                    (recorded.len(), &recorded[0]["values"]),
                    (answers, &json!({"q_nps": 2})),
                    "{name}"
                );
                assert!(browser.text().contains(words.counts_already), "{name}: {}", browser.text());
                assert!(browser.text().contains(words.first_of), "{name}: {}", browser.text());
                assert_eq!(
                    shown(&browser),
                    ["q_improve", "q_call", "q_words", "q_points", "q_many"],
                    "{name}"
                );

                browser.write("textarea[name=q_improve]", "Le délai");
                browser.choose("q_call", "yes");
                browser.choose("q_points.speed", "4");
                browser.choose("q_many", "fix");
                browser.choose("q_many", "other");
                browser.picture(&format!("answering/{name}-3-filled"));
                browser.go(|page| page.click("button[type=submit]"));
                browser.picture(&format!("answering/{name}-4-thanks"));

                assert!(browser.text().contains(words.thanks), "{name}: {}", browser.text());
                assert_eq!(browser.complaints(), [""; 0], "{name}");
                let recorded = program.items("/v1/answers");
                assert_eq!(recorded.len(), answers, "{name}");
                assert_eq!(
                    recorded[0]["values"],
                    json!({"q_nps": 2, "q_improve": "Le délai", "q_call": "yes", "q_points": {"speed": 4}, "q_many": ["fix", "other"]}),
                    "{name}"
                );
            }
        }
    }
}

/// The script shows sooner what the server decides: for each score they show the same questions and count alike.
#[test]
fn the_script_and_the_server_lead_the_same_way() {
    let (program, browser) = (Program::start(), Browser::start());
    program.change_campaign(&every_kind());
    let link = program.survey_of("way@example.com", "en");
    browser.resize(PHONE);
    // An answer that is changed has all its questions on one page.
    browser.open(&format!("{link}?q=q_nps&v=9"));
    browser.go(|page| page.click("button[type=submit]"));
    browser.open(&link);

    for score in 0..=10 {
        browser.choose("q_nps", &score.to_string());
        let by_script = shown(&browser);
        let page = Html::parse_document(&program.page(&format!("{link}?q=q_nps&v={score}")));
        let visible = Selector::parse("[data-question]:not([hidden])").unwrap();
        let by_server: Vec<_> = page.select(&visible).filter_map(|one| one.attr("data-question")).collect();
        let totals = browser.read(
            "return [...document.querySelectorAll('[data-question]:not([hidden]) .count')]
               .map((count) => Number(count.textContent.split(' of ')[1].split(' ')[0]))",
        );

        assert_eq!(by_script, by_server, "score {score}");
        let numbered = by_script.iter().filter(|id| *id != "q_words").count();
        assert_eq!(totals, json!(vec![numbered; numbered]), "score {score}");
    }
}

/// B11, E7-E9: each band of scores has its own thanks; whoever answered may be asked for a review, unless the
/// organization asks promoters only.
#[test]
fn e9_thanks_follow_the_score_and_the_review_prompt_follows_the_campaign() {
    let (program, browser) = (Program::start(), Browser::start());
    let mut change = every_kind();
    let by_band = json!({"promoter": "On en rougit.", "passive": "On fera mieux.", "detractor": "On vous rappelle demain."});
    change["texts"] = program.call("GET", "/v1/campaigns/cmp_satisfaction", &Value::Null)["texts"].clone();
    change["texts"]["fr"]["thank_you_by_band"] = by_band;
    program.change_campaign(&change);
    browser.resize(PHONE);
    browser.run_scripts(false);
    let thanks = |prompt: &str, score: &str| {
        program.change_campaign(&json!({"review_prompt": prompt}));
        let link = program.survey_of(&format!("{prompt}-{score}@example.com"), "fr");
        browser.open(&format!("{link}?q=q_nps&v={score}"));
        browser.go(|page| page.click("button[type=submit]"));
        if score == "5" {
            browser.write("textarea[name=q_improve]", "Le délai");
        }
        browser.go(|page| page.click("button[type=submit]"));
        let asked = browser
            .read("return [...document.querySelectorAll('.reviews button')].map((button) => button.value)");
        (browser.text(), asked)
    };
    let google = json!(["Google"]);

    for (score, words) in
        [("10", "On en rougit."), ("7", "On fera mieux."), ("5", "On vous rappelle demain.")]
    {
        let (text, asked) = thanks("all", score);
        assert!(text.contains(words), "{score}: {text}");
        assert_eq!(asked, google, "{score}");
    }
    for (score, expected) in [("10", &google), ("7", &json!([])), ("5", &json!([]))] {
        assert_eq!(thanks("promoters_only", score).1, *expected, "{score}");
    }
}

/// P9, P10: a link can be used again while the answer may change, and says in words why it leads nowhere.
#[test]
fn p9_p10_a_link_changes_the_answer_for_a_while_and_then_says_what_has_become_of_it() {
    let (program, browser) = (Program::start(), Browser::start());
    let link = program.survey_of("edit@example.com", "fr");
    let late = program.survey_of("late@example.com", "fr");
    browser.resize(PHONE);
    let title = || browser.read("return document.querySelector('h1').innerText");

    browser.open(&format!("{link}?q=q_nps&v=6"));
    browser.write("textarea[name=q_comment]", "Deux heures de retard");
    browser.go(|page| page.click("button[type=submit]"));
    browser.go(|page| page.click("button[type=submit]"));
    browser.go(|page| page.click("a[href^='/s/']"));
    let (again, comment) = (browser.text(), browser.read("return document.querySelector('textarea').value"));
    browser.choose("q_nps", "8");
    browser.go(|page| page.click("button[type=submit]"));
    program.pass(72);
    browser.open(&link);
    let answered = title();
    program.pass(31 * 24);
    browser.open(&late);
    let expired = title();
    browser.speak("fr-CA,fr;q=0.9");
    browser.open(&format!("{link}x"));
    let wrong = title();

    assert!(again.contains("Vous modifiez une réponse déjà enregistrée"), "{again}");
    assert_eq!(comment, "Deux heures de retard");
    assert_eq!(
        [answered, expired, wrong],
        ["Votre réponse est déjà enregistrée.", "Ce lien est expiré.", "Nous n’avons pas pu lire ce lien."]
    );
    let answers = program.items("/v1/answers");
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0]["values"], json!({"q_nps": 8, "q_comment": "Deux heures de retard"}));
}
