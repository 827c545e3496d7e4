//! Evaluates the rules on one answer, once, at its first completion (A34), when nothing can show any more that a program filled
//! it in (R3.2): alerts with one owner and the mail to them, with derived ids, in one transaction with the answer (A31, E6).

use crate::kind::Kind;
use crate::outbound::{Happening, owe};
use crate::ports::chance::Clock;
use crate::ports::due::{Announce, Announcement};
use crate::ports::fault::Fault;
use crate::ports::records::{Key, Records};
use crate::rule::{Raised, Routed, Surroundings};
use crate::stored::{Entity, UnitOfWork};
use crate::transaction;
use jiff::Timestamp;
use relance_domain::alert::{Alert, StaffMail};
use relance_domain::answer::Answer;
use relance_domain::outbound::{Webhook, WebhookEvent};
use relance_domain::rule::Rule;
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
        let of = |kind: Kind| hints.iter().filter(|hint| hint.hint.kind == kind).count();
        let (alerts, calls) = (of(Kind::StaffMail), of(Kind::Action));
        // A hint that came too early or again evaluates nothing, and what nothing follows from was never hinted.
        if alerts + calls > 0 {
            tracing::info!(alerts, calls, "an answer was evaluated");
        }
        self.announce.announce(&hints).await;
        Ok(())
    }

    async fn attempt(&self, work: &mut UnitOfWork<'_>, answer_key: &Key) -> Result<Vec<Announcement>, Fault> {
        let pending =
            work.get_key::<Answer>(answer_key).await?.filter(|answer| answer.evaluated_at.is_none());
        let Some(mut answer) = pending else { return Ok(Vec::new()) };
        let now = self.clock.now();
        if now < answer.settles_at() {
            return Ok(vec![answer.announcement(wait_s(now, answer.settles_at()))]);
        }
        let raised = raised(work, &answer, now).await?;
        let mut hints = Vec::new();
        let mut happenings = vec![Happening::completed(&answer)];
        for raised in raised {
            let (alert, mail) = follow(work, raised, &answer, now)?;
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

/// Whole seconds until an instant, rounded up: a hint is never early.
#[must_use]
pub(crate) fn wait_s(now: Timestamp, at: Timestamp) -> u16 {
    let seconds = (at.duration_since(now).as_millis().max(0) + 999) / 1_000;
    u16::try_from(seconds).unwrap_or(900).min(900)
}

/// What follows from an answer as it stands.
pub(crate) struct Following {
    /// A rule raises an alert of it.
    alert: bool,
    /// Somebody is told to get in touch with whoever gave it.
    pub(crate) callback: bool,
    /// Somebody asked to be told of answers; not looked for where an alert follows.
    told: bool,
}

impl Following {
    /// Such an answer is stored as evaluated and wakes nobody (A34): what `EvaluateAnswer` would find has been found.
    pub(crate) fn is_nothing(&self) -> bool {
        !self.alert && !self.told
    }
}

/// What follows from an answer as it stands.
pub(crate) async fn following(work: &mut UnitOfWork<'_>, answer: &Answer) -> Result<Following, Fault> {
    let rules = matching(work, answer).await?;
    let alert = !rules.is_empty();
    let callback = rules.iter().any(|rule| rule.alert_kind(answer).is_unhappy());
    // An alert alone is something: nobody has to be looked for then.
    let webhooks = if alert { Vec::new() } else { work.all::<Webhook>(&answer.organization).await? };
    let told = webhooks.iter().any(|webhook| webhook.wants(WebhookEvent::AnswerCompleted));
    Ok(Following { alert, callback, told })
}

/// The rules whose condition holds of this answer, the most urgent kind first.
async fn matching(work: &mut UnitOfWork<'_>, answer: &Answer) -> Result<Vec<Rule>, Fault> {
    let mut rules = work.all::<Rule>(&answer.organization).await?;
    rules.retain(|rule| rule.active && rule.campaign_id == answer.campaign_id);
    let known = Surroundings::of(work, answer, rules.iter().map(|rule| &rule.when)).await?;
    let fields = known.fields();
    let answered = known.around(answer);
    // A broken rule does nothing, and is shown as broken where rules are shown (A10).
    rules.retain(|rule| rule.judges(&fields, &answered) == Ok(true));
    rules.sort_by_key(|rule| rule.alert_kind(answer));
    Ok(rules)
}

/// The alerts that follow from this answer, each with its owner: one person gets one alert of an answer, by however many
/// rules it comes to them (F25).
async fn raised(work: &mut UnitOfWork<'_>, answer: &Answer, now: Timestamp) -> Result<Vec<Raised>, Fault> {
    let rules = matching(work, answer).await?;
    let (mut told, mut all) = (BTreeSet::new(), Vec::new());
    if rules.is_empty() {
        return Ok(all);
    }
    let routed = Routed::read(work, answer).await?;
    for rule in rules {
        let raised = routed.raised(work, rule, now).await?;
        all.extend(raised.filter(|raised| told.insert(raised.owner.clone())));
    }
    Ok(all)
}

/// Carries out a rule's action in the unit of work. The answer's own version is the guard against repeats.
fn follow(
    work: &mut UnitOfWork<'_>,
    raised: Raised,
    answer: &Answer,
    now: Timestamp,
) -> Result<(Alert, StaffMail), Fault> {
    let Raised { rule, owner, first_contact_by } = raised;
    let kind = rule.alert_kind(answer);
    let alert = Alert { first_contact_by, ..Alert::raised(&rule.id, answer, kind, owner.clone(), now) };
    let mail = StaffMail::about(alert.id.clone(), answer.organization.clone(), owner, now);
    work.put(&alert)?;
    work.put(&mail)?;
    Ok((alert, mail))
}
