//! What a respondent meets: a form that is never filled in by a machine's visit, one answer that can be changed for a
//! while, and plain words when a link no longer works.

use relance_tests::{Job, World, days, hours, minutes, survey_link, unsubscribe_link};
use serde_json::{Value, json};

/// A world in which Léa has her mail; returns her survey's link.
async fn asked() -> (World, String) {
    asked_as(json!({})).await
}

/// The same of a campaign that was changed before.
pub(super) async fn asked_as(change: Value) -> (World, String) {
    let world = World::demo().await;
    world.change_campaign(change).await;
    let link = ask(&world, "lea@example.com").await;
    (world, link)
}

/// Somebody has their mail; returns their survey's link.
pub(super) async fn ask(world: &World, address: &str) -> String {
    world.report(&Job::done(address, world.now()).to(address)).await;
    world.advance(hours(12)).await;
    survey_link(world.inbox(address).only())
}

/// Decision 12, P2, R3.1: a visit is not an answer.
#[tokio::test]
async fn f32_a_scanner_that_fetches_every_link_answers_nothing_and_unsubscribes_nobody() {
    let (world, _) = asked().await;
    let before = world.records().everything();

    let letter = world.inbox("lea@example.com").only().clone();
    for link in letter.links.iter().filter(|link| link.starts_with("https://ask.demo.example/")) {
        assert_eq!(world.open_link(link).await.status(), 200, "{link}");
    }
    world.settle().await;

    assert!(letter.links.iter().filter(|link| link.contains("&v=")).count() >= 11);
    assert_eq!(world.records().everything(), before, "a GET never writes");
    assert!(world.items("/v1/answers").await.is_empty());
}

#[tokio::test]
async fn a_score_in_the_mail_is_only_preselected_and_a_person_s_post_records_it() {
    let (world, link) = asked().await;

    let page = world.open_link(&format!("{link}?q=q_nps&v=9")).await;
    let thanks = world
        .post_form(
            &link,
            &[("q_nps", "9"), ("q_comment", "Très bien, merci"), ("q_work", "5"), ("q_arrival", "on_time")],
        )
        .await;

    assert_eq!(page.controls(), ["q_nps", "q_comment"], "the first screen");
    assert_eq!(page.selected("q_nps").as_deref(), Some("9"));
    assert_eq!(page.count("button[type=submit]"), 1);
    assert_eq!(thanks.status(), 200);
    assert!(thanks.text().contains("Merci"), "{}", thanks.text());
    let answer = &world.items("/v1/answers").await[0];
    assert_eq!(answer["nps_score"], 9);
    assert_eq!(answer["nps_type"], "Promoter");
    assert_eq!(
        answer["values"],
        json!({"q_nps": 9, "q_comment": "Très bien, merci", "q_work": 5, "q_arrival": "on_time"})
    );
    assert_eq!(world.items("/v1/invitations").await[0]["state"], "answered");
}

/// R5.3.
#[tokio::test]
async fn p10_sending_the_form_again_changes_the_answer_and_never_adds_one() {
    let (world, link) = asked().await;
    world.post_form(&link, &[("q_nps", "3")]).await;
    world.post_form(&link, &[("q_nps", "3")]).await;

    world.advance(hours(1)).await;
    let again = world.open_link(&link).await;
    world.post_form(&link, &[("q_nps", "8"), ("q_comment", "Vous avez rappelé")]).await;

    let answers = world.items("/v1/answers").await;
    assert_eq!(again.selected("q_nps").as_deref(), Some("3"), "the form shows the earlier answer");
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0]["nps_score"], 8);
    let stats = world.read("/v1/stats/nps?period=7d").await;
    assert_eq!((&stats["answers"], &stats["passives"]), (&json!(1), &json!(1)));
}

/// R5.3.
#[tokio::test]
async fn after_the_edit_window_an_answer_stays_as_it_is() {
    let (world, link) = asked().await;
    world.post_form(&link, &[("q_nps", "10")]).await;

    world.advance(days(2) + hours(1)).await;
    let page = world.open_link(&link).await;
    let late = world.post_form(&link, &[("q_nps", "0")]).await;

    assert_eq!((page.status(), page.count("form")), (200, 0));
    assert_eq!(late.count("form"), 0);
    assert_eq!(world.items("/v1/answers").await[0]["nps_score"], 10);
}

