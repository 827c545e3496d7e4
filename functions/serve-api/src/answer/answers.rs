//! `/answers`: submitted forms, and whether one counts. Recording them lives in `application::answer`.

use crate::Deps;
use axum::Json;
use axum::extract::Path;
use jiff::Timestamp;
use relance_application::answer::{AnswerFilter, Answers, hidden_because};
use relance_domain::answer::{Answer, Signal};
use relance_domain::campaign::OccasionKind;
use relance_domain::invitation::Occasion;
use relance_domain::name::{CampaignId, ContactId, InvitationId};
use relance_domain::question::{NpsType, Values};
use relance_domain::report::Period;
use relance_wire::{Call, Cursor, HttpResult, Listing, PageLimit, Params, form, wanted};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};

/// One answer.
#[derive(Serialize, ToSchema)]
pub struct AnswerShown {
    /// Its id.
    #[schema(value_type = form::AnswerId)]
    id: String,
    /// The invitation that led to it.
    invitation_id: Option<String>,
    /// What was asked.
    campaign_id: String,
    /// As which version it was asked: see `/campaigns/{id}/versions`; `null` for answers of before versions.
    campaign_version: Option<u32>,
    /// Who answered, where known.
    contact_id: Option<String>,
    /// The wave of the campaign that asked.
    wave: Option<u32>,
    /// What it is about; `null` of an anonymous answer, of one by a public link and of one that was asked for by hand.
    occasion: Option<OccasionShown>,
    /// Language of the form.
    language: String,
    /// What was answered, by question: a number, a text, a choice's id, a list of choices' ids, answers by row of a
    /// matrix, or `not_applicable`. Questions that were hidden or skipped are absent.
    #[schema(value_type = BTreeMap<form::QuestionId, form::AnswerValueSchema>)]
    values: Values,
    /// The raw NPS score.
    #[schema(maximum = 10)]
    nps_score: Option<u8>,
    /// `Promoter`, `Passive` or `Detractor`, whatever the survey's language.
    #[schema(value_type = Option<form::NpsType>)]
    nps_type: Option<&'static str>,
    /// Whether every filtered answer is a satisfied one; `null` where none was given.
    satisfied: Option<bool>,
    /// Marks of a program that the form bears: `honeypot_filled`, `scanner_agent`, `many_scores`, `right_after_mail`.
    #[schema(value_type = Vec<form::Signal>)]
    signals: BTreeSet<Signal>,
    /// True while it counts in no statistic.
    ignored: bool,
    /// First submission; of an anonymous answer, the start of its local day.
    completed_at: Timestamp,
    /// Last change by the respondent.
    edited_at: Option<Timestamp>,
}

/// What an answer is about, as the tool told it; every part may be unknown.
#[derive(Serialize, ToSchema)]
pub struct OccasionShown {
    /// `visit`, `request`, `call`, `invoice` or `project`.
    #[schema(value_type = form::OccasionKind)]
    kind: OccasionKind,
    /// The connection that told of it.
    source: String,
    /// The tool's id of the job.
    task_id: Option<String>,
    /// The number that people use.
    task_number: Option<String>,
    /// Such as `Service call`.
    task_type: Option<String>,
    /// The tool's id of who did it.
    agent_id: Option<String>,
    /// Their name.
    agent_name: Option<String>,
    /// Where it was done, or the branch that did it.
    location: Option<String>,
    /// How the customer reached the company.
    channel: Option<String>,
    /// Free labels.
    tags: Vec<String>,
}

fn show_occasion(occasion: Occasion) -> OccasionShown {
    OccasionShown {
        kind: occasion.kind,
        source: occasion.source.into(),
        task_id: occasion.task_id,
        task_number: occasion.task_number,
        task_type: occasion.task_type,
        agent_id: occasion.agent_id,
        agent_name: occasion.agent_name,
        location: occasion.location,
        channel: occasion.channel,
        tags: occasion.tags,
    }
}

fn show(answer: Answer) -> AnswerShown {
    AnswerShown {
        nps_type: answer.nps_type().map(NpsType::as_str),
        id: answer.id.into(),
        invitation_id: answer.invitation_id.map(String::from),
        campaign_id: answer.campaign_id.into(),
        campaign_version: answer.campaign_version,
        contact_id: answer.contact_id.map(String::from),
        wave: answer.wave,
        occasion: answer.occasion.map(show_occasion),
        language: answer.language.into(),
        values: answer.values,
        nps_score: answer.nps_score,
        satisfied: answer.satisfied,
        signals: answer.signals,
        ignored: answer.ignored,
        completed_at: answer.completed_at,
        edited_at: answer.edited_at,
    }
}

