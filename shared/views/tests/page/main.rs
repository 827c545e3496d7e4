//! What a respondent can see, reach by keyboard and post, in both languages.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod questions;

use jiff::{Zoned, civil::date};
use relance_views::{page::*, theme::Look};
use scraper::{ElementRef, Html, Selector};

fn until() -> Zoned {
    date(2026, 11, 24).at(17, 0, 0, 0).in_tz("America/Montreal").unwrap()
}

fn asked<'a>(id: &'a str, control: Control<'a>, value: Value<'a>) -> Question<'a> {
    Question {
        id,
        text: "How was it?",
        help: None,
        required: true,
        not_applicable: false,
        sight: Sight::Shown,
        control,
        error: None,
        value,
    }
}

fn choices() -> Vec<Choice<'static>> {
    vec![Choice { id: "a", label: "On time" }, Choice { id: "b", label: "Tidy" }]
}

fn a_survey(language: &str) -> Survey<'_> {
    Survey {
        language,
        company: "Nord",
        title: "How did it go?",
        intro: None,
        picture: None,
        look: Look::default(),
        action: "/s/tok",
        questions: vec![
            asked("nps", Control::Nps, Value::Number(8)),
            asked(
                "csat",
                Control::Scale { min: 1, max: 5, low_label: "Bad", high_label: "Good" },
                Value::None,
            ),
            asked("one", Control::Single { choices: choices() }, Value::Choices(vec!["b"])),
            asked("many", Control::Multiple { choices: choices() }, Value::Choices(vec!["a", "b"])),
            asked("words", Control::Text { max_chars: 500 }, Value::Text("\nFine.")),
        ],
        logic: None,
        form_error: None,
        information: "We read every answer.",
        privacy_url: Some("https://nord.example/privacy"),
        editing_until: None,
        unsubscribe_url: Some("/u/tok"),
        anonymous: false,
        public: None,
        stylesheet: "/assets/page.css",
    }
}

fn parsed(page: &Survey<'_>) -> Html {
    Html::parse_document(&survey(page))
}

fn all<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    document.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: &ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

fn every_page(language: &str) -> Vec<String> {
    let (company, stylesheet) = ("Nord", "/assets/page.css");
    let place = Place { language, company: Some(company), stylesheet };
    let answered = Answered {
        language,
        company,
        editing_until: Some(until()),
        edit_url: Some("/s/tok"),
        thanks: None,
        reviews: Vec::new(),
        anonymous: false,
        review_action: None,
        next_url: Some("https://nord.example/tips"),
        stylesheet,
    };
    let subscription = Subscription { language, company, action: "/u/tok", stylesheet };
    vec![
        survey(&a_survey(language)),
        thanks(&answered),
        already_answered(&answered),
        expired(&place),
        closed(&place),
        not_found(&place),
        problem(&place),
        unsubscribe_confirm(&subscription),
        unsubscribed(&subscription),
        resubscribed(&subscription),
    ]
}

#[test]
fn every_page_is_a_document_in_its_language_without_script_or_inline_style() {
    for (language, tag) in [("fr", "fr-CA"), ("en", "en-CA"), ("fr-FR", "fr-CA"), ("en-GB", "en-CA")] {
        for html in every_page(language) {
            let document = Html::parse_document(&html);

            assert!(html.starts_with(&format!("<!DOCTYPE html><html lang=\"{tag}\" dir=\"ltr\">")), "{html}");
            assert_eq!(all(&document, "h1").len(), 1, "{html}");
            assert_eq!(all(&document, "main").len(), 1, "{html}");
            assert!(all(&document, "script, style, [style], iframe").is_empty(), "{html}");
            assert!(html.len() + STYLESHEET.len() < 60_000);
        }
    }
}

#[test]
fn a_survey_in_a_language_of_its_author_s_own_says_so_and_runs_the_right_way() {
    for (language, expected) in [("de", "lang=\"de\" dir=\"ltr\""), ("ar-EG", "lang=\"ar-EG\" dir=\"rtl\"")] {
        let html = survey(&a_survey(language));

        assert!(html.starts_with(&format!("<!DOCTYPE html><html {expected}>")), "{html}");
    }
    assert!(!STYLESHEET.contains("-left:") && !STYLESHEET.contains("-right:"), "sides follow the direction");
    // But where a rule is about one direction alone.
    let for_both = || STYLESHEET.lines().filter(|line| !line.starts_with("[dir="));
    assert!(!for_both().any(|line| line.contains("text-align: left") || line.contains("text-align: right")));
}

#[test]
fn each_outcome_has_its_own_words_in_each_language() {
    let titles = |language| -> Vec<_> {
        let pages = every_page(language);
        let documents = pages.iter().map(|html| Html::parse_document(html));
        documents.map(|document| text(&all(&document, "h1")[0])).collect()
    };
    let (mut english, french) = (titles("en"), titles("fr"));

    assert_eq!(english[1], "Thank you, your answer is saved.");
    assert_eq!(french[1], "Merci, votre réponse est enregistrée.");
    for (english, french) in english.iter().zip(&french).skip(1) {
        assert_ne!(english, french);
    }
    english.sort();
    english.dedup();
    assert_eq!(english.len(), 10);
}

