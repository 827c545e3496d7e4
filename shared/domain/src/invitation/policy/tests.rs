//! Scenarios of the policy, as tables where there is more than one case. Whole journeys are in `tests/journey`.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use crate::account::{ContactPolicy, SendingPause};
use crate::campaign::{
    AddressSource, AfterAnswer, CampaignTexts, CurrentVersion, Look, OnUncertain, Reach, Respondents,
    WavePlan,
};
use crate::contact::{OptOut, OptOutOrigin, Scope, Suppression};
use crate::invitation::{MuteBook, MuteScope, Origin, Ruling, SendProgress};
use crate::name::{CampaignId, ConnectionId, ContactId, Digest, InvitationId, OrganizationId};
use crate::question::{BankPick, SurveyType};
use crate::schedule::{Delay, FrequencyRule};
use crate::source::{Agent, Customer, Task, TaskState};
use std::collections::BTreeMap;

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + minutes * 60).unwrap()
}

fn organization() -> Organization {
    Organization {
        id: OrganizationId::parse("demo").unwrap(),
        name: "Demo".to_owned(),
        time_zone: "America/Toronto".to_owned(),
        language: LanguageTag::parse("en").unwrap(),
        sender: EmailAddress::parse("ask@demo.example").unwrap(),
        mute: None,
        sending_paused: None,
        restore_epoch: 0,
        contact_policy: ContactPolicy::default(),
    }
}

fn campaign() -> Campaign {
    let (fr, en) = (LanguageTag::parse("fr").unwrap(), LanguageTag::parse("en").unwrap());
    Campaign {
        id: CampaignId::parse("cmp_1").unwrap(),
        organization: organization().id,
        name: "Satisfaction".to_owned(),
        status: CampaignStatus::Published,
        default_language: en.clone(),
        texts: BTreeMap::from([(fr, CampaignTexts::default()), (en, CampaignTexts::default())]),
        questions: Vec::new(),
        bank: BankPick::default(),
        survey_type: SurveyType::Nps,
        questions_per_survey: 0,
        triggers: vec![TriggerRule::TaskState {
            task_type: "Service call".into(),
            states: vec!["600".into(), "610".into()],
        }],
        delay: Delay::parse("00:12:00").unwrap(),
        mute: Delay::parse("07:00:00").unwrap(),
        primary_address: AddressSource::Email,
        secondary_address: Some(AddressSource::SecondaryEmail),
        agent_opt_out_allowed: true,
        privacy_url: None,
        redirect_url: None,
        after_answer: AfterAnswer::default(),
        expires_after: Delay::parse("30:00:00").unwrap(),
        edit_window: Delay::NONE,
        on_uncertain: OnUncertain::Resend,
        look: Look::default(),
        reach: Reach::default(),
        respondents: Respondents::default(),
        wave_plan: WavePlan::default(),
        version: CurrentVersion::default(),
        created_at: at(0),
        updated_at: at(0),
    }
}

fn done(state: &str) -> TriggerEvent {
    TriggerEvent {
        event_id: "evt-1".to_owned(),
        kind: TriggerKind::TaskStateChanged,
        occurred_at: at(0),
        task: Some(Task {
            id: "T-1".to_owned(),
            task_type: Some("Service call".to_owned()),
            state: Some(TaskState { code: state.to_owned(), label: None }),
            ..Task::default()
        }),
        customer: Customer { email: Some("lea@example.com".to_owned()), ..Customer::default() },
        agent: Some(Agent::default()),
        survey_opt_out: false,
        transaction: None,
    }
}

fn invitation(state: SendState) -> Invitation {
    Invitation {
        id: InvitationId::parse("inv_1").unwrap(),
        organization: organization().id,
        campaign_id: campaign().id,
        contact_id: ContactId::parse("con_1").unwrap(),
        address: EmailAddress::parse("lea@example.com").unwrap().into(),
        language: LanguageTag::parse("en").unwrap(),
        source: ConnectionId::parse("demo").unwrap(),
        task_id: Some("T-1".to_owned()),
        task_type: Some("Service call".to_owned()),
        agent_name: None,
        occurred_at: at(0),
        send: SendProgress { state, ..SendProgress::scheduled(at(720)) },
        answer_id: None,
        answered_anonymously: false,
        resend_of: None,
        created_at: at(0),
        replaced_by: None,
        origin: Origin::default(),
    }
}

