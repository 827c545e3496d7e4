//! `/invitations`: planned and sent asks, stopping one, asking again. Sending lives in `application::invitation`.

use crate::Deps;
use crate::invitation::decisions;
use crate::invitation::decisions::DecisionShown;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use jiff::Timestamp;
use relance_application::call::Page;
use relance_application::call::Reply;
use relance_application::invitation::{Again, InvitationFilter, Invitations, ResendInvitation, Told};
use relance_domain::invitation::{Invitation, Reminder};
use relance_domain::name::{Address, CampaignId, ContactId, EmailAddress, LanguageTag, PhoneNumber};
use relance_wire::{
    Call, Cursor, HttpResult, JsonBody, PageLimit, Representation, Resource, Summaries, decoded, form,
    one_address, wanted,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One invitation.
#[derive(Serialize, ToSchema)]
pub struct InvitationShown {
    /// Its id.
    #[schema(value_type = form::InvitationId)]
    id: String,
    /// What is asked.
    campaign_id: String,
    /// Who is asked.
    contact_id: String,
    /// Where: a mailbox, or a phone such as `+15145550123`.
    address: String,
    /// In which language.
    language: String,
    /// `planned`, `sending`, `uncertain`, `sent`, `answered`, `held`, `cancelled`, `expired` or `failed`.
    #[schema(value_type = form::InvitationState)]
    state: &'static str,
    /// Why it was cancelled or failed.
    state_reason: Option<String>,
    /// When it is, or was, meant to go.
    due_at: Timestamp,
    /// When the transport took it.
    sent_at: Option<Timestamp>,
    /// Attempts to send it.
    attempts: u32,
    /// The invitation that it repeats.
    resend_of: Option<String>,
    /// The invitation that repeats it: its own link no longer works.
    replaced_by: Option<String>,
    /// True for a test mail, of which nothing counts.
    test: bool,
    /// The answer that it led to.
    answer_id: Option<String>,
    /// The tool that reported the job.
    source: String,
    /// The tool's id of the job.
    task_id: Option<String>,
    /// When it was planned.
    created_at: Timestamp,
}

/// One invitation with what was decided about it.
#[derive(Serialize, ToSchema)]
pub struct InvitationWithHistory {
    #[serde(flatten)]
    invitation: InvitationShown,
    /// Oldest first.
    history: Vec<DecisionShown>,
    /// In order; planned when the mail is known to be sent.
    reminders: Vec<ReminderShown>,
    /// What the provider said became of the mail or the text, in order of time.
    delivery: Vec<DeliveryShown>,
}

/// One report of a provider.
#[derive(Serialize, ToSchema)]
pub struct DeliveryShown {
    /// `accepted`, `delivered`, `soft_bounced`, `bounced`, `rejected` or `complained`.
    #[schema(value_type = form::Delivery)]
    outcome: &'static str,
    /// When, by the provider's clock.
    at: Timestamp,
    /// Of which attempt.
    attempt: u32,
    /// In the provider's own codes, such as `General 5.1.1`.
    said: Option<String>,
}

fn show_delivery(told: Told) -> DeliveryShown {
    DeliveryShown { outcome: told.kind.as_str(), at: told.at, attempt: told.attempt, said: told.said }
}

/// One reminder.
#[derive(Serialize, ToSchema)]
pub struct ReminderShown {
    /// The first or the second.
    number: u8,
    /// `planned`, `sending`, `uncertain`, `sent`, `held`, `cancelled`, `expired` or `failed`.
    #[schema(value_type = form::InvitationState)]
    state: &'static str,
    /// When it is, or was, meant to go.
    due_at: Timestamp,
    /// When the transport took it.
    sent_at: Option<Timestamp>,
}

fn show_reminder(reminder: &Reminder) -> ReminderShown {
    ReminderShown {
        number: reminder.number,
        state: reminder.state_word(),
        due_at: reminder.send.planned_for,
        sent_at: reminder.send.sent_at(),
    }
}

fn show(invitation: Invitation) -> InvitationShown {
    InvitationShown {
        state: invitation.state_word(),
        state_reason: invitation.state_reason().map(str::to_owned),
        due_at: invitation.send.planned_for,
        sent_at: invitation.send.sent_at(),
        attempts: invitation.send.attempts,
        id: invitation.id.into(),
        campaign_id: invitation.campaign_id.into(),
        contact_id: invitation.contact_id.into(),
        address: invitation.address.into(),
        language: invitation.language.into(),
        resend_of: invitation.resend_of.map(String::from),
        replaced_by: invitation.replaced_by.map(String::from),
        answer_id: invitation.answer_id.map(String::from),
        test: invitation.origin.test,
        source: invitation.source.into(),
        task_id: invitation.task_id,
        created_at: invitation.created_at,
    }
}

/// Which invitations.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Of this campaign.
    #[param(value_type = Option<form::CampaignId>)]
    campaign_id: Option<CampaignId>,
    /// In this state.
    #[param(value_type = Option<form::InvitationState>)]
    state: Option<StateWord>,
    /// To this person.
    #[param(value_type = Option<form::ContactId>)]
    contact_id: Option<ContactId>,
    /// To this mailbox or phone; the `+` of a number is written `%2B` here.
    #[param(value_type = Option<form::Address>)]
    address: Option<Address>,
    /// Items at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<PageLimit>,
    /// The `cursor` of the page before.
    #[param(value_type = Option<form::Cursor>)]
    cursor: Option<Cursor>,
}

