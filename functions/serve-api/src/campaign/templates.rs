//! `/templates`: mails in the organization's own words (C11, C12), and what they can name.
//! Checking and saving lives in `application::campaign`, the template language in `views`.

use crate::Deps;
use crate::wire::{Answer, Body, Listing, PageQuery, Params, Seen, TemplateTextsSchema, patched, tagged};
use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use relance_application::account::Caller;
use relance_application::campaign::{Checked, Templates};
use relance_domain::campaign::{MailTemplate, TemplateTexts};
use relance_domain::name::LanguageTag;
use relance_wording::{Wording, template_language};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What can be written of a template.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateBody {
    /// Shown to managers only.
    #[serde(default)]
    name: String,
    /// The mail in each language.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, TemplateTextsSchema>)]
    texts: BTreeMap<LanguageTag, TemplateTexts>,
}

/// A template.
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateShown {
    /// Its id, for `look.template_id` of a campaign.
    id: String,
    #[serde(flatten)]
    body: TemplateBody,
    /// What is odd about it, though it can be used.
    warnings: Vec<String>,
    /// When it was made.
    created_at: Timestamp,
    /// When it last changed.
    updated_at: Timestamp,
}

/// A template in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateListed {
    /// Its id.
    id: String,
    /// Shown to managers only.
    name: String,
    /// The languages it is written in.
    languages: Vec<String>,
    /// When it last changed.
    updated_at: Timestamp,
}

/// What templates can say.
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateLanguage {
    /// Where the rating goes; needed in `html`, and in `text` where there is one.
    pick_tag: &'static str,
    /// As in `{{ customer.first_name | default("dear customer") }}`; `url` is needed in `href`.
    filters: Vec<&'static str>,
    /// The variables.
    items: Vec<VariableShown>,
}

/// A variable.
#[derive(Debug, Serialize, ToSchema)]
pub struct VariableShown {
    /// As templates write it: `{{ name }}`.
    name: &'static str,
    /// What it is.
    about: &'static str,
    /// What it says when the fact is missing, in French and English; often nothing.
    defaults: BTreeMap<&'static str, String>,
}

impl From<&MailTemplate> for TemplateBody {
    fn from(template: &MailTemplate) -> Self {
        Self { name: template.name.clone(), texts: template.texts.clone() }
    }
}

impl TemplateBody {
    fn onto(self, present: &MailTemplate) -> MailTemplate {
        MailTemplate { name: self.name.trim().to_owned(), texts: self.texts, ..present.clone() }
    }
}

fn answer(checked: Checked) -> Response {
    let template = &checked.stored.value;
    let shown = TemplateShown {
        id: template.id.to_string(),
        body: template.into(),
        warnings: checked.warnings,
        created_at: template.created_at,
        updated_at: template.updated_at,
    };
    tagged(checked.stored.version, shown)
}

fn listed(template: &MailTemplate) -> TemplateListed {
    TemplateListed {
        id: template.id.to_string(),
        name: template.name.clone(),
        languages: template.texts.keys().map(ToString::to_string).collect(),
        updated_at: template.updated_at,
    }
}

fn templates(deps: &Deps) -> Templates<'_> {
    Templates { records: &*deps.records, clock: &*deps.clock, mint: &*deps.mint, check: &Wording }
}

/// Templates, oldest first.
#[utoipa::path(get, path = "/templates", tag = "templates", params(PageQuery),
    responses((status = 200, body = Listing<TemplateListed>)))]
pub async fn list(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Params(query): Params<PageQuery>,
) -> Answer<Json<Listing<TemplateListed>>> {
    let page = templates(&deps).list(&caller.organization, &query.wanted()).await?;
    Ok(Json(Listing::of(page, |template| listed(&template))))
}

/// A new template, or everything that keeps it from being used.
#[utoipa::path(post, path = "/templates", tag = "templates", request_body = TemplateBody,
    responses((status = 201, body = TemplateShown)))]
pub async fn create(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Body(given): Body,
) -> Answer<Response> {
    let edit = |blank: &MailTemplate| Ok(patched(&TemplateBody::from(blank), &given)?.onto(blank));
    let checked = templates(&deps).create(&caller.organization, &edit).await?;
    Ok((StatusCode::CREATED, answer(checked)).into_response())
}

/// One template.
#[utoipa::path(get, path = "/templates/{id}", tag = "templates", params(("id" = String, Path)),
    responses((status = 200, body = TemplateShown)))]
pub async fn get(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Response> {
    Ok(answer(templates(&deps).get(&caller.organization, &id).await?))
}

/// Changes a template (merge-patch), also for mails that are planned already.
#[utoipa::path(patch, path = "/templates/{id}", tag = "templates",
    params(("id" = String, Path), ("If-Match" = Option<String>, Header, description = "The `ETag` that you have seen")),
    request_body(content = TemplateBody, content_type = "application/merge-patch+json"),
    responses((status = 200, body = TemplateShown)))]
pub async fn change(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Seen(seen): Seen,
    Body(given): Body,
) -> Answer<Response> {
    let edit = |present: &MailTemplate| Ok(patched(&TemplateBody::from(present), &given)?.onto(present));
    Ok(answer(templates(&deps).change(&caller.organization, &id, (seen, &edit)).await?))
}

/// Removes a template that no campaign uses.
#[utoipa::path(delete, path = "/templates/{id}", tag = "templates", params(("id" = String, Path)),
    responses((status = 204)))]
pub async fn remove(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    templates(&deps).remove(&caller.organization, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What templates can name.
#[utoipa::path(get, path = "/template-variables", tag = "templates",
    responses((status = 200, body = TemplateLanguage)))]
pub async fn variables() -> Json<TemplateLanguage> {
    let defaults = |fallback: &dyn Fn(&str) -> String| {
        ["fr", "en"].into_iter().map(|language| (language, fallback(language))).collect()
    };
    let items = template_language::variables().iter().map(|variable| VariableShown {
        name: variable.name,
        about: variable.about,
        defaults: defaults(&|language| variable.fallback(language)),
    });
    Json(TemplateLanguage {
        pick_tag: relance_domain::campaign::PICK_TAG,
        filters: template_language::FILTERS.to_vec(),
        items: items.collect(),
    })
}