/// An anonymous campaign whose answers are too few to be shown.
#[derive(Serialize, ToSchema)]
pub struct HiddenShown {
    /// Which.
    campaign_id: String,
    /// Why, in words.
    reason: String,
}

impl HiddenShown {
    /// These campaigns, with the reason of each.
    pub fn all(campaigns: &[CampaignId]) -> Vec<Self> {
        let shown = |id: &CampaignId| Self { campaign_id: id.to_string(), reason: hidden_because(id) };
        campaigns.iter().map(shown).collect()
    }
}

/// A page of answers.
#[derive(Serialize, ToSchema)]
pub struct AnswersShown {
    #[serde(flatten)]
    listing: Listing<AnswerShown>,
    /// Anonymous campaigns that are not in it: fewer than 5 of their answers are in what was asked for.
    hidden: Vec<HiddenShown>,
}

/// Which answers.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Of this campaign.
    #[param(value_type = Option<form::CampaignId>)]
    campaign_id: Option<CampaignId>,
    /// Of this person.
    #[param(value_type = Option<form::ContactId>)]
    contact_id: Option<ContactId>,
    /// To this invitation.
    #[param(value_type = Option<form::InvitationId>)]
    invitation_id: Option<InvitationId>,
    /// `today`, `7d`, `30d`, `current_month`, `last_month`, `quarter`, `year`, `all` or `2026-11-01..2026-11-30`.
    #[param(value_type = Option<form::Period>)]
    period: Option<PeriodName>,
    /// With at least this NPS score.
    #[param(value_type = Option<u8>, maximum = 10)]
    min_score: Option<Score>,
    /// With at most this NPS score.
    #[param(value_type = Option<u8>, maximum = 10)]
    max_score: Option<Score>,
    /// Items at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<PageLimit>,
    /// The `cursor` of the page before.
    #[param(value_type = Option<form::Cursor>)]
    cursor: Option<Cursor>,
}

impl Query {
    /// The filter alone.
    fn filter(&self) -> AnswerFilter {
        AnswerFilter {
            campaign_id: self.campaign_id.clone(),
            contact_id: self.contact_id.clone(),
            invitation_id: self.invitation_id.clone(),
            period: self.period.as_ref().map(|PeriodName(period)| *period),
            min_score: self.min_score.as_ref().map(|Score(score)| *score),
            max_score: self.max_score.as_ref().map(|Score(score)| *score),
        }
    }
}

/// A period by its name.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct PeriodName(pub Period);

impl TryFrom<String> for PeriodName {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Period::parse(&text).map(Self).map_err(|error| error.to_string())
    }
}

/// An NPS score.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct Score(pub u8);

impl TryFrom<String> for Score {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let score = text.parse().ok().filter(|score| *score <= 10);
        score.map(Self).ok_or_else(|| format!("`{text}` is not a whole number from 0 to 10"))
    }
}

fn answers(deps: &Deps) -> Answers<'_> {
    Answers { records: &*deps.records, clock: &*deps.clock }
}

/// Answers of all campaigns, newest first.
#[utoipa::path(get, path = "/answers", tag = "answers", params(Query),
    responses((status = 200, body = AnswersShown)))]
pub async fn list(call: Call<Deps>, Params(query): Params<Query>) -> HttpResult<Json<AnswersShown>> {
    let filter = query.filter();
    let wanted = wanted(query.limit, query.cursor);
    let found = answers(&call.deps).list(call.organization(), &filter, &wanted).await?;
    let hidden = HiddenShown::all(&found.hidden);
    Ok(Json(AnswersShown { listing: Listing::of(found.page, show), hidden }))
}

/// One answer.
#[utoipa::path(get, path = "/answers/{id}", tag = "answers", params(("id" = form::AnswerId, Path)),
    responses((status = 200, body = AnswerShown)))]
pub async fn get(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<Json<AnswerShown>> {
    Ok(Json(show(answers(&call.deps).get(call.organization(), &id).await?)))
}

/// Takes an answer out of every statistic.
#[utoipa::path(post, path = "/answers/{id}/ignore", tag = "answers", params(("id" = form::AnswerId, Path)),
    responses((status = 200, body = AnswerShown)))]
pub async fn ignore(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<Json<AnswerShown>> {
    Ok(Json(show(answers(&call.deps).ignore(call.organization(), &id, true).await?)))
}

/// Lets an answer count again.
#[utoipa::path(post, path = "/answers/{id}/restore", tag = "answers", params(("id" = form::AnswerId, Path)),
    responses((status = 200, body = AnswerShown)))]
pub async fn restore(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<Json<AnswerShown>> {
    Ok(Json(show(answers(&call.deps).ignore(call.organization(), &id, false).await?)))
}