/// A state in one word.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct StateWord(String);

const STATES: [&str; 9] =
    ["planned", "sending", "uncertain", "sent", "answered", "held", "cancelled", "expired", "failed"];

impl TryFrom<String> for StateWord {
    type Error = String;
    fn try_from(word: String) -> Result<Self, String> {
        if STATES.contains(&word.as_str()) {
            Ok(Self(word))
        } else {
            Err(format!("`{word}` is not a state: use one of {}", STATES.join(", ")))
        }
    }
}

fn invitations(deps: &Deps) -> Invitations<'_> {
    Invitations { records: &*deps.records, clock: &*deps.clock, mint: &*deps.mint }
}

impl Resource for InvitationWithHistory {
    type Deps = Deps;
    type Id = form::InvitationId;
    type Query = Query;
    type Listed = InvitationShown;

    const PATH: &'static str = "/invitations";
    const ABOUT: Summaries =
        Summaries { list: "Invitations, newest first", get: "One invitation with what was decided about it" };

    async fn list(call: Call<Deps>, query: Query) -> Reply<Page<InvitationShown>> {
        let Query { campaign_id, state, contact_id, address, limit, cursor } = query;
        let state = state.map(|StateWord(word)| word);
        let filter = InvitationFilter { campaign_id, state, contact_id, address };
        let page = invitations(&call.deps).list(call.organization(), &filter, &wanted(limit, cursor)).await?;
        Ok(page.map(show))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        let view = invitations(&call.deps).get(call.organization(), &id).await?;
        let history = view.history.into_iter().map(decisions::show).collect();
        let reminders = view.reminders.iter().map(show_reminder).collect();
        let delivery = view.delivery.into_iter().map(show_delivery).collect();
        Ok(Representation::plain(Self { invitation: show(view.invitation), history, reminders, delivery }))
    }
}

/// Stops an invitation that has not gone out, or the reminders of one that has.
#[utoipa::path(post, path = "/invitations/{id}/cancel", tag = "invitations", params(("id" = form::InvitationId, Path)),
    responses((status = 200, body = InvitationShown)))]
pub async fn cancel(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<Json<InvitationShown>> {
    Ok(Json(show(invitations(&call.deps).cancel(call.organization(), &id).await?)))
}

/// What is different this time.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgainBody {
    /// Another of the campaign's languages.
    #[schema(value_type = Option<form::LanguageTag>)]
    language: Option<LanguageTag>,
    /// Another address.
    #[schema(value_type = Option<form::EmailAddress>)]
    email: Option<EmailAddress>,
    /// Another phone, such as `+15145550123`; the invitation goes by text.
    #[schema(value_type = Option<form::PhoneNumber>)]
    phone: Option<PhoneNumber>,
}

/// Asks again: a new invitation, whose link replaces the old one's. Bypasses mute, never an opt-out.
#[utoipa::path(post, path = "/invitations/{id}/resend", tag = "invitations", params(("id" = form::InvitationId, Path)),
    request_body = AgainBody, responses((status = 201, body = InvitationShown)))]
pub async fn resend(
    call: Call<Deps>,
    Path(id): Path<String>,
    JsonBody(given): JsonBody,
) -> HttpResult<(StatusCode, Json<InvitationShown>)> {
    let AgainBody { language, email, phone } = decoded(&given)?;
    let address = one_address(email, phone)?;
    let Deps { records, announce, clock, mint, .. } = &call.deps;
    let resend =
        ResendInvitation { records: &**records, announce: &**announce, clock: &**clock, mint: &**mint };
    let new = resend.run(call.organization(), &id, &Again { language, address }).await?;
    Ok((StatusCode::CREATED, Json(show(new))))
}