/// R5.1.
#[tokio::test]
async fn p9_an_expired_link_says_so_and_a_wrong_one_is_not_found() {
    let (world, link) = asked().await;

    world.advance(days(31)).await;
    let expired = world.open_link(&link).await;
    let posted = world.post_form(&link, &[("q_nps", "9")]).await;
    let wrong = world.open_link("/s/demo.inv_nobody.1.AAAAAAAAAAAAAAAAAAAAAA").await;
    let garbage = world.open_link("/s/garbage").await;

    assert_eq!((expired.status(), posted.status()), (410, 410));
    assert_eq!((wrong.status(), garbage.status()), (404, 404));
    assert_eq!(wrong.reply.body, garbage.reply.body, "a guess learns nothing");
    assert_eq!(wrong.reply.body.len(), expired.reply.body.len(), "nor from the size (M7.5)");
    assert!(world.items("/v1/answers").await.is_empty());
}

/// R5.1.
#[tokio::test]
async fn a_link_is_good_for_one_invitation_only() {
    let (world, link) = asked().await;
    world.report(&Job::done("T2", world.now()).to("bob@example.com")).await;
    world.advance(hours(12)).await;
    let other = survey_link(world.inbox("bob@example.com").only());
    let (mine, theirs): (Vec<_>, Vec<_>) = (link.split('.').collect(), other.split('.').collect());

    let crossed = link.replace(mine[mine.len() - 1], theirs[theirs.len() - 1]);

    assert_ne!(link, other);
    assert_eq!(world.open_link(&crossed).await.status(), 404);
}

#[tokio::test]
async fn m1_what_is_not_a_score_is_refused_in_words_beside_the_field() {
    let (world, link) = asked().await;

    for bad in ["11", "-1", "7.5", ""] {
        let page = world.post_form(&link, &[("q_nps", bad), ("q_comment", "gardé")]).await;
        assert_eq!(page.status(), 422, "{bad}");
        assert!(page.count("[aria-describedby]") >= 1, "{bad}");
        assert!(page.reply.body.contains("gardé"), "what was written is kept");
    }
    assert!(world.items("/v1/answers").await.is_empty());
}

