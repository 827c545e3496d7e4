//! Sentences about when teams work, and which alert goes where until when (E10).

use crate::world::World;
use axum::http::StatusCode;
use serde_json::{Value, json};

const OFFICE: &str = "/v1/calendars/cal_office";

fn office() -> Value {
    json!({ "name": "Bureau", "time_zone": "America/Toronto", "closed": ["2026-12-25"], "ical_url": null,
        "days": { "mon": [["13:00", "17:00"], ["08:00", "12:00"]], "fri": [["08:00", "12:00"]] } })
}

async fn put(world: &World, path: &str, body: Value) -> crate::world::Answer {
    world.call("PUT", path, Some(body)).await
}

#[tokio::test]
async fn a_calendar_is_put_read_changed_listed_and_removed() {
    let world = World::new().await;

    let made = put(&world, OFFICE, office()).await.expect(StatusCode::OK);
    let again = put(&world, OFFICE, office()).await.expect(StatusCode::OK);
    let changed = world.patch(OFFICE, json!({ "closed": [] })).await.expect(StatusCode::OK);
    let stale = world
        .call_with("PUT", OFFICE, Some(office()), &[("if-match", "\"1\"")])
        .await
        .expect(StatusCode::PRECONDITION_FAILED);
    let other = world.post("/v1/calendars", office()).await.expect(StatusCode::CREATED);
    let listed = world.get("/v1/calendars").await.expect(StatusCode::OK);
    world.call("DELETE", OFFICE, None).await.expect(StatusCode::NO_CONTENT);

    assert_eq!(made.json["days"]["mon"], json!([["08:00", "12:00"], ["13:00", "17:00"]]));
    assert_eq!((made.header("etag"), again.header("etag")), ("\"1\"", "\"1\""));
    assert_eq!((&made.json["closed"], &changed.json["closed"]), (&json!(["2026-12-25"]), &json!([])));
    assert!(stale.json["detail"].as_str().unwrap().contains("it was changed"), "{}", stale.text);
    assert_eq!(listed.json["items"].as_array().unwrap().len(), 2);
    assert!(other.json["id"].as_str().unwrap().starts_with("cal_"));
    world.get(OFFICE).await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn hours_that_nobody_can_keep_are_refused_at_their_field() {
    let world = World::new().await;
    let with = |field: &str, value: Value| {
        let mut body = office();
        body[field] = value;
        body
    };
    let table = [
        (with("name", json!(" ")), "name: give it 1 to 120 characters"),
        (with("time_zone", json!("Mars")), "time_zone: `Mars` is not a time zone such as `America/Toronto`"),
        (with("days", json!({})), "days: give hours on at least one day of the week"),
        (with("days", json!({ "mon": [["09:00", "08:00"]] })), "days.0: hours must end later on the day"),
        (
            with("days", json!({ "mon": [["09:00", "12:00"], ["11:00", "13:00"]] })),
            "days: the hours from `11:00` begin before",
        ),
        (with("closed", json!(["2026-13-01"])), "closed"),
        (with("ical_url", json!("https://x.example/a.ics")), "ical_url: no address is read"),
        (with("colour", json!("red")), "colour: there is no such field here"),
    ];

    for (body, expected) in table {
        let refused = put(&world, OFFICE, body).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.errors()[0].starts_with(expected), "{expected}: {:?}", refused.errors());
    }
}

#[tokio::test]
async fn a_holiday_calendar_closes_its_days_beside_those_that_are_closed() {
    let world = World::new().await;
    put(&world, OFFICE, office()).await.expect(StatusCode::OK);
    let file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n\
        DTSTART;VALUE=DATE:20270624\r\nDTEND;VALUE=DATE:20270625\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    let headers = [("authorization", "Bearer rl.demo.key"), ("content-type", "text/calendar")];
    let path = format!("{OFFICE}/closed-days");
    let closed = world.raw("POST", &path, file.to_owned(), &headers).await.expect(StatusCode::OK);
    let refused = world.raw("POST", &path, "{}".to_owned(), &headers).await;

    assert_eq!(closed.json["closed"], json!(["2026-12-25", "2027-06-24"]));
    assert_eq!(
        refused.expect(StatusCode::UNPROCESSABLE_ENTITY).json["detail"],
        "this is no iCalendar file (RFC 5545)"
    );
}