fn task_after(event: &TriggerEvent) -> TaskRecord {
    let mut task = TaskRecord::unknown(&organization().id, "task".to_owned());
    task.learn(event);
    task
}

fn outcome(consideration: &Consideration) -> Option<Outcome> {
    match consideration {
        Consideration::Dropped(drop) => Some(drop.outcome),
        _ => None,
    }
}

/// What the event means at an instant, for a task and its invitation.
fn consider(
    campaign: &Campaign,
    event: &TriggerEvent,
    task: Option<&TaskRecord>,
    existing: Option<&Invitation>,
    now: Timestamp,
) -> Consideration {
    super::consider(campaign, event, Circumstances { organization: &organization(), task, existing, now })
}

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
fn b24_the_delay_counts_from_the_state_and_is_never_in_the_past() {
    let due = |now| match consider(&campaign(), &done("600"), None, None, now) {
        Consideration::Candidate(candidate) => candidate.due_at,
        other => unreachable!("{other:?}"),
    };

    assert_eq!(due(at(5)), at(720));
    assert_eq!(due(at(780)), at(780));
}

fn may(standing: Option<&Standing>, bounds: &[Bound]) -> Result<Timestamp, Drop> {
    may_with(&campaign(), standing, bounds)
}

fn may_with(campaign: &Campaign, standing: Option<&Standing>, bounds: &[Bound]) -> Result<Timestamp, Drop> {
    let Consideration::Candidate(candidate) = consider(campaign, &done("600"), None, None, at(0)) else {
        unreachable!("the campaign waits for this event")
    };
    may_invite(&candidate, (&organization(), campaign), Standings { standing, bounds })
}

fn standing() -> Standing {
    Standing::unknown(&organization().id, Digest::of(&["a"]).to_hex(), at(0))
}

#[test]
fn wishes_and_verdicts_about_the_address_come_before_the_mute() {
    let wish = OptOut { since: at(0), origin: OptOutOrigin::Operator };
    let mut everything = standing();
    everything.opt_out(&Scope::All, wish.clone());
    let mut this_campaign = standing();
    this_campaign.opt_out(&Scope::Campaign(campaign().id), wish.clone());
    let mut other_campaign = standing();
    other_campaign.opt_out(&Scope::Campaign(CampaignId::parse("cmp_2").unwrap()), wish);
    let bounced = Standing {
        suppressed: Some(Suppression { since: at(0), reason: "bounce".to_owned() }),
        ..standing()
    };

    let outcome = |standing: &Standing| may(Some(standing), &[]).err().map(|drop| drop.outcome);

    assert_eq!(outcome(&everything), Some(Outcome::OptedOut));
    assert_eq!(outcome(&this_campaign), Some(Outcome::OptedOut));
    assert_eq!(outcome(&other_campaign), None);
    assert_eq!(outcome(&bounced), Some(Outcome::Suppressed));
    assert_eq!(may(None, &[]), Ok(at(720)));
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
    assert!(matches!(super::consider(&campaign(), &done("600"), known), Consideration::Candidate(_)));
}

#[test]
fn c18_every_mute_must_pass_and_the_decision_names_the_one_that_did_not() {
    let book = |scope, due| {
        let mut book = MuteBook::empty(&organization().id, scope, Digest::of(&["a"]));
        book.reserve(InvitationId::parse("inv_8").unwrap(), due, SendTrace::default());
        book
    };
    let mine = book(MuteScope::Campaign(campaign().id), at(720 - 10 * 1440));
    let everybody = book(MuteScope::Organization, at(720 - 1440));
    let week = Delay::parse("07:00:00").unwrap();

    let me = InvitationId::parse("inv_9").unwrap();
    let (mine, everybody) = (mine.muted_by(week, &me), everybody.muted_by(week, &me));

    let drop = may(None, &[mine.clone(), everybody]).unwrap_err();

    assert_eq!(drop.outcome, Outcome::Muted);
    assert!(drop.reason.starts_with("the organization's mute period"), "{}", drop.reason);
    assert_eq!(drop.next_eligible_at, Some(at(720 + 6 * 1440)));
    assert_eq!(may(None, &[mine]), Ok(at(720)));
}

