//! Evaluates the rules on one answer, once, at its first completion (A34), when nothing can show any more that a program filled
//! it in (R3.2): alerts with one owner and the mail to them, with derived ids, in one transaction with the answer (A31, E6),
//! or in as many as they need.

use crate::kind::Kind;
use crate::outbound::{Happening, calls_about};
use crate::ports::chance::Clock;
use crate::ports::due::{Announce, Announcement};
use crate::ports::fault::Fault;
use crate::ports::limits::MAX_CHANGES;
use crate::ports::records::{Key, Records};
use crate::rule::{Raised, Routed, Surroundings};
use crate::stored::{Entity, UnitOfWork, put_each_once};
use crate::transaction;
use jiff::Timestamp;
use relance_domain::alert::{Alert, StaffMail};
use relance_domain::answer::Answer;
use relance_domain::outbound::{Action, Webhook, WebhookEvent};
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

/// What follows from an answer: everything in it has an id that follows from the answer too.
struct Consequences {
    alerts: Vec<Alert>,
    mails: Vec<StaffMail>,
    calls: Vec<Action>,
}

/// How far an evaluation is.
enum Evaluation {
    /// Stored, with these hints to give.
    Done(Vec<Announcement>),
    /// More follows than one transaction holds: nothing of it is stored yet.
    Large(Consequences),
}

impl Consequences {
    fn count(&self) -> usize {
        self.alerts.len() + self.mails.len() + self.calls.len()
    }

    fn hints(&self) -> Vec<Announcement> {
        let mails = self.mails.iter().map(|mail| mail.announcement(0));
        mails.chain(self.calls.iter().map(|call| call.announcement(0))).collect()
    }

    fn put(&self, work: &mut UnitOfWork<'_>) -> Result<(), Fault> {
        self.alerts.iter().try_for_each(|alert| work.put(alert))?;
        self.mails.iter().try_for_each(|mail| work.put(mail))?;
        self.calls.iter().try_for_each(|call| work.put(call))
    }
}

impl EvaluateAnswer<'_> {
    /// Evaluates the answer of this key; does nothing when that was done before.
    ///
    /// # Errors
    /// Faults of the store; the due index brings the answer back.
    pub async fn run(&self, answer_key: &Key) -> Result<(), Fault> {
        let hints = match transaction!(work in self.records => self.attempt(&mut work, answer_key)) {
            Evaluation::Done(hints) => hints,
            Evaluation::Large(follows) => self.in_parts(answer_key, follows).await?,
        };
        let of = |kind: Kind| hints.iter().filter(|hint| hint.hint.kind == kind).count();
        let (alerts, calls) = (of(Kind::StaffMail), of(Kind::Action));
        // A hint that came too early or again evaluates nothing, and what nothing follows from was never hinted.
        if alerts + calls > 0 {
            tracing::info!(alerts, calls, "an answer was evaluated");
        }
        self.announce.announce(&hints).await;
        Ok(())
    }

    async fn attempt(&self, work: &mut UnitOfWork<'_>, answer_key: &Key) -> Result<Evaluation, Fault> {
        let pending =
            work.get_key::<Answer>(answer_key).await?.filter(|answer| answer.evaluated_at.is_none());
        let Some(mut answer) = pending else { return Ok(Evaluation::Done(Vec::new())) };
        let now = self.clock.now();
        if now < answer.settles_at() {
            return Ok(Evaluation::Done(vec![answer.announcement(wait_s(now, answer.settles_at()))]));
        }
        let follows = consequences(work, &answer, now).await?;
        if follows.count() >= MAX_CHANGES {
            return Ok(Evaluation::Large(follows));
        }
        follows.put(work)?;
        answer.evaluated_at = Some(now);
        work.put(&answer)?;
        Ok(Evaluation::Done(follows.hints()))
    }

    /// Part after part, and the answer last: who comes after a worker that was killed between finds what is stored, by its
    /// derived id, and does the rest (I8).
    async fn in_parts(&self, answer_key: &Key, follows: Consequences) -> Result<Vec<Announcement>, Fault> {
        let alerts = put_each_once(self.records, &follows.alerts).await?;
        let mails = put_each_once(self.records, &follows.mails).await?;
        let calls = put_each_once(self.records, &follows.calls).await?;
        transaction!(work in self.records => self.finish(&mut work, answer_key));
        Ok(Consequences { alerts, mails, calls }.hints())
    }

    async fn finish(&self, work: &mut UnitOfWork<'_>, answer_key: &Key) -> Result<(), Fault> {
        let pending =
            work.get_key::<Answer>(answer_key).await?.filter(|answer| answer.evaluated_at.is_none());
        let Some(answer) = pending else { return Ok(()) };
        work.put(&Answer { evaluated_at: Some(self.clock.now()), ..answer })
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

/// What follows from an answer as it stands now.
async fn consequences(
    work: &mut UnitOfWork<'_>,
    answer: &Answer,
    now: Timestamp,
) -> Result<Consequences, Fault> {
    let (mut alerts, mut mails, mut happenings) =
        (Vec::new(), Vec::new(), vec![Happening::completed(answer)]);
    for Raised { rule, owner, first_contact_by } in raised(work, answer, now).await? {
        let alert = Alert::raised(&rule.id, answer, rule.alert_kind(answer), owner.clone(), now);
        let alert = Alert { first_contact_by, ..alert };
        mails.push(StaffMail::about(alert.id.clone(), answer.organization.clone(), owner, now));
        happenings.push(Happening::alerted(&alert, answer));
        alerts.push(alert);
    }
    let calls = calls_about(work, &answer.organization, &happenings, now).await?;
    Ok(Consequences { alerts, mails, calls })
}
