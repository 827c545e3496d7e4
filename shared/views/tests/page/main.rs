//! What a respondent can see, reach by keyboard and post, in both languages.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod questions;
mod steps;
mod world;

use relance_domain::answer::FieldProblem;
use relance_domain::campaign::{AfterAnswer, ReviewLink, ReviewPrompt};
use relance_domain::contact::Stopped;
use relance_domain::name::QuestionId;
use relance_domain::question::AnswerValue;
use relance_testkit::builders;
use relance_views::answer::{Nowhere, nowhere};
use relance_views::contact::{SubscriptionPage, subscription};
use relance_views::frame::page::{RESUBSCRIBE, STYLESHEET, UNSUBSCRIBE, UNSUBSCRIBE_KIND, stylesheet_path};
use relance_views::text::Language;
use scraper::Html;
use world::{World, all, parsed, text, until};

fn subscribed(language: Language, stopped: Stopped, changed: bool) -> String {
    let organization = World::new("en").organization;
    subscription(&SubscriptionPage {
        language,
        organization: &organization,
        stopped,
        changed,
        action: "/u/tok",
    })
}

fn every_page(language: &str) -> Vec<String> {
    let mut world = World::new(language);
    let reader = Language::of(&world.language);
    let first = world.survey();
    world.editing_until = Some(until());
    let answer = builders::answer(until(), 9);
    let organization = Some(&world.organization);
    vec![
        first,
        world.thanks(Some(&answer)),
        world.already(),
        nowhere(Nowhere::Expired, reader, organization),
        nowhere(Nowhere::Closed, reader, organization),
        nowhere(Nowhere::Unknown, reader, None),
        nowhere(Nowhere::Problem, reader, None),
        subscribed(reader, Stopped::Nothing, false),
        subscribed(reader, Stopped::Everything, true),
        subscribed(reader, Stopped::Kind, true),
        subscribed(reader, Stopped::Nothing, true),
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
            assert!(all(&document, "script:not([src]), style, [style], iframe").is_empty(), "{html}");
            assert!(html.len() + STYLESHEET.len() < 60_000);
        }
    }
}

