//! What one event makes of an invitation, and the words for an event of which nothing is made.

use relance_domain::campaign::Campaign;
use relance_domain::invitation::{
    Command, Conclusion, Invitation, JobFacts, Origin, Outcome, SendRules, step,
};
use relance_domain::source::TriggerEvent;

pub(super) fn not_matched(reason: &str) -> Conclusion {
    Conclusion::because(Outcome::NotMatched, reason)
}

pub(super) fn nobody_waits(event: &TriggerEvent, campaigns: &[Campaign]) -> Conclusion {
    let task = event.task.as_ref();
    let task_type = task.and_then(|task| task.task_type.as_deref()).unwrap_or("none");
    let state = task.and_then(|task| task.state.as_ref()).map_or("none", |state| state.code.as_str());
    let kind = event.kind.as_str();
    let mut rules = campaigns.iter().flat_map(|campaign| &campaign.triggers);
    let nearly = "; one waits for a text that differs in capitals, or in characters that nobody sees";
    let nearly = if rules.any(|rule| rule.nearly_matches(event)) { nearly } else { "" };
    not_matched(&format!(
        "no campaign waits for `{kind}` with task type `{task_type}` and state `{state}`{nearly}"
    ))
}

/// The invitation with what its event says, in the place of the one that was planned for the same task before.
pub(super) fn about(event: &TriggerEvent, planned: Invitation, before: Option<&Invitation>) -> Invitation {
    let task = event.task.as_ref();
    let again = Command::Reschedule { due_at: planned.send.planned_for };
    let rescheduled =
        before.and_then(|before| step(&before.send, &again, planned.created_at, &SendRules::default()).next);
    Invitation {
        task_id: task.map(|task| task.id.clone()),
        task_type: task.and_then(|task| task.task_type.clone()),
        agent_name: event.agent.as_ref().and_then(|agent| agent.name.clone()),
        occurred_at: event.occurred_at,
        send: rescheduled.unwrap_or_else(|| planned.send.clone()),
        resend_of: before.and_then(|invitation| invitation.resend_of.clone()),
        created_at: before.map_or(planned.created_at, |invitation| invitation.created_at),
        origin: Origin { job: JobFacts::of(event), ..planned.origin.clone() },
        ..planned
    }
}
