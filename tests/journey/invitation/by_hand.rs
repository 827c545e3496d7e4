//! Asking people by hand (C26): who would be asked, who is, and that nothing of a list is lost or doubled.
//! The rules that they are asked under are in `planning`.

use axum::body::Body;
use axum::http::{Request, header};
use relance_application::ports::records::{Change, Committed, Records as _};
use relance_application::stored::record_of;
use relance_domain::contact::Contact;
use relance_domain::name::ContactId;
use relance_testkit::builders::contact;
use relance_tests::{API_KEY, Job, Reply, World, days, hours, minutes, survey_link};
use serde_json::{Value, json};

const SEND: &str = "/v1/campaigns/cmp_satisfaction/send";

fn people(addresses: &[&str]) -> Value {
    let person = |address: &&str| json!({"email": address, "first_name": "Ana", "language": "en"});
    addresses.iter().map(person).collect()
}

fn left_out(reply: &Reply) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = reply.json()["left_out"].as_array().unwrap().clone();
    items.iter().map(|one| (text(&one["email"]), text(&one["outcome"]))).collect()
}

/// A list of ten thousand addresses, as a program would send it.
fn crowd(n: usize) -> Value {
    (0..n).map(|n| json!({"email": format!("person{n}@x.ca")})).collect()
}

#[tokio::test]
async fn a_dry_run_says_who_would_be_asked_and_why_the_others_would_not_and_changes_nothing() {
    let world = World::demo().await;
    world.call("POST", "/v1/opt-outs", Some(json!({"email": "no@x.ca"}))).await;
    world.report(&Job::done("T1", world.now()).to("muted@x.ca")).await;
    let list = people(&["a@x.ca", "no@x.ca", "muted@x.ca", " ", "broken", "A@x.ca "]);

    let dry = world.call("POST", SEND, Some(json!({"recipients": list, "dry_run": true}))).await;
    world.advance(days(2)).await;

    assert_eq!(dry.status, 200, "{}", dry.body);
    assert_eq!((dry.json()["planned"].as_u64(), dry.json()["state"].as_str()), (Some(1), Some("done")));
    let expected = [
        ("no@x.ca", "opted_out"),
        ("muted@x.ca", "muted"),
        (" ", "no_address"),
        ("broken", "invalid_address"),
        ("A@x.ca ", "duplicate_event"),
    ];
    assert_eq!(left_out(&dry), expected.map(|(email, why)| (email.to_owned(), why.to_owned())));
    assert!(world.inbox("a@x.ca").is_empty());
    assert_eq!(world.items("/v1/invitations").await.len(), 1, "the one of T1");
}

#[tokio::test]
async fn b19_a_campaign_without_triggers_is_sent_by_hand_only() {
    let world = World::demo().await;
    world.change_campaign(json!({"triggers": []})).await;

    world.report(&Job::done("T1", world.now())).await;
    let sent = world.call("POST", SEND, Some(json!({"recipients": people(&["a@x.ca"])}))).await;
    world.advance(days(1)).await;

    assert_eq!(world.outcomes("evt-T1-600").await, ["not_matched"]);
    assert_eq!(sent.status, 200, "{}", sent.body);
    assert_eq!((world.inbox("a@x.ca").len(), world.all_mail().len()), (1, 1));
}

#[tokio::test]
async fn a_list_is_asked_under_the_same_rules_and_its_mails_can_be_answered() {
    let world = World::demo().await;
    world.call("POST", "/v1/opt-outs", Some(json!({"email": "no@x.ca"}))).await;
    let list = json!({"recipients": people(&["a@x.ca", "no@x.ca"])});

    let sent = world.call("POST", SEND, Some(list.clone())).await;
    let again = world.call("POST", SEND, Some(list)).await;
    world.advance(minutes(2)).await;
    let letter = world.inbox("a@x.ca").only().clone();
    world.post_form(&survey_link(&letter), &[("q_nps", "10")]).await;

    assert_eq!((sent.status, sent.json()["planned"].as_u64()), (200, Some(1)), "{}", sent.body);
    assert_eq!(
        left_out(&again),
        [("a@x.ca".to_owned(), "muted".to_owned()), ("no@x.ca".to_owned(), "opted_out".to_owned())]
    );
    assert!(letter.text.contains("You are a customer of Plomberie Boréale"), "{}", letter.text);
    assert!(!letter.text.contains("visit on"), "no job was done: {}", letter.text);
    assert_eq!(world.items("/v1/answers").await.len(), 1);
    let batch = sent.json()["id"].as_str().unwrap().to_owned();
    let mut outcomes = world.outcomes(&batch).await;
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["opted_out", "planned"]);
}