fn row(calendar: &str) -> Value {
    json!({ "owner": "team@x.ca", "first_contact_within": "00:01:00", "calendar_id": calendar, "escalate_to": "chief@x.ca" })
}

#[tokio::test]
async fn e10_a_routing_table_says_who_and_until_when_and_holds_on_to_its_calendar() {
    let world = World::new().await;
    put(&world, OFFICE, office()).await.expect(StatusCode::OK);
    let mut first = row("cal_office");
    first["kind"] = json!("detractor");
    first["when"] = json!({ "field": "nps_score", "op": "lte", "value": 2 });
    let table = json!({ "rows": [first, row("cal_office")] });

    let none = world.get("/v1/alert-routing").await.expect(StatusCode::OK);
    put(&world, "/v1/alert-routing", table.clone()).await.expect(StatusCode::OK);
    let kept = world.get("/v1/alert-routing").await.expect(StatusCode::OK);

    assert_eq!(none.json, json!({ "rows": [] }));
    assert_eq!(kept.json["rows"][0], table["rows"][0]);
    assert_eq!(kept.json["rows"][1]["first_contact_within"], "00:01:00");
    world.call("DELETE", OFFICE, None).await.expect(StatusCode::CONFLICT);
}

#[tokio::test]
async fn e10_a_table_that_leaves_alerts_to_nobody_or_escalates_to_nobody_is_refused() {
    let world = World::new().await;
    put(&world, OFFICE, office()).await.expect(StatusCode::OK);
    let without = |field: &str| {
        let mut row = row("cal_office");
        row.as_object_mut().unwrap().remove(field);
        json!([row])
    };
    let mut of_question = row("cal_office");
    of_question["when"] = json!({ "field": "answer.q_comment", "op": "contains", "value": "facture" });
    let mut for_ever = row("cal_office");
    for_ever["first_contact_within"] = json!("365:00:00");
    let table = [
        (json!([]), "rows: the last row must take what no other takes"),
        (without("escalate_to"), "rows.0.escalate_to: a deadline needs"),
        (without("calendar_id"), "rows.0.calendar_id: a deadline needs"),
        (json!([row("cal_other")]), "rows.0.calendar_id: there is no such calendar"),
        (json!([of_question, row("cal_office")]), "rows.0.when"),
        (json!([for_ever]), "rows.0.first_contact_within: so much open time takes"),
        (json!([row("cal_office"), row("cal_office")]), "rows: row 1 takes every alert"),
    ];

    for (rows, expected) in table {
        let refused = put(&world, "/v1/alert-routing", json!({ "rows": rows })).await;
        let refused = refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.errors()[0].starts_with(expected), "{expected}: {:?}", refused.errors());
    }
}

#[tokio::test]
async fn e10_a_rule_may_leave_the_owner_to_the_table_once_there_is_one() {
    let world = World::new().await;
    let rule = json!({ "campaign_id": "cmp_satisfaction", "name": "x", "then": { "raise_alert": {} } });

    let refused = world.post("/v1/rules", rule.clone()).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    put(&world, "/v1/alert-routing", json!({ "rows": [{ "owner": "team@x.ca" }] }))
        .await
        .expect(StatusCode::OK);
    let made = world.post("/v1/rules", rule).await.expect(StatusCode::CREATED);

    assert!(
        refused.errors()[0].starts_with("then.raise_alert.owner: name an owner"),
        "{:?}",
        refused.errors()
    );
    assert_eq!(made.json["then"], json!({ "raise_alert": { "owner": null } }));
}
