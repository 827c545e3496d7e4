//! What an event means for a campaign: candidate, silence, or a reason (B20-B22, B27, B33, C3, C23, C27).
//! How often and when are in the files beside it.

use super::*;

/// B23: either of two ends.
#[test]
fn b20_b21_only_the_right_type_in_the_right_state_is_a_candidate() {
    let mut other_type = done("600");
    other_type.task.as_mut().unwrap().task_type = Some("Delivery".to_owned());

    let considered = |event: &TriggerEvent| consider(&campaign(), event, None, None, at(0));

    assert!(matches!(considered(&done("600")), Consideration::Candidate(_)));
    assert!(matches!(considered(&done("610")), Consideration::Candidate(_)));
    assert_eq!(considered(&done("500")), Consideration::NotConcerned);
    assert_eq!(considered(&other_type), Consideration::NotConcerned);
}

/// R1.1.
#[test]
fn b22_whatever_became_of_the_first_invitation_the_task_is_not_asked_about_again() {
    let states = [
        SendState::Scheduled { due_at: at(720) },
        SendState::Sending { attempt: 1, lease_until: at(1), due_at: None },
        SendState::Uncertain { attempt: 1, until: at(1) },
        SendState::Sent { attempt: 1, at: at(1), message_id: None },
        SendState::Held { attempt: 1 },
        SendState::Expired,
        SendState::Failed { reason: "no".to_owned() },
        SendState::Cancelled { reason: CancelReason::ByOperator },
        SendState::Cancelled { reason: CancelReason::AgentOptOut },
        SendState::Cancelled { reason: CancelReason::OptedOut },
    ];

    for state in states {
        let existing = invitation(state.clone());
        let considered = consider(&campaign(), &done("610"), None, Some(&existing), at(0));
        assert_eq!(outcome(&considered), Some(Outcome::DuplicateTask), "{state:?}");
    }
}

#[test]
fn f7_leaving_the_states_cancels_and_coming_back_plans_again() {
    let pending = invitation(SendState::Scheduled { due_at: at(720) });
    let cancelled = invitation(SendState::Cancelled { reason: CancelReason::TaskReopened });

    let left = consider(&campaign(), &done("500"), None, Some(&pending), at(0));
    let back = consider(&campaign(), &done("600"), None, Some(&cancelled), at(0));

    assert_eq!(left, Consideration::CancelPending(CancelReason::TaskReopened));
    assert!(matches!(back, Consideration::Candidate(_)));
}

#[test]
fn b33_an_old_event_changes_nothing_about_a_task_that_moved_on() {
    let later = TriggerEvent { occurred_at: at(10), ..done("500") };
    let pending = invitation(SendState::Scheduled { due_at: at(720) });
    let newer_done = TriggerEvent { occurred_at: at(10), ..done("600") };

    let late_finish = consider(&campaign(), &done("600"), Some(&task_after(&later)), None, at(11));
    let late_reopening =
        consider(&campaign(), &done("500"), Some(&task_after(&newer_done)), Some(&pending), at(11));

    assert_eq!(outcome(&late_finish), Some(Outcome::NotMatched));
    assert_eq!(late_reopening, Consideration::NotConcerned);
}

#[test]
fn a_draft_is_silent_and_a_paused_campaign_says_so() {
    let draft = Campaign { status: CampaignStatus::Draft, ..campaign() };
    let paused = Campaign { status: CampaignStatus::Paused, ..campaign() };

    assert_eq!(consider(&draft, &done("600"), None, None, at(0)), Consideration::NotConcerned);
    assert_eq!(outcome(&consider(&paused, &done("600"), None, None, at(0))), Some(Outcome::CampaignInactive));
}

#[test]
fn b27_addresses_are_tried_in_order_and_blank_or_broken_ones_count_as_empty() {
    let table = [
        (Some("a@x.ca"), Some("b@x.ca"), Ok("a@x.ca")),
        (Some(" "), Some("b@x.ca"), Ok("b@x.ca")),
        (None, Some("b@x.ca"), Ok("b@x.ca")),
        (Some("broken"), Some("b@x.ca"), Ok("b@x.ca")),
        (Some("broken"), None, Err(Outcome::InvalidAddress)),
        (Some(" "), Some(""), Err(Outcome::NoAddress)),
        (None, None, Err(Outcome::NoAddress)),
    ];

    for (primary, secondary, expected) in table {
        let mut event = done("600");
        event.customer.email = primary.map(str::to_owned);
        event.customer.secondary_email = secondary.map(str::to_owned);
        let considered = consider(&campaign(), &event, None, None, at(0));
        match expected {
            Ok(address) => {
                let Consideration::Candidate(candidate) = considered else {
                    unreachable!("{primary:?} {secondary:?}")
                };
                assert_eq!(candidate.address.as_str(), address);
            }
            Err(reason) => assert_eq!(outcome(&considered), Some(reason), "{primary:?} {secondary:?}"),
        }
    }
}

