//! A published campaign can be edited at any time, and whoever was asked before answers what they were asked: mails,
//! links, reminders and answers keep the version of their time.

use relance_domain::answer::Answer;
use relance_domain::campaign::CampaignVersion;
use relance_tests::{Inbox, Job, World, days, hours, survey_link};
use serde_json::{Value, json};

const CAMPAIGN: &str = "/v1/campaigns/cmp_satisfaction";

fn said(text: &str) -> Value {
    json!({"fr": text, "en": text})
}

/// Two questions, worded like this.
fn questions(nps: &str, other: &str, words: &str) -> Value {
    // Too short a while to add to an answer, so that all of it is one screen.
    json!({"edit_window": "00:12:00", "questions": [
        {"id": "q_nps", "kind": "nps", "required": true, "texts": said(nps)},
        {"id": other, "kind": "csat", "texts": said(words)},
    ]})
}

/// Somebody is asked now; returns their survey's link.
async fn asked(world: &World, name: &str) -> String {
    let job = Job::done(name, world.now()).to(&address(name));
    world.report(&job).await;
    world.advance(hours(12)).await;
    let link = survey_link(world.inbox(&address(name)).newest());
    // What happens next happens later than the mail.
    world.advance(hours(1)).await;
    link
}

fn address(name: &str) -> String {
    format!("{}@example.com", name.to_lowercase())
}

async fn numbers(world: &World) -> Vec<(u64, Value)> {
    let items = world.items(&format!("{CAMPAIGN}/versions")).await;
    items.iter().map(|item| (item["number"].as_u64().unwrap(), item["changed"].clone())).collect()
}

#[tokio::test]
async fn who_was_asked_before_an_edit_answers_what_they_were_asked() {
    let world = World::demo().await;
    world.change_campaign(questions("Note d'hier ?", "q_before", "Avant ?")).await;
    let before = asked(&world, "Lea").await;
    world.change_campaign(questions("Note d'aujourd'hui ?", "q_after", "Après ?")).await;
    let after = asked(&world, "Bob").await;

    let (old, new) = (world.open_link(&before).await, world.open_link(&after).await);
    world.post_form(&before, &[("q_nps", "9"), ("q_before", "5")]).await;
    world.advance(hours(1)).await;
    world.post_form(&after, &[("q_nps", "2"), ("q_after", "1")]).await;

    assert_eq!(
        (old.controls(), new.controls()),
        (vec!["q_nps".to_owned(), "q_before".to_owned()], vec!["q_nps".to_owned(), "q_after".to_owned()])
    );
    assert!(old.text().contains("Note d'hier ?"), "{}", old.text());
    let answers = world.items("/v1/answers").await;
    let told: Vec<_> =
        answers.iter().map(|one| (one["campaign_version"].clone(), one["values"].clone())).collect();
    assert_eq!(
        told,
        [(json!(3), json!({"q_nps": 2, "q_after": 1})), (json!(2), json!({"q_nps": 9, "q_before": 5}))]
    );
    let then = world.read(&format!("{CAMPAIGN}/versions/2")).await;
    assert_eq!(then["questions"][1]["texts"]["fr"], "Avant ?");
    let csv = world.call("GET", "/v1/answers.csv", None).await.body;
    assert!(
        csv.lines().next().unwrap().contains("q_before"),
        "what is asked no more keeps its column: {csv}"
    );
}

#[tokio::test]
async fn p5_a_reminder_repeats_the_question_of_its_mail() {
    let world = World::demo().await;
    let mut change = questions("Note d'hier ?", "q_before", "Avant ?");
    change["reminders"] = json!(["03:00:00"]);
    world.change_campaign(change).await;
    let link = asked(&world, "Lea").await;

    world.change_campaign(questions("Note d'aujourd'hui ?", "q_after", "Après ?")).await;
    world.advance(days(3) + hours(1)).await;

    let mails: Inbox = world.inbox(&address("Lea"));
    assert_eq!(mails.len(), 2);
    assert!(mails.newest().text.contains("Note d'hier ?"), "{}", mails.newest().text);
    assert_eq!(survey_link(mails.newest()), link);
    assert_eq!(world.open_link(&link).await.controls(), ["q_nps", "q_before"]);
}

#[tokio::test]
async fn r5_3_an_answer_is_changed_as_it_was_asked() {
    let world = World::demo().await;
    world.change_campaign(questions("Note ?", "q_before", "Avant ?")).await;
    let link = asked(&world, "Lea").await;
    world.post_form(&link, &[("q_nps", "3"), ("q_before", "2")]).await;

    world.change_campaign(questions("Note ?", "q_after", "Après ?")).await;
    let page = world.open_link(&link).await;
    let changed = world.post_form(&link, &[("q_nps", "8"), ("q_before", "4")]).await;

    assert_eq!(page.selected("q_before").as_deref(), Some("2"));
    assert_eq!(changed.status(), 200);
    let answers = world.items("/v1/answers").await;
    assert_eq!(
        (&answers[0]["campaign_version"], &answers[0]["values"]),
        (&json!(2), &json!({"q_nps": 8, "q_before": 4}))
    );
}

#[tokio::test]
async fn an_unhappy_answer_is_explained_to_its_owner_in_the_words_of_its_time() {
    let world = World::demo().await;
    let comment = json!({"id": "q_then", "kind": "text", "texts": said("Et alors ?")});
    let nps = json!({"id": "q_nps", "kind": "nps", "required": true, "texts": said("Note ?")});
    world.change_campaign(json!({"questions": [nps, comment]})).await;
    let link = asked(&world, "Lea").await;

    world.change_campaign(json!({"questions": [nps]})).await;
    world.post_form(&link, &[("q_nps", "1"), ("q_then", "Le délai")]).await;
    world.advance(hours(1)).await;

    let mail = world.inbox("owner@demo.example").only().clone();
    assert!(mail.text.contains("Le délai"), "{}", mail.text);
}

