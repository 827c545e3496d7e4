//! `/campaigns`: what is asked, to whom, when. Deciding what may be saved lives in `application::campaign`.

pub mod public_link;
pub mod versions;

use crate::Deps;
use axum::extract::Path;
use jiff::Timestamp;
use relance_application::account::Caller;
use relance_application::call::Page;
use relance_application::call::Reply;
use relance_application::campaign::Campaigns;
use relance_application::stored::Stored;
use relance_domain::campaign::{
    AddressSource, AfterAnswer, Campaign, CampaignStatus, CampaignTexts, Look, OccasionKind, OnMute,
    OnUncertain, PhoneSource, Reach, Reminders, Respondents, ReviewLink, ReviewPrompt, SendBy, TriggerRule,
    Waves,
};
use relance_domain::condition::Condition;
use relance_domain::name::{CategoryId, LanguageTag, QuestionId};
use relance_domain::question::{BankPick, Question, SurveyType};
use relance_domain::schedule::{Delay, SendWindow};
use relance_domain::source::Channels;
use relance_wire::form::{
    self, CampaignTextsSchema, ConditionSchema, LookSchema, QuestionSchema, ReviewLinkSchema,
    TriggerRuleSchema, WavesSchema, WindowSchema,
};
use relance_wire::{
    Call, HttpResult, MergePatch, PageQuery, Representation, Resource, Summaries, Writable, WritingSummaries,
    made, patched,
};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What can be written of a campaign.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignBody {
    /// Shown to managers only.
    #[serde(default)]
    name: String,
    /// `nps`, `csat` or `ces`: the kind of the question that its mail asks and that is always asked.
    #[serde(rename = "type", default)]
    #[schema(value_type = form::SurveyType)]
    survey_type: SurveyType,
    /// Used when the customer's language has no texts.
    #[schema(value_type = form::LanguageTag, required = false)]
    default_language: LanguageTag,
    /// What it says, per language.
    #[serde(default)]
    #[schema(value_type = BTreeMap<form::LanguageTag, CampaignTextsSchema>)]
    texts: BTreeMap<LanguageTag, CampaignTexts>,
    /// In order; an NPS question is always asked first.
    #[serde(default)]
    #[schema(value_type = Vec<QuestionSchema>)]
    questions: Vec<Question>,
    /// Categories of the question bank that it asks from, after its own questions, in this order.
    #[serde(default)]
    #[schema(value_type = Vec<form::CategoryId>)]
    categories: Vec<CategoryId>,
    /// Questions of these categories that it does not ask; one that is added to a category later is asked.
    #[serde(default)]
    #[schema(value_type = Vec<form::QuestionId>)]
    excluded_questions: BTreeSet<QuestionId>,
    /// How many questions beside NPS one invitation asks; 0 = all.
    #[serde(default)]
    questions_per_survey: usize,
    /// Which events start it; none = manual sends only.
    #[serde(default)]
    #[schema(value_type = Vec<TriggerRuleSchema>)]
    triggers: Vec<TriggerRule>,
    /// What its events are to customers, in whose words they are asked: `visit`, `request`, `call`, `invoice` or `project`.
    /// What the event looks like when absent.
    #[serde(default)]
    #[schema(value_type = Option<form::OccasionKind>)]
    occasion: Option<OccasionKind>,
    /// `DD:HH:MM` from the event's own time to the send.
    #[serde(default)]
    #[schema(value_type = form::Delay)]
    delay: Delay,
    /// `DD:HH:MM`: at most one survey per address in any window of this length.
    #[serde(default)]
    #[schema(value_type = form::Delay)]
    mute: Delay,
    /// `customer.email`, `customer.secondary_email` or `customer.fields.<name>`.
    #[serde(default = "primary")]
    #[schema(value_type = form::AddressSource)]
    primary_address: AddressSource,
    /// Used when the primary address is blank.
    #[serde(default)]
    #[schema(value_type = Option<form::AddressSource>)]
    secondary_address: Option<AddressSource>,
    /// Whether agents may opt a case out.
    #[serde(default)]
    agent_opt_out_allowed: bool,
    /// Extended privacy policy, https.
    #[serde(default)]
    privacy_url: Option<String>,
    /// Where people go after answering, https.
    #[serde(default)]
    redirect_url: Option<String>,
    /// Sites where people may leave a review once they answered, https.
    #[serde(default)]
    #[schema(value_type = Vec<ReviewLinkSchema>)]
    review_links: Vec<ReviewLink>,
    /// `all`, `promoters_only` (review gating: see `warnings`) or `off`.
    #[serde(default)]
    #[schema(value_type = form::ReviewPrompt)]
    review_prompt: ReviewPrompt,
    /// `DD:HH:MM` for which an invitation can be answered after its send.
    #[serde(default)]
    #[schema(value_type = form::Delay)]
    expires_after: Delay,
    /// `DD:HH:MM` for which an answer can be changed.
    #[serde(default)]
    #[schema(value_type = form::Delay)]
    edit_window: Delay,
    /// `resend` or `hold`: what to do when nobody can tell whether a mail went out.
    #[serde(default)]
    #[schema(value_type = form::OnUncertain)]
    on_uncertain: OnUncertain,
    /// How its mails and pages look.
    #[serde(default)]
    #[schema(value_type = LookSchema)]
    look: Look,
    /// Channels of contact by name, on or off: `{"phone": true, "chat": false}`. The organization's when empty; when
    /// there are any, an unknown channel is not surveyed.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, bool>)]
    channels: Channels,
    /// What must hold of the event: conditions on fields `contact.…`, `task.…`, `agent.…` and `invoice.amount`.
    #[serde(default)]
    #[schema(value_type = Option<ConditionSchema>)]
    criteria: Option<Condition>,
    /// Days and hours in which mails go out.
    #[serde(default)]
    #[schema(value_type = Option<WindowSchema>)]
    window: Option<SendWindow>,
    /// At most two delays `DD:HH:MM` after the send, at which those who have not answered are asked again.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 2)]
    reminders: Reminders,
    /// `drop` or `delay`: what becomes of a trigger whose customer was asked too recently.
    #[serde(default)]
    #[schema(value_type = form::OnMute)]
    on_mute: OnMute,
    /// Whether anybody may answer by its public link, while it is published: see `/campaigns/{id}/public-link`.
    #[serde(default)]
    public_link: bool,
    /// Whether nothing leads from an answer to who gave it: only its local day is kept, it cannot be changed, no rule,
    /// alert or webhook sees it, and fewer than 5 are never shown. Cannot change once the campaign was published.
    #[serde(default)]
    anonymous: bool,
    /// `email`, `sms`, or one with the other for whoever it cannot reach: `sms_then_email`, `email_then_sms`. Somebody who
    /// opted out of one is never asked by the other instead.
    #[serde(default)]
    #[schema(value_type = form::SendBy)]
    send_by: SendBy,
    /// Where phone numbers are: `customer.phone` or `customer.fields.<name>`.
    #[serde(default)]
    #[schema(value_type = form::PhoneSource)]
    phone_address: PhoneSource,
    /// Asks people of the directory again and again, beside the triggers; see `/campaigns/{id}/waves`.
    #[serde(default)]
    #[schema(value_type = Option<WavesSchema>)]
    waves: Option<Waves>,
}

