//! What a campaign has chosen of the organization's looks must be there when it is saved (A10); what is chosen
//! cannot be removed. A send whose template is gone all the same uses the built-in mail.

use crate::call::{BadField, Failure, Refusal, Reply};
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::{key, load, partition, read_whole};
use relance_domain::campaign::{Campaign, Image, Look, MailTemplate, Picture, Theme};
use relance_domain::name::{ImageId, LanguageTag, OrganizationId};

/// Longest alternative text, in characters: longer ones belong in the mail.
const LONGEST_ALT: usize = 200;
/// Refuses a campaign whose choices are not there, or do not speak its languages once it is live (B17).
pub(crate) async fn check_look(records: &dyn Records, campaign: &Campaign) -> Reply<()> {
    if let Some(id) = &campaign.look.theme_id {
        let key = key::<Theme>(&campaign.organization, id.as_str());
        if load::<Theme>(records, &key).await?.is_none() {
            return Err(Refusal::bad_field("look.theme_id", "there is no such theme").into());
        }
    }
    if let Some(picture) = &campaign.look.picture {
        let field = "look.picture.image_id";
        check_image(records, &campaign.organization, &picture.image_id, field).await?;
        Refusal::unless_fit(missing_alt(campaign, picture))?;
    }
    let Some(id) = &campaign.look.template_id else { return Ok(()) };
    let key = key::<MailTemplate>(&campaign.organization, id.as_str());
    let Some(template) = load::<MailTemplate>(records, &key).await? else {
        return Err(Refusal::bad_field("look.template_id", "there is no such template").into());
    };
    let missing: Vec<_> = campaign
        .texts
        .keys()
        .filter(|language| campaign.is_live() && !template.value.texts.contains_key(*language))
        .map(|language| {
            let reason = format!("the template `{}` has no texts in `{language}`", template.value.name);
            BadField::new("look.template_id", reason)
        })
        .collect();
    Ok(Refusal::unless_fit(missing)?)
}

/// A picture must be kept before anything shows it.
pub(super) async fn check_image(
    records: &dyn Records,
    organization: &OrganizationId,
    id: &ImageId,
    field: &str,
) -> Reply<()> {
    let key = key::<Image>(organization, id.as_str());
    if records.get(&key).await?.is_some() {
        return Ok(());
    }
    Err(Refusal::bad_field(field, "there is no such image").into())
}

/// B6: whoever does not see the picture reads what it says.
fn missing_alt(campaign: &Campaign, picture: &Picture) -> Vec<BadField> {
    let blank = |language: &&LanguageTag| {
        let text = picture.alt.get(*language).map(|text| text.trim()).unwrap_or_default();
        text.is_empty() || text.chars().count() > LONGEST_ALT
    };
    let languages = campaign.texts.keys().filter(blank);
    let reason = format!("say what the picture shows, in 1 to {LONGEST_ALT} characters");
    languages.map(|language| BadField::new(format!("look.picture.alt.{language}"), reason.clone())).collect()
}

/// Names of the campaigns that have made a choice.
pub(super) async fn campaigns_with(
    records: &dyn Records,
    organization: &OrganizationId,
    chosen: impl Fn(&Look) -> bool,
) -> Result<Vec<String>, Fault> {
    let campaigns = read_whole::<Campaign>(records, partition::<Campaign>(organization)).await?;
    let chosen = campaigns.into_iter().filter(|campaign| chosen(&campaign.value.look));
    Ok(chosen.map(|campaign| campaign.value.name).collect())
}

/// The refusal to remove what campaigns use.
pub(super) fn in_use(campaigns: &[String]) -> Result<(), Failure> {
    if campaigns.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = campaigns.iter().take(5).map(|name| format!("`{name}`")).collect();
    Err(Refusal::conflict(format!("it is used by {}: choose another look there first", names.join(", ")))
        .into())
}
