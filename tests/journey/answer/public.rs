//! What anybody meets at a campaign's public link: a survey in their language, one answer per form that is shown, and the
//! same closed door whatever is behind it.

use axum::body::Body;
use axum::http::Request;
use relance_adapters::edge::Peer;
use relance_tests::{PUBLIC_LINK, World, days, hours, minutes};
use serde_json::{Value, json};

const ANSWER: [(&str, &str); 4] =
    [("q_nps", "9"), ("q_comment", "Très bien, merci"), ("q_work", "5"), ("q_arrival", "on_time")];

#[tokio::test]
async fn anybody_answers_by_the_public_link_and_counts_without_being_known() {
    let world = World::demo_open_to_everybody().await;

    let page = world.open_public_link("fr-CA").await;
    let thanks = world.send_public_form(&page, &ANSWER).await;

    assert_eq!((page.status(), page.count("button[type=submit]")), (200, 1));
    assert_eq!(page.controls(), ["q_nps", "q_comment"], "the first screen");
    assert!(page.text().contains("ne vous demande pas qui vous êtes"), "{}", page.text());
    assert_eq!(thanks.status(), 200);
    assert!(thanks.text().contains("Merci"), "{}", thanks.text());
    let answers = world.items("/v1/answers").await;
    assert_eq!(answers.len(), 1);
    for (name, expected) in [
        ("invitation_id", Value::Null),
        ("contact_id", Value::Null),
        ("nps_type", json!("Promoter")),
        ("language", json!("fr")),
    ] {
        assert_eq!(answers[0][name], expected, "{name}");
    }
    assert_eq!(world.read("/v1/stats/nps?period=7d").await["promoters"], 1);
    assert!(world.items("/v1/invitations").await.is_empty(), "nobody was asked (M5)");
}

#[tokio::test]
async fn r3_1_whoever_only_looks_at_a_public_link_leaves_nothing_behind() {
    let world = World::demo_open_to_everybody().await;
    let before = world.records().everything();

    for path in
        [PUBLIC_LINK.to_owned(), format!("{PUBLIC_LINK}?lang=en"), format!("{PUBLIC_LINK}?q=q_nps&v=0")]
    {
        assert_eq!(world.open_link(&path).await.status(), 200, "{path}");
        let head = Request::head(&path).body(Body::empty()).unwrap();
        assert_eq!(world.send(head).await.status, 200, "{path}");
    }
    world.advance(hours(1)).await;

    assert_eq!(world.records().everything(), before);
}

#[tokio::test]
async fn p10_one_form_is_one_answer_however_often_it_is_sent() {
    let world = World::demo_open_to_everybody().await;
    let page = world.open_public_link("fr").await;

    world.send_public_form(&page, &[("q_nps", "3")]).await;
    world.send_public_form(&page, &[("q_nps", "3")]).await;
    world.advance(minutes(5)).await;
    let corrected = world.send_public_form(&page, &[("q_nps", "8")]).await;
    world.advance(days(3)).await;
    let late = world.send_public_form(&page, &[("q_nps", "0")]).await;

    let answers = world.items("/v1/answers").await;
    assert_eq!((corrected.status(), late.status(), late.count("form")), (200, 200, 0));
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0]["nps_score"], 8);
}

#[tokio::test]
async fn p10_each_visit_is_a_form_of_its_own() {
    let world = World::demo_open_to_everybody().await;

    for score in ["2", "9"] {
        let page = world.open_public_link("fr").await;
        world.send_public_form(&page, &[("q_nps", score)]).await;
    }

    assert_eq!(world.items("/v1/answers").await.len(), 2);
}

#[tokio::test]
async fn p10_a_form_of_yesterday_comes_back_fresh_with_what_was_typed() {
    let world = World::demo_open_to_everybody().await;
    let old = world.open_public_link("fr").await;
    world.advance(hours(24)).await;

    let again = world.send_public_form(&old, &[("q_nps", "6"), ("q_comment", "Écrit hier")]).await;
    let none = world.items("/v1/answers").await;
    let done = world.send_public_form(&again, &[("q_nps", "6"), ("q_comment", "Écrit hier")]).await;

    assert_eq!((again.status(), none.len()), (409, 0));
    assert!(again.text().contains("resté ouvert trop longtemps"), "{}", again.text());
    assert_eq!(again.selected("q_nps").as_deref(), Some("6"));
    assert!(again.reply.body.contains("Écrit hier"), "what was typed is kept");
    assert_eq!((done.status(), world.items("/v1/answers").await.len()), (200, 1));
    assert_eq!(
        world.read("/v1/stats/nps?period=today").await["answers"],
        1,
        "counted on the day it was sent"
    );
}