#[test]
fn a_survey_in_a_language_of_its_author_s_own_says_so_and_runs_the_right_way() {
    for (language, expected) in [("de", "lang=\"de\" dir=\"ltr\""), ("ar-EG", "lang=\"ar-EG\" dir=\"rtl\"")] {
        let html = World::new(language).survey();

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
    assert_eq!(english.len(), 11);
}

#[test]
fn each_question_is_one_named_control_in_a_labelled_group() {
    let document = parsed(&World::new("en").survey());

    assert_eq!(all(&document, "fieldset > legend").len(), 4);
    assert_eq!(all(&document, "input[type=radio][name=q_nps]").len(), 11);
    assert_eq!(all(&document, "input[type=radio][name=q_csat]").len(), 5);
    assert_eq!(all(&document, "input[type=radio][name=q_one]").len(), 2);
    assert_eq!(all(&document, "input[type=checkbox][name=q_many]").len(), 2);
    let area = all(&document, "textarea[name=q_words][maxlength='4000']")[0];
    let label = format!("label[for={}]", area.attr("id").unwrap());
    assert!(text(&all(&document, &label)[0]).contains("How was it?"));
}

#[test]
fn progress_is_said_in_words() {
    let headings = |language| -> Vec<_> {
        let document = parsed(&World::new(language).survey());
        all(&document, ".progress").iter().map(text).collect()
    };

    assert_eq!(headings("en"), ["1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5"]);
    assert_eq!(headings("fr")[1], "2 sur 5");
}

#[test]
fn what_was_chosen_before_is_selected() {
    let document = parsed(&World::new("en").survey());
    let checked: Vec<_> = all(&document, "input[checked]")
        .iter()
        .map(|input| (input.attr("name").unwrap(), input.attr("value").unwrap()))
        .collect();

    assert_eq!(checked, [("q_nps", "8"), ("q_one", "b"), ("q_many", "a"), ("q_many", "b")]);
}

#[test]
fn a_text_comes_back_exactly_as_it_was_written() {
    let document = parsed(&World::new("en").survey());

    let written = all(&document, "textarea")[0].text().collect::<String>();

    assert_eq!(written, "\nFine.");
}

#[test]
fn a_value_that_does_not_fit_selects_nothing() {
    let mut world = World::new("en").holding("q_nps", "11");
    world.campaign.questions.truncate(1);

    assert!(all(&parsed(&world.survey()), "input[checked]").is_empty());
}

#[test]
fn the_ends_of_a_scale_are_read_with_their_numbers() {
    let document = parsed(&World::new("en").survey());
    let ticks: Vec<_> = all(&document, ".tick").iter().map(text).collect();

    assert_eq!(ticks[0], "0 = Not at all likely");
    assert_eq!(ticks[10], "10 = Extremely likely");
    assert_eq!(ticks[11], "1 = Very dissatisfied");
    assert_eq!(ticks[12], "2");
}

#[test]
fn an_optional_radio_button_can_be_taken_back() {
    let mut world = World::new("fr");
    world.campaign.questions[1].required = false;

    let document = parsed(&world.survey());

    assert_eq!(all(&document, ".way-back input[name=q_csat][value='']").len(), 1);
    assert_eq!(text(&all(&document, ".progress")[1]), "2 sur 5 · facultatif");
    assert!(all(&document, "input[name=q_nps][value='']").is_empty(), "a required one cannot");
}

#[test]
fn a_correction_stands_by_its_field_and_the_first_field_has_the_focus() {
    let world = World::new("en")
        .wrong("q_csat", FieldProblem::Required)
        .wrong("q_words", FieldProblem::TooLong { max: 9 });

    let document = parsed(&world.survey());

    let described = all(&document, "fieldset.wrong")[0].attr("aria-describedby").unwrap();
    assert_eq!(text(&all(&document, &format!("#{described}"))[0]), "An answer is needed here.");
    let focused = all(&document, "[autofocus]");
    assert_eq!(focused.len(), 1);
    assert_eq!(focused[0].attr("name"), Some("q_csat"));
    let area = all(&document, "textarea[aria-invalid=true]")[0];
    assert!(area.attr("aria-describedby").unwrap().contains("q5-error"));
}

#[test]
fn the_error_summary_leads_to_every_field_to_correct() {
    let world = World::new("en")
        .wrong("q_csat", FieldProblem::Required)
        .wrong("q_words", FieldProblem::TooLong { max: 9 });

    let document = parsed(&world.survey());

    assert_eq!(text(&all(&document, ".errors h2")[0]), "2 answers need a correction");
    let links = all(&document, ".errors a");
    assert_eq!(links.len(), 2);
    for link in links {
        assert_eq!(all(&document, link.attr("href").unwrap()).len(), 1);
    }
}

#[test]
fn an_error_of_the_whole_form_takes_the_focus_itself() {
    let world = World { is_stale: true, ..World::new("fr") };

    let document = parsed(&world.survey());

    let summary = all(&document, ".errors[role=alert][autofocus]")[0];
    assert!(text(&summary).contains("Le sondage n’a pas été envoyé"));
    assert!(text(&summary).contains("ouvert trop longtemps"));
}

#[test]
fn one_button_posts_the_form_and_says_so_with_a_verb() {
    let fresh = parsed(&World::new("en").survey());
    let editing = parsed(&World { editing_until: Some(until()), ..World::new("fr") }.survey());

    assert_eq!(all(&fresh, "form[method=post][action='/s/tok'] button[type=submit]").len(), 1);
    assert_eq!(text(&all(&fresh, "button")[0]), "Send my answers");
    assert_eq!(text(&all(&editing, "button")[0]), "Enregistrer mes changements");
    assert!(text(&all(&editing, ".note")[0]).contains("jusqu’au 24 novembre à 17\u{a0}h"));
}

/// M7.8.
#[test]
fn the_honeypot_is_out_of_reach_of_people() {
    let document = parsed(&World::new("en").survey());

    let trap = all(&document, "[aria-hidden=true] input[name=website]")[0];

    assert_eq!(trap.attr("tabindex"), Some("-1"));
    assert_eq!(trap.attr("autocomplete"), Some("off"));
    assert!(trap.attr("value").is_none());
}

#[test]
fn thanks_fit_the_score_and_say_until_when_it_can_change() {
    let mut world = World::new("en");
    world.editing_until = Some(until());
    let said = |score| {
        let document = parsed(&world.thanks(Some(&builders::answer(until(), score))));
        text(&all(&document, "main")[0])
    };

    for (score, thanks) in [
        (10, "Nord passes it on to the team"),
        (7, "this is how its service gets better"),
        (2, "We are sorry that we did not meet your expectations."),
    ] {
        assert!(said(score).contains(thanks), "{score}: {}", said(score));
        assert!(!said(score).contains("get in touch"), "nobody was told: {}", said(score));
        assert!(said(score).contains("Until November 24 at 5\u{a0}p.m. you can still change your answer."));
    }
}

/// E6: a promise that is made only where somebody was told.
#[test]
fn who_is_unhappy_hears_that_somebody_gets_in_touch_where_an_alert_follows() {
    let answer = builders::answer(until(), 2);

    for (language, promise) in [
        ("en", "Somebody at Nord will get in touch with you about this."),
        ("fr", "Quelqu’un, chez Nord, communiquera avec vous à ce sujet."),
    ] {
        let world = World { alert_follows: true, ..World::new(language) };
        assert_eq!(text(&all(&parsed(&world.thanks(Some(&answer))), ".note")[0]), promise);
    }
}

#[test]
fn an_answer_that_can_no_longer_change_offers_no_link_to_change_it() {
    let world = World::new("en");

    for html in [world.thanks(None), world.already()] {
        assert!(all(&parsed(&html), "main a").is_empty(), "{html}");
    }
}

/// E7: the review is the page's one primary action, with what was said ready to be copied.
#[test]
fn e7_thanks_are_the_campaign_s_own_words_and_reviews_are_an_offer() {
    let mut world = World::new("fr");
    world.editing_until = Some(until());
    world.campaign.texts.get_mut(&world.language).unwrap().thank_you = Some("Merci à vous.".to_owned());
    let site = |name: &str, url: &str| ReviewLink { name: name.to_owned(), url: url.to_owned() };
    let review_links = vec![site("Google", "https://g.example/r"), site("Ailleurs", "javascript:alert(1)")];
    world.campaign.after_answer = AfterAnswer { review_links, review_prompt: ReviewPrompt::All };
    let mut answer = builders::answer(until(), 10);
    let comment = AnswerValue::Text("Sam <3 a tout expliqué.".to_owned());
    answer.values.insert(QuestionId::parse("q_words").unwrap(), comment);

    let document = parsed(&world.thanks(Some(&answer)));

    let said = text(&all(&document, "main")[0]);
    assert!(said.contains("Merci à vous.") && !said.contains("la transmet"), "{said}");
    let primary: Vec<_> = all(&document, ".primary").iter().map(|a| (text(a), a.attr("href"))).collect();
    assert_eq!(primary, [("Écrire un avis sur Google".to_owned(), Some("https://g.example/r"))]);
    assert_eq!(text(&all(&document, "textarea[readonly]")[0]), "Sam <3 a tout expliqué.");
}

#[test]
fn pages_behind_a_dead_link_have_one_size() {
    let organization = World::new("fr").organization;
    let known = |why| nowhere(why, Language::French, Some(&organization)).len();

    assert_eq!(known(Nowhere::Expired), known(Nowhere::Closed));
    assert_eq!(known(Nowhere::Closed), nowhere(Nowhere::Unknown, Language::English, None).len());
}

/// Cases 02 and 10: what the page says is what happens, and every state has its way on.
#[test]
fn the_unsubscribe_page_tells_what_is_stopped_and_offers_the_rest() {
    let offered = |stopped, changed| -> Vec<String> {
        let html = subscribed(Language::English, stopped, changed);
        let document = parsed(&html);
        assert!(all(&document, "a, img").is_empty(), "nothing else to follow or to fetch");
        let buttons = all(&document, "form[method=post][action='/u/tok'] button[name=intent]");
        buttons.iter().map(|button| button.attr("value").unwrap().to_owned()).collect()
    };

    assert_eq!(offered(Stopped::Nothing, false), [UNSUBSCRIBE, UNSUBSCRIBE_KIND]);
    assert_eq!(offered(Stopped::Kind, true), [UNSUBSCRIBE, RESUBSCRIBE]);
    assert_eq!(offered(Stopped::Everything, true), [RESUBSCRIBE]);
    assert_eq!(offered(Stopped::Everything, false), [RESUBSCRIBE]);
}

/// Why one is asked stands above the question, by the occasion; a visitor of a public link was asked by nobody.
#[test]
fn a_page_says_why_one_is_asked() {
    let mut world = World::new("fr");

    let told = parsed(&world.survey());
    world.invitation = None;
    let public = parsed(&world.survey());

    assert_eq!(text(&all(&told, ".why")[0]), "Visite du 20 novembre, par Sam.");
    assert!(all(&public, ".why").is_empty());
}

#[test]
fn a_survey_leads_to_its_other_languages() {
    let mut world = World::new("fr");
    let texts = world.campaign.texts[&world.language].clone();
    world.campaign.texts.insert("en".to_owned().try_into().unwrap(), texts);

    let mails_own = parsed(&world.survey());
    world.language = "en".to_owned().try_into().unwrap();
    let chosen = parsed(&world.survey());

    let link = |document: &Html| all(document, ".languages a")[0].attr("href").unwrap().to_owned();
    let action = |document: &Html| all(document, "form")[0].attr("action").unwrap().to_owned();
    assert_eq!((link(&mails_own), action(&mails_own)), ("/s/tok?lang=en".to_owned(), "/s/tok".to_owned()));
    assert_eq!((link(&chosen), action(&chosen)), ("/s/tok".to_owned(), "/s/tok?lang=en".to_owned()));
}

#[test]
fn the_style_sheet_is_served_under_the_hash_of_its_content() {
    let path = stylesheet_path();

    let hash = path.strip_prefix("/assets/page-").unwrap().strip_suffix(".css").unwrap();
    assert_eq!(hash.len(), 12);
    assert!(hash.chars().all(|c| c.is_ascii_hexdigit()));
    assert!(!STYLESHEET.contains("url("), "the style sheet fetches nothing");
}
