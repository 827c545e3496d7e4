//! `/campaigns/{id}/versions`: what a campaign asked and told, from each change on. Changing it makes them.

use crate::Deps;
use crate::campaign::campaigns::campaigns;
use axum::Json;
use axum::extract::Path;
use jiff::Timestamp;
use relance_domain::campaign::{CampaignTexts, CampaignVersion};
use relance_domain::name::LanguageTag;
use relance_domain::question::{Question, SurveyType};
use relance_wire::form::{self, CampaignTextsSchema, QuestionSchema};
use relance_wire::{Call, HttpResult, Listing, PageQuery, Params};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One version.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionShown {
    /// From 1; answers name it as `campaign_version`.
    number: u32,
    /// From when on it was asked; mails of then, their reminders and their answers keep it.
    made_at: Timestamp,
    /// The API key that made it; `null` for a change of the question bank.
    made_by: Option<String>,
    /// What differs from the version before: `type`, `default_language`, `texts`, `questions`,
    /// `questions_per_survey`.
    #[schema(value_type = Vec<form::VersionPart>, max_items = 5)]
    changed: Vec<String>,
}

/// One version with what was asked and told.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionWithDefinition {
    #[serde(flatten)]
    version: VersionShown,
    /// What it measured first: `nps`, `csat` or `ces`.
    #[serde(rename = "type")]
    #[schema(value_type = form::SurveyType)]
    survey_type: SurveyType,
    /// Used when the customer's language has no texts.
    default_language: String,
    /// What it said, per language.
    #[schema(value_type = BTreeMap<form::LanguageTag, CampaignTextsSchema>)]
    texts: BTreeMap<LanguageTag, CampaignTexts>,
    /// In order, those of the question bank behind its own, as they were worded.
    #[schema(value_type = Vec<QuestionSchema>)]
    questions: Vec<Question>,
    /// How many questions beside NPS one survey asked; 0 = all.
    questions_per_survey: usize,
}

fn show(version: &CampaignVersion) -> VersionShown {
    VersionShown {
        number: version.number,
        made_at: version.made_at,
        made_by: version.made_by.as_ref().map(ToString::to_string),
        changed: version.changed.clone(),
    }
}

/// The versions of a campaign, newest first; none before its first publication.
#[utoipa::path(get, path = "/campaigns/{id}/versions", tag = "campaigns", operation_id = "versions",
    params(("id" = form::CampaignId, Path), PageQuery), responses((status = 200, body = Listing<VersionShown>)))]
pub async fn list(
    call: Call<Deps>,
    Path(id): Path<String>,
    Params(query): Params<PageQuery>,
) -> HttpResult<Json<Listing<VersionShown>>> {
    let page =
        campaigns(&call.deps, &call.caller).versions(call.organization(), &id, &query.wanted()).await?;
    Ok(Json(Listing::of(page, |version| show(&version))))
}

/// One version of a campaign, with what was asked and told.
#[utoipa::path(get, path = "/campaigns/{id}/versions/{number}", tag = "campaigns", operation_id = "version",
    params(("id" = form::CampaignId, Path), ("number" = u32, Path)), responses((status = 200, body = VersionWithDefinition)))]
pub async fn get(
    call: Call<Deps>,
    Path((id, number)): Path<(String, String)>,
) -> HttpResult<Json<VersionWithDefinition>> {
    let found = campaigns(&call.deps, &call.caller).version(call.organization(), &id, &number).await?;
    let version = show(&found);
    let definition = found.definition;
    Ok(Json(VersionWithDefinition {
        version,
        survey_type: definition.survey_type,
        default_language: definition.default_language.into(),
        texts: definition.texts,
        questions: definition.questions,
        questions_per_survey: definition.questions_per_survey,
    }))
}
