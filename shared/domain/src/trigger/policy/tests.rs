//! Scenarios of the policy, as tables where there is more than one case. Whole journeys are in `tests/journey`.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use crate::campaign::{AddressSource, CampaignTexts, Look};
use crate::name::{CampaignId, ConnectionId, ContactId, Digest, OrganizationId};
use crate::organization::{OptOut, OptOutOrigin, Scope, SendingPause, Suppression};
use crate::send::{OnUncertain, SendProgress};
use crate::trigger::{Agent, Customer, MuteScope, Task, TaskState};
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
        expires_after: Delay::parse("30:00:00").unwrap(),
        edit_window: Delay::NONE,
        on_uncertain: OnUncertain::Resend,
        look: Look::default(),
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
        address: EmailAddress::parse("lea@example.com").unwrap(),
        language: LanguageTag::parse("en").unwrap(),
        source: ConnectionId::parse("demo").unwrap(),
        task_id: Some("T-1".to_owned()),
        task_type: Some("Service call".to_owned()),
        agent_name: None,
        occurred_at: at(0),
        send: SendProgress { state, ..SendProgress::scheduled(at(720)) },
        answer_id: None,
        resend_of: None,
        created_at: at(0),
        replaced_by: None,
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

#[test]
fn b22_whatever_became_of_the_first_invitation_the_task_is_not_asked_about_again() {
    let states = [
        SendState::Scheduled { due_at: at(720) },
        SendState::Sending { attempt: 1, lease_until: at(1) },
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

fn may(standing: Option<&Standing>, books: &[(&MuteBook, Delay)]) -> Result<(), Drop> {
    let Consideration::Candidate(candidate) = consider(&campaign(), &done("600"), None, None, at(0)) else {
        unreachable!("the campaign waits for this event")
    };
    may_invite(&candidate, &campaign(), Standings { standing, books }, &InvitationId::parse("inv_9").unwrap())
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
    assert_eq!(may(None, &[]), Ok(()));
}

#[test]
fn c18_every_mute_must_pass_and_the_decision_names_the_one_that_did_not() {
    let book = |scope, due| {
        let mut book = MuteBook::empty(&organization().id, scope, Digest::of(&["a"]));
        book.reserve(InvitationId::parse("inv_8").unwrap(), due);
        book
    };
    let mine = book(MuteScope::Campaign(campaign().id), at(720 - 10 * 1440));
    let everybody = book(MuteScope::Organization, at(720 - 1440));
    let week = Delay::parse("07:00:00").unwrap();

    let drop = may(None, &[(&mine, week), (&everybody, week)]).unwrap_err();

    assert_eq!(drop.outcome, Outcome::Muted);
    assert!(drop.reason.starts_with("the organization's mute period"), "{}", drop.reason);
    assert_eq!(drop.next_eligible_at, Some(at(720 + 6 * 1440)));
    assert_eq!(may(None, &[(&mine, week)]), Ok(()));
}

#[test]
fn r1_6_asked_again_the_answer_may_have_changed() {
    let due = invitation(SendState::Sending { attempt: 1, lease_until: at(721) });
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
        still_welcome(&due, campaign, organization, (standing, task), at(720))
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
        still_welcome(&due, Some(&campaign()), &stopped, (None, None), at(800)),
        None,
        "the pause ended by itself"
    );
}