#[test]
fn each_question_is_one_named_control_in_a_labelled_group() {
    let document = parsed(&a_survey("en"));

    assert_eq!(all(&document, "fieldset > legend").len(), 4);
    assert_eq!(all(&document, "input[type=radio][name=nps]").len(), 11);
    assert_eq!(all(&document, "input[type=radio][name=csat]").len(), 5);
    assert_eq!(all(&document, "input[type=radio][name=one]").len(), 2);
    assert_eq!(all(&document, "input[type=checkbox][name=many]").len(), 2);
    let area = all(&document, "textarea[name=words][maxlength='500']")[0];
    let label = format!("label[for={}]", area.attr("id").unwrap());
    assert!(text(&all(&document, &label)[0]).contains("How was it?"));
}

#[test]
fn progress_is_said_in_words() {
    let headings = |language| -> Vec<_> {
        let document = parsed(&a_survey(language));
        all(&document, ".progress").iter().map(text).collect()
    };

    assert_eq!(headings("en"), ["1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5"]);
    assert_eq!(headings("fr")[1], "2 sur 5");
}

#[test]
fn what_was_chosen_before_is_selected() {
    let document = parsed(&a_survey("en"));
    let checked: Vec<_> = all(&document, "input[checked]")
        .iter()
        .map(|input| (input.attr("name").unwrap(), input.attr("value").unwrap()))
        .collect();

    assert_eq!(checked, [("nps", "8"), ("one", "b"), ("many", "a"), ("many", "b")]);
}

#[test]
fn a_text_comes_back_exactly_as_it_was_written() {
    let document = parsed(&a_survey("en"));

    let written = all(&document, "textarea")[0].text().collect::<String>();

    assert_eq!(written, "\nFine.");
}

#[test]
fn a_value_that_does_not_fit_selects_nothing() {
    let mut page = a_survey("en");
    page.questions = vec![asked("nps", Control::Nps, Value::Number(11))];

    assert!(all(&parsed(&page), "input[checked]").is_empty());
}

#[test]
fn the_ends_of_a_scale_are_read_with_their_numbers() {
    let document = parsed(&a_survey("en"));
    let ticks: Vec<_> = all(&document, ".tick").iter().map(text).collect();

    assert_eq!(ticks[0], "0 = Not at all likely");
    assert_eq!(ticks[10], "10 = Extremely likely");
    assert_eq!(ticks[11], "1 = Bad");
    assert_eq!(ticks[12], "2");
}

#[test]
fn an_optional_radio_button_can_be_taken_back() {
    let mut page = a_survey("fr");
    page.questions[1].required = false;

    let document = parsed(&page);

    assert_eq!(all(&document, "input[name=csat][value='']").len(), 1);
    assert_eq!(text(&all(&document, ".progress")[1]), "2 sur 5 · facultatif");
    assert!(all(&document, "input[name=nps][value='']").is_empty(), "a required one cannot");
}

#[test]
fn a_correction_stands_by_its_field_and_the_first_field_has_the_focus() {
    let mut page = a_survey("en");
    page.questions[1].error = Some("An answer is needed here.");
    page.questions[4].error = Some("Shorten this text.");

    let document = parsed(&page);

    let described = all(&document, "fieldset.wrong")[0].attr("aria-describedby").unwrap();
    assert_eq!(text(&all(&document, &format!("#{described}"))[0]), "An answer is needed here.");
    let focused = all(&document, "[autofocus]");
    assert_eq!(focused.len(), 1);
    assert_eq!(focused[0].attr("name"), Some("csat"));
    let area = all(&document, "textarea[aria-invalid=true]")[0];
    assert!(area.attr("aria-describedby").unwrap().contains("q5-error"));
}

#[test]
fn the_error_summary_leads_to_every_field_to_correct() {
    let mut page = a_survey("en");
    page.questions[1].error = Some("An answer is needed here.");
    page.questions[4].error = Some("Shorten this text.");

    let document = parsed(&page);

    assert_eq!(text(&all(&document, ".errors h2")[0]), "2 answers need a correction");
    let links = all(&document, ".errors a");
    assert_eq!(links.len(), 2);
    for link in links {
        assert_eq!(all(&document, link.attr("href").unwrap()).len(), 1);
    }
}

#[test]
fn an_error_of_the_whole_form_takes_the_focus_itself() {
    let page = Survey { form_error: Some("Too old."), ..a_survey("fr") };

    let document = parsed(&page);

    let summary = all(&document, ".errors[role=alert][autofocus]")[0];
    assert!(text(&summary).contains("Le sondage n'a pas été envoyé"));
    assert!(text(&summary).contains("Too old."));
}

