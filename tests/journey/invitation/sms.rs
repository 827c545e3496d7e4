//! Asked by text message (A32, R3.10): who gets one, at which hours, how many a month, and who never does again.
//! How texts are counted and worded is held beside the functions that do it; what a carrier may answer, at the wire.

use jiff::Timestamp;
use relance::outbox::Sms;
use relance_application::invitation::ReportKind;
use relance_tests::{Job, World, days, hours, minutes};
use serde_json::{Value, json};

const LEA: &str = "+15145550123";

async fn asking_by(send_by: &str) -> World {
    let world = World::demo().await;
    world.change_campaign(json!({"send_by": send_by})).await;
    world
}

/// A world in which Léa was asked by text, on Monday at nine.
async fn texted(change: Value) -> World {
    let world = asking_by("sms_then_email").await;
    world.change_campaign(change).await;
    world.report(&Job::done("T1", world.now()).phoning(LEA)).await;
    world.advance(hours(20)).await;
    assert_eq!(world.texts(LEA).len(), 1);
    world
}

async fn settings(world: &World, change: Value) {
    let reply = world.call("PATCH", "/v1/settings", Some(change)).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
}

async fn invitation(world: &World) -> Value {
    world.items("/v1/invitations").await[0].clone()
}

fn survey_of(sms: &Sms) -> &str {
    &sms.links[0]
}

#[tokio::test]
async fn a32_a_customer_is_asked_by_text_and_answers_on_the_page_that_it_links_to() {
    let world = texted(json!({"send_by": "sms"})).await;
    let sms = world.texts(LEA)[0].clone();

    let page = world.open_link(survey_of(&sms)).await;
    let answered = world.post_form(survey_of(&sms), &[("q_nps", "9")]).await;

    assert_eq!((page.status(), answered.status()), (200, 200));
    assert!(
        sms.text.starts_with("Plomberie Boréale : comment s'est passée notre visite ? https://"),
        "{}",
        sms.text
    );
    assert!(sms.text.ends_with("Répondez ARRET pour ne plus recevoir de textos."), "{}", sms.text);
    assert!(world.all_mail().is_empty());
    assert_eq!(world.items("/v1/answers").await[0]["nps_score"], 9);
    let shown = invitation(&world).await;
    assert_eq!((shown["address"].as_str(), shown["state"].as_str()), (Some(LEA), Some("answered")));
    let by_address = world.items("/v1/invitations?address=%2B15145550123").await;
    assert_eq!(by_address.len(), 1);
}

#[tokio::test]
async fn f19_without_a_usable_phone_nobody_is_texted() {
    for phone in [json!(null), json!(" "), json!("514 555-0123"), json!("+1 514 555")] {
        let world = asking_by("sms").await;

        world.report(&Job::done("T1", world.now()).with("/customer/phone", phone.clone())).await;
        world.advance(days(1)).await;

        assert_eq!(world.outcomes("evt-T1-600").await, ["no_address"], "{phone}");
        assert!(world.all_mail().is_empty());
    }
}

#[tokio::test]
async fn a_national_number_is_understood_once_the_settings_name_its_country() {
    let world = asking_by("sms").await;
    settings(&world, json!({"sms_calling_code": "+1"})).await;

    world.report(&Job::done("T1", world.now()).phoning("(514) 555-0123")).await;
    world.advance(days(1)).await;

    assert_eq!(world.texts(LEA).len(), 1);
}

/// B27: the second way only where the first has no usable address.
#[tokio::test]
async fn b27_the_other_way_is_used_where_the_first_has_no_usable_address() {
    for (send_by, email, phone, texts, mails) in [
        ("sms_then_email", "lea@example.com", "", 0, 1),
        ("sms_then_email", "lea@example.com", LEA, 1, 0),
        ("email_then_sms", "", LEA, 1, 0),
        ("email_then_sms", "broken", LEA, 1, 0),
        ("email_then_sms", "lea@example.com", LEA, 0, 1),
        ("email", "lea@example.com", LEA, 0, 1),
    ] {
        let world = asking_by(send_by).await;

        world.report(&Job::done("T1", world.now()).to(email).phoning(phone)).await;
        world.advance(days(1)).await;

        let seen = (world.texts(LEA).len(), world.all_mail().len());
        assert_eq!(seen, (texts, mails), "{send_by} {email} {phone}");
    }
}

