//! NPS, CSAT, CES and review clicks, derived from the answers: what a manager reads is what a recount gives.

use relance_tests::{Job, World, days, hours, minutes, survey_link};
use serde_json::json;

async fn answer(world: &World, task: &str, score: &str) -> String {
    let address = format!("{}@x.ca", task.to_lowercase());
    world.report(&Job::done(task, world.now() - hours(12)).to(&address)).await;
    let link = survey_link(world.inbox(&address).only());
    world.post_form(&link, &[("q_nps", score)]).await;
    link
}

#[tokio::test]
async fn two_promoters_and_a_detractor_are_33_point_3_with_low_confidence() {
    let world = World::demo().await;
    for (task, score) in [("T1", "9"), ("T2", "10"), ("T3", "3")] {
        answer(&world, task, score).await;
    }

    let stats = world.read("/v1/stats/nps?period=today").await;

    assert_eq!(stats["nps"], 33.3);
    assert_eq!(
        (&stats["answers"], &stats["promoters"], &stats["passives"], &stats["detractors"]),
        (&json!(3), &json!(2), &json!(0), &json!(1))
    );
    assert_eq!(stats["low_confidence"], true);
    assert!(
        stats["interval"]["low"].as_f64().unwrap() < 33.3
            && stats["interval"]["high"].as_f64().unwrap() > 33.3
    );
    assert_eq!(stats["period"], json!({"from": "2026-11-22", "to": "2026-11-22"}));
}

#[tokio::test]
async fn no_answer_is_no_score() {
    let world = World::demo().await;

    let stats = world.read("/v1/stats/nps?period=30d").await;

    assert_eq!(
        (&stats["nps"], &stats["answers"], &stats["interval"]),
        (&json!(null), &json!(0), &json!(null))
    );
}

#[tokio::test]
async fn a_day_is_the_organization_s_local_day() {
    let world = World::demo().await;
    world.advance(hours(9) + minutes(50)).await;
    answer(&world, "T1", "9").await;

    world.advance(minutes(30)).await;
    answer(&world, "T2", "0").await;

    assert_eq!(world.read("/v1/stats/nps?period=2026-11-22..2026-11-22").await["nps"], 100.0);
    assert_eq!(world.read("/v1/stats/nps?period=today").await["nps"], -100.0);
    assert_eq!(world.read("/v1/stats/nps?period=7d").await["nps"], 0.0);
}

#[tokio::test]
async fn i7_a_change_to_an_answer_of_a_folded_day_is_seen_at_once() {
    let world = World::demo().await;
    let link = answer(&world, "T1", "0").await;
    world.advance(days(1)).await;
    let folded = world.read("/v1/stats/nps?period=7d").await;

    world.post_form(&link, &[("q_nps", "10")]).await;
    let changed = world.read("/v1/stats/nps?period=7d").await;
    let again = world.read("/v1/stats/nps?period=7d").await;
    let id = world.items("/v1/answers").await[0]["id"].as_str().unwrap().to_owned();
    world.call("POST", &format!("/v1/answers/{id}/ignore"), None).await;
    let ignored = world.read("/v1/stats/nps?period=7d").await;

    assert_eq!(
        (&folded["nps"], &changed["nps"], &again["nps"]),
        (&json!(-100.0), &json!(100.0), &json!(100.0))
    );
    assert_eq!(ignored["answers"], 0);
}

/// Asks one person; returns their survey's link.
async fn ask(world: &World, task: &str) -> String {
    let address = format!("{}@x.ca", task.to_lowercase());
    world.report(&Job::done(task, world.now() - hours(12)).to(&address)).await;
    survey_link(world.inbox(&address).only())
}