#[tokio::test]
async fn p10_a_form_of_before_midnight_counts_on_one_day_only() {
    let world = World::demo_open_to_everybody().await;
    world.advance(hours(9) + minutes(50)).await;
    let page = world.open_public_link("fr").await;
    let same_day = world.open_public_link("fr").await;
    world.send_public_form(&same_day, &[("q_nps", "9")]).await;

    world.advance(minutes(10)).await;
    let refused = world.send_public_form(&page, &[("q_nps", "9")]).await;
    let again = world.send_public_form(&same_day, &[("q_nps", "9")]).await;

    assert_eq!((refused.status(), again.status()), (409, 200));
    assert_eq!(world.read("/v1/stats/nps?period=today").await["answers"], 0);
    assert_eq!(world.read("/v1/stats/nps?period=7d").await["answers"], 1);
}

#[tokio::test]
async fn b17_the_page_speaks_the_reader_s_language_and_offers_the_others() {
    let world = World::demo_open_to_everybody().await;
    let title = |page: &relance_tests::Page| {
        page.attribute("html", "lang").unwrap().chars().take(2).collect::<String>()
    };

    let english = world.open_public_link("de, en-GB;q=0.8, fr;q=0.2").await;
    let default = world.open_public_link("de").await;
    let chosen = world.open_link(&format!("{PUBLIC_LINK}?lang=en")).await;

    assert_eq!([&english, &default, &chosen].map(title), ["en", "fr", "en"]);
    assert!(english.text().contains("Français"), "{}", english.text());
    let switch = english.attribute("nav.languages a[lang=fr]", "href").unwrap();
    assert_eq!(title(&world.open_link(&switch).await), "fr");
    let mended = world.send_public_form(&chosen, &[("q_nps", "11")]).await;
    assert_eq!(
        (mended.status(), title(&mended).as_str()),
        (422, "en"),
        "it stays in the language that was read"
    );
}

#[tokio::test]
async fn what_is_closed_and_what_never_was_look_the_same() {
    let world = World::demo_open_to_everybody().await;
    let page = world.open_public_link("fr").await;
    let unknown = world.open_link("/p/demo/cmp_nobody").await;
    let elsewhere = world.open_link("/p/nobody/cmp_satisfaction").await;
    let garbage = world.open_link("/p/%20/%23").await;

    world.change_campaign(json!({"public_link": false})).await;
    let off = world.open_link(PUBLIC_LINK).await;
    let sent = world.send_public_form(&page, &[("q_nps", "9")]).await;
    world.change_campaign(json!({"public_link": true})).await;
    world.call("POST", "/v1/campaigns/cmp_satisfaction/pause", None).await;
    let paused = world.open_link(PUBLIC_LINK).await;

    for other in [&elsewhere, &garbage, &off, &paused] {
        assert_eq!((other.status(), &other.reply.body), (404, &unknown.reply.body), "{}", other.path);
    }
    assert_eq!(sent.status(), 404);
    assert!(unknown.text().contains("This survey is not open"), "{}", unknown.text());
    assert!(world.items("/v1/answers").await.is_empty());
}

#[tokio::test]
async fn programs_answer_a_public_survey_in_json_with_the_form_that_they_are_given() {
    let world = World::demo_open_to_everybody().await;
    let post = async |body: Value| {
        let request = Request::post(PUBLIC_LINK).header("content-type", "application/json");
        let reply = world.send(request.body(Body::from(body.to_string())).unwrap()).await;
        world.settle().await;
        reply
    };

    let without = post(json!({"values": {"q_nps": 7}})).await;
    let form = without.json()["form"].clone();
    let recorded = post(json!({"values": {"q_nps": 7}, "form": form})).await;
    let forged =
        post(json!({"values": {"q_nps": 7}, "form": "1795374312000.x.1.AAAAAAAAAAAAAAAAAAAAAA"})).await;

    assert_eq!((without.status, without.json()["errors"][0]["field"].clone()), (409, json!("form")));
    assert_eq!((recorded.status, recorded.json()["outcome"].clone()), (200, json!("recorded")));
    assert_eq!(forged.status, 409);
    assert_eq!(world.items("/v1/answers").await.len(), 1);
}