#[test]
fn r1_6_asked_again_the_answer_may_have_changed() {
    let due = invitation(SendState::Sending { attempt: 1, lease_until: at(721), due_at: None });
    let mut gone = standing();
    gone.opt_out(&Scope::All, OptOut { since: at(1), origin: OptOutOrigin::Respondent });
    let paused = Campaign { status: CampaignStatus::Paused, ..campaign() };
    let stopped = Organization {
        sending_paused: Some(SendingPause { since: at(0), reason: "stop".to_owned(), until: Some(at(800)) }),
        ..organization()
    };
    let reopened = task_after(&TriggerEvent { occurred_at: at(5), ..done("500") });
    let still_done = task_after(&done("610"));
    let ask = |campaign: Option<&Campaign>, organization: &Organization, standing, task| {
        still_welcome(&due, campaign, organization, (standing, task), (at(720), at(720)))
    };
    let never = |reason| Some(Ruling::Never { reason });

    assert_eq!(ask(Some(&campaign()), &organization(), None, Some(&still_done)), None);
    assert_eq!(ask(Some(&campaign()), &organization(), Some(&gone), None), never(CancelReason::OptedOut));
    assert_eq!(
        ask(Some(&campaign()), &organization(), None, Some(&reopened)),
        never(CancelReason::TaskReopened)
    );
    assert_eq!(ask(None, &organization(), None, None), never(CancelReason::NothingToSay));
    assert!(matches!(ask(Some(&paused), &organization(), None, None), Some(Ruling::Later { .. })));
    assert!(matches!(ask(Some(&campaign()), &stopped, None, None), Some(Ruling::Later { .. })));
    assert_eq!(
        still_welcome(&due, Some(&campaign()), &stopped, (None, None), (at(720), at(800))),
        None,
        "the pause ended by itself"
    );
}

fn reach(json: &str) -> Reach {
    serde_json::from_str(json).unwrap()
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
        match super::consider(campaign, &done_by(channel), known) {
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

fn request(kind: TriggerKind, minute: i64) -> TriggerEvent {
    let task = Task { id: "R-1".to_owned(), ..Task::default() };
    TriggerEvent { kind, occurred_at: at(minute), task: Some(task), ..done("600") }
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

fn booked(minute: i64, rule: Option<&str>) -> Vec<Bound> {
    let mut book = MuteBook::empty(&organization().id, MuteScope::Organization, Digest::of(&["a"]));
    book.reserve(InvitationId::parse("inv_8").unwrap(), at(minute), SendTrace::default());
    let me = InvitationId::parse("inv_9").unwrap();
    match rule {
        Some(json) => book.ruled_by(&serde_json::from_str::<FrequencyRule>(json).unwrap(), &me),
        None => vec![book.muted_by(Delay::parse("07:00:00").unwrap(), &me)],
    }
}

#[test]
fn c17_c18_a_frequency_rule_is_named_with_the_date_when_the_customer_is_free() {
    let bounds = booked(720 - 1440, Some(r#"{"name":"Once a month","max":1,"period":"30:00:00"}"#));

    let drop = may(None, &bounds).unwrap_err();

    assert_eq!(drop.outcome, Outcome::FrequencyRule);
    assert!(drop.reason.starts_with("the frequency rule `Once a month`: "), "{}", drop.reason);
    assert_eq!(drop.next_eligible_at, Some(at(720 + 29 * 1440)));
}

#[test]
fn decision_3_muted_is_dropped_unless_the_campaign_prefers_to_wait() {
    let patient = Campaign { reach: reach(r#"{"on_mute":"delay"}"#), ..campaign() };
    let bounds = booked(720 - 1440, None);

    assert_eq!(may(None, &bounds).unwrap_err().outcome, Outcome::Muted);
    assert_eq!(may_with(&patient, None, &bounds), Ok(at(720 + 6 * 1440)));
}

#[test]
fn late_by_hours_a_mail_waits_for_the_window_and_late_by_minutes_it_goes() {
    let day = r#"{"window":{"from":"09:00","to":"17:00"}}"#;
    let daily = Campaign { reach: reach(day), ..campaign() };
    let due = invitation(SendState::Sending { attempt: 1, lease_until: at(721), due_at: None });
    let ask = |planned_for: &str, now: &str| {
        let times = (planned_for.parse().unwrap(), now.parse().unwrap());
        still_welcome(&due, Some(&daily), &organization(), (None, None), times)
    };

    assert_eq!(ask("2026-11-20T16:59:00-05:00", "2026-11-20T17:05:00-05:00"), None);
    assert_eq!(
        ask("2026-11-20T16:59:00-05:00", "2026-11-20T20:00:00-05:00"),
        Some(Ruling::Later { at: "2026-11-21T09:00:00-05:00".parse().unwrap() })
    );
}
