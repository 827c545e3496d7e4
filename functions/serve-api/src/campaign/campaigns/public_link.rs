//! `/campaigns/{id}/public-link`: where anybody may answer a campaign, and the code that leads there, for print.
//! Opening the link lives in `submit-answer`; drawing codes in `adapters`.

use crate::Deps;
use crate::campaign::campaigns::campaigns;
use axum::Json;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use relance_adapters::edge::{qr_png, qr_svg};
use relance_application::account::Caller;
use relance_application::call::Failure;
use relance_application::links::public_path;
use relance_domain::campaign::Campaign;
use relance_wire::{Call, HttpResult, form};
use serde::Serialize;
use utoipa::ToSchema;

/// Where anybody may answer a campaign.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicLinkShown {
    /// The link; it never changes, so that it can be printed before the campaign is published. `?lang=` opens it in
    /// one of the campaign's languages, else the reader's own preference decides.
    url: String,
    /// Whether it opens the survey now: the campaign is published and its `public_link` is on.
    open: bool,
    /// The link as a code to scan, for any size of print; asks for the API key.
    svg_url: String,
    /// The same as dots.
    png_url: String,
}

async fn found(deps: &Deps, caller: &Caller, id: &str) -> Result<(Campaign, String), Failure> {
    let campaign = campaigns(deps, caller).get(&caller.organization, id).await?.value;
    let url = format!("{}{}", deps.base_url, public_path(&campaign.organization, &campaign.id));
    Ok((campaign, url))
}

/// The campaign's public link, whether or not it is open.
#[utoipa::path(get, path = "/campaigns/{id}/public-link", tag = "campaigns", operation_id = "public_link", params(("id" = form::CampaignId, Path)),
    responses((status = 200, body = PublicLinkShown)))]
pub async fn get(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<Json<PublicLinkShown>> {
    let (campaign, url) = found(&call.deps, &call.caller, &id).await?;
    let picture = |kind: &str| format!("{}/v1/campaigns/{}/qr.{kind}", call.deps.base_url, campaign.id);
    Ok(Json(PublicLinkShown {
        open: campaign.is_live() && campaign.respondents.public_link,
        svg_url: picture("svg"),
        png_url: picture("png"),
        url,
    }))
}

/// The public link as a code to scan: SVG.
#[utoipa::path(get, path = "/campaigns/{id}/qr.svg", tag = "campaigns", params(("id" = form::CampaignId, Path)),
    responses((status = 200, content_type = "image/svg+xml", body = String)))]
pub async fn svg(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<Response> {
    let (campaign, url) = found(&call.deps, &call.caller, &id).await?;
    let drawn = qr_svg(&url).map_err(Failure::from)?;
    Ok((picture("image/svg+xml", &campaign, "svg"), drawn).into_response())
}

/// The public link as a code to scan: PNG, black on white.
#[utoipa::path(get, path = "/campaigns/{id}/qr.png", tag = "campaigns", params(("id" = form::CampaignId, Path)),
    responses((status = 200, content_type = "image/png", body = Vec<u8>)))]
pub async fn png(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<Response> {
    let (campaign, url) = found(&call.deps, &call.caller, &id).await?;
    let drawn = qr_png(&url).map_err(Failure::from)?;
    Ok((picture("image/png", &campaign, "png"), drawn).into_response())
}

fn picture(media_type: &str, campaign: &Campaign, kind: &str) -> [(header::HeaderName, String); 2] {
    let name = format!("inline; filename=\"{}.{kind}\"", campaign.id);
    [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, name)]
}