/// F6: not against the wish of the one, and not to the other instead.
#[tokio::test]
async fn f6_an_opted_out_or_suppressed_phone_never_falls_through_to_the_mailbox() {
    let opted_out = asking_by("sms_then_email").await;
    let entered = opted_out.call("POST", "/v1/opt-outs", Some(json!({"phone": "+1 514 555-0123"}))).await;
    assert_eq!((entered.status, entered.json()["phone"].as_str()), (201, Some(LEA)), "{}", entered.body);
    let suppressed = texted(json!({"mute": ""})).await;
    let sms = suppressed.texts(LEA)[0].clone();
    suppressed.carrier_reports(ReportKind::HardBounce, &sms).await;

    for (world, why, texts) in [(opted_out, "opted_out", 0), (suppressed, "suppressed", 1)] {
        world.report(&Job::done("T2", world.now()).phoning(LEA)).await;
        world.advance(days(1)).await;

        assert_eq!(world.outcomes("evt-T2-600").await, [why]);
        assert_eq!((world.texts(LEA).len(), world.all_mail().len()), (texts, 0), "{why}");
    }
}

#[tokio::test]
async fn r3_10_stop_ends_the_texts_at_once_and_start_takes_that_back() {
    for word in ["STOP", "arrêt.", "Désabonner"] {
        let world = texted(json!({"mute": "", "reminders": ["02:00:00"]})).await;

        let heard = world.reply_by_text(LEA, word).await;
        world.report(&Job::done("T2", world.now()).phoning(LEA)).await;
        world.advance(days(5)).await;
        let silent = (world.texts(LEA).len(), world.all_mail().len());
        let refused = world.outcomes("evt-T2-600").await;
        world.reply_by_text(LEA, "START").await;
        world.report(&Job::done("T3", world.now()).phoning(LEA)).await;
        world.advance(days(1)).await;

        assert!(heard, "{word}");
        assert_eq!(silent, (1, 0), "{word}: neither the reminder nor the next job");
        assert_eq!(refused, ["opted_out"]);
        assert_eq!(world.texts(LEA).len(), 2);
    }
}

#[tokio::test]
async fn a_reply_that_is_no_wish_and_one_of_a_stranger_change_nothing() {
    let world = texted(json!({})).await;
    let before = world.records().everything().len();

    let heard = world.reply_by_text(LEA, "Merci, c'était parfait!").await;
    world.reply_by_text("+15145559999", "STOP").await;

    assert!(!heard);
    assert_eq!(world.records().everything().len(), before, "nothing is kept");
}

#[tokio::test]
async fn r3_10_a_text_waits_for_the_morning_of_its_reader() {
    let table =
        [(None, "2026-11-23T09:00:00-05:00"), (Some("America/Los_Angeles"), "2026-11-23T09:00:00-08:00")];

    for (zone, expected) in table {
        let world = asking_by("sms").await;
        let zone = zone.map_or_else(|| json!({}), |zone| json!({"time_zone": zone}));

        world.report(&Job::done("T1", world.now()).phoning(LEA).with("/customer/fields", zone)).await;
        let due: Timestamp = invitation(&world).await["due_at"].as_str().unwrap().parse().unwrap();
        world.advance(days(1)).await;

        let expected: Timestamp = expected.parse().unwrap();
        assert_eq!(due, expected);
        assert!(world.texts(LEA)[0].sent_at >= expected);
    }
}

/// The campaign's window and the hours of texts hold together; the mail of the same job keeps its own time.
#[tokio::test]
async fn hours_of_texts_and_the_window_of_the_campaign_hold_together() {
    let world = asking_by("sms").await;
    world.change_campaign(json!({"window": {"days": ["wed"], "from": "06:00", "to": "11:00"}})).await;
    settings(&world, json!({"sms_hours": {"from": "10:00"}})).await;

    world.report(&Job::done("T1", world.now()).phoning(LEA)).await;

    assert_eq!(invitation(&world).await["due_at"], "2026-11-25T15:00:00Z");
    let never = json!({"window": {"from": "21:00", "to": "23:00"}});
    let refused = world.call("PATCH", "/v1/campaigns/cmp_satisfaction", Some(never)).await;
    assert_eq!((refused.status, refused.json()["errors"][0]["field"].as_str()), (422, Some("window")));
}

#[tokio::test]
async fn r3_10_what_is_asked_again_at_night_rings_in_the_morning() {
    let world = texted(json!({})).await;
    world.advance(hours(13)).await;
    let id = invitation(&world).await["id"].as_str().unwrap().to_owned();

    let again = world.call("POST", &format!("/v1/invitations/{id}/resend"), Some(json!({}))).await;
    world.advance(hours(8)).await;
    let at_night = world.texts(LEA).len();
    world.advance(hours(6)).await;

    assert_eq!(again.status, 201, "{}", again.body);
    assert_eq!((at_night, world.texts(LEA).len()), (1, 2));
    assert_eq!(world.texts(LEA)[1].sent_at.to_string(), "2026-11-24T14:00:00Z");
}

