//! Evaluates the rules on one answer, once, at its first completion (A34): alerts with one owner and the mail to
//! them, all with derived ids, in one transaction with the finished answer (A31, E6).

use crate::outbound::{Happening, owe};
use crate::ports::chance::Clock;
use crate::ports::due::{Announce, Announcement};
use crate::ports::fault::Fault;
use crate::ports::records::Key;
use crate::ports::records::Records;
use crate::stored::{Entity, UnitOfWork};
use crate::transaction;
use jiff::Timestamp;
use relance_domain::alert::StaffMail;
use relance_domain::alert::{Alert, AlertStatus};
use relance_domain::answer::Answer;
use relance_domain::outbound::{Webhook, WebhookEvent};
use relance_domain::rule::{Rule, RuleAction};
use std::collections::BTreeSet;

/// Evaluates rules.
pub struct EvaluateAnswer<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Wakes the sender.
    pub announce: &'a dyn Announce,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

impl EvaluateAnswer<'_> {
    /// Evaluates the answer of this key; does nothing when that was done before.
    ///
    /// # Errors
    /// Faults of the store; the due index brings the answer back.
    pub async fn run(&self, answer_key: &Key) -> Result<(), Fault> {
        let hints = transaction!(work in self.records => self.attempt(&mut work, answer_key));
        self.announce.announce(&hints).await;
        Ok(())
    }

    async fn attempt(&self, work: &mut UnitOfWork<'_>, answer_key: &Key) -> Result<Vec<Announcement>, Fault> {
        let pending =
            work.get_key::<Answer>(answer_key).await?.filter(|answer| answer.evaluated_at.is_none());
        let Some(mut answer) = pending else { return Ok(Vec::new()) };
        let now = self.clock.now();
        let rules = work.all::<Rule>(&answer.organization).await?;
        let mut hints = Vec::new();
        let mut happenings = vec![Happening::completed(&answer)];
        for rule in raising(&rules, &answer) {
            let (alert, mail) = follow(work, rule, &answer, now)?;
            hints.push(mail.announcement(0));
            happenings.push(Happening::alerted(&alert, &answer));
        }
        let owed = owe(work, &answer.organization, &happenings, now).await?;
        hints.extend(owed.iter().map(|action| action.announcement(0)));
        answer.evaluated_at = Some(now);
        work.put(&answer)?;
        Ok(hints)
    }
}

/// Whether nothing follows from this answer: no rule raises an alert of it, and nobody asked to be told of answers. Such an
/// answer is stored as evaluated and wakes nobody (A34): what `EvaluateAnswer` would find has been found.
///
/// # Errors
/// Faults of the store.
pub(crate) async fn nothing_follows(work: &UnitOfWork<'_>, answer: &Answer) -> Result<bool, Fault> {
    if !raising(&work.all::<Rule>(&answer.organization).await?, answer).is_empty() {
        return Ok(false);
    }
    let webhooks = work.all::<Webhook>(&answer.organization).await?;
    Ok(!webhooks.iter().any(|webhook| webhook.wants(WebhookEvent::AnswerCompleted)))
}

/// The rules that raise an alert of this answer, the most urgent kind first: one person gets one alert of an answer, by
/// however many rules it comes to them (F25).
fn raising<'r>(rules: &'r [Rule], answer: &Answer) -> Vec<&'r Rule> {
    let mut raising: Vec<&Rule> = rules.iter().filter(|rule| rule.applies_to(answer)).collect();
    raising.sort_by_key(|rule| rule.alert_kind());
    let mut told = BTreeSet::new();
    raising.retain(|rule| {
        let RuleAction::RaiseAlert { owner } = &rule.then;
        told.insert(owner.clone())
    });
    raising
}

/// Carries out a rule's action in the unit of work. The answer's own version is the guard against repeats.
fn follow(
    work: &mut UnitOfWork<'_>,
    rule: &Rule,
    answer: &Answer,
    now: Timestamp,
) -> Result<(Alert, StaffMail), Fault> {
    let RuleAction::RaiseAlert { owner } = &rule.then;
    let alert = Alert {
        id: Alert::id_of(&rule.id, &answer.id),
        organization: answer.organization.clone(),
        kind: rule.alert_kind(),
        status: AlertStatus::ToHandle,
        assignee: owner.clone(),
        answer_id: answer.id.clone(),
        campaign_id: answer.campaign_id.clone(),
        contact_id: answer.contact_id.clone(),
        first_contact_at: None,
        created_at: now,
        history: Vec::new(),
    };
    let mail = StaffMail::about(alert.id.clone(), answer.organization.clone(), owner.clone(), now);
    work.put(&alert)?;
    work.put(&mail)?;
    Ok((alert, mail))
}
