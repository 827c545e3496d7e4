//! R5.4: what an anonymous campaign keeps of an answer leads to nobody, few answers are never shown, and everybody is told
//! so before and after.

use relance_application::kind::Kind;
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::invitation::Invitation;
use relance_tests::{Inbox, Job, PUBLIC_LINK, World, days, hours, minutes, survey_link};
use serde_json::{Value, json};

/// A world whose demo campaign was anonymous from its first publication on.
async fn anonymous() -> World {
    let world = World::demo().await;
    world.given::<Campaign>(|campaign| campaign.respondents.anonymous = true).await;
    world
}

fn customer(number: usize) -> String {
    format!("customer{number}@example.com")
}

/// So many customers are asked at once; returns their links.
async fn asked(world: &World, customers: usize) -> Vec<String> {
    for number in 0..customers {
        world.report(&Job::done(&format!("T{number}"), world.now()).to(&customer(number))).await;
    }
    world.advance(hours(12)).await;
    let link = |number| survey_link(world.inbox(&customer(number)).only());
    (0..customers).map(link).collect()
}

#[tokio::test]
async fn r5_4_nothing_that_is_stored_leads_from_an_answer_to_who_gave_it_or_back() {
    let world = anonymous().await;
    let links = asked(&world, 2).await;
    world.advance(minutes(97)).await;

    world.post_form(&links[0], &[("q_nps", "3"), ("q_comment", "Trop long")]).await;

    let answers = world.stored::<Answer>();
    let invitations = world.stored::<Invitation>();
    let [answer] = answers.as_slice() else { panic!("{} answers", answers.len()) };
    assert_eq!((&answer.invitation_id, &answer.contact_id, answer.signals.len()), (&None, &None, 0));
    assert_eq!(answer.completed_at.to_string(), "2026-11-23T05:00:00Z", "the start of Monday in Toronto");
    assert_eq!(answer.evaluated_at, Some(answer.completed_at));
    let told = |invitation: &Invitation| (invitation.answered_anonymously, invitation.answer_id.is_some());
    let mut told: Vec<_> = invitations.iter().map(told).collect();
    told.sort_unstable();
    assert_eq!(told, [(false, false), (true, false)]);
    let name = answer.id.as_str().strip_prefix("ans_").unwrap();
    for record in world.records().everything() {
        let about_it = record.key.partition.kind == Kind::Answer;
        let body = serde_json::to_string(&record.body).unwrap();
        assert!(about_it || !body.contains(name), "{:?} names the answer", record.key);
        assert!(!about_it || !body.contains("inv_") && !body.contains("con_"), "{body}");
    }
}

#[tokio::test]
async fn r5_4_ids_of_one_day_say_nothing_of_the_order_in_which_they_were_given() {
    let world = anonymous().await;
    let links = asked(&world, 12).await;

    for (score, link) in links.iter().enumerate() {
        world.post_form(link, &[("q_nps", &score.min(10).to_string())]).await;
        world.advance(minutes(1)).await;
    }

    let mut answers = world.stored::<Answer>();
    answers.sort_by(|one, other| one.id.cmp(&other.id));
    let scores: Vec<_> = answers.iter().filter_map(|answer| answer.nps_score).collect();
    assert_eq!(scores.len(), 12);
    assert!(!scores.is_sorted(), "{scores:?}");
    let times: std::collections::BTreeSet<_> =
        answers.iter().map(|answer| answer.id.as_str().get(..14).unwrap().to_owned()).collect();
    assert_eq!(times.len(), 1, "all of them bear the start of the day");
    assert_eq!(world.read("/v1/stats/nps?period=today").await["answers"], 12, "and are of that day");
    world.advance(days(2)).await;
    assert_eq!(world.read("/v1/stats/nps?period=7d").await["answers"], 12, "also once it is folded");
}