#[tokio::test]
async fn people_of_the_directory_are_chosen_by_criteria() {
    let world = World::demo().await;
    world.report(&Job::done("T1", world.now()).to("en@x.ca").speaking("en")).await;
    world.report(&Job::done("T2", world.now()).to("fr@x.ca").speaking("fr-CA")).await;
    world.change_campaign(json!({"mute": ""})).await;
    world.advance(days(1)).await;
    let english = json!({"field": "contact.language", "op": "eq", "value": "en"});

    let sent = world.call("POST", SEND, Some(json!({"contacts": {"criteria": english}}))).await;
    world.advance(minutes(2)).await;

    assert_eq!(sent.status, 200, "{}", sent.body);
    assert_eq!((world.inbox("en@x.ca").len(), world.inbox("fr@x.ca").len()), (2, 1));
}

/// Spread over time, written in parts, progress readable, one mail each.
#[tokio::test]
async fn a_long_list_is_worked_through_in_parts_and_asks_everybody_once() {
    let world = World::demo().await;
    let list = json!({"recipients": crowd(1_000), "spread": "00:01:40"});

    let begun = world.call("POST", SEND, Some(list)).await;
    let path = format!("{SEND}s/{}", begun.json()["id"].as_str().unwrap());
    let done = world.read(&path).await;
    let page = world.read(&format!("{path}/recipients?limit=100")).await;
    let next = page["cursor"].as_str().unwrap().to_owned();
    let second = world.read(&format!("{path}/recipients?limit=100&cursor={next}")).await;
    world.advance(minutes(50)).await;
    let half = world.all_mail().len();
    world.advance(hours(1)).await;

    assert_eq!(begun.status, 202, "{}", begun.body);
    assert_eq!((done["state"].as_str(), done["planned"].as_u64()), (Some("done"), Some(1_000)));
    assert_eq!(page["items"][99]["email"], "person99@x.ca");
    assert_eq!(second["items"][0]["place"], 100);
    assert!((490..=510).contains(&half), "half of the time, half of the mails: {half}");
    let mut receivers: Vec<String> = world.all_mail().0.iter().map(|letter| letter.to.clone()).collect();
    receivers.sort_unstable();
    receivers.dedup();
    assert_eq!((world.all_mail().len(), receivers.len()), (1_000, 1_000));
}

/// A worker stops after 4,000 people, so that others get their turn, and the list goes on at once: not a minute later.
#[tokio::test]
async fn a_list_beyond_what_one_worker_does_at_a_time_goes_on_without_a_pause() {
    let world = World::demo().await;

    let begun = world.call("POST", SEND, Some(json!({"recipients": crowd(4_100)}))).await;
    let path = format!("{SEND}s/{}", begun.json()["id"].as_str().unwrap());

    let done = world.read(&path).await;
    assert_eq!(begun.status, 202, "{}", begun.body);
    assert_eq!((done["state"].as_str(), done["planned"].as_u64()), (Some("done"), Some(4_100)));
}

