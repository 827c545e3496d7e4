//! `/suppressions`: addresses that a provider told us not to use. Learning of them lives in `application::contact`.

use crate::Deps;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use jiff::Timestamp;
use relance_application::contact::Suppressions;
use relance_domain::contact::{Standing, SuppressedBy};
use relance_domain::name::Address;
use relance_wire::form;
use relance_wire::{Call, HttpResult, Listing, PageQuery, Params};
use serde::Serialize;
use utoipa::ToSchema;

/// One suppressed address.
#[derive(Serialize, ToSchema)]
pub struct SuppressionShown {
    /// Its id.
    id: String,
    /// The mailbox, where it is known and is one.
    email: Option<String>,
    /// The phone, where it is known and is one.
    phone: Option<String>,
    /// `bounce`, `complaint` or `soft_bounces`.
    #[schema(value_type = Option<form::SuppressedBy>)]
    reason: Option<SuppressedBy>,
    /// Since when.
    since: Option<Timestamp>,
}

fn show(standing: Standing) -> SuppressionShown {
    SuppressionShown {
        id: standing.digest,
        email: standing.address.as_ref().and_then(Address::email).map(ToString::to_string),
        phone: standing.address.as_ref().and_then(Address::phone).map(ToString::to_string),
        since: standing.suppressed.as_ref().map(|suppression| suppression.since),
        reason: standing.suppressed.map(|suppression| suppression.reason),
    }
}

fn suppressions(deps: &Deps) -> Suppressions<'_> {
    Suppressions { records: &*deps.records, clock: &*deps.clock }
}

/// Suppressed addresses.
#[utoipa::path(get, path = "/suppressions", tag = "suppressions", params(PageQuery),
    responses((status = 200, body = Listing<SuppressionShown>)))]
pub async fn list(
    call: Call<Deps>,
    Params(query): Params<PageQuery>,
) -> HttpResult<Json<Listing<SuppressionShown>>> {
    let page = suppressions(&call.deps).list(call.organization(), &query.wanted()).await?;
    Ok(Json(Listing::of(page, show)))
}

/// Trusts an address again; an opt-out of the same address stays.
#[utoipa::path(delete, path = "/suppressions/{id}", tag = "suppressions", params(("id" = String, Path)),
    responses((status = 204)))]
pub async fn lift(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<StatusCode> {
    suppressions(&call.deps).lift(call.organization(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