/// E20: planned as texts, both of them; the second no longer fits when it is handed over.
#[tokio::test]
async fn e20_when_the_month_is_used_up_the_rest_goes_by_mail() {
    let world = asking_by("sms_then_email").await;
    settings(&world, json!({"sms_monthly_cap": 1})).await;
    for (task, phone, email) in
        [("T1", "+15145550101", "a@x.ca"), ("T2", "+15145550102", "b@x.ca"), ("T3", "+15145550103", "")]
    {
        world.report(&Job::done(task, world.now()).to(email).phoning(phone)).await;
    }

    world.advance(hours(20)).await;
    let used = world.read("/v1/settings").await["sms_this_month"].clone();
    world.report(&Job::done("T4", world.now()).to("d@x.ca").phoning("+15145550104")).await;
    world.report(&Job::done("T5", world.now()).to("").phoning("+15145550105")).await;
    world.advance(days(1)).await;

    let texted: Vec<_> = (101..=105).map(|n| world.texts(&format!("+15145550{n}")).len()).collect();
    assert_eq!(texted.iter().sum::<usize>(), 1, "a text of one part, and no second one: {texted:?}");
    assert_eq!(used, json!({"month": "2026-11", "parts": 1, "left": 0}));
    let mailed: Vec<_> = world.all_mail().0.iter().map(|letter| letter.to.clone()).collect();
    assert!(mailed.contains(&"d@x.ca".to_owned()), "known at planning: {mailed:?}");
    assert_eq!(world.outcomes("evt-T5-600").await, ["sms_cap"]);
    assert_eq!(texted[0] + texted[1] + texted[2] + mailed.len(), 3, "T1 or T2, and T4: {mailed:?}");
}

/// A month ends by the organization's own clock, and with it the cap.
#[tokio::test]
async fn e20_a_new_month_has_its_own_texts() {
    let world = texted(json!({"mute": ""})).await;
    settings(&world, json!({"sms_monthly_cap": 1})).await;

    world.report(&Job::done("T2", world.now()).to("").phoning(LEA)).await;
    world.advance(days(8)).await;
    world.report(&Job::done("T3", world.now()).to("").phoning(LEA)).await;
    world.advance(days(1)).await;

    assert_eq!(world.outcomes("evt-T2-600").await, ["sms_cap"]);
    assert_eq!(world.outcomes("evt-T3-600").await, ["planned"]);
    assert_eq!(world.texts(LEA).len(), 2);
    assert_eq!(world.read("/v1/settings").await["sms_this_month"]["month"], "2026-12");
}

/// R1.12 by text: nobody knows whether it went, so it waits for evidence, and goes once more only without any.
#[tokio::test]
async fn an_uncertain_text_waits_an_hour_and_evidence_settles_it() {
    for (evidence, texts) in [(true, 1), (false, 2)] {
        let world = asking_by("sms").await;
        world.report(&Job::done("T1", world.now()).phoning(LEA)).await;
        world.lose_answers_of_the_carrier(true);
        world.advance(hours(19)).await;
        let doubtful = invitation(&world).await["state"].clone();
        world.lose_answers_of_the_carrier(false);

        if evidence {
            let sms = world.texts(LEA)[0].clone();
            world.carrier_reports(ReportKind::Delivered, &sms).await;
        }
        world.advance(hours(2)).await;

        assert_eq!(doubtful, "uncertain");
        assert_eq!(invitation(&world).await["state"], "sent");
        assert_eq!(world.texts(LEA).len(), texts, "evidence: {evidence}");
        let parts = world.read("/v1/settings").await["sms_this_month"]["parts"].as_u64();
        assert_eq!(parts, Some(texts as u64), "what may have been taken is counted");
    }
}

#[tokio::test]
async fn p5_a_reminder_goes_by_the_same_way_within_the_same_hours() {
    let world = texted(json!({"reminders": ["01:12:30"]})).await;

    world.advance(days(3)).await;

    let texts = world.texts(LEA);
    assert_eq!((texts.len(), world.all_mail().len()), (2, 0));
    assert!(texts[1].text.starts_with("Rappel : Plomberie Boréale"), "{}", texts[1].text);
    assert_eq!(survey_of(&texts[0]), survey_of(&texts[1]));
    assert!(texts[1].sent_at.to_string().starts_with("2026-11-25T14:"), "{}", texts[1].sent_at);
}