fn primary() -> AddressSource {
    AddressSource::Email
}

/// A campaign.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignShown {
    /// Its id.
    #[schema(value_type = form::CampaignId)]
    id: String,
    /// `draft`, `published` or `paused`.
    #[schema(value_type = form::CampaignStatus)]
    status: CampaignStatus,
    /// Which of its versions is asked now; the first publication makes the first one.
    version: u32,
    #[serde(flatten)]
    body: CampaignBody,
    /// What the operator should know of these settings; nothing is refused for it.
    warnings: Vec<WarningShown>,
    /// When it was made.
    created_at: Timestamp,
    /// When it last changed.
    updated_at: Timestamp,
}

/// Something to know of a field.
#[derive(Debug, Serialize, ToSchema)]
pub struct WarningShown {
    /// JSON path of the field.
    field: String,
    /// What to know of it.
    reason: String,
}

impl From<&Campaign> for CampaignBody {
    fn from(campaign: &Campaign) -> Self {
        let c = campaign.clone();
        Self {
            name: c.name,
            survey_type: c.survey_type,
            default_language: c.default_language,
            texts: c.texts,
            questions: c.questions,
            categories: c.bank.categories,
            excluded_questions: c.bank.excluded,
            questions_per_survey: c.questions_per_survey,
            triggers: c.triggers,
            occasion: c.occasion,
            delay: c.delay,
            mute: c.mute,
            primary_address: c.primary_address,
            secondary_address: c.secondary_address,
            agent_opt_out_allowed: c.agent_opt_out_allowed,
            privacy_url: c.privacy_url,
            redirect_url: c.redirect_url,
            review_links: c.after_answer.review_links,
            review_prompt: c.after_answer.review_prompt,
            expires_after: c.expires_after,
            edit_window: c.edit_window,
            on_uncertain: c.on_uncertain,
            look: c.look,
            channels: c.reach.channels,
            criteria: c.reach.criteria,
            window: c.reach.window,
            reminders: c.reach.reminders,
            on_mute: c.reach.on_mute,
            public_link: c.respondents.public_link,
            anonymous: c.respondents.anonymous,
            send_by: c.reach.send_by,
            phone_address: c.reach.phone,
            waves: c.reach.waves,
        }
    }
}

