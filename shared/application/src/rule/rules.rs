//! Rules on answers: so far the one kind that turns a band of NPS scores into an alert with one owner (C2, E6).
//! Evaluating them lives in `follow_up`.

use crate::call::created;
use crate::call::{BadField, Page, Refusal, Reply, Wanted, found, scan};
use crate::call::{Edit, edited};
use crate::ports::chance::{Clock, Mint};
use crate::ports::fault::Fault;
use crate::ports::records::{Records, Version};
use crate::stored::{Stored, key, load};
use relance_domain::campaign::Campaign;
use relance_domain::name::{OrganizationId, RuleId};
use relance_domain::rule::Rule;

/// Reads and changes rules.
pub struct Rules<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names new ones.
    pub mint: &'a dyn Mint,
}

impl Rules<'_> {
    /// A page of rules, oldest first.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn list(&self, organization: &OrganizationId, wanted: &Wanted) -> Result<Page<Rule>, Fault> {
        scan::<Rule>(self.records, (organization, false), wanted, &|_| true).await
    }

    /// One rule with its version.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<Stored<Rule>> {
        let id = RuleId::parse(id).map_err(|_| Refusal::not_found("rule"))?;
        let key = key::<Rule>(organization, id.as_str());
        Ok(found(load::<Rule>(self.records, &key).await?, "rule")?)
    }

    /// A new rule; it takes effect for answers completed from now on (A30).
    ///
    /// # Errors
    /// Refusals: fields to mend.
    pub async fn create(
        &self,
        organization: &OrganizationId,
        named: impl FnOnce(RuleId) -> Rule,
    ) -> Reply<Stored<Rule>> {
        let value = named(RuleId::new(&self.mint.unique(self.clock.now())));
        Refusal::unless_fit(unusable(&value))?;
        self.check_campaign(organization, &value).await?;
        created(self.records, value, "rule").await
    }

    /// An edited rule; it stays with its campaign (A6).
    ///
    /// # Errors
    /// Refusals: no such rule, an older version than the present one, fields to mend.
    pub async fn change(
        &self,
        organization: &OrganizationId,
        id: &str,
        (expected, edit): (Option<Version>, Edit<'_, Rule>),
    ) -> Reply<Stored<Rule>> {
        let id = RuleId::parse(id).map_err(|_| Refusal::not_found("rule"))?;
        let edit = |present: &Rule| {
            let next = edit(present)?;
            let mut bad = unusable(&next);
            if next.campaign_id != present.campaign_id {
                bad.push(BadField::new("campaign_id", "a rule stays with its campaign: make another rule"));
            }
            Refusal::unless_fit(bad)?;
            Ok(next)
        };
        let key = key::<Rule>(organization, id.as_str());
        edited(self.records, (&key, "rule"), expected, &edit).await
    }

    /// Unknown ids are refused when a rule is saved (A10).
    async fn check_campaign(&self, organization: &OrganizationId, rule: &Rule) -> Reply<()> {
        let key = key::<Campaign>(organization, rule.campaign_id.as_str());
        let known = load::<Campaign>(self.records, &key).await?.is_some();
        if known {
            Ok(())
        } else {
            Err(Refusal::bad_field("campaign_id", "there is no such campaign").into())
        }
    }
}

fn unusable(rule: &Rule) -> Vec<BadField> {
    let length = rule.name.trim().chars().count();
    let fit = (1..=120).contains(&length);
    if fit { Vec::new() } else { vec![BadField::new("name", "give it 1 to 120 characters")] }
}