#[tokio::test]
async fn m3_csat_is_the_share_of_satisfied_answers_and_ces_how_easy_it_was() {
    let world = World::demo().await;
    let texts = |fr: &str, en: &str| json!({"fr": fr, "en": en});
    world
        .change_campaign(json!({"questions": [
            {"id": "q_work", "kind": "csat", "not_applicable": true, "required": false, "texts": texts("Travail ?", "Work?")},
            {"id": "q_easy", "kind": "ces", "required": false, "texts": texts("Facile ?", "Easy?")},
            {"id": "q_clean", "kind": "rating", "max": 10, "required": false, "texts": texts("Propreté ?", "Tidy?")}
        ]}))
        .await;
    let given = [
        ("T1", "5", "7", "10"),
        ("T2", "4", "4", "3"),
        ("T3", "2", "6", ""),
        ("T4", "not_applicable", "", ""),
    ];

    for (task, work, easy, clean) in given {
        let link = ask(&world, task).await;
        let fields = [("q_work", work), ("q_easy", easy), ("q_clean", clean)];
        let fields: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        world.post_form(&link, &fields).await;
    }
    let csat = world.read("/v1/stats/csat?period=today&campaign=cmp_satisfaction").await;
    let ces = world.read("/v1/stats/ces?period=today").await;

    assert_eq!((&csat["csat"], &csat["answers"], &csat["satisfied"]), (&json!(66.7), &json!(3), &json!(2)));
    assert_eq!((&csat["average_base_10"], &csat["low_confidence"]), (&json!(7.33), &json!(true)));
    let questions: Vec<_> =
        csat["questions"].as_array().unwrap().iter().map(|q| q["question_id"].clone()).collect();
    assert_eq!(questions, ["q_clean", "q_work"]);
    assert_eq!(csat["questions"][0]["average_base_10"], 6.5);
    assert_eq!(
        (&ces["ces"], &ces["answers"], &ces["easy"], &ces["easy_share"]),
        (&json!(5.67), &json!(3), &json!(2), &json!(66.7))
    );
    let low = ces["interval"]["low"].as_f64().unwrap();
    assert!(low > 0.0 && low < 66.7, "{low}");
}

#[tokio::test]
async fn an_empty_figure_says_where_to_look() {
    let world = World::demo().await;
    let link = ask(&world, "T1").await;
    world.post_form(&link, &[("q_nps", "9"), ("q_work", "5")]).await;
    world.advance(days(3)).await;

    let today = world.read("/v1/stats/csat?period=today").await;
    let effort = world.read("/v1/stats/ces?period=30d").await;

    assert_eq!((&today["csat"], &today["interval"]), (&json!(null), &json!(null)));
    assert_eq!(
        today["hint"],
        "no answers to such a question in this period; the latest is of 2026-11-22: try `7d`"
    );
    assert_eq!((&effort["ces"], effort["questions"].as_array().unwrap().len()), (&json!(null), 0));
}

/// E7, E18: people who went to a review site, of those who were shown one.
#[tokio::test]
async fn m5_the_review_click_rate_counts_people_once_and_never_a_visit() {
    let world = World::demo().await;
    let site = json!({"name": "Google", "url": "https://g.example/r"});
    world.change_campaign(json!({"review_links": [site]})).await;
    let (one, other) = (ask(&world, "T1").await, ask(&world, "T2").await);
    let thanks = world.post_form(&one, &[("q_nps", "10")]).await;
    world.post_form(&other, &[("q_nps", "2")]).await;

    let visited = world.open_link(&format!("{one}/review?site=Google")).await;
    let before = world.read("/v1/stats/rates?period=today").await;
    let gone = world.post_form(&format!("{one}/review"), &[("site", "Google")]).await;
    world.post_form(&format!("{one}/review"), &[("site", "Google")]).await;
    let elsewhere = world.post_form(&format!("{other}/review"), &[("site", "https://evil.example")]).await;
    let rates = world.read("/v1/stats/rates?period=today").await;

    assert_eq!(thanks.count("form[action$='/review'] button[name=site][value=Google]"), 1);
    assert_eq!((gone.status(), gone.reply.header("location")), (303, "https://g.example/r"));
    assert_eq!((visited.status(), elsewhere.status()), (405, 404));
    assert_eq!((&before["reviews_shown"], &before["reviews_clicked"]), (&json!(2), &json!(0)));
    assert_eq!(
        (&rates["reviews_shown"], &rates["reviews_clicked"], &rates["review_click_rate"]),
        (&json!(2), &json!(1), &json!(50.0))
    );
}
