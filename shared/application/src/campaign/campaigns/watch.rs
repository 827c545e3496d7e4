//! The rule on detractors that a campaign gets when it first asks NPS (C2). From then on it is a rule like any other.

use crate::ports::fault::Fault;
use crate::question::Bank;
use crate::stored::UnitOfWork;
use relance_domain::alert::AlertRouting;
use relance_domain::campaign::Campaign;
use relance_domain::rule::Rule;

/// What `present` becomes, with its rule in the same transaction. Nothing follows from anonymous answers (R5.4).
pub(super) async fn detractors(
    work: &mut UnitOfWork<'_>,
    present: &Campaign,
    next: Campaign,
    bank: &Bank,
) -> Result<Campaign, Fault> {
    if next.respondents.anonymous || !next.begins_to_ask_nps(present, &bank.questions) {
        return Ok(next);
    }
    let rules = work.all::<Rule>(&next.organization).await?;
    let covered = |rule: &Rule| rule.campaign_id == next.id && rule.covers_detractors();
    if !rules.iter().any(covered)
        && let Some(rule) = default_rule(work, &next).await?
    {
        work.put(&rule)?;
    }
    Ok(Campaign { detractors_watched: true, ..next })
}

/// Whom the routing table names handles its alerts; the person in charge while there is no table.
async fn default_rule(work: &mut UnitOfWork<'_>, campaign: &Campaign) -> Result<Option<Rule>, Fault> {
    let organization = &campaign.organization;
    let routed = work.get::<AlertRouting>(organization, AlertRouting::ID).await?.is_some();
    let settings = work.settings(organization).await?;
    Ok(settings.map(|settings| {
        let owner = (!routed).then(|| settings.in_charge().clone());
        Rule::on_detractors(campaign, owner, &settings.language)
    }))
}