impl CampaignBody {
    fn onto(self, present: &Campaign) -> Campaign {
        Campaign {
            name: self.name.trim().to_owned(),
            survey_type: self.survey_type,
            default_language: self.default_language,
            texts: self.texts,
            questions: self.questions,
            bank: BankPick { categories: self.categories, excluded: self.excluded_questions },
            questions_per_survey: self.questions_per_survey,
            triggers: self.triggers,
            occasion: self.occasion,
            delay: self.delay,
            mute: self.mute,
            primary_address: self.primary_address,
            secondary_address: self.secondary_address,
            agent_opt_out_allowed: self.agent_opt_out_allowed,
            privacy_url: self.privacy_url,
            redirect_url: self.redirect_url,
            after_answer: AfterAnswer { review_links: self.review_links, review_prompt: self.review_prompt },
            expires_after: self.expires_after,
            edit_window: self.edit_window,
            on_uncertain: self.on_uncertain,
            look: self.look,
            reach: Reach {
                channels: self.channels,
                criteria: self.criteria,
                window: self.window,
                reminders: self.reminders,
                on_mute: self.on_mute,
                send_by: self.send_by,
                phone: self.phone_address,
                waves: self.waves,
            },
            respondents: Respondents { public_link: self.public_link, anonymous: self.anonymous },
            ..present.clone()
        }
    }
}

fn show(campaign: &Campaign) -> CampaignShown {
    CampaignShown {
        id: campaign.id.to_string(),
        status: campaign.status,
        version: campaign.version.number,
        body: campaign.into(),
        warnings: warnings(campaign),
        created_at: campaign.created_at,
        updated_at: campaign.updated_at,
    }
}

fn warnings(campaign: &Campaign) -> Vec<WarningShown> {
    let unseen = "no rule, alert or webhook sees the answers of an anonymous campaign";
    let unseen = campaign.respondents.anonymous.then_some(unseen);
    let found = [("review_prompt", campaign.after_answer.warning()), ("anonymous", unseen)];
    let shown = |(field, reason): (&str, Option<&'static str>)| {
        Some(WarningShown { field: field.to_owned(), reason: reason?.to_owned() })
    };
    found.into_iter().filter_map(shown).collect()
}

fn answer(stored: Stored<Campaign>) -> Representation<CampaignShown> {
    Representation::shown(stored, |campaign| show(&campaign))
}

fn campaigns<'a>(deps: &'a Deps, caller: &Caller) -> Campaigns<'a> {
    let by = Some(caller.key.clone());
    Campaigns { records: &*deps.records, clock: &*deps.clock, mint: &*deps.mint, by }
}

impl Resource for CampaignShown {
    type Deps = Deps;
    type Id = form::CampaignId;
    type Query = PageQuery;
    type Listed = Self;

    const PATH: &'static str = "/campaigns";
    const ABOUT: Summaries = Summaries { list: "Campaigns, oldest first", get: "One campaign" };

    async fn list(call: Call<Deps>, query: PageQuery) -> Reply<Page<Self>> {
        let page = campaigns(&call.deps, &call.caller).list(call.organization(), &query.wanted()).await?;
        Ok(page.map(|campaign| show(&campaign)))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        Ok(answer(campaigns(&call.deps, &call.caller).get(call.organization(), &id).await?))
    }
}

impl Writable for CampaignShown {
    type New = CampaignBody;
    type Changes = CampaignBody;

    const WRITING: WritingSummaries = WritingSummaries {
        create: "A new draft",
        change: "Changes a campaign (merge-patch). A published one must stay complete",
    };

    async fn create(call: Call<Deps>, given: Map<String, Value>) -> Reply<Representation<Self>> {
        let edit = |blank: &Campaign| Ok(made(&CampaignBody::from(blank), &given)?.onto(blank));
        Ok(answer(campaigns(&call.deps, &call.caller).create(call.organization(), &edit).await?))
    }

    async fn change(
        call: Call<Deps>,
        id: String,
        MergePatch { seen, given }: MergePatch,
    ) -> Reply<Representation<Self>> {
        let edit = |present: &Campaign| Ok(patched(&CampaignBody::from(present), &given)?.onto(present));
        let campaigns = campaigns(&call.deps, &call.caller);
        Ok(answer(campaigns.change(call.organization(), &id, seen, &edit).await?))
    }
}

/// Makes a campaign live, or names everything that is missing.
#[utoipa::path(post, path = "/campaigns/{id}/publish", tag = "campaigns", params(("id" = form::CampaignId, Path)),
    responses((status = 200, body = CampaignShown)))]
pub async fn publish(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<Representation<CampaignShown>> {
    Ok(answer(campaigns(&call.deps, &call.caller).publish(call.organization(), &id).await?))
}

/// Stops a live campaign, also what it has planned; publishing makes it live again.
#[utoipa::path(post, path = "/campaigns/{id}/pause", tag = "campaigns", params(("id" = form::CampaignId, Path)),
    responses((status = 200, body = CampaignShown)))]
pub async fn pause(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<Representation<CampaignShown>> {
    Ok(answer(campaigns(&call.deps, &call.caller).pause(call.organization(), &id).await?))
}