#[test]
fn an_event_that_is_told_too_late_is_not_asked_about() {
    let month = 30 * 1440;
    let told = |minutes: i64| outcome(&consider(&campaign(), &done("600"), None, None, at(minutes)));
    let patient = Organization {
        contact_policy: ContactPolicy { too_old_after: Delay::of_days(60), ..ContactPolicy::default() },
        ..organization()
    };
    let known = Circumstances { organization: &patient, task: None, existing: None, now: at(month + 1) };

    assert_eq!(told(month), None);
    assert_eq!(told(month + 1), Some(Outcome::TooOld));
    assert!(matches!(
        crate::invitation::consider(&campaign(), &done("600"), known),
        Consideration::Candidate(_)
    ));
}

fn done_by(channel: Option<&str>) -> TriggerEvent {
    let mut event = done("600");
    event.task.as_mut().unwrap().channel = channel.map(str::to_owned);
    event
}

#[test]
fn c3_c4_the_campaign_s_channels_decide_else_the_organization_s() {
    let narrow = Campaign { reach: reach(r#"{"channels":{"phone":true,"chat":false}}"#), ..campaign() };
    let mut shared = organization();
    shared.contact_policy.channels = serde_json::from_str(r#"{"email":true}"#).unwrap();
    let reason = |campaign: &Campaign, channel| {
        let known = Circumstances { organization: &shared, task: None, existing: None, now: at(0) };
        match crate::invitation::consider(campaign, &done_by(channel), known) {
            Consideration::Dropped(drop) => Some((drop.outcome, drop.reason)),
            _ => None,
        }
    };
    let off = |reason: &str| Some((Outcome::ChannelOff, reason.to_owned()));

    assert_eq!(reason(&narrow, Some("Phone")), None);
    assert_eq!(
        reason(&narrow, Some("chat")),
        off("the campaign does not survey customers of the channel `chat`")
    );
    assert_eq!(reason(&narrow, None), off("the campaign surveys by channel, and the task names none"));
    assert_eq!(reason(&campaign(), Some("email")), None);
    assert_eq!(
        reason(&campaign(), Some("phone")),
        off("the organization does not survey customers of the channel `phone`")
    );
}

#[test]
fn c23_a_criterion_that_does_not_hold_is_named() {
    let criteria = r#"{"criteria":{"field":"task.priority","op":"in","values":["P1","P2"]}}"#;
    let narrow = Campaign { reach: reach(criteria), ..campaign() };
    let mut urgent = done("600");
    urgent.task.as_mut().unwrap().priority = Some("p1".to_owned());

    let Consideration::Dropped(drop) = consider(&narrow, &done("600"), None, None, at(0)) else {
        unreachable!("a task without a priority is not one of P1 and P2")
    };

    assert_eq!(drop.outcome, Outcome::Criteria);
    assert_eq!(drop.reason, "a criterion of the campaign does not hold: `task.priority` is `P1` or `P2`");
    assert!(matches!(consider(&narrow, &urgent, None, None, at(0)), Consideration::Candidate(_)));
}

#[test]
fn c27_a_request_closed_again_after_its_survey_is_asked_about_anew() {
    let closed = TriggerRule::RequestClosed { days_after: None };
    let desk = Campaign { triggers: vec![closed], ..campaign() };
    let mut task = task_after(&request(TriggerKind::RequestClosed, 0));
    let asked = invitation(SendState::Sent { attempt: 1, at: at(720), message_id: None });
    let again = request(TriggerKind::RequestClosed, 3_000);

    let without_reopening = consider(&desk, &again, Some(&task), Some(&asked), at(3_000));
    task.learn(&request(TriggerKind::RequestReopened, 2_000));
    task.learn(&again);
    let after_reopening = consider(&desk, &again, Some(&task), Some(&asked), at(3_000));

    assert_eq!(outcome(&without_reopening), Some(Outcome::DuplicateTask));
    assert!(matches!(after_reopening, Consideration::Candidate(_)));
}

#[test]
fn c27_what_was_closed_and_reopened_since_is_asked_about_no_more() {
    let desk = Campaign { triggers: vec![TriggerRule::RequestClosed { days_after: None }], ..campaign() };
    let closed = request(TriggerKind::RequestClosed, 0);
    let mut task = task_after(&closed);

    let still_closed = consider(&desk, &closed, Some(&task), None, at(10));
    task.learn(&request(TriggerKind::RequestReopened, 5));
    let reopened = consider(&desk, &closed, Some(&task), None, at(10));

    assert!(matches!(still_closed, Consideration::Candidate(_)));
    assert_eq!(outcome(&reopened), Some(Outcome::NotMatched));
}
