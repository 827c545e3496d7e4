//! What the customer's mail says and carries, in both languages.
//! Layout is looked at in `views`; here it is what the whole product puts in.

use relance_tests::{Job, World, hours, survey_link};
use serde_json::json;

async fn mail_in(language: &str) -> relance::outbox::Letter {
    let world = World::demo().await;
    world.report(&Job::done("T1", world.now()).speaking(language)).await;
    world.advance(hours(12)).await;
    world.inbox("lea@example.com").only().clone()
}

/// B15, C9, C10.
#[tokio::test]
async fn both_parts_carry_the_eleven_links_the_reason_the_privacy_and_a_way_out() {
    for (language, reason, privacy) in [("fr-CA", "visite", "confidentialité"), ("en", "visit", "privacy")] {
        let mail = mail_in(language).await;

        for part in [&mail.html, &mail.text] {
            for score in 0..=10 {
                let plain = part.contains(&format!("?q=q_nps&v={score}"))
                    || part.contains(&format!("?q=q_nps&amp;v={score}"));
                assert!(plain, "{language}: no link for {score}");
            }
            let lower = part.to_lowercase();
            assert!(lower.contains(reason) && lower.contains(privacy), "{language}: {lower}");
            assert!(part.contains("Sam") && part.contains("Plomberie Boréale") && part.contains("/u/demo."));
            assert!(part.contains("https://demo.example/privacy"), "the long policy is linked");
        }
    }
}

/// B12, B14: who asks, and the title over everything.
#[tokio::test]
async fn b5_a_mail_and_its_page_say_the_sender_and_the_title_and_never_what_the_campaign_is_called() {
    let world = World::demo().await;
    let mut texts = world.read("/v1/campaigns/cmp_satisfaction").await["texts"].clone();
    texts["fr"]["sender_name"] = json!("L’équipe du chantier");
    texts["fr"]["title"] = json!("Votre avis sur le chantier");
    world.change_campaign(json!({"name": "T4 anciens clients", "texts": texts})).await;

    world.report(&Job::done("T1", world.now()).speaking("fr")).await;
    world.advance(hours(12)).await;
    let mail = world.inbox("lea@example.com").only().clone();
    let page = world.open_link(&survey_link(&mail)).await;

    assert!(mail.from.starts_with("L’équipe du chantier <"), "{}", mail.from);
    for said in [&mail.html, &mail.text] {
        assert!(said.contains("Votre avis sur le chantier"));
    }
    for said in [&mail.html, &mail.text, &mail.subject, &page.reply.body] {
        assert!(!said.contains("anciens clients"), "{said}");
    }
}

#[tokio::test]
async fn r3_3_the_headers_of_rfc_8058_are_on_every_survey_mail() {
    let mail = mail_in("fr").await;

    let link = mail.headers["List-Unsubscribe"].trim_matches(['<', '>']).to_owned();

    assert_eq!(mail.headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click");
    assert!(link.starts_with("https://ask.demo.example/u/demo.cmp_satisfaction."), "{link}");
    assert!(mail.links.contains(&link), "and the body has the same link");
}

#[tokio::test]
async fn r3_7_nothing_that_anybody_writes_adds_a_header_or_markup() {
    let world = World::demo().await;
    let demo = world.read("/v1/campaigns/cmp_satisfaction").await;
    let mut texts = demo["texts"].clone();
    texts["fr"]["subject"] = json!("Bonjour\r\nBcc: everybody@example.com");
    let refused = world.call("PATCH", "/v1/campaigns/cmp_satisfaction", Some(json!({"texts": texts}))).await;
    texts["fr"]["subject"] = json!("Bonjour");
    texts["fr"]["title"] = json!("<script>alert(1)</script>");
    world.change_campaign(json!({"texts": texts})).await;
    let mut job = Job::done("T1", world.now()).body();
    job["agent"]["name"] = json!("<img src=x onerror=alert(1)> {{secret}}");
    world.post_hook("demo", &job.to_string(), &[]).await;

    world.advance(hours(12)).await;

    let mail = world.inbox("lea@example.com").only().clone();
    assert_eq!(refused.status, 422, "a header cannot even be saved");
    assert_eq!(mail.subject, "Bonjour");
    assert!(!mail.html.contains("<script>") && !mail.html.contains("<img src=x"));
    assert!(mail.html.contains("{{secret}}"), "shown as it is, never read as a template");
}

/// R5.1.
#[tokio::test]
async fn the_same_invitation_always_has_the_same_link() {
    let world = World::demo().await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;

    let links = world.inbox("lea@example.com").only().links.clone();
    let tokens: std::collections::BTreeSet<_> = links
        .iter()
        .filter(|link| link.contains("/s/"))
        .map(|link| link.split('?').next().unwrap())
        .collect();

    assert_eq!(tokens.len(), 1);
    let stored = serde_json::to_string(
        &world.records().everything().iter().map(|r| r.body.clone()).collect::<Vec<_>>(),
    )
    .unwrap();
    let secret = tokens.iter().next().unwrap().rsplit('.').next().unwrap().to_owned();
    assert!(!stored.contains(&secret), "no table holds what opens the survey");
}
