//! What somebody was asked about: which kind of occasion, which job, who did it, where. An answer keeps it, because figures
//! and rules tell answers apart by it long after the invitation is gone (C3, M5).

use crate::campaign::OccasionKind;
use crate::name::ConnectionId;
use crate::source::TriggerEvent;
use serde::{Deserialize, Serialize};

/// What an event tells of the job, as far as the invitation does not hold it by name. Left out of the record where
/// nothing is known: most tools send half of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobFacts {
    /// What it was.
    #[serde(skip_serializing_if = "OccasionKind::is_visit")]
    pub kind: OccasionKind,
    /// The number that people use, where it is another than the tool's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The tool's id of who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// Where it was done, or the branch that did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Free labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

impl JobFacts {
    /// Labels of one job that are kept.
    const MOST_TAGS: usize = 20;

    /// What an event tells.
    #[must_use]
    pub fn of(event: &TriggerEvent) -> Self {
        let task = event.task.as_ref();
        let known = |text: Option<&String>| text.filter(|text| !text.trim().is_empty()).cloned();
        let id = task.map(|task| &task.id);
        Self {
            kind: OccasionKind::of(event),
            number: known(task.and_then(|task| task.number.as_ref())).filter(|number| Some(number) != id),
            agent_id: known(event.agent.as_ref().and_then(|agent| agent.id.as_ref())),
            location: known(task.and_then(|task| task.location.as_ref())),
            tags: task
                .map(|task| task.tags.iter().take(Self::MOST_TAGS).cloned().collect())
                .unwrap_or_default(),
        }
    }

    /// For `skip_serializing_if`.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }
}

/// What an answer is about. Nothing of it is kept of an anonymous one (R5.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    /// What it was.
    pub kind: OccasionKind,
    /// The tool that told of it.
    pub source: ConnectionId,
    /// The tool's id of the job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_id: Option<String>,
    /// The number that people use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_number: Option<String>,
    /// Such as `Appel de service`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_type: Option<String>,
    /// The tool's id of who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// Their name, as customers know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_name: Option<String>,
    /// Where it was done, or the branch that did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// How the customer reached the company (C3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Free labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}
