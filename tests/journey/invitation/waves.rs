//! Asking the same people again and again (P12): each wave once, compared with the one before.
//! When waves begin is decided, and tested, in the domain.

use relance_tests::{World, days, hours, survey_link};
use serde_json::json;

/// A world whose directory of four is asked on December 1 and every month.
async fn asked_monthly() -> World {
    let world = World::demo().await;
    world
        .change_campaign(
            json!({"triggers": [], "mute": "", "waves": {"first": "2026-12-01", "every_months": 1}}),
        )
        .await;
    world
}

async fn waves(world: &World) -> serde_json::Value {
    world.read("/v1/campaigns/cmp_satisfaction/waves").await
}

async fn answer(world: &World, address: &str, score: &str) {
    let link = survey_link(world.inbox(address).newest());
    world.post_form(&link, &[("q_nps", score)]).await;
}

#[tokio::test]
async fn p12_a_wave_asks_everybody_of_the_directory_once_at_its_hour() {
    let world = asked_monthly().await;
    let planned = waves(&world).await;

    world.advance(days(8)).await;
    let early = world.all_mail().len();
    world.advance(days(1)).await;

    assert_eq!(planned["next"], json!({"number": 1, "starts_at": "2026-12-01T15:00:00Z"}));
    assert_eq!((early, world.all_mail().len()), (0, 4));
    let after = waves(&world).await;
    assert_eq!(after["next"], json!({"number": 2, "starts_at": "2027-01-01T15:00:00Z"}));
    let wave = &after["items"][0];
    assert_eq!(
        (&wave["state"], &wave["recipients"], &wave["planned"]),
        (&json!("done"), &json!(4), &json!(4))
    );
    let decisions = world.items("/v1/decisions?outcome=planned").await;
    assert!(decisions.iter().all(|one| one["reason"] == "asked in wave 1"), "{decisions:?}");
}

#[tokio::test]
async fn p12_each_wave_is_compared_with_the_one_before() {
    let world = asked_monthly().await;
    let people = ["lea.roy@example.com", "marc.gagnon@example.com", "emily.clark@example.com"];
    world.advance(days(10)).await;
    for address in people {
        answer(&world, address, "3").await;
    }

    world.advance(days(31)).await;
    for address in people {
        answer(&world, address, "9").await;
    }
    // Late answers count for the wave that asked.
    let waves = waves(&world).await;

    let shown: Vec<_> = waves["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| (w["number"].clone(), w["nps"].clone(), w["answers"].clone()))
        .collect();
    assert_eq!(shown, [(json!(2), json!(100.0), json!(3)), (json!(1), json!(-100.0), json!(3))]);
    let change = &waves["items"][0]["change"];
    // As far as a score can go, and still nothing that so few answers can show to whoever looks every day (M2.1).
    assert_eq!((&change["points"], &change["significant"]), (&json!(200.0), &json!(false)));
    assert!(
        change["interval"]["low"].as_f64() < Some(0.0) && change["interval"]["high"] == json!(200.0),
        "{change}"
    );
    assert_eq!(waves["items"][1]["change"], json!(null));
    assert_eq!(world.items("/v1/answers").await[0]["wave"], 2);
}

#[tokio::test]
async fn p12_a_wave_keeps_to_the_rules_of_every_send() {
    let world = asked_monthly().await;
    world.call("POST", "/v1/opt-outs", Some(json!({"email": "noah.singh@example.com"}))).await;
    let only_english = json!({"field": "contact.language", "op": "starts_with", "value": "en"});
    world
        .change_campaign(json!({"waves": {"first": "2026-12-01", "at": "08:15", "every_months": 3, "criteria": only_english}}))
        .await;

    world.advance(days(9)).await;

    assert_eq!(world.all_mail().len(), 1);
    world.inbox("emily.clark@example.com").only();
    let wave = &waves(&world).await["items"][0];
    assert_eq!(
        (&wave["starts_at"], &wave["recipients"], &wave["planned"]),
        (&json!("2026-12-01T13:15:00Z"), &json!(2), &json!(1))
    );
}

#[tokio::test]
async fn p12_a_paused_campaign_holds_no_wave_and_goes_on_with_the_next_one() {
    let world = asked_monthly().await;
    let campaign = "/v1/campaigns/cmp_satisfaction";
    world.call("POST", &format!("{campaign}/pause"), None).await;
    world.advance(days(12)).await;
    let paused = waves(&world).await;

    let resumed = world.call("POST", &format!("{campaign}/publish"), None).await;
    let waves_then = waves(&world).await;
    world.advance(days(31)).await;

    assert_eq!((&paused["next"], &paused["items"]), (&json!(null), &json!([])));
    assert_eq!(resumed.status, 200, "{}", resumed.body);
    assert_eq!(waves_then["next"], json!({"number": 1, "starts_at": "2027-01-01T15:00:00Z"}));
    assert_eq!(world.all_mail().len(), 4);
}

#[tokio::test]
async fn p12_a_wave_of_nobody_says_so_and_the_next_one_is_planned() {
    let world = asked_monthly().await;
    let nobody = json!({"field": "contact.language", "op": "eq", "value": "tlh"});
    world
        .change_campaign(json!({"waves": {"first": "2026-12-01", "every_months": 1, "criteria": nobody}}))
        .await;

    world.advance(days(10)).await;

    let waves = waves(&world).await;
    assert_eq!(
        (&waves["items"][0]["state"], &waves["items"][0]["send_id"]),
        (&json!("skipped"), &json!(null))
    );
    assert_eq!(waves["items"][0]["remark"], "contacts: there is nobody on the list");
    assert_eq!(waves["next"]["number"], 2);
}

#[tokio::test]
async fn p12_a_wave_survives_the_loss_of_every_hint_and_is_held_once() {
    let world = asked_monthly().await;
    world.advance(days(8) + hours(19) + relance_tests::minutes(54)).await;

    for _ in 0..10 {
        world.lose_all_hints();
        world.advance(relance_tests::minutes(1)).await;
    }
    world.advance(hours(2)).await;

    assert_eq!(world.all_mail().len(), 4);
    assert_eq!(waves(&world).await["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn p12_bad_waves_are_refused_by_field_and_reason() {
    let world = World::demo().await;
    let table = [
        (json!({"first": "2026-12-01", "every_months": 0}), "a wave comes every 1 to 24 months"),
        (json!({"first": "tomorrow", "every_months": 1}), "waves"),
        (json!({"first": "2026-12-01", "every_months": 1, "at": "25:00"}), "is not a time of day"),
        (json!({"first": "2026-12-01", "every_months": 1, "who": "all"}), "who"),
    ];

    for (waves, reason) in table {
        let refused =
            world.call("PATCH", "/v1/campaigns/cmp_satisfaction", Some(json!({"waves": waves}))).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains(reason), "{reason}: {}", refused.body);
    }
}
