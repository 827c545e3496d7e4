//! What is known of one task: its latest state by its own clock, and the invitations that it led to. It makes
//! "once per (campaign, task)" (R1.1) and "still in a trigger state" (B33) one conditional write.

use crate::name::{CampaignId, ConnectionId, InvitationId, OrganizationId, Unique};
use crate::source::{TriggerEvent, TriggerKind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is known of one task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRecord {
    /// Owner.
    pub organization: OrganizationId,
    /// Derived from source and the tool's task id; never expires.
    pub id: String,
    /// The event that told its latest state.
    pub latest: Option<LatestState>,
    /// The invitation of each campaign that was planned for it.
    pub invitations: BTreeMap<CampaignId, InvitationId>,
    /// When it was last opened again after its closing, by its own clock (C27).
    #[serde(default)]
    pub reopened_at: Option<Timestamp>,
}

/// The latest state that a task is known to be in, and what else was told with it. What was not told takes no room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LatestState {
    /// What told it.
    pub kind: TriggerKind,
    /// State code, for tasks.
    pub state: Option<String>,
    /// When, by the task's own clock.
    pub at: Timestamp,
    /// How urgent it is, in the tool's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Why it was done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// Its labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The tool's id of who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
}

impl LatestState {
    fn told_by(event: &TriggerEvent) -> Self {
        let task = event.task.as_ref();
        Self {
            kind: event.kind,
            state: task.and_then(|task| task.state.as_ref()).map(|state| state.code.clone()),
            at: event.occurred_at,
            priority: task.and_then(|task| task.priority.clone()),
            reasons: task.map(|task| task.reasons.clone()).unwrap_or_default(),
            tags: task.map(|task| task.tags.clone()).unwrap_or_default(),
            agent_id: event.agent.as_ref().and_then(|agent| agent.id.clone()),
        }
    }
}

impl TaskRecord {
    /// The record's id for a task of a source.
    #[must_use]
    pub fn id_of(source: &ConnectionId, task_id: &str) -> String {
        Unique::derived(&["task", source.as_str(), task_id]).as_str().to_owned()
    }

    /// A task that nothing is known of.
    #[must_use]
    pub fn unknown(organization: &OrganizationId, id: String) -> Self {
        Self {
            organization: organization.clone(),
            id,
            latest: None,
            invitations: BTreeMap::new(),
            reopened_at: None,
        }
    }

    /// True when the event is older than what is known already: it changes nothing about the task's state.
    #[must_use]
    pub fn is_stale(&self, event: &TriggerEvent) -> bool {
        self.latest.as_ref().is_some_and(|latest| event.occurred_at < latest.at)
    }

    /// Takes the event's state as the latest, unless a later one is known.
    pub fn learn(&mut self, event: &TriggerEvent) {
        if event.kind == TriggerKind::RequestReopened {
            self.reopened_at = self.reopened_at.max(Some(event.occurred_at));
        }
        if !self.is_stale(event) {
            self.latest = Some(LatestState::told_by(event));
        }
    }
}
