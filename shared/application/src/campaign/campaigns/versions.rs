//! The versions of a campaign, for whoever explains an old mail or answer. Changing a campaign makes them.

use crate::call::{Page, Refusal, Reply, Wanted, found, merged_newest_first};
use crate::campaign::Campaigns;
use crate::campaign::campaigns::campaign_key;
use crate::stored::{key_in, load};
use relance_domain::campaign::{Campaign, CampaignVersion};
use relance_domain::name::OrganizationId;

impl Campaigns<'_> {
    /// A page of a campaign's versions, newest first; none before its first publication.
    ///
    /// # Errors
    /// Refusals: no such campaign.
    pub async fn versions(
        &self,
        organization: &OrganizationId,
        id: &str,
        wanted: &Wanted,
    ) -> Reply<Page<CampaignVersion>> {
        let campaign = campaign_key(organization, id)?;
        found(load::<Campaign>(self.records, &campaign).await?, "campaign")?;
        let group = [campaign.id];
        Ok(merged_newest_first(self.records, organization, &group, None, wanted, &|_| true).await?)
    }

    /// One of them, with what was asked and told.
    ///
    /// # Errors
    /// Refusals: no such version.
    pub async fn version(
        &self,
        organization: &OrganizationId,
        id: &str,
        number: &str,
    ) -> Reply<CampaignVersion> {
        let campaign = campaign_key(organization, id)?;
        let number = number.parse().map_err(|_| Refusal::not_found("version"))?;
        let key = key_in::<CampaignVersion>(organization, &campaign.id, &CampaignVersion::id_of(number));
        Ok(found(load::<CampaignVersion>(self.records, &key).await?, "version")?.value)
    }
}
