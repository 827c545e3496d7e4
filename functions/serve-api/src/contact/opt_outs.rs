//! `/opt-outs`: wishes not to be asked, also of people never seen. Their rules live in `application::contact`.

use crate::Deps;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use jiff::Timestamp;
use relance_application::call::Refusal;
use relance_application::contact::{OptOutEntry, OptOuts};
use relance_domain::contact::{OptOutOrigin, Scope};
use relance_domain::name::{Address, CampaignId, EmailAddress, PhoneNumber};
use relance_wire::{Call, HttpResult, JsonBody, Listing, PageQuery, Params, decoded, form, one_address};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One opt-out.
#[derive(Serialize, ToSchema)]
pub struct OptOutShown {
    /// Its id.
    id: String,
    /// The mailbox; `null` where only its digest is known, as after a click on an unsubscribe link, or where it is a phone.
    email: Option<String>,
    /// The phone, where it is one.
    phone: Option<String>,
    /// The campaign that it is about; everything when `null`.
    campaign_id: Option<String>,
    /// `respondent`, `complaint` or `operator`.
    #[schema(value_type = form::OptOutOrigin)]
    origin: OptOutOrigin,
    /// Since when.
    since: Timestamp,
}

fn show(entry: OptOutEntry) -> OptOutShown {
    OptOutShown {
        id: entry.id,
        email: entry.address.as_ref().and_then(Address::email).map(ToString::to_string),
        phone: entry.address.as_ref().and_then(Address::phone).map(ToString::to_string),
        campaign_id: entry.campaign_id.map(String::from),
        origin: entry.wish.origin,
        since: entry.wish.since,
    }
}

/// Whom not to ask.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptOutBody {
    /// A mailbox; give this or `phone`.
    #[schema(value_type = Option<form::EmailAddress>)]
    email: Option<EmailAddress>,
    /// A phone, such as `+15145550123`.
    #[schema(value_type = Option<form::PhoneNumber>)]
    phone: Option<PhoneNumber>,
    /// Only this campaign; everything when absent.
    #[schema(value_type = Option<form::CampaignId>)]
    campaign_id: Option<CampaignId>,
}

/// The person's word.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ReasonQuery {
    /// How you know that the person wants surveys again; kept. May stand in a JSON body instead.
    reason: Option<String>,
}

/// The person's word.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    /// How you know that the person wants surveys again; kept.
    reason: Option<String>,
}

fn opt_outs(deps: &Deps) -> OptOuts<'_> {
    OptOuts { records: &*deps.records, clock: &*deps.clock }
}

/// Opt-outs; those of one address stay together.
#[utoipa::path(get, path = "/opt-outs", tag = "opt-outs", params(PageQuery),
    responses((status = 200, body = Listing<OptOutShown>)))]
pub async fn list(
    call: Call<Deps>,
    Params(query): Params<PageQuery>,
) -> HttpResult<Json<Listing<OptOutShown>>> {
    let page = opt_outs(&call.deps).list(call.organization(), &query.wanted()).await?;
    Ok(Json(Listing::of(page, show)))
}

/// Enters an opt-out, also before anything was ever sent there.
#[utoipa::path(post, path = "/opt-outs", tag = "opt-outs", request_body = OptOutBody,
    responses((status = 201, body = OptOutShown)))]
pub async fn enter(
    call: Call<Deps>,
    JsonBody(given): JsonBody,
) -> HttpResult<(StatusCode, Json<OptOutShown>)> {
    let OptOutBody { email, phone, campaign_id } = decoded(&given)?;
    let address = one_address(email, phone)?;
    let address = address.ok_or_else(|| Refusal::bad_field("email", "give `email` or `phone`"))?;
    let scope = campaign_id.map_or(Scope::All, Scope::Campaign);
    let entry = opt_outs(&call.deps).enter(call.organization(), &address, &scope).await?;
    Ok((StatusCode::CREATED, Json(show(entry))))
}

/// Takes an opt-out back on the person's word.
#[utoipa::path(delete, path = "/opt-outs/{id}", tag = "opt-outs", params(("id" = String, Path), ReasonQuery),
    request_body = Option<ReasonBody>, responses((status = 204)))]
pub async fn take_back(
    call: Call<Deps>,
    Path(id): Path<String>,
    Params(query): Params<ReasonQuery>,
    JsonBody(given): JsonBody,
) -> HttpResult<StatusCode> {
    let body: ReasonBody = decoded(&given)?;
    let reason = body.reason.or(query.reason).unwrap_or_default();
    opt_outs(&call.deps).take_back(call.organization(), &id, &reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
