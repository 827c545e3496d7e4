//! When a candidate would be asked: delays, days after closing, windows, clocks (B24, C16).
//! Windows themselves are tested in `schedule`.

use super::*;

#[test]
fn b24_the_delay_counts_from_the_state_and_is_never_in_the_past() {
    let due = |now| match consider(&campaign(), &done("600"), None, None, now) {
        Consideration::Candidate(candidate) => candidate.due_at,
        other => unreachable!("{other:?}"),
    };

    assert_eq!(due(at(5)), at(720));
    assert_eq!(due(at(780)), at(780));
}

#[test]
fn c16_days_after_closing_replace_the_delay_and_move_into_the_window() {
    let office = r#"{"window":{"days":["mon","tue","wed","thu","fri"],"from":"09:00","to":"17:00"}}"#;
    let rule = serde_json::from_str(r#"{"on":"request_closed","days_after":2}"#).unwrap();
    let desk = Campaign { triggers: vec![rule], reach: reach(office), ..campaign() };
    let friday: Timestamp = "2026-11-20T18:00:00-05:00".parse().unwrap();
    let closing = TriggerEvent { occurred_at: friday, ..request(TriggerKind::RequestClosed, 0) };

    let Consideration::Candidate(candidate) = consider(&desk, &closing, None, None, friday) else {
        unreachable!("the campaign waits for closed requests")
    };

    assert_eq!(candidate.due_at, "2026-11-23T09:00:00-05:00".parse().unwrap());
}

#[test]
fn a_window_can_follow_the_customer_s_clock() {
    let office = r#"{"window":{"from":"09:00","to":"17:00","zone":"customer"}}"#;
    let far = Campaign { reach: reach(office), delay: Delay::NONE, ..campaign() };
    let evening: Timestamp = "2026-11-20T18:00:00-05:00".parse().unwrap();
    let due_in = |zone: &str| {
        let mut event = TriggerEvent { occurred_at: evening, ..done("600") };
        event.customer.fields.insert("time_zone".to_owned(), zone.to_owned());
        match consider(&far, &event, None, None, evening) {
            Consideration::Candidate(candidate) => candidate.due_at,
            other => unreachable!("{other:?}"),
        }
    };

    assert_eq!(due_in("America/Vancouver"), evening, "three in the afternoon there");
    assert_eq!(due_in("no such zone"), "2026-11-21T09:00:00-05:00".parse().unwrap());
}

#[test]
fn late_by_hours_a_mail_waits_for_the_window_and_late_by_minutes_it_goes() {
    let day = r#"{"window":{"from":"09:00","to":"17:00"}}"#;
    let daily = Campaign { reach: reach(day), ..campaign() };
    let due = invitation(SendState::Sending { attempt: 1, lease_until: at(721), due_at: None });
    let ask = |planned_for: &str, now: &str| {
        let mail = DueMail {
            invitation: &due,
            organization: &organization(),
            campaign: Some(&daily),
            standing: None,
            task: None,
            planned_for: planned_for.parse().unwrap(),
        };
        still_welcome(mail, now.parse().unwrap())
    };

    assert_eq!(ask("2026-11-20T16:59:00-05:00", "2026-11-20T17:05:00-05:00"), None);
    assert_eq!(
        ask("2026-11-20T16:59:00-05:00", "2026-11-20T20:00:00-05:00"),
        Some(Ruling::Later { at: "2026-11-21T09:00:00-05:00".parse().unwrap() })
    );
}