#[tokio::test]
async fn programs_answer_in_json() {
    let (world, link) = asked().await;
    let path = link.strip_prefix("https://ask.demo.example").unwrap().to_owned();
    let post = |body: &'static str| {
        axum::http::Request::post(path.clone())
            .header("content-type", "application/json")
            .body(body.into())
            .unwrap()
    };

    let refused = world.send(post(r#"{"values":{"q_nps":11,"nope":1}}"#)).await;
    let recorded = world.send(post(r#"{"values":{"q_nps":7}}"#)).await;

    assert_eq!(refused.status, 422);
    let fields: Vec<_> =
        refused.json()["errors"].as_array().unwrap().iter().map(|e| e["field"].clone()).collect();
    assert_eq!(fields, ["q_nps", "nope"]);
    assert_eq!((recorded.status, recorded.json()["outcome"].as_str()), (200, Some("recorded")));
}

/// R5.6.
#[tokio::test]
async fn b11_people_are_led_to_the_campaign_s_own_address_and_to_no_other() {
    let (world, link) = asked().await;
    world.change_campaign(json!({"redirect_url": "https://demo.example/merci"})).await;

    let page = world.post_form(&format!("{link}?redirect=https://evil.example"), &[("q_nps", "9")]).await;

    assert_eq!((page.status(), page.reply.header("location")), (303, "https://demo.example/merci"));
}

/// M7.8.
#[tokio::test]
async fn r3_2_a_form_filled_by_a_program_is_kept_apart_and_counts_nowhere() {
    let (world, link) = asked().await;

    world.post_form(&link, &[("q_nps", "0"), ("website", "https://spam.example")]).await;
    world.advance(hours(1)).await;

    assert_eq!(world.read("/v1/stats/nps?period=7d").await["answers"], 0);
    assert!(world.items("/v1/alerts").await.is_empty());
    assert_eq!(world.items("/v1/answers").await.len(), 1, "visible, and restorable");
}

#[tokio::test]
async fn r3_2_a_scanner_that_presses_every_button_is_kept_apart_until_somebody_lets_it_in() {
    let (world, link) = asked().await;

    for score in 0..=10 {
        world.post_form(&link, &[("q_nps", &score.to_string())]).await;
    }
    world.advance(hours(1)).await;
    let answer = world.items("/v1/answers").await[0].clone();
    let apart = world.read("/v1/stats/nps?period=7d").await;
    let path = format!("/v1/answers/{}/restore", answer["id"].as_str().unwrap());
    assert_eq!(world.call("POST", &path, None).await.status, 200);

    assert_eq!(answer["signals"], json!(["many_scores", "right_after_mail"]));
    assert_eq!((apart["answers"].clone(), answer["ignored"].clone()), (json!(0), json!(true)));
    assert_eq!(world.read("/v1/stats/nps?period=7d").await["promoters"], 1);
}

/// The first press is a detractor's: the alert would be out before the third shows what presses.
#[tokio::test]
async fn r3_2_nobody_is_told_of_what_a_program_presses() {
    let (world, link) = asked().await;

    for score in ["0", "5", "10"] {
        world.post_form(&link, &[("q_nps", score)]).await;
    }
    world.advance(hours(1)).await;

    assert_eq!(world.items("/v1/answers").await[0]["ignored"], true);
    assert!(world.items("/v1/alerts").await.is_empty());
    assert!(world.inbox("owner@demo.example").is_empty());
}

/// The 35th change filled the record once, and was answered with 503.
#[tokio::test]
async fn r5_3_an_answer_is_changed_twenty_times_and_then_stays() {
    let (world, link) = asked().await;
    let mut changed = 0;

    for turn in 0..40 {
        let (score, comment) = (if turn % 2 == 0 { "8" } else { "9" }, "x".repeat(3_900));
        let sent = world.post_form(&link, &[("q_nps", score), ("q_comment", &comment)]).await;
        assert!(sent.status() < 500, "{turn}: {}", sent.status());
        changed += usize::from(
            world.items("/v1/answers").await[0]["nps_score"] == json!(score.parse::<u8>().unwrap()),
        );
        world.advance(minutes(1)).await;
    }

    assert_eq!(changed, 21 + 9, "every other of the rest says what is recorded");
    assert_eq!(world.open_link(&link).await.count("form"), 0);
}

#[tokio::test]
async fn r3_2_who_answers_at_once_and_corrects_it_is_a_person() {
    let (world, link) = asked().await;

    world.post_form(&link, &[("q_nps", "2")]).await;
    world.post_form(&link, &[("q_nps", "9")]).await;

    assert_eq!(world.read("/v1/stats/nps?period=7d").await["promoters"], 1);
}

#[tokio::test]
async fn unsubscribing_is_a_button_for_people_and_one_click_for_mail_providers() {
    let (world, _) = asked().await;
    let link = unsubscribe_link(world.inbox("lea@example.com").only());
    let status = async || world.items("/v1/contacts?q=lea@example.com").await[0]["status"].clone();

    let page = world.open_link(&link).await;
    let before = world.items("/v1/opt-outs").await.len();
    let done = world.post_form(&link, &[("List-Unsubscribe", "One-Click")]).await;
    let again = world.post_form(&link, &[("List-Unsubscribe", "One-Click")]).await;
    let after = world.items("/v1/opt-outs").await.len();
    world.post_form(&link, &[("intent", "resubscribe")]).await;

    assert_eq!((page.status(), page.count("form button"), before), (200, 2, 0));
    assert_eq!((done.status(), again.status(), after), (200, 200, 1));
    assert_eq!(done.reply.header("location"), "");
    assert!(world.items("/v1/opt-outs").await.is_empty(), "only the person takes it back");
    assert_eq!(status().await, "active");
}

#[tokio::test]
async fn e2_an_unsubscribe_stops_every_survey_and_one_kind_only_by_its_own_button() {
    let (world, _) = asked().await;
    let link = unsubscribe_link(world.inbox("lea@example.com").only());
    let opt_out = async || world.items("/v1/opt-outs").await.first().map(|one| one["campaign_id"].clone());

    let kind = world.post_form(&link, &[("intent", "unsubscribe_kind")]).await;
    let of_kind = opt_out().await;
    let seen = world.open_link(&link).await;
    world.post_form(&link, &[("List-Unsubscribe", "One-Click")]).await;
    let all = world.items("/v1/opt-outs").await;
    let stopped = world.open_link(&link).await;
    world.post_form(&link, &[("intent", "resubscribe")]).await;

    assert_eq!((kind.status(), of_kind), (200, Some(json!("cmp_satisfaction"))));
    assert!(seen.text().contains("Ce type de sondage"), "the page tells the present state: {}", seen.text());
    assert!(all.iter().any(|one| one["campaign_id"].is_null()), "{all:?}");
    assert!(stopped.text().contains("sont arrêtés"), "{}", stopped.text());
    assert!(world.items("/v1/opt-outs").await.is_empty(), "the way back is one");
}

#[tokio::test]
async fn the_unsubscribe_page_speaks_the_language_of_the_mail_whatever_the_browser_s() {
    let (world, _) = asked().await;
    let link = unsubscribe_link(world.inbox("lea@example.com").only());
    let path = link.strip_prefix("https://ask.demo.example").unwrap().to_owned();
    let shown = async |path: &str, browser: Option<&str>| {
        let mut request = axum::http::Request::get(path);
        if let Some(language) = browser {
            request = request.header("accept-language", language);
        }
        world.send(request.body(axum::body::Body::empty()).unwrap()).await.body
    };
    let bare = path.split('?').next().unwrap();
    let french = json!({"language": "fr"});
    assert_eq!(world.call("PATCH", "/v1/settings", Some(french)).await.status, 200);

    for browser in [Some("en-US,en;q=0.9"), Some("de"), None] {
        assert!(shown(&path, browser).await.contains("lang=\"fr"), "{browser:?}");
    }
    assert!(shown(bare, Some("de, en;q=0.5")).await.contains("lang=\"en"), "then the browser's");
    assert!(shown(bare, Some("de")).await.contains("lang=\"fr"), "then the organization's");
}

#[tokio::test]
async fn a_link_with_a_tail_is_the_same_link() {
    let (world, survey) = asked().await;
    let unsubscribe = unsubscribe_link(world.inbox("lea@example.com").only());
    let unsubscribe = unsubscribe.split('?').next().unwrap();
    let path = |link: &str| link.strip_prefix("https://ask.demo.example").unwrap_or(link).to_owned();

    for link in [path(&survey), path(unsubscribe)] {
        for tail in [".", ")", "%3E", "%20", "%0D%0A", "%E2%80%8B", "=", "=3D", ",", "/"] {
            assert_eq!(world.open_link(&format!("{link}{tail}")).await.status(), 200, "{link}{tail}");
        }
        let capital = link.replacen("/s/", "/S/", 1).replacen("/u/", "/U/", 1);
        assert_eq!(world.open_link(&capital).await.status(), 200, "{capital}");
    }
    for nothing in ["/s/", "/u/"] {
        let page = world.open_link(nothing).await;
        assert!(page.status() == 404 && page.count("h1") == 1, "{nothing}");
    }
    let done =
        world.post_form(&format!("{}.", path(unsubscribe)), &[("List-Unsubscribe", "One-Click")]).await;
    assert_eq!((done.status(), world.items("/v1/opt-outs").await.len()), (200, 1));
}

#[tokio::test]
async fn r5_2_an_unsubscribe_link_of_last_year_still_works_and_a_survey_link_does_not() {
    let (world, link) = asked().await;
    let unsubscribe = unsubscribe_link(world.inbox("lea@example.com").only());

    world.advance(days(366)).await;
    let page = world.post_form(&unsubscribe, &[("List-Unsubscribe", "One-Click")]).await;
    let survey = world.open_link(&link).await;

    assert_eq!((page.status(), survey.status()), (200, 410));
    let people = world.items("/v1/contacts?q=lea").await;
    assert_eq!(people[0]["status"], "unsubscribed");
}

#[tokio::test]
async fn r3_3_a_provider_s_multipart_post_unsubscribes_too() {
    let (world, _) = asked().await;
    let link = unsubscribe_link(world.inbox("lea@example.com").only());
    let body =
        "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    let request = axum::http::Request::post(link.strip_prefix("https://ask.demo.example").unwrap())
        .header("content-type", "multipart/form-data; boundary=x");

    let reply = world.send(request.body(body.into()).unwrap()).await;

    assert_eq!(reply.status, 200);
    assert_eq!(world.items("/v1/opt-outs").await.len(), 1);
}

#[tokio::test]
async fn r5_5_pages_tell_nobody_where_they_were_and_run_nothing() {
    let (world, link) = asked().await;

    let page = world.open_link(&link).await;

    for (name, expected) in [
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        ("x-robots-tag", "noindex"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(page.reply.header(name), expected, "{name}");
    }
    assert!(page.reply.header("content-security-policy").starts_with("default-src 'none'"));
    assert_eq!(page.count("script, style, [style], [onclick]"), 0);
    let css = page.reply.body.split('"').find(|part| part.starts_with("/assets/")).unwrap().to_owned();
    assert!(world.open_link(&css).await.reply.header("cache-control").contains("immutable"));
}