#[tokio::test]
async fn r3_2_a_program_at_the_public_link_is_kept_apart() {
    let world = World::demo_open_to_everybody().await;

    let page = world.open_public_link("en").await;
    world.send_public_form(&page, &[("q_nps", "0"), ("website", "https://spam.example")]).await;
    let page = world.open_public_link("en").await;
    world.send_public_form_as("Barracuda Sentinel", &page, &[("q_nps", "0")]).await;
    world.advance(hours(1)).await;

    assert_eq!(world.items("/v1/answers").await.len(), 2, "visible, and restorable");
    assert_eq!(world.read("/v1/stats/nps?period=7d").await["answers"], 0);
    assert!(world.items("/v1/alerts").await.is_empty());
}

#[tokio::test]
async fn an_unhappy_stranger_alerts_the_owner_who_learns_that_nobody_can_be_called() {
    let world = World::demo_open_to_everybody().await;
    let page = world.open_public_link("fr").await;

    world.send_public_form(&page, &[("q_nps", "1"), ("q_comment", "La salle était froide")]).await;
    world.advance(hours(1)).await;

    let alert = &world.items("/v1/alerts").await[0];
    assert_eq!(alert["assignee"], "owner@demo.example");
    let mail = world.inbox("owner@demo.example").only().clone();
    for part in [&mail.html, &mail.text] {
        assert!(part.contains("La salle était froide") && part.contains("public link"), "{part}");
        assert!(!part.contains("mailto:"), "nobody can be written to: {part}");
    }
    assert!(mail.subject.contains("Somebody"), "{}", mail.subject);
}

#[tokio::test]
async fn b7_each_form_draws_its_own_questions_and_takes_no_others() {
    let world = World::demo_open_to_everybody().await;
    world.change_campaign(json!({"questions_per_survey": 1, "edit_window": "00:12:00"})).await;
    world.advance(minutes(1)).await;
    let mut drawn = std::collections::BTreeSet::new();

    for _ in 0..12 {
        let page = world.open_public_link("fr").await;
        let controls = page.controls();
        assert_eq!(controls.len(), 2, "{controls:?}");
        let mended = world.send_public_form(&page, &[("q_nps", "")]).await;
        assert_eq!(mended.controls(), controls, "the form that comes back asks the same");
        drawn.extend(controls);
    }

    assert_eq!(drawn.len(), 4, "{drawn:?}");
}

#[tokio::test]
async fn r4_3_a_flood_from_one_address_is_slowed_and_others_are_served() {
    let world = World::demo_open_to_everybody().await;
    let visit = async |address: &str| {
        let mut request = Request::get(PUBLIC_LINK).body(Body::empty()).unwrap();
        request.extensions_mut().insert(Peer(address.parse().unwrap()));
        world.send(request).await
    };

    let mut slowed = None;
    for _ in 0..300 {
        let reply = visit("203.0.113.7").await;
        if reply.status != 200 {
            slowed = Some(reply);
            break;
        }
    }

    let slowed = slowed.unwrap();
    assert_eq!((slowed.status, slowed.header("retry-after")), (429, "1"));
    assert_eq!(visit("203.0.113.8").await.status, 200);
    world.advance(minutes(1)).await;
    assert_eq!(visit("203.0.113.7").await.status, 200);
}

#[tokio::test]
async fn the_public_link_and_its_code_can_be_printed_before_the_campaign_is_open() {
    let world = World::demo().await;
    let link = async || world.read("/v1/campaigns/cmp_satisfaction/public-link").await;

    let before = link().await;
    world.change_campaign(json!({"public_link": true})).await;
    let after = link().await;

    assert_eq!(before["url"], "https://ask.demo.example/p/demo/cmp_satisfaction");
    assert_eq!((&before["open"], &after["open"]), (&json!(false), &json!(true)));
    assert_eq!(before["url"], after["url"]);
    for (name, kind, start) in
        [("svg_url", "image/svg+xml", "<?xml"), ("png_url", "image/png", "\u{fffd}PNG")]
    {
        let path = after[name].as_str().unwrap().strip_prefix("https://ask.demo.example").unwrap().to_owned();
        let code = world.call("GET", &path, None).await;
        assert_eq!((code.status, code.header("content-type")), (200, kind));
        assert!(code.body.starts_with(start), "{name}");
    }
    assert_eq!(world.call("GET", "/v1/campaigns/cmp_nobody/qr.svg", None).await.status, 404);
}

#[tokio::test]
async fn a_public_link_is_on_or_off_and_nothing_else() {
    let world = World::demo().await;

    let refused =
        world.call("PATCH", "/v1/campaigns/cmp_satisfaction", Some(json!({"public_link": "yes"}))).await;

    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["errors"][0]["field"], "public_link", "{}", refused.body);
}
