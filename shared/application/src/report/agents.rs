//! How many cases each agent wished not to be surveyed (C15): whoever opts many out may be choosing whom to ask.
//! Counted from the decisions, which name the agent; nothing is stored for it.

use crate::call::{Reply, found};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::{Range, Records};
use crate::stored::{Pages, load_settings, partition};
use relance_domain::invitation::{AgentWish, Decision};
use relance_domain::name::{CampaignId, DecisionId, OrganizationId, Unique};
use relance_domain::report::{Period, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Decisions per query, and read at most for one answer.
const CHUNK: usize = 1_000;
const MOST_READ: usize = 100_000;

/// Counts agents' wishes.
pub struct AgentOptOuts<'a> {
    /// Where decisions are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// What one agent wished.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgentCount {
    /// Events with this agent that a campaign decided about.
    pub cases: u32,
    /// Wishes not to ask that were heard.
    pub honoured: u32,
    /// Wishes that the campaign does not allow.
    pub ignored: u32,
}

/// What all agents wished, by the tool's id of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentCounts {
    pub agents: BTreeMap<String, AgentCount>,
    /// Local days, both included.
    pub span: Span,
    /// False when there were more decisions than are read for one answer: the newest are missing.
    pub complete: bool,
}

impl AgentOptOuts<'_> {
    /// Counts the decisions of one campaign, or of all, over a period of the organization's local days.
    pub async fn count(
        &self,
        organization: &OrganizationId,
        campaign: Option<&CampaignId>,
        period: Period,
    ) -> Reply<AgentCounts> {
        let zone = found(load_settings(self.records, organization).await?, "organization")?.value.zone();
        let span = period.span(self.clock.now(), &zone);
        let mark = |at| DecisionId::new(&Unique::first_at(at)).to_string();
        let range = Range {
            from: Some(mark(Span::instants(span.first, &zone).start)),
            before: Some(mark(Span::instants(span.last, &zone).end)),
            ..Range::all(partition::<Decision>(organization), CHUNK)
        };
        let (agents, complete) = self.read(range, campaign).await?;
        Ok(AgentCounts { agents, span, complete })
    }

    async fn read(
        &self,
        range: Range,
        campaign: Option<&CampaignId>,
    ) -> Result<(BTreeMap<String, AgentCount>, bool), Fault> {
        let (mut agents, mut seen) = (BTreeMap::<String, AgentCount>::new(), BTreeSet::new());
        let mut pages = Pages::of(self.records, range);
        for _ in 0..MOST_READ / CHUNK {
            let Some(page) = pages.values::<Decision>().await? else { break };
            for decision in page {
                if campaign.is_none_or(|id| decision.campaign_id.as_ref() == Some(id)) {
                    count(decision, &mut agents, &mut seen);
                }
            }
        }
        Ok((agents, !pages.has_more()))
    }
}

/// One event counts once, however many campaigns decided about it.
fn count(
    decision: Decision,
    agents: &mut BTreeMap<String, AgentCount>,
    seen: &mut BTreeSet<(String, Option<AgentWish>)>,
) {
    let Some(agent) = decision.agent else { return };
    let entry = agents.entry(agent.id).or_default();
    if seen.insert((decision.event_id.clone(), None)) {
        entry.cases = entry.cases.saturating_add(1);
    }
    let Some(wish) = agent.wish.filter(|wish| seen.insert((decision.event_id, Some(*wish)))) else { return };
    let counter = match wish {
        AgentWish::Honoured => &mut entry.honoured,
        AgentWish::Ignored => &mut entry.ignored,
    };
    *counter = counter.saturating_add(1);
}
