//! What is kept of people, under which names, and for how long (I9, R3.9).
//! What may be restored, and what must not be forgotten, is in `recovery`.

use jiff::SignedDuration;
use relance_application::kind::Kind;
use relance_application::ports::records::RawRecord;
use relance_tests::{API_KEY, Job, World, days, hours, survey_link};
use serde_json::json;

/// Somebody is asked, answers, is alerted about, leaves; others are asked by hand.
async fn lived_in() -> World {
    let world = World::demo().await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;
    let link = survey_link(world.inbox("lea@example.com").only());
    world.post_form(&link, &[("q_nps", "3"), ("q_comment", "Call me")]).await;
    let by_hand = json!({"recipients": [{"email": "ana@x.ca"}, {"email": "bob@x.ca"}]});
    world.call("POST", "/v1/campaigns/cmp_satisfaction/send", Some(by_hand)).await;
    world.call("POST", "/v1/opt-outs", Some(json!({"email": "lea@example.com"}))).await;
    world.advance(hours(1)).await;
    world
}

/// Erasing somebody can only reach what stands in bodies: keys are in logs, indexes and messages.
#[tokio::test]
async fn i9_no_key_holds_an_address_but_its_digest() {
    let world = lived_in().await;

    let records = world.records().everything();

    let people = ["lea@", "lea%40", "ana@", "bob@", "owner@"];
    let told: Vec<String> = records
        .iter()
        .map(|record| format!("{} {}", record.key.partition.group, record.key.id))
        .filter(|key| people.iter().any(|person| key.contains(person)))
        .collect();
    assert_eq!(told, Vec::<String>::new());
    let standings = records.iter().filter(|record| record.key.partition.kind == Kind::Standing);
    assert!(standings.count() > 0, "somebody has left, and is known by something");
}

/// The key of the API, and the secret of a survey's link: what is stored opens nothing.
#[tokio::test]
async fn r5_9_no_record_holds_what_opens_something() {
    let world = lived_in().await;
    let link = survey_link(world.inbox("lea@example.com").only());
    let seal = link.rsplit('.').next().unwrap();

    let stored: Vec<String> =
        world.records().everything().iter().map(|record| format!("{record:?}")).collect();

    assert_eq!(world.call("GET", "/v1/settings", None).await.status, 200, "the key opens the API");
    for secret in [API_KEY, seal] {
        assert_eq!(stored.iter().find(|record| record.contains(secret)), None, "{secret}");
    }
}

/// R3.9. Of each kind that expires: for how long it is kept, and one record of it.
#[tokio::test]
async fn r3_9_what_is_personal_and_needed_no_more_expires() {
    let world = lived_in().await;
    let now = world.now();

    let kept = |kind: Kind| -> Vec<SignedDuration> {
        let of_kind = |record: &RawRecord| record.key.partition.kind == kind;
        let records = world.records().everything().into_iter().filter(of_kind);
        records.map(|record| record.expires_at.unwrap().duration_since(now)).collect()
    };

    let within = |kind: Kind, most: SignedDuration| {
        let kept = kept(kind);
        assert!(!kept.is_empty(), "{kind:?}");
        assert!(kept.iter().all(|left| *left <= most && *left > most - days(1)), "{kind:?}: {kept:?}");
    };
    within(Kind::RawEvent, days(30));
    within(Kind::BatchPart, days(90));
    within(Kind::Decision, days(396));
}
