//! `/templates`: mails in the organization's own words (C11, C12), and what they can name.
//! Checking and saving lives in `application::campaign`, the template language in `views`.

use crate::Deps;
use axum::Json;
use jiff::Timestamp;
use relance_application::call::Page;
use relance_application::call::Reply;
use relance_application::campaign::{CheckedTemplate, Templates};
use relance_domain::campaign::{MailTemplate, TemplateTexts};
use relance_domain::name::LanguageTag;
use relance_views::invitation::template;
use relance_views::text::Language;
use relance_wire::form::{self, TemplateTextsSchema};
use relance_wire::{
    Call, MergePatch, PageQuery, Removable, Representation, Resource, Summaries, Writable, WritingSummaries,
    made, patched,
};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use serde_json::Value;
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
    #[schema(value_type = BTreeMap<form::LanguageTag, TemplateTextsSchema>)]
    texts: BTreeMap<LanguageTag, TemplateTexts>,
}

/// A template.
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateShown {
    /// Its id, for `look.template_id` of a campaign.
    #[schema(value_type = form::TemplateId)]
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
    #[schema(value_type = form::TemplateId)]
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

fn answer(CheckedTemplate { stored, warnings }: CheckedTemplate) -> Representation<TemplateShown> {
    Representation::shown(stored, |template| TemplateShown {
        id: template.id.to_string(),
        body: (&template).into(),
        warnings,
        created_at: template.created_at,
        updated_at: template.updated_at,
    })
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
    Templates {
        records: &*deps.records,
        clock: &*deps.clock,
        mint: &*deps.mint,
        check: template::check_template,
    }
}

impl Resource for TemplateShown {
    type Deps = Deps;
    type Id = form::TemplateId;
    type Query = PageQuery;
    type Listed = TemplateListed;

    const PATH: &'static str = "/templates";
    const ABOUT: Summaries = Summaries { list: "Templates, oldest first", get: "One template" };

    async fn list(call: Call<Deps>, query: PageQuery) -> Reply<Page<TemplateListed>> {
        let page = templates(&call.deps).list(call.organization(), &query.wanted()).await?;
        Ok(page.map(|template| listed(&template)))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        Ok(answer(templates(&call.deps).get(call.organization(), &id).await?))
    }
}

impl Writable for TemplateShown {
    type New = TemplateBody;
    type Changes = TemplateBody;

    const WRITING: WritingSummaries = WritingSummaries {
        create: "A new template; its sources are checked",
        change: "Changes a template (merge-patch), also for mails that are planned already",
    };

    async fn create(call: Call<Deps>, given: Map<String, Value>) -> Reply<Representation<Self>> {
        let edit = |blank: &MailTemplate| Ok(made(&TemplateBody::from(blank), &given)?.onto(blank));
        Ok(answer(templates(&call.deps).create(call.organization(), &edit).await?))
    }

    async fn change(
        call: Call<Deps>,
        id: String,
        MergePatch { seen, given }: MergePatch,
    ) -> Reply<Representation<Self>> {
        let edit = |present: &MailTemplate| Ok(patched(&TemplateBody::from(present), &given)?.onto(present));
        Ok(answer(templates(&call.deps).change(call.organization(), &id, seen, &edit).await?))
    }
}

impl Removable for TemplateShown {
    const REMOVING: &'static str = "Removes a template that no campaign uses";

    async fn remove(call: Call<Deps>, id: String) -> Reply<()> {
        templates(&call.deps).remove(call.organization(), &id).await
    }
}

/// What templates can name.
#[utoipa::path(get, path = "/template-variables", tag = "templates",
    responses((status = 200, body = TemplateLanguage)))]
pub async fn variables() -> Json<TemplateLanguage> {
    let defaults = |variable: &template::Variable| {
        let said = |language: Language| (language.base(), variable.fallback(language));
        [Language::French, Language::English].into_iter().map(said).collect()
    };
    let items = template::variables().iter().map(|variable| VariableShown {
        name: variable.name,
        about: variable.about,
        defaults: defaults(variable),
    });
    Json(TemplateLanguage {
        pick_tag: relance_domain::campaign::PICK_TAG,
        filters: template::FILTERS.to_vec(),
        items: items.collect(),
    })
}
