//! The one place where a campaign's questions come together, as they were worded when somebody was asked: its own, then
//! what it picks from the bank. Which of them one respondent is asked is decided in `relance_domain::question::Asked`.

use crate::ports::fault::Fault;
use crate::stored::UnitOfWork;
use jiff::Timestamp;
use relance_domain::answer::Answer;
use relance_domain::campaign::{Campaign, CampaignVersion, CurrentVersion};
use relance_domain::question::{BankQuestion, Question};

/// Which wording is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AsOf {
    /// The present one.
    Now,
    /// That of this instant, at which somebody was asked.
    Asked(Timestamp),
    Version(u32),
}

/// The campaign as it is, or was, asked, with the questions of the bank behind its own. For reading only, never stored.
/// The present version costs one more read where categories are picked and none elsewhere; an earlier one is read.
pub(crate) async fn asking(
    work: &mut UnitOfWork<'_>,
    campaign: Campaign,
    wanted: AsOf,
) -> Result<Campaign, Fault> {
    let CurrentVersion { number, since } = campaign.version;
    let earlier = match wanted {
        AsOf::Version(wanted) if wanted != number => {
            let id = CampaignVersion::id_of(wanted);
            work.get_in::<CampaignVersion>(&campaign.organization, campaign.id.as_str(), &id).await?
        }
        AsOf::Asked(at) if since.is_some_and(|since| at < since) => version_at(work, &campaign, at).await?,
        AsOf::Now | AsOf::Asked(_) | AsOf::Version(_) => None,
    };
    if let Some(CampaignVersion { number, definition, made_at, .. }) = earlier {
        let version = CurrentVersion { number, since: Some(made_at) };
        return Ok(Campaign { version, ..definition.onto(campaign) });
    }
    if campaign.bank.categories.is_empty() {
        return Ok(campaign);
    }
    let bank = work.all::<BankQuestion>(&campaign.organization).await?;
    let picked: Vec<Question> = campaign.bank.questions(&bank).into_iter().cloned().collect();
    Ok(with(campaign, &picked))
}

/// The campaign as this answer was asked. Answers of before versions keep their questions of the bank themselves.
pub(crate) async fn answered_as(
    work: &mut UnitOfWork<'_>,
    campaign: Campaign,
    answer: &Answer,
) -> Result<Campaign, Fault> {
    match answer.campaign_version {
        Some(version) => asking(work, campaign, AsOf::Version(version)).await,
        None => Ok(with(campaign, &answer.from_bank)),
    }
}

/// The version that was asked at an instant; the first one where it is older than all of them.
async fn version_at(
    work: &UnitOfWork<'_>,
    campaign: &Campaign,
    at: Timestamp,
) -> Result<Option<CampaignVersion>, Fault> {
    let mut versions = work.all_in::<CampaignVersion>(&campaign.organization, campaign.id.as_str()).await?;
    let past = versions.partition_point(|version| version.made_at <= at);
    versions.truncate(past.max(1));
    Ok(versions.pop())
}

fn with(mut campaign: Campaign, picked: &[Question]) -> Campaign {
    campaign.questions.extend_from_slice(picked);
    campaign
}