#[tokio::test]
async fn r5_4_fewer_than_five_answers_are_hidden_everywhere_and_said_to_be() {
    let world = anonymous().await;
    let links = asked(&world, 5).await;
    for link in &links[..4] {
        world.post_form(link, &[("q_nps", "2"), ("q_comment", "Secret")]).await;
    }

    let few = world.read("/v1/answers").await;
    let few_stats = world.read("/v1/stats/nps?period=7d").await;
    let few_csv = world.call("GET", "/v1/answers.csv", None).await.body;
    let id = world.stored::<Answer>()[0].id.to_string();
    let one = world.call("GET", &format!("/v1/answers/{id}"), None).await;
    let ignored = world.call("POST", &format!("/v1/answers/{id}/ignore"), None).await;
    world.post_form(&links[4], &[("q_nps", "9")]).await;
    let enough = world.read("/v1/answers").await;
    let enough_stats = world.read("/v1/stats/nps?period=7d").await;
    let slice = world.read("/v1/answers?min_score=9").await;

    let reason = few["hidden"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("hidden while fewer than 5"), "{reason}");
    assert_eq!(
        (few["items"].as_array().unwrap().len(), &few["hidden"][0]["campaign_id"]),
        (0, &json!("cmp_satisfaction"))
    );
    assert_eq!((&few_stats["nps"], &few_stats["answers"]), (&Value::Null, &json!(0)));
    assert_eq!(few_stats["hint"], reason);
    assert!(few_csv.contains("hidden while fewer than 5") && !few_csv.contains("Secret"), "{few_csv}");
    assert_eq!((one.status, ignored.status), (409, 409));
    assert_eq!(enough["items"].as_array().unwrap().len(), 5);
    assert_eq!((&enough["hidden"], &enough_stats["answers"]), (&json!([]), &json!(5)));
    assert!(slice["items"].as_array().unwrap().is_empty(), "one answer is a slice too small");
}

#[tokio::test]
async fn r5_4_answers_of_programs_do_not_uncover_the_few_of_people() {
    let world = anonymous().await;
    let links = asked(&world, 6).await;
    for link in &links[..4] {
        world.post_form(link, &[("q_nps", "2")]).await;
    }

    for link in &links[4..] {
        world.post_form(link, &[("q_nps", "0"), ("website", "https://spam.example")]).await;
    }

    assert_eq!(world.stored::<Answer>().len(), 6);
    assert!(world.items("/v1/answers").await.is_empty());
    assert_eq!(world.read("/v1/stats/nps?period=7d").await["nps"], Value::Null);
}

#[tokio::test]
async fn r5_4_an_unhappy_anonymous_answer_alerts_nobody_and_calls_nobody() {
    let world = anonymous().await;
    let webhook = json!({"url": "https://example.com/hook", "events": ["answer.completed", "alert.created"],
        "secrets": ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]});
    assert_eq!(world.call("POST", "/v1/webhooks", Some(webhook)).await.status, 201);
    let links = asked(&world, 1).await;

    world.post_form(&links[0], &[("q_nps", "0")]).await;
    world.advance(hours(1)).await;

    assert_eq!(world.stored::<Answer>().len(), 1);
    assert!(world.items("/v1/alerts").await.is_empty());
    assert!(world.inbox("owner@demo.example").is_empty());
    assert!(world.calls().is_empty());
}

#[tokio::test]
async fn r5_4_people_are_told_in_the_mail_before_they_send_and_after() {
    for (language, before, after, promise) in [
        ("fr-CA", "Ce sondage est anonyme", "Elle est anonyme", "Vos réponses sont anonymes"),
        ("en-CA", "This survey is anonymous", "It is anonymous", "Your answers are anonymous"),
    ] {
        let world = anonymous().await;
        world.report(&Job::done("T1", world.now()).speaking(language)).await;
        world.advance(hours(12)).await;
        let mail = world.inbox("lea@example.com").only().clone();
        let link = survey_link(&mail);

        let page = world.open_link(&link).await;
        let thanks = world.post_form(&link, &[("q_nps", "9")]).await;
        let later = world.open_link(&link).await;
        let again = world.post_form(&link, &[("q_nps", "1")]).await;

        assert!(mail.html.contains(promise) && mail.text.contains(promise), "{language}");
        assert!(page.text().contains(before) && page.text().contains(promise), "{}", page.text());
        assert!(thanks.text().contains(after), "{}", thanks.text());
        assert_eq!(thanks.count("a.button"), 0, "nothing offers to change it");
        assert!(later.text().contains(after), "{}", later.text());
        assert_eq!((later.status(), later.count("form"), again.count("form")), (200, 0, 0));
        let stored = world.stored::<Answer>();
        assert_eq!(stored.iter().map(|answer| answer.nps_score).collect::<Vec<_>>(), [Some(9)]);
        assert_eq!(stored[0].language.as_str(), "fr", "which language somebody reads tells of them");
    }
}

