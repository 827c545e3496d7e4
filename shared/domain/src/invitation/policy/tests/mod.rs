//! Scenarios of the policy, as tables where there is more than one case. Whole journeys are in `tests/journey`.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

mod events;
mod limits;
mod timing;

use super::*;
use crate::account::{ContactPolicy, SendingPause};
use crate::campaign::{AddressSource, CampaignTexts, OnUncertain, Reach};
use crate::contact::{OptOut, OptOutOrigin, Scope, SuppressedBy, Suppression};
use crate::invitation::{MuteBook, MuteScope, Origin, Ruling, SendProgress};
use crate::name::{CampaignId, ConnectionId, ContactId, Digest, InvitationId, OrganizationId};
use crate::schedule::{Delay, FrequencyRule};
use crate::source::{Agent, Customer, Task, TaskState};
use std::collections::BTreeMap;

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + minutes * 60).unwrap()
}

fn organization() -> Organization {
    Organization::new(
        OrganizationId::parse("demo").unwrap(),
        "Demo".to_owned(),
        "America/Toronto".to_owned(),
        LanguageTag::parse("en").unwrap(),
        EmailAddress::parse("ask@demo.example").unwrap(),
    )
}

fn campaign() -> Campaign {
    let (fr, en) = (LanguageTag::parse("fr").unwrap(), LanguageTag::parse("en").unwrap());
    Campaign {
        name: "Satisfaction".to_owned(),
        status: CampaignStatus::Published,
        texts: BTreeMap::from([(fr, CampaignTexts::default()), (en.clone(), CampaignTexts::default())]),
        triggers: vec![TriggerRule::TaskState {
            task_type: "Service call".into(),
            states: vec!["600".into(), "610".into()],
        }],
        delay: Delay::parse("00:12:00").unwrap(),
        mute: Delay::parse("07:00:00").unwrap(),
        secondary_address: Some(AddressSource::SecondaryEmail),
        agent_opt_out_allowed: true,
        edit_window: Delay::NONE,
        on_uncertain: OnUncertain::Resend,
        ..Campaign::draft(CampaignId::parse("cmp_1").unwrap(), organization().id, en, at(0))
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

fn reach(json: &str) -> Reach {
    serde_json::from_str(json).unwrap()
}

fn request(kind: TriggerKind, minute: i64) -> TriggerEvent {
    let task = Task { id: "R-1".to_owned(), ..Task::default() };
    TriggerEvent { kind, occurred_at: at(minute), task: Some(task), ..done("600") }
}
