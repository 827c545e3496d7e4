//! Sentences about answers, alerts and figures.

use crate::world::World;
use axum::http::StatusCode;
use relance_application::kind::Kind;
use relance_domain::alert::{Alert, AlertKind};
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::name::{CampaignId, QuestionId, RuleId};
use relance_domain::question::AnswerValue;
use relance_testkit::builders::{address, answer, at, campaign};
use serde_json::{Value, json};

fn other() -> Campaign {
    Campaign { id: CampaignId::parse("cmp_other").unwrap(), ..campaign() }
}

async fn with_answers() -> World {
    let world = World::new().await;
    world.given(&other()).await;
    for (day, score) in [("2026-11-20", 10), ("2026-11-21", 3), ("2026-11-22", 8)] {
        world.given(&answer(at(&format!("{day}T14:00:00Z")), score)).await;
    }
    let theirs = answer(at("2026-11-21T20:00:00Z"), 9);
    world.given(&Answer { campaign_id: other().id, ..theirs }).await;
    world
}

fn scores(answers: &crate::world::Answer) -> Vec<u64> {
    answers.json["items"].as_array().unwrap().iter().map(|item| item["nps_score"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn answers_of_all_campaigns_are_one_list_newest_first() {
    let world = with_answers().await;

    let mut seen = Vec::new();
    let mut cursor = String::new();
    while seen.len() < 10 {
        let page = world.get(&format!("/v1/answers?limit=1&cursor={cursor}")).await.expect(StatusCode::OK);
        seen.extend(scores(&page));
        match page.json["cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }

    assert_eq!(seen, [8, 9, 3, 10]);
}

#[tokio::test]
async fn answers_are_filtered_by_campaign_period_and_score() {
    let world = with_answers().await;
    let table = [
        ("campaign_id=cmp_other", vec![9]),
        ("period=today", vec![8]),
        ("period=2026-11-20..2026-11-21", vec![9, 3, 10]),
        ("min_score=8&max_score=9", vec![8, 9]),
        ("max_score=6&campaign_id=cmp_satisfaction", vec![3]),
        ("invitation_id=inv_1", vec![]),
        ("contact_id=con_1", vec![]),
    ];

    for (query, expected) in table {
        let page = world.get(&format!("/v1/answers?{query}")).await.expect(StatusCode::OK);
        assert_eq!(scores(&page), expected, "{query}");
    }
    for (query, field) in [("period=fortnight", "period"), ("min_score=11", "min_score"), ("max=1", "max")] {
        let refused = world.get(&format!("/v1/answers?{query}")).await;
        assert_eq!(refused.status, 422, "{query}");
        assert!(refused.errors()[0].starts_with(field), "{query}: {:?}", refused.errors());
    }
}

/// A23: of a French survey too.
#[tokio::test]
async fn an_answer_is_shown_with_the_english_word_of_its_band() {
    let world = with_answers().await;
    let id = answer(at("2026-11-21T14:00:00Z"), 3).id;

    let shown = world.get(&format!("/v1/answers/{id}")).await.expect(StatusCode::OK);

    let expected = json!({
        "id": id, "invitation_id": null, "campaign_id": "cmp_satisfaction", "campaign_version": 1, "contact_id": null, "language": "fr",
        "values": { "q_nps": 3 }, "nps_score": 3, "nps_type": "Detractor", "satisfied": null, "signals": [], "ignored": false,
        "completed_at": "2026-11-21T14:00:00Z", "edited_at": null, "wave": null, "occasion": null,
    });
    assert_eq!(shown.json, expected);
}

#[tokio::test]
async fn p11_an_ignored_answer_counts_nowhere_until_it_is_restored() {
    let world = with_answers().await;
    let counted = |answer: &crate::world::Answer| answer.json["answers"].as_u64().unwrap();
    let figures = "/v1/stats/nps?period=7d";
    assert_eq!(counted(&world.get(figures).await), 4);
    let folded = world.records.everything();
    assert!(
        folded.iter().any(|record| record.key.partition.kind == Kind::DayTally),
        "a closed day is folded"
    );
    let path = format!("/v1/answers/{}", answer(at("2026-11-21T14:00:00Z"), 3).id);

    let ignored = world.call("POST", &format!("{path}/ignore"), None).await.expect(StatusCode::OK);

    assert_eq!(ignored.json["ignored"], true);
    assert_eq!(counted(&world.get(figures).await), 3);
    world.call("POST", &format!("{path}/ignore"), None).await.expect(StatusCode::OK);
    world.call("POST", &format!("{path}/restore"), None).await.expect(StatusCode::OK);
    assert_eq!(counted(&world.get(figures).await), 4);
}

#[tokio::test]
async fn nps_has_exactly_the_shape_that_is_promised() {
    let world = with_answers().await;

    let figures = world.get("/v1/stats/nps").await.expect(StatusCode::OK);

    let expected = json!({
        "nps": 25.0, "answers": 4, "promoters": 2, "passives": 1, "detractors": 1,
        "interval": { "low": -44.2, "high": 72.7 }, "anytime_interval": { "low": -79.4, "high": 95.1 },
        "low_confidence": true, "period": { "from": "2026-10-24", "to": "2026-11-22" }, "hint": null,
    });
    assert_eq!(figures.json, expected);
    let one = world.get("/v1/stats/nps?campaign=cmp_other&period=7d").await;
    assert_eq!((&one.json["nps"], &one.json["answers"]), (&json!(100.0), &json!(1)));
}

#[tokio::test]
async fn e14_an_empty_period_says_where_to_look() {
    let world = with_answers().await;
    world.clock.set(at("2026-12-01T05:30:00Z"));

    let month = world.get("/v1/stats/nps?period=current_month").await.expect(StatusCode::OK);

    assert_eq!((&month.json["nps"], &month.json["interval"]), (&Value::Null, &Value::Null));
    assert_eq!(
        month.json["hint"],
        "no answers with a score in this period; the latest is of 2026-11-22: try `30d`"
    );
    let never = World::new().await.get("/v1/stats/nps").await;
    assert_eq!(never.json["hint"], "there are no answers with a score yet");
    let gone = world.get("/v1/stats/nps?campaign=cmp_gone").await;
    assert_eq!(gone.errors(), ["campaign: there is no such campaign"]);
}

#[tokio::test]
async fn r5_11_answers_are_exported_as_a_spreadsheet_without_formulas() {
    let world = World::new().await;
    let mut evil = answer(at("2026-11-22T14:00:00Z"), 9);
    let formula = AnswerValue::Text("=HYPERLINK(\"https://evil.example\")".to_owned());
    evil.values.insert(QuestionId::parse("q_why").unwrap(), formula);
    world.given(&evil).await;
    world.given(&answer(at("2026-11-21T14:00:00Z"), 2)).await;

    let csv = world.get("/v1/answers.csv").await.expect(StatusCode::OK);

    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let lines: Vec<_> = csv.text.strip_prefix('\u{feff}').unwrap().lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].ends_with("nps_score,nps_type,satisfied,ignored,q_nps,q_why"), "{}", lines[0]);
    assert!(
        lines[1].ends_with(r#"9,Promoter,,false,9,"'=HYPERLINK(""https://evil.example"")""#),
        "{}",
        lines[1]
    );
    assert!(lines[2].ends_with("2,Detractor,,false,2,"), "{}", lines[2]);
}

async fn with_long_answers(most_bytes: Option<usize>) -> World {
    let world = World::answering_at_most(most_bytes).await;
    for minute in 0..40 {
        let mut one = answer(at(&format!("2026-11-22T14:{minute:02}:00Z")), 9);
        let text = AnswerValue::Text(format!("{minute} said \"fine\"\nand é"));
        one.values.insert(QuestionId::parse("q_why").unwrap(), text);
        world.given(&one).await;
    }
    world
}

/// The bytes of a text as a function carries it.
fn carried(text: &str) -> usize {
    serde_json::to_string(text).unwrap().len() - 2
}

#[tokio::test]
async fn a_file_that_one_answer_cannot_carry_is_refused_and_comes_whole_in_parts() {
    let whole =
        with_long_answers(None).await.get("/v1/answers.csv?period=today").await.expect(StatusCode::OK);
    let header = whole.text.lines().next().unwrap().to_owned() + "\r\n";
    let most = 2_000;
    let world = with_long_answers(Some(most)).await;

    let refused = world.get("/v1/answers.csv?period=today").await.expect(StatusCode::PAYLOAD_TOO_LARGE);
    let (mut parts, mut next) = (Vec::new(), Some("/v1/answers.csv?period=today&parts=true".to_owned()));
    while let Some(path) = next {
        let part = world.get(&path).await.expect(StatusCode::OK);
        let link =
            part.header("link").strip_prefix('<').map(|link| link.split('>').next().unwrap().to_owned());
        (parts, next) = ([parts, vec![part.text]].concat(), link);
    }

    assert!(refused.json["detail"].as_str().unwrap().contains("parts=true"), "{}", refused.text);
    assert!(parts.len() > 2, "{} parts", parts.len());
    assert!(
        parts.iter().all(|part| carried(part) <= most),
        "{:?}",
        parts.iter().map(|p| carried(p)).collect::<Vec<_>>()
    );
    let bodies: String = parts.iter().map(|part| part.strip_prefix(&header).unwrap()).collect();
    assert_eq!(header + &bodies, whole.text);
}

#[tokio::test]
async fn a_file_of_exactly_what_one_answer_can_carry_comes_in_one() {
    let whole = with_long_answers(None).await.get("/v1/answers.csv").await.expect(StatusCode::OK);

    let fits = with_long_answers(Some(carried(&whole.text))).await.get("/v1/answers.csv?parts=true").await;
    let one_less =
        with_long_answers(Some(carried(&whole.text) - 1)).await.get("/v1/answers.csv?parts=true").await;

    assert_eq!((fits.text, fits.headers.get("link")), (whole.text, None));
    assert!(one_less.headers.contains_key("link"));
}

fn alert(n: u32) -> Alert {
    let raised = at(&format!("2026-11-22T14:0{n}:00Z"));
    let answer = answer(at("2026-11-22T14:00:00Z"), 2);
    let rule = RuleId::parse(&format!("rul_{n}")).unwrap();
    Alert {
        id: Alert::id_of(&rule, &answer.id, raised),
        contact_id: None,
        ..Alert::raised(&rule, &answer, AlertKind::Detractor, address("owner@demo.example"), raised)
    }
}

fn path(n: u32, step: &str) -> String {
    format!("/v1/alerts/{}{step}", alert(n).id)
}

#[tokio::test]
async fn alerts_are_listed_newest_first_and_filtered_by_status() {
    let world = World::new().await;
    for n in 1..=5 {
        world.given(&alert(n)).await;
    }
    world.call("POST", &path(3, "/done"), None).await.expect(StatusCode::OK);

    let open = world.get("/v1/alerts?status=to_handle&limit=3").await;
    let cursor = open.json["cursor"].as_str().unwrap();
    let rest = world.get(&format!("/v1/alerts?status=to_handle&limit=3&cursor={cursor}")).await;

    let ids = |numbers: &[u32]| numbers.iter().map(|n| alert(*n).id.to_string()).collect::<Vec<_>>();
    assert_eq!(open.each("id"), ids(&[5, 4, 2]));
    assert_eq!(rest.each("id"), ids(&[1]));
    assert_eq!(rest.json["items"][0]["kind"], "detractor");
}

#[tokio::test]
async fn f26_an_alert_has_one_assignee_who_gets_a_mail() {
    let world = World::new().await;
    world.given(&alert(1)).await;

    let two = json!({ "assignee": ["a@demo.example", "b@demo.example"] });
    let refused = world.post(&path(1, "/assign"), two).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    let sam = world.post(&path(1, "/assign"), json!({ "assignee": "sam@demo.example" })).await;
    let lea = world.post(&path(1, "/assign"), json!({ "assignee": "lea@demo.example" })).await;
    world.post(&path(1, "/assign"), json!({ "assignee": "lea@demo.example" })).await.expect(StatusCode::OK);

    assert_eq!(refused.errors(), ["assignee: expected a text"]);
    assert_eq!(sam.json["status"], "assigned");
    assert_eq!(lea.json["assignee"], "lea@demo.example");
    let owners: Vec<_> =
        lea.json["history"].as_array().unwrap().iter().map(|step| &step["assignee"]).collect();
    assert_eq!(owners, ["sam@demo.example", "lea@demo.example"]);
    assert_eq!(world.heard.ids().len(), 2, "one mail each");
}

#[tokio::test]
async fn f27_the_first_contact_is_set_once_and_an_alert_is_never_deleted() {
    let world = World::new().await;
    world.given(&alert(1)).await;

    let first = world.call("POST", &path(1, "/contacted"), None).await.expect(StatusCode::OK);
    world.clock.advance(jiff::SignedDuration::from_hours(1));
    world.post(&path(1, "/assign"), json!({ "assignee": "sam@demo.example" })).await.expect(StatusCode::OK);
    let again = world.call("POST", &path(1, "/contacted"), None).await.expect(StatusCode::OK);
    let done = world.call("POST", &path(1, "/done"), None).await.expect(StatusCode::OK);

    assert_eq!(first.json["first_contact_at"], "2026-11-22T15:00:00Z");
    assert_eq!(again.json["first_contact_at"], first.json["first_contact_at"]);
    assert_eq!(done.json["status"], "done");
    world.call("DELETE", &path(1, ""), None).await.expect(StatusCode::METHOD_NOT_ALLOWED);
    world.call("POST", &path(1, "/contacted"), None).await.expect(StatusCode::CONFLICT);
    assert_eq!(world.get(&path(1, "")).await.json["status"], "done");
}
