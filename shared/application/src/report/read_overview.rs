//! What a manager sees first: the score of the last thirty days, what is to handle, what was decided lately.
//! How each of these comes about lives with its subject.

use crate::alert::open_alerts;
use crate::call::Wanted;
use crate::invitation::{DecisionFilter, Decisions};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::report::ReadCounts;
use crate::stored::UnitOfWork;
use jiff::Timestamp;
use relance_domain::account::Organization;
use relance_domain::alert::Alert;
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::contact::Contact;
use relance_domain::invitation::Decision;
use relance_domain::name::{ConnectionId, OrganizationId};
use relance_domain::report::{Nps, Period};
use relance_domain::source::{Connection, SignatureScheme};

/// Alerts shown at most: more than a person handles before they look again.
const ALERTS: usize = 10;
/// Decisions shown at most.
const DECISIONS: usize = 20;
/// Local days that the score covers.
const DAYS: i32 = 30;

/// What a manager sees first: the score, what is open, what is under way.
pub struct ReadOverview<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// What a manager sees first.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Whose.
    pub organization: Organization,
    /// When it was read.
    pub now: Timestamp,
    /// Of how many local days the score is, today included.
    pub days: i32,
    /// The score of all campaigns.
    pub nps: Nps,
    /// How many anonymous campaigns are not in it, because too few answered (R5.4).
    pub hidden: usize,
    /// Alerts that are not done, newest first: the first few.
    pub to_handle: Vec<OpenAlert>,
    /// How many are not done in all.
    pub waiting: usize,
    /// Newest first.
    pub decisions: Vec<Decision>,
    /// Oldest first.
    pub campaigns: Vec<Campaign>,
    /// While nothing was decided: a hook that takes an event without a signature, for a first try.
    pub hook_to_try: Option<ConnectionId>,
}

/// An alert that is not done, in a line.
#[derive(Debug, Clone)]
pub struct OpenAlert {
    /// What to handle.
    pub alert: Alert,
    /// The score that raised it.
    pub score: Option<u8>,
    /// Who gave it: their name, else their address.
    pub customer: Option<String>,
}

impl ReadOverview<'_> {
    /// The overview of an organization; `None` when it does not exist.
    pub async fn run(&self, organization: &OrganizationId) -> Result<Option<Overview>, Fault> {
        let mut work = UnitOfWork::new(self.records);
        let Some(settings) = work.settings(organization).await? else { return Ok(None) };
        let campaigns = work.all::<Campaign>(organization).await?;
        let read = ReadCounts { records: self.records, clock: self.clock };
        let reading = read.run(&settings, &campaigns, Period::LastDays(DAYS)).await?;
        let decisions = Decisions { records: self.records };
        let latest = Wanted { limit: DECISIONS, after: None };
        let decisions = decisions.list(organization, &DecisionFilter::default(), &latest).await?.items;
        let (to_handle, waiting) = self.to_handle(&mut work, organization).await?;
        Ok(Some(Overview {
            hook_to_try: if decisions.is_empty() { hook_to_try(&work, organization).await? } else { None },
            organization: settings,
            now: self.clock.now(),
            days: DAYS,
            nps: reading.counts.nps.nps(),
            hidden: reading.hidden.len(),
            to_handle,
            waiting,
            decisions,
            campaigns,
        }))
    }

    async fn to_handle(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &OrganizationId,
    ) -> Result<(Vec<OpenAlert>, usize), Fault> {
        let board = open_alerts(self.records, organization).await?;
        let waiting = board.len();
        let mut lines = Vec::new();
        for entry in board.into_iter().take(ALERTS) {
            let Some(alert) = work.get_key::<Alert>(&entry.key).await? else { continue };
            let (campaign, answer) = (alert.campaign_id.as_str(), alert.answer_id.as_str());
            let answer = work.get_in::<Answer>(organization, campaign, answer).await?;
            let contact = work.get_if::<Contact>(organization, alert.contact_id.as_ref()).await?;
            let score = answer.and_then(|answer| answer.nps_score);
            lines.push(OpenAlert { alert, score, customer: contact.as_ref().and_then(called) });
        }
        Ok((lines, waiting))
    }
}

async fn hook_to_try(
    work: &UnitOfWork<'_>,
    organization: &OrganizationId,
) -> Result<Option<ConnectionId>, Fault> {
    let open = |connection: &Connection| {
        connection.enabled && connection.verification == SignatureScheme::LoopbackOnly
    };
    let all = work.all::<Connection>(organization).await?;
    Ok(all.into_iter().find(open).map(|connection| connection.id))
}

/// What people call a contact.
fn called(contact: &Contact) -> Option<String> {
    contact.full_name().or_else(|| contact.email.as_ref().map(ToString::to_string))
}