#[test]
fn one_button_posts_the_form_and_says_so_with_a_verb() {
    let fresh = parsed(&a_survey("en"));
    let editing = parsed(&Survey { editing_until: Some(until()), ..a_survey("fr") });

    assert_eq!(all(&fresh, "form[method=post][action='/s/tok'] button[type=submit]").len(), 1);
    assert_eq!(text(&all(&fresh, "button")[0]), "Send my answers");
    assert_eq!(text(&all(&editing, "button")[0]), "Enregistrer mes changements");
    assert!(text(&all(&editing, ".note")[0]).contains("jusqu'au 24 novembre à 17\u{a0}h"));
}

/// M7.8.
#[test]
fn the_honeypot_is_out_of_reach_of_people() {
    let document = parsed(&a_survey("en"));

    let trap = all(&document, "[aria-hidden=true] input[name=website]")[0];

    assert_eq!(trap.attr("tabindex"), Some("-1"));
    assert_eq!(trap.attr("autocomplete"), Some("off"));
    assert!(trap.attr("value").is_none());
}

#[test]
fn thanks_says_what_happens_next_and_until_when_it_can_change() {
    let document = Html::parse_document(&every_page("en")[1]);
    let said = text(&all(&document, "main")[0]);

    assert!(said.contains("Nord receives it now"), "{said}");
    assert!(said.contains("Until November 24 at 5\u{a0}p.m. you can still change your answer."), "{said}");
    let links: Vec<_> = all(&document, "main a").iter().map(|a| (text(a), a.attr("href").unwrap())).collect();
    assert_eq!(links[0], ("Change my answer".to_owned(), "/s/tok"));
    assert_eq!(links[1], ("Continue to nord.example".to_owned(), "https://nord.example/tips"));
}

#[test]
fn an_answer_that_can_no_longer_change_offers_no_link_to_change_it() {
    let page = Answered {
        language: "en",
        company: "Nord",
        editing_until: None,
        edit_url: Some("/s/tok"),
        thanks: None,
        reviews: Vec::new(),
        anonymous: false,
        review_action: None,
        next_url: None,
        stylesheet: "/assets/page.css",
    };

    for html in [thanks(&page), already_answered(&page)] {
        assert!(all(&Html::parse_document(&html), "main a").is_empty(), "{html}");
    }
}

#[test]
fn e7_thanks_are_the_campaign_s_own_words_and_reviews_are_an_offer() {
    let page = Answered {
        language: "fr",
        company: "Nord",
        editing_until: None,
        edit_url: None,
        thanks: Some("Merci à vous."),
        reviews: vec![("Google", "https://g.example/r"), ("Ailleurs", "javascript:alert(1)")],
        anonymous: false,
        review_action: None,
        next_url: None,
        stylesheet: "/assets/page.css",
    };

    let document = Html::parse_document(&thanks(&page));

    let said = text(&all(&document, "main")[0]);
    assert!(said.contains("Merci à vous.") && !said.contains("la reçoit dès maintenant"), "{said}");
    let links: Vec<_> = all(&document, "main a").iter().map(|a| (text(a), a.attr("href").unwrap())).collect();
    assert_eq!(links, [("Écrire un avis sur Google".to_owned(), "https://g.example/r")]);
}

#[test]
fn pages_behind_a_dead_link_have_one_size() {
    let known = Place { language: "fr", company: Some("Nord"), stylesheet: "/assets/page.css" };
    let unknown = Place { language: "en", company: None, ..known };
    let sizes = [expired(&known), closed(&known), not_found(&unknown)].map(|html| html.len());

    assert_eq!(sizes[0], sizes[1]);
    assert_eq!(sizes[1], sizes[2]);
}

#[test]
fn reading_the_unsubscribe_page_only_offers_a_button() {
    let page = Subscription { language: "en", company: "Nord", action: "/u/tok", stylesheet: "/x.css" };
    let ask = Html::parse_document(&unsubscribe_confirm(&page));
    let done = Html::parse_document(&unsubscribed(&page));

    let form = "form[method=post][action='/u/tok'] button[name=intent]";
    assert_eq!(all(&ask, form)[0].attr("value"), Some(UNSUBSCRIBE));
    assert_eq!(all(&done, form)[0].attr("value"), Some(RESUBSCRIBE));
    assert!(all(&ask, "a, img").is_empty(), "nothing else to follow or to fetch");
}

#[test]
fn the_style_sheet_is_served_under_the_hash_of_its_content() {
    let path = stylesheet_path();

    let hash = path.strip_prefix("/assets/page-").unwrap().strip_suffix(".css").unwrap();
    assert_eq!(hash.len(), 12);
    assert!(hash.chars().all(|c| c.is_ascii_hexdigit()));
    assert!(!STYLESHEET.contains("url("), "the style sheet fetches nothing");
}
