//! Rules on answers as managers write them down: checked against their campaign when they are saved, and shown as broken
//! when something that they name is gone (A10). Evaluating them lives in `evaluate_answer`.

use crate::call::{BadField, Edit, Page, Refusal, Reply, Wanted, created, edited, found, removed, scan};
use crate::campaign::{AsOf, asking};
use crate::ports::chance::{Clock, Mint};
use crate::ports::fault::Fault;
use crate::ports::records::{Records, Version};
use crate::stored::{Stored, UnitOfWork, key, load};
use relance_domain::alert::AlertRouting;
use relance_domain::campaign::Campaign;
use relance_domain::name::{CampaignId, OrganizationId, RuleId};
use relance_domain::rule::{Need, Rule, RuleAction, RuleFields};
use std::collections::BTreeMap;

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
    pub async fn list(&self, organization: &OrganizationId, wanted: &Wanted) -> Result<Page<Ruled>, Fault> {
        let Page { items, next } = scan::<Rule>(self.records, organization, false, wanted, &|_| true).await?;
        let mut campaigns = QuestionsAsked::new(self.records, organization);
        let mut judged = Vec::new();
        for rule in items {
            judged.push(campaigns.judged(rule).await?);
        }
        Ok(Page { items: judged, next })
    }

    /// One rule with its version.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<Stored<Ruled>> {
        let id = RuleId::parse(id).map_err(|_| Refusal::not_found("rule"))?;
        let key = key::<Rule>(organization, id.as_str());
        let Stored { value, version } = found(load::<Rule>(self.records, &key).await?, "rule")?;
        let value = QuestionsAsked::new(self.records, organization).judged(value).await?;
        Ok(Stored { value, version })
    }

    /// A new rule; it takes effect for answers completed from now on (A30).
    ///
    /// # Errors
    /// Refusals: fields to mend.
    pub async fn create(
        &self,
        organization: &OrganizationId,
        named: impl FnOnce(RuleId) -> Rule,
    ) -> Reply<Stored<Ruled>> {
        let value = named(RuleId::new(&self.mint.unique(self.clock.now())));
        let mut bad = unusable(&value);
        bad.extend(QuestionsAsked::new(self.records, organization).wrong(&value).await?);
        Refusal::unless_fit(bad)?;
        let Stored { value, version } = created(self.records, value, "rule").await?;
        Ok(Stored { value: Ruled::sound(value), version })
    }

    /// An edited rule; it stays with its campaign (A6).
    ///
    /// # Errors
    /// Refusals: no such rule, an older version than the present one, fields to mend.
    pub async fn change(
        &self,
        organization: &OrganizationId,
        id: &str,
        expected: Option<Version>,
        edit: Edit<'_, Rule>,
    ) -> Reply<Stored<Ruled>> {
        let id = RuleId::parse(id).map_err(|_| Refusal::not_found("rule"))?;
        let key = key::<Rule>(organization, id.as_str());
        // Looked at first and outside of the edit, which reads nothing: its campaign is asked about what it becomes.
        let present = found(load::<Rule>(self.records, &key).await?, "rule")?.value;
        let wrong = QuestionsAsked::new(self.records, organization).wrong(&edit(&present)?).await?;
        let edit = |present: &Rule| {
            let next = edit(present)?;
            let mut bad = unusable(&next);
            if next.campaign_id == present.campaign_id {
                bad.extend(wrong.clone());
            } else {
                bad.push(BadField::new("campaign_id", "a rule stays with its campaign: make another rule"));
            }
            Refusal::unless_fit(bad)?;
            Ok(next)
        };
        let Stored { value, version } = edited(self.records, &key, "rule", expected, &edit).await?;
        Ok(Stored { value: Ruled::sound(value), version })
    }
}

impl Rules<'_> {
    /// Takes a rule away; the alerts that it raised stay.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn remove(&self, organization: &OrganizationId, id: &str) -> Reply<()> {
        let id = RuleId::parse(id).map_err(|_| Refusal::not_found("rule"))?;
        removed::<Rule>(self.records, &key::<Rule>(organization, id.as_str()), "rule").await
    }
}

/// A rule, and why it does nothing while it is broken.
#[derive(Debug, Clone)]
pub struct Ruled {
    pub rule: Rule,
    /// What is wrong with it: something that it names is gone (A10).
    pub broken: Vec<BadField>,
}

impl Ruled {
    fn sound(rule: Rule) -> Self {
        Self { rule, broken: Vec::new() }
    }
}

/// What campaigns ask, read once each and only for rules that look at answers.
struct QuestionsAsked<'a> {
    work: UnitOfWork<'a>,
    organization: &'a OrganizationId,
    campaigns: BTreeMap<CampaignId, Option<Campaign>>,
}

impl<'a> QuestionsAsked<'a> {
    fn new(records: &'a dyn Records, organization: &'a OrganizationId) -> Self {
        Self { work: UnitOfWork::new(records), organization, campaigns: BTreeMap::new() }
    }

    async fn campaign(&mut self, id: &CampaignId) -> Result<Option<&Campaign>, Fault> {
        if !self.campaigns.contains_key(id) {
            let campaign = match self.work.get::<Campaign>(self.organization, id.as_str()).await? {
                Some(campaign) => Some(asking(&mut self.work, campaign, AsOf::Now).await?),
                None => None,
            };
            self.campaigns.insert(id.clone(), campaign);
        }
        Ok(self.campaigns.get(id).and_then(Option::as_ref))
    }

    /// Unknown ids and comparisons that cannot be made are refused when a rule is saved (A10).
    async fn wrong(&mut self, rule: &Rule) -> Result<Vec<BadField>, Fault> {
        let Some(campaign) = self.campaign(&rule.campaign_id).await? else {
            return Ok(vec![BadField::new("campaign_id", "there is no such campaign")]);
        };
        let fields = RuleFields { questions: campaign.questions.iter().collect() };
        let wrong = rule.when.clone().check(&fields).err().unwrap_or_default();
        let mut bad = BadField::in_condition("when", &wrong);
        bad.extend(self.ownerless(rule).await?);
        Ok(bad)
    }

    /// An alert always has an owner (E10): the rule names them, or the routing table does.
    async fn ownerless(&mut self, rule: &Rule) -> Result<Option<BadField>, Fault> {
        let RuleAction::RaiseAlert { owner } = &rule.then;
        if owner.is_some()
            || self.work.get::<AlertRouting>(self.organization, AlertRouting::ID).await?.is_some()
        {
            return Ok(None);
        }
        let words = "name an owner: there is no table in `/alert-routing` that would";
        Ok(Some(BadField::new("then.raise_alert.owner", words)))
    }

    async fn judged(&mut self, rule: Rule) -> Result<Ruled, Fault> {
        let broken =
            if rule.needs().contains(&Need::Questions) { self.wrong(&rule).await? } else { Vec::new() };
        Ok(Ruled { rule, broken })
    }
}

fn unusable(rule: &Rule) -> Vec<BadField> {
    let length = rule.name.trim().chars().count();
    let fit = (1..=120).contains(&length);
    if fit { Vec::new() } else { vec![BadField::new("name", "give it 1 to 120 characters")] }
}
