//! One call over its days: tables of outcomes, and the laws of its pauses.
//! What a call says is tested with `run_action`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

use super::*;
use std::collections::BTreeSet;

fn start() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn webhook() -> Webhook {
    Webhook::new(
        WebhookId::parse("whk_1").unwrap(),
        OrganizationId::parse("demo").unwrap(),
        "https://example.com/hook".to_owned(),
        BTreeSet::from([WebhookEvent::AnswerCompleted]),
        start(),
    )
}

fn owed() -> Action {
    Action::owed(&webhook(), WebhookEvent::AnswerCompleted, "ans_1", CallFacts::default(), start())
}

#[test]
fn i8_the_same_happening_has_the_same_id_and_another_has_another() {
    let again =
        Action::owed(&webhook(), WebhookEvent::AnswerCompleted, "ans_1", CallFacts::default(), start());
    let other = Action::owed(&webhook(), WebhookEvent::AlertCreated, "ans_1", CallFacts::default(), start());

    assert_eq!(owed().id, again.id);
    assert_ne!(owed().id, other.id);
}

#[test]
fn r4_5_only_a_status_of_success_delivers() {
    for status in [200, 202, 204, 299] {
        let mut action = owed();
        assert_eq!(action.tried(&CallOutcome::Answered(status), &webhook(), start(), 0), Verdict::Works);
        assert_eq!((action.due_at(), action.is_wanted(start())), (None, false));
    }
    for status in [100, 199, 301, 302, 307, 400, 401, 404, 429, 500, 503] {
        let mut action = owed();
        assert_eq!(action.tried(&CallOutcome::Answered(status), &webhook(), start(), 0), Verdict::Fails);
        assert!(matches!(action.state, ActionState::Waiting { .. }), "{status}: a redirect is a failure too");
    }
}

#[test]
fn r4_5_gone_disables_at_once() {
    let mut action = owed();

    let verdict = action.tried(&CallOutcome::Answered(410), &webhook(), start(), 0);

    assert!(matches!(verdict, Verdict::Disable(_)));
    assert!(matches!(action.state, ActionState::GivenUp { .. }));
}

/// What one call lives through when nothing ever answers: when each try is made, and the last verdict.
fn failures(spread: u64) -> (Vec<Timestamp>, Verdict, Action) {
    let (mut action, mut endpoint, mut now) = (owed(), webhook(), start());
    let mut tries = Vec::new();
    loop {
        assert!(
            action.is_wanted(now) && !action.is_wanted(now - SignedDuration::from_millis(1))
                || tries.is_empty()
        );
        tries.push(now);
        let verdict = action.tried(&CallOutcome::NotReached("no answer".to_owned()), &endpoint, now, spread);
        endpoint.failing_since.get_or_insert(now);
        match action.state {
            ActionState::Waiting { not_before } => now = not_before,
            _ => return (tries, verdict, action),
        }
    }
}

#[test]
fn r4_5_a_call_is_tried_for_three_days_with_growing_pauses_and_then_disables_its_endpoint() {
    for spread in [0, 500, 999] {
        let (tries, verdict, action) = failures(spread);

        let pauses: Vec<_> = tries.windows(2).map(|pair| pair[1].duration_since(pair[0])).collect();
        assert_eq!(tries.len(), 10, "{spread}");
        assert!(pauses.is_sorted(), "{pauses:?}");
        let whole = tries.last().unwrap().duration_since(start());
        assert!(
            whole >= SignedDuration::from_hours(72) && whole <= SignedDuration::from_hours(92),
            "{whole}"
        );
        assert!(matches!(verdict, Verdict::Disable(_)));
        assert!(matches!(action.state, ActionState::GivenUp { .. }));
    }
}

#[test]
fn an_endpoint_that_worked_meanwhile_is_not_disabled_by_one_call_that_never_did() {
    let mut action = owed();
    action.attempts = 9;
    let lately = Webhook { failing_since: Some(start() - SignedDuration::from_hours(1)), ..webhook() };

    let verdict = action.tried(&CallOutcome::Answered(500), &lately, start(), 0);

    assert_eq!(verdict, Verdict::Fails);
    assert!(matches!(action.state, ActionState::GivenUp { .. }));
}