/// The directory is looked at in chunks: the caller waits for the first ones only, and whoever shares an address with
/// somebody of an earlier chunk is asked there.
#[tokio::test]
async fn a_large_directory_is_a_job_with_parts_and_nobody_of_it_is_asked_twice() {
    let world = World::demo().await;
    let person = |n: usize| Contact {
        id: ContactId::parse(&format!("con_{n:05}")).unwrap(),
        language: Some("nl".to_owned()),
        ..contact("Ana", &format!("person{}@x.ca", n % 5_990))
    };
    for some in (0..6_000).collect::<Vec<_>>().chunks(100) {
        let changes: Vec<_> =
            some.iter().map(|n| Change::Create(record_of(&person(*n), 0).unwrap())).collect();
        assert_eq!(world.records().commit(&changes).await.unwrap(), Committed::Done);
    }
    let dutch = json!({"field": "contact.language", "op": "eq", "value": "nl"});

    let begun = world.call("POST", SEND, Some(json!({"contacts": {"criteria": dutch}}))).await;
    let path = format!("{SEND}s/{}", begun.json()["id"].as_str().unwrap());

    let done = world.read(&path).await;
    assert_eq!((begun.status, begun.json()["state"].as_str()), (202, Some("running")), "{}", begun.body);
    let told = (done["state"].as_str(), done["recipients"].as_u64(), done["planned"].as_u64());
    assert_eq!(told, (Some("done"), Some(5_990), Some(5_990)));
}

/// A worker dies, every hint is lost: the due index brings the list back.
#[tokio::test]
async fn a_list_survives_the_loss_of_every_hint() {
    let world = World::demo().await;
    let request = Request::post(SEND)
        .header(header::AUTHORIZATION, format!("Bearer {API_KEY}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(json!({"recipients": crowd(300)}).to_string()))
        .unwrap();
    let begun = world.send(request).await;
    world.lose_all_hints();

    world.advance(minutes(10)).await;

    assert_eq!(begun.status, 202, "{}", begun.body);
    assert_eq!(world.all_mail().len(), 300);
}

/// R4.4: the same request twice is one list, also when its first answer was lost.
#[tokio::test]
async fn the_same_request_twice_is_one_list() {
    let world = World::demo().await;
    world.change_campaign(json!({"mute": ""})).await;
    let request = || {
        Request::post(SEND)
            .header(header::AUTHORIZATION, format!("Bearer {API_KEY}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", "list-1")
            .body(Body::from(json!({"recipients": people(&["a@x.ca", "b@x.ca"])}).to_string()))
            .unwrap()
    };

    let (first, second) = (world.send(request()).await, world.send(request()).await);
    world.advance(days(2)).await;
    let long_after = world.send(request()).await;
    world.advance(days(1)).await;

    assert_eq!(first.json()["id"], second.json()["id"]);
    assert_eq!(first.json()["id"], long_after.json()["id"], "the kept answer is forgotten, the list is not");
    assert_eq!(world.all_mail().len(), 2);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_by_field_and_reason() {
    let world = World::demo().await;
    let task = json!({"field": "task.type", "op": "eq", "value": "x"});
    let table = [
        (json!({}), "recipients", "give either `recipients` or `contacts`"),
        (json!({"recipients": [], "contacts": {}}), "recipients", "give either `recipients` or `contacts`"),
        (json!({"recipients": []}), "recipients", "there is nobody on the list"),
        (json!({"recipients": [{"mail": "a@x.ca"}]}), "recipients.0.mail", "there is no such field here"),
        (json!({"recipients": crowd(10_001)}), "recipients", "list at most 10000 people at once"),
        (json!({"contacts": {"criteria": task}}), "contacts.criteria", "`task.type` is not a field here"),
        (
            json!({"recipients": people(&["a@x.ca"]), "spread": "1h"}),
            "spread",
            "`1h` is not of the form `DD:HH:MM`",
        ),
    ];

    for (body, field, reason) in table {
        let reply = world.call("POST", SEND, Some(body)).await;
        let error = reply.json()["errors"][0].clone();
        assert_eq!((reply.status, error["field"].as_str()), (422, Some(field)), "{}", reply.body);
        assert!(error["reason"].as_str().unwrap().starts_with(reason), "{}", reply.body);
    }
    world.call("POST", "/v1/campaigns/cmp_satisfaction/pause", None).await;
    let paused = world.call("POST", SEND, Some(json!({"recipients": people(&["a@x.ca"])}))).await;
    assert_eq!(paused.status, 409, "{}", paused.body);
}