#[tokio::test]
async fn r5_4_whoever_has_answered_is_reminded_no_more_and_cannot_be_asked_again() {
    let world = anonymous().await;
    world.change_campaign(json!({"reminders": ["03:00:00"]})).await;
    let links = asked(&world, 2).await;

    world.post_form(&links[0], &[("q_nps", "9")]).await;
    world.advance(days(4)).await;

    let mails = |number| -> Inbox { world.inbox(&customer(number)) };
    assert_eq!((mails(0).len(), mails(1).len()), (1, 2));
    let invitations = world.items("/v1/invitations").await;
    let answered = invitations.iter().find(|one| one["address"] == customer(0)).unwrap();
    assert_eq!((&answered["state"], &answered["answer_id"]), (&json!("answered"), &Value::Null));
    let resend = format!("/v1/invitations/{}/resend", answered["id"].as_str().unwrap());
    assert_eq!(world.call("POST", &resend, None).await.status, 409);
}

#[tokio::test]
async fn r5_4_what_people_were_told_cannot_change_once_it_was_published() {
    let world = World::demo().await;

    let refused =
        world.call("PATCH", "/v1/campaigns/cmp_satisfaction", Some(json!({"anonymous": true}))).await;
    let wrong = world.call("PATCH", "/v1/campaigns/cmp_satisfaction", Some(json!({"anonymous": 1}))).await;
    let draft = json!({"name": "Climat", "anonymous": true, "questions_per_survey": 2});
    let drawn = world.call("POST", "/v1/campaigns", Some(draft)).await;

    for (reply, field) in [(&refused, "anonymous"), (&wrong, "anonymous"), (&drawn, "questions_per_survey")] {
        assert_eq!(reply.status, 422, "{}", reply.body);
        assert_eq!(reply.json()["errors"][0]["field"], field, "{}", reply.body);
    }
    assert!(refused.body.contains("people were told"), "{}", refused.body);
}

#[tokio::test]
async fn r5_4_an_anonymous_public_form_is_one_answer_and_stays_as_it_is() {
    let world = anonymous().await;
    world.change_campaign(json!({"public_link": true})).await;
    let page = world.open_public_link("en").await;

    world.send_public_form(&page, &[("q_nps", "9")]).await;
    world.advance(minutes(3)).await;
    let again = world.send_public_form(&page, &[("q_nps", "0")]).await;

    let stored = world.stored::<Answer>();
    assert_eq!(stored.iter().map(|answer| answer.nps_score).collect::<Vec<_>>(), [Some(9)]);
    assert_eq!(stored[0].completed_at.to_string(), "2026-11-22T05:00:00Z");
    assert!(again.text().contains("It is anonymous"), "{}", again.text());
    assert_eq!(
        world.open_link(PUBLIC_LINK).await.count("form"),
        1,
        "the next person has a form of their own"
    );
}

#[tokio::test]
async fn r5_4_no_figure_tells_what_fewer_than_five_said_and_a_wave_is_no_way_back() {
    let world = anonymous().await;
    let monthly = json!({"first": "2026-12-01", "every_months": 1});
    let site = json!({"name": "Google", "url": "https://g.example/r"});
    world
        .change_campaign(json!({"triggers": [], "mute": "", "waves": monthly, "review_links": [site]}))
        .await;
    world.advance(days(10)).await;
    let people = ["lea.roy", "marc.gagnon", "emily.clark", "noah.singh"];
    let links: Vec<_> =
        people.iter().map(|who| survey_link(world.inbox(&format!("{who}@example.com")).only())).collect();
    let offer = |page: &relance_tests::Page| {
        (page.count("a[href='https://g.example/r']"), page.count("form[action$='/review']"))
    };

    let mut offers = Vec::new();
    for link in &links {
        offers.push(offer(&world.post_form(link, &[("q_nps", "10"), ("q_work", "5")]).await));
    }
    let csat = world.read("/v1/stats/csat?period=30d").await;
    let wave = world.read("/v1/campaigns/cmp_satisfaction/waves").await["items"][0].clone();

    assert!(world.stored::<Answer>().iter().all(|answer| (answer.wave, answer.review) == (None, None)));
    assert_eq!(offers, vec![(1, 0); 4], "they are led there directly, and nobody counts it");
    assert_eq!((&csat["csat"], &csat["answers"], &csat["questions"]), (&json!(null), &json!(0), &json!([])));
    assert_eq!(csat["hidden"][0]["campaign_id"], "cmp_satisfaction");
    assert_eq!((&wave["hidden"], &wave["answers"], &wave["nps"]), (&json!(true), &json!(0), &json!(null)));
}
