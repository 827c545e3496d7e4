//! What is kept of an answer to an anonymous campaign, and of the invitation that led to it: no way from one to the
//! other (R5.4). Hiding few answers lives where answers are read.

use crate::answer::Survey;
use crate::answer::open_survey::dated;
use relance_domain::answer::Answer;
use relance_domain::invitation::{Command, Invitation, SendRules, step};

/// The answer without whom, without when but for the local day, and without what would tell either: the language, that
/// it came right after its mail, the wave, that a review was offered. It counts as evaluated: no rule, alert or webhook ever sees it.
pub(super) fn veiled(answer: Answer, survey: &Survey) -> Answer {
    let day = dated(&survey.organization, &survey.campaign, answer.completed_at);
    Answer {
        invitation_id: None,
        contact_id: None,
        // A wave may have asked one person alone.
        wave: None,
        // Who did which job, and where, is one visit.
        occasion: None,
        review: None,
        language: survey.campaign.default_language.clone(),
        completed_at: day,
        evaluated_at: Some(day),
        signals: answer.signals.into_iter().filter(|signal| signal.is_proof()).collect(),
        ..answer
    }
}

/// The invitation knows that it was answered, not by what nor when: that its mail arrived is dated to its plan.
pub(super) fn answered(invitation: &Invitation) -> Invitation {
    let proof = Command::Accepted { attempt: None, message_id: None };
    let progress = step(&invitation.send, &proof, invitation.send.planned_for, &SendRules::default()).next;
    let send = progress.unwrap_or_else(|| invitation.send.clone());
    Invitation { send, answered_anonymously: true, ..invitation.clone() }
}