#[tokio::test]
async fn a_test_text_is_marked_and_goes_at_any_hour() {
    let world = World::demo().await;
    world.advance(hours(9)).await;

    let sent = world
        .call("POST", "/v1/campaigns/cmp_satisfaction/test", Some(json!({"phone": LEA, "language": "en"})))
        .await;
    let both = json!({"phone": LEA, "email": "a@x.ca"});
    let both = world.call("POST", "/v1/campaigns/cmp_satisfaction/test", Some(both)).await;

    assert_eq!((sent.status, both.status), (202, 422), "{}", sent.body);
    let text = &world.texts(LEA)[0].text;
    assert!(text.starts_with("[Test] Plomberie Boréale: how did our visit go?"), "{text}");
    assert!(world.items("/v1/invitations").await.is_empty());
}

/// C26 by text: the same phone in two spellings is one person, and a dry run knows it.
#[tokio::test]
async fn a_list_knows_phones_and_so_does_its_dry_run() {
    let world = asking_by("sms").await;
    let list = json!([
        {"phone": LEA, "language": "en"}, {"phone": "+1 (514) 555-0123"}, {"email": "a@x.ca"}, {"phone": "+15145550199"},
    ]);
    world.call("POST", "/v1/opt-outs", Some(json!({"phone": "+15145550199"}))).await;
    let send = |dry: bool| json!({"recipients": list, "dry_run": dry});

    let path = "/v1/campaigns/cmp_satisfaction/send";
    let dry = world.call("POST", path, Some(send(true))).await.json();
    world.call("POST", path, Some(send(false))).await;
    world.advance(minutes(5)).await;

    let left_out: Vec<_> =
        dry["left_out"].as_array().unwrap().iter().map(|one| one["outcome"].clone()).collect();
    assert_eq!(dry["planned"], 1, "{dry}");
    assert_eq!(left_out, ["duplicate_event", "no_address", "opted_out"]);
    let text = &world.texts(LEA)[0].text;
    assert!(text.starts_with("Plomberie Boréale would like your opinion: https://"), "{text}");
}

#[tokio::test]
async fn a_campaign_says_it_in_its_own_words_and_the_preview_counts_the_parts() {
    let world = texted(json!({"send_by": "sms"})).await;
    let demo = world.read("/v1/campaigns/cmp_satisfaction").await;
    let mut texts = demo["texts"].clone();
    texts["fr"]["sms"] =
        json!("Bonjour {{ customer.first_name }}, ça va? {{ survey_url }} Répondez ARRÊT pour arrêter");
    world.change_campaign(json!({"texts": texts, "mute": ""})).await;

    let preview = world
        .call("POST", "/v1/campaigns/cmp_satisfaction/preview", Some(json!({"language": "fr"})))
        .await
        .json();
    world.report(&Job::done("T2", world.now()).phoning(LEA)).await;
    world.advance(days(1)).await;
    texts["fr"]["sms"] = json!("x".repeat(700));
    let long = world.call("PATCH", "/v1/campaigns/cmp_satisfaction", Some(json!({"texts": texts}))).await;

    let text = &world.texts(LEA)[1].text;
    assert!(text.starts_with("Bonjour Léa, ça va? https://") && text.ends_with("pour arrêter"), "{text}");
    assert_eq!(
        (preview["sms"]["encoding"].as_str(), preview["sms"]["parts"].as_u64()),
        (Some("UCS-2"), Some(2))
    );
    assert!(preview["warnings"].to_string().contains("2 parts"), "{}", preview["warnings"]);
    assert_eq!((long.status, long.json()["errors"][0]["field"].as_str()), (422, Some("texts.fr.sms")));
}

/// The kill switch stops texts too, and what stops texts stops no mail.
#[tokio::test]
async fn r1_10_stopped_texts_wait_and_mails_go_on() {
    let world = asking_by("sms_then_email").await;
    settings(&world, json!({"sms_paused": true})).await;
    world.report(&Job::done("T1", world.now()).phoning(LEA)).await;
    world.report(&Job::done("T2", world.now()).to("b@x.ca")).await;

    world.advance(days(1)).await;
    let stopped = (world.texts(LEA).len(), world.all_mail().len());
    settings(&world, json!({"sms_paused": false})).await;
    world.advance(minutes(5)).await;

    assert_eq!(stopped, (0, 1));
    assert_eq!(world.texts(LEA).len(), 1);
}
