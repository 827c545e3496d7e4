//! Who is to be told what happened: one owed call for each endpoint that wants to know, in the same transaction as what
//! happened, so that neither can be there without the other. Making the calls lives in `run_action`.

use crate::ports::fault::Fault;
use crate::stored::UnitOfWork;
use jiff::Timestamp;
use relance_domain::alert::Alert;
use relance_domain::answer::Answer;
use relance_domain::contact::Scope;
use relance_domain::name::{CampaignId, OrganizationId};
use relance_domain::outbound::{Action, CallFacts, Webhook, WebhookEvent};

/// Endpoints of one organization; saving refuses more.
pub const MOST_WEBHOOKS: usize = 20;

/// Something that may be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    event: WebhookEvent,
    subject: String,
    facts: CallFacts,
}

impl Happening {
    /// Somebody answered.
    #[must_use]
    pub fn completed(answer: &Answer) -> Self {
        let facts = facts(answer);
        Self { event: WebhookEvent::AnswerCompleted, subject: answer.id.to_string(), facts }
    }

    /// A rule raised an alert.
    #[must_use]
    pub fn alerted(alert: &Alert, answer: &Answer) -> Self {
        let facts = CallFacts { alert_id: Some(alert.id.clone()), ..facts(answer) };
        Self { event: WebhookEvent::AlertCreated, subject: alert.id.to_string(), facts }
    }

    /// Somebody left by the link in a mail; the instant tells one leaving from the next one after a return.
    #[must_use]
    pub fn opted_out(digest: &str, scope: &Scope, at: Timestamp) -> Self {
        let campaign_id = match scope {
            Scope::All => None,
            Scope::Campaign(id) => Some(id.clone()),
        };
        let subject = format!("{digest} {} {at}", campaign_id.as_ref().map_or("", CampaignId::as_str));
        let facts =
            CallFacts { campaign_id, address_digest: Some(digest.to_owned()), ..CallFacts::default() };
        Self { event: WebhookEvent::InvitationOptedOut, subject, facts }
    }
}

fn facts(answer: &Answer) -> CallFacts {
    CallFacts {
        answer_id: Some(answer.id.clone()),
        campaign_id: Some(answer.campaign_id.clone()),
        nps_score: answer.nps_score,
        ..CallFacts::default()
    }
}

/// Puts every owed call into the unit of work; announce them when it is committed.
pub(crate) async fn owe(
    work: &mut UnitOfWork<'_>,
    organization: &OrganizationId,
    happenings: &[Happening],
    now: Timestamp,
) -> Result<Vec<Action>, Fault> {
    let owed = calls_about(work, organization, happenings, now).await?;
    owed.iter().try_for_each(|action| work.put(action))?;
    Ok(owed)
}

/// One call for each endpoint and each happening that it wants to know of.
pub(crate) async fn calls_about(
    work: &UnitOfWork<'_>,
    organization: &OrganizationId,
    happenings: &[Happening],
    now: Timestamp,
) -> Result<Vec<Action>, Fault> {
    let mut owed = Vec::new();
    for webhook in work.all::<Webhook>(organization).await? {
        for Happening { event, subject, facts } in happenings.iter().filter(|one| webhook.wants(one.event)) {
            owed.push(Action::owed(&webhook, *event, subject, facts.clone(), now));
        }
    }
    Ok(owed)
}
