//! Links in text messages (R5.1): short enough that a text is one part, and as good as those of mails in everything else.
//! Who is texted, and when, is in `sms`.

use axum::body::Body;
use axum::http::Request;
use relance::outbox::Sms;
use relance_adapters::edge::Peer;
use relance_domain::campaign::SmsLength;
use relance_tests::{Job, Reply, World, days, hours, survey_link};
use serde_json::{Value, json};
use std::sync::Arc;

const LEA: &str = "+15145550123";
const BASE_URL: &str = "https://ask.demo.example";
/// What is left of 45 characters behind `https://` and a domain of twenty.
const LONGEST_PATH: usize = 17;
/// A link of the same shape that nobody made.
const GUESS: &str = "/s/0123456789ABCD";

/// Léa is asked by text in this language.
async fn texted(language: &str, change: Value) -> (World, Arc<Sms>) {
    let world = World::demo().await;
    world.change_campaign(json!({"send_by": "sms"})).await;
    world.change_campaign(change).await;
    world.report(&Job::done("T1", world.now()).phoning(LEA).speaking(language)).await;
    world.advance(hours(20)).await;
    let text = world.texts(LEA).remove(0);
    (world, text)
}

fn link(sms: &Sms) -> &str {
    &sms.links[0]
}

fn path(sms: &Sms) -> &str {
    link(sms).strip_prefix(BASE_URL).unwrap()
}

async fn visit(world: &World, path: &str, from: &str) -> Reply {
    let request = Request::get(path).extension(Peer(from.parse().unwrap()));
    world.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn r5_1_the_demo_s_text_is_one_part_in_both_languages_with_a_domain_of_twenty_characters() {
    for (language, end) in [("fr-CA", "plus recevoir de textos."), ("en", "Reply STOP to end these texts.")] {
        let (_, sms) = texted(language, json!({})).await;

        let with_twenty = sms.text.replace(BASE_URL, "https://sondage.boreale.shop");
        assert!(sms.text.ends_with(end), "{}", sms.text);
        assert!(path(&sms).len() <= LONGEST_PATH, "{}", link(&sms));
        assert_eq!(SmsLength::of(&with_twenty).parts, 1, "{with_twenty}");
    }
}

#[tokio::test]
async fn r5_1_a_reminder_carries_the_same_link_and_a_reply_still_ends_both() {
    let (world, first) = texted("fr", json!({"reminders": ["03:00:00"], "mute": ""})).await;

    world.advance(days(4)).await;
    let texts = world.texts(LEA);
    let heard = world.reply_by_text(LEA, "ARRET").await;

    assert_eq!((texts.len(), link(&texts[1])), (2, link(&first)));
    assert!(heard);
    let page = world.post_form(link(&first), &[("q_nps", "9")]).await;
    assert_eq!(page.status(), 200, "what was asked may be answered");
}

/// The page that the link of a mail shows, and the one that the link of a text shows, after the same story.
async fn both_pages(change: Value, story: impl AsyncFn(&World)) -> [(u16, String); 2] {
    let by_mail = World::demo().await;
    by_mail.change_campaign(change.clone()).await;
    by_mail.report(&Job::done("T1", by_mail.now()).speaking("fr")).await;
    by_mail.advance(hours(20)).await;
    let long = survey_link(by_mail.inbox("lea@example.com").only());
    let (by_text, sms) = texted("fr", change).await;

    story(&by_mail).await;
    story(&by_text).await;

    let (long, short) = (by_mail.open_link(&long).await, by_text.open_link(link(&sms)).await);
    [(long.status(), long.text()), (short.status(), short.text())]
}

#[tokio::test]
async fn r5_1_a_short_link_that_is_over_or_revoked_shows_what_a_long_one_shows() {
    let expired = both_pages(json!({"reminders": []}), async |world| world.advance(days(40)).await).await;
    let replaced = both_pages(json!({"reminders": []}), async |world| {
        let sent = world.items("/v1/invitations").await[0]["id"].as_str().unwrap().to_owned();
        let again = world.call("POST", &format!("/v1/invitations/{sent}/resend"), Some(json!({}))).await;
        assert_eq!(again.status, 201, "{}", again.body);
    })
    .await;

    for [long, short] in [expired, replaced] {
        assert_eq!(long.0, 410, "{}", long.1);
        assert_eq!(long, short);
    }
}

#[tokio::test]
async fn r5_1_nothing_that_is_stored_tells_a_short_link() {
    let (world, sms) = texted("fr", json!({})).await;
    let token = path(&sms).strip_prefix("/s/").unwrap();

    let stored = format!("{:?}", world.records().everything());

    assert!(stored.contains("_links"), "what it opens is");
    assert!(!stored.contains(token), "{token}");
}

#[tokio::test]
async fn r5_1_whoever_guesses_short_links_is_slowed_down_and_nobody_else() {
    let (world, sms) = texted("fr", json!({})).await;
    let unknown = world.open_link("/s/demo.inv_0.1.x").await;

    let mut statuses = Vec::new();
    for _ in 0..40 {
        statuses.push(visit(&world, GUESS, "203.0.113.7").await.status);
    }

    assert_eq!(statuses.iter().filter(|status| **status == 404).count(), 30, "{statuses:?}");
    assert_eq!(statuses.last(), Some(&429));
    let theirs = visit(&world, path(&sms), "203.0.113.7").await;
    assert_eq!(theirs.status, 429, "not even a hit is told to whoever guesses");
    assert_eq!(visit(&world, path(&sms), "198.51.100.4").await.status, 200);
    let missed = visit(&world, GUESS, "198.51.100.4").await;
    assert_eq!((missed.status, unknown.status()), (404, 404));
    world.advance(hours(1)).await;
    assert_eq!(visit(&world, path(&sms), "203.0.113.7").await.status, 200);
}

/// R2.7.
#[tokio::test]
async fn r5_1_a_restore_of_core_forgets_no_short_link() {
    let world = World::demo().await;
    world.change_campaign(json!({"send_by": "sms"})).await;
    world.report(&Job::done("T1", world.now()).phoning(LEA)).await;
    let before = world.back_up();
    world.advance(hours(20)).await;
    let sms = world.texts(LEA).remove(0);

    let world = world.restored_from(&before);
    world.reconcile(&before).await;

    assert_eq!(world.open_link(link(&sms)).await.status(), 200);
}