#[tokio::test]
async fn b9_a_question_that_leaves_the_bank_is_still_asked_of_those_who_were_asked() {
    let world = World::demo().await;
    let category =
        world.call("POST", "/v1/categories", Some(json!({"name": "Visite"}))).await.json()["id"].clone();
    let question =
        json!({"id": "q_bank", "category_id": category, "kind": "csat", "texts": said("Propre ?")});
    assert_eq!(world.call("POST", "/v1/questions", Some(question)).await.status, 201);
    world.change_campaign(json!({"categories": [category], "edit_window": "00:12:00"})).await;
    let before = asked(&world, "Lea").await;

    let reworded = json!({"texts": said("Très propre ?")});
    assert_eq!(world.call("PATCH", "/v1/questions/q_bank", Some(reworded)).await.status, 200);
    let between = asked(&world, "Ann").await;
    assert_eq!(world.call("DELETE", "/v1/questions/q_bank", None).await.status, 204);
    let after = asked(&world, "Bob").await;

    let pages =
        [world.open_link(&before).await, world.open_link(&between).await, world.open_link(&after).await];
    let [first, second, third] = pages.each_ref().map(relance_tests::Page::text);
    assert!(first.contains("Propre ?") && !first.contains("Très propre ?"), "{first}");
    assert!(second.contains("Très propre ?"), "{second}");
    assert!(!third.contains("ropre ?"), "{third}");
    let questions = json!(["questions"]);
    assert_eq!(
        numbers(&world).await,
        [(4, questions.clone()), (3, questions.clone()), (2, questions), (1, json!([]))]
    );
    world.post_form(&before, &[("q_nps", "9"), ("q_bank", "5")]).await;
    assert_eq!(world.items("/v1/answers").await[0]["values"]["q_bank"], 5);
}

#[tokio::test]
async fn a_public_form_is_taken_as_it_was_shown() {
    let world = World::demo_open_to_everybody().await;
    world.change_campaign(questions("Note ?", "q_before", "Avant ?")).await;
    world.advance(hours(1)).await;
    let page = world.open_public_link("fr").await;
    world.advance(hours(1)).await;

    world.change_campaign(questions("Note ?", "q_after", "Après ?")).await;
    let thanks = world.send_public_form(&page, &[("q_nps", "9"), ("q_before", "4")]).await;

    assert_eq!(thanks.status(), 200, "{}", thanks.text());
    assert_eq!(world.items("/v1/answers").await[0]["values"], json!({"q_nps": 9, "q_before": 4}));
    world.advance(hours(1)).await;
    assert_eq!(world.open_public_link("fr").await.controls(), ["q_nps", "q_after"]);
}

#[tokio::test]
async fn only_what_respondents_meet_makes_a_version() {
    let world = World::demo().await;
    let first = numbers(&world).await;

    world.change_campaign(json!({"name": "Autre nom", "mute": "03:00:00", "public_link": true})).await;
    for step in ["pause", "publish", "publish"] {
        assert_eq!(world.call("POST", &format!("{CAMPAIGN}/{step}"), None).await.status, 200);
    }
    let same = numbers(&world).await;
    world.call("POST", &format!("{CAMPAIGN}/pause"), None).await;
    world.change_campaign(json!({"questions_per_survey": 1})).await;
    world.call("POST", &format!("{CAMPAIGN}/publish"), None).await;

    assert_eq!((first.clone(), same), (vec![(1, json!([]))], first));
    assert_eq!(numbers(&world).await, [(2, json!(["questions_per_survey"])), (1, json!([]))]);
    assert_eq!(world.read(CAMPAIGN).await["version"], 2);
    let made_by = &world.items(&format!("{CAMPAIGN}/versions")).await[0]["made_by"];
    assert!(made_by.as_str().unwrap().starts_with("key_"), "{made_by}");
}

#[tokio::test]
async fn a_draft_has_no_version_until_it_is_published_and_wrong_ones_are_not_found() {
    let world = World::demo().await;
    let mut draft = world.read(CAMPAIGN).await;
    let body = draft.as_object_mut().unwrap();
    for name in ["id", "status", "version", "warnings", "created_at", "updated_at"] {
        body.remove(name);
    }
    let id = world.call("POST", "/v1/campaigns", Some(draft.clone())).await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/v1/campaigns/{id}/versions");

    let none = world.items(&path).await;
    world.call("PATCH", &format!("/v1/campaigns/{id}"), Some(json!({"questions_per_survey": 1}))).await;
    assert_eq!(world.call("POST", &format!("/v1/campaigns/{id}/publish"), None).await.status, 200);
    let one = world.items(&path).await;

    assert!(none.is_empty());
    assert_eq!((one.len(), &one[0]["number"]), (1, &json!(1)));
    for wrong in [format!("{path}/2"), format!("{path}/x"), "/v1/campaigns/cmp_nobody/versions".to_owned()] {
        assert_eq!(world.call("GET", &wrong, None).await.status, 404, "{wrong}");
    }
}

#[tokio::test]
async fn an_edit_writes_its_version_or_is_not_there() {
    let world = World::demo().await;

    world.change_campaign(json!({"questions_per_survey": 1})).await;
    let stale = world
        .call("PATCH", CAMPAIGN, Some(json!({"questions_per_survey": 99, "texts": {"fr": {"subject": ""}}})))
        .await;

    assert_eq!(stale.status, 422);
    assert_eq!(world.stored::<CampaignVersion>().len(), 2);
    assert!(world.stored::<Answer>().is_empty());
}
