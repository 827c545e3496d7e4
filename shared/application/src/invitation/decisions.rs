//! Why each trigger did or did not lead to a send, newest first.
//! Decisions are made in the domain's policy and kept by the use cases.

use crate::call::{Page, Wanted, scan};
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use relance_domain::invitation::{Decision, Outcome};
use relance_domain::name::{CampaignId, InvitationId, OrganizationId};

/// Reads decisions.
pub struct Decisions<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
}

/// Which decisions are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecisionFilter {
    /// Of this event, by the sender's name for it.
    pub event_id: Option<String>,
    pub campaign_id: Option<CampaignId>,
    /// About this invitation.
    pub invitation_id: Option<InvitationId>,
    /// Which ended like this.
    pub outcome: Option<Outcome>,
}

impl DecisionFilter {
    fn keeps(&self, decision: &Decision) -> bool {
        let event = self.event_id.as_ref().is_none_or(|id| *id == decision.event_id);
        let campaign = self.campaign_id.is_none() || self.campaign_id == decision.campaign_id;
        let invitation = self.invitation_id.is_none() || self.invitation_id == decision.invitation_id;
        event && campaign && invitation && self.outcome.is_none_or(|outcome| outcome == decision.outcome)
    }
}

impl Decisions<'_> {
    /// A page of decisions, newest first.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        filter: &DecisionFilter,
        wanted: &Wanted,
    ) -> Result<Page<Decision>, Fault> {
        let keep = |decision: &Decision| filter.keeps(decision);
        scan::<Decision>(self.records, organization, true, wanted, &keep).await
    }
}
