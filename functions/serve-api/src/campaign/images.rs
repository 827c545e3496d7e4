//! `/images`: pictures of the organization. They are shown to everybody who knows their path, by `submit-answer`.
//! Reading and keeping them lives in `application` and `adapters`.

use crate::{Deps, MAX_PICTURE};
use axum::Json;
use axum::body::Bytes;
use axum::extract::FromRequest as _;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use relance_adapters::edge::Pictures;
use relance_application::call::Refusal;
use relance_application::campaign::Images;
use relance_domain::campaign::Image;
use relance_domain::name::{ImageId, OrganizationId};
use relance_wire::{Call, HttpResult, Problem, form};
use serde::Serialize;
use utoipa::ToSchema;

/// A picture.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImageShown {
    /// Its id, for `look.picture.image_id` of a campaign.
    #[schema(value_type = form::ImageId)]
    id: String,
    /// Where it is shown; never changes.
    url: String,
    /// In pixels.
    width: u32,
    /// In pixels.
    height: u32,
    /// `image/png` or `image/jpeg`.
    #[schema(value_type = form::MediaType)]
    media_type: &'static str,
}

fn show(deps: &Deps, organization: &OrganizationId, id: &ImageId) -> Result<ImageShown, Refusal> {
    let facts = Image::facts(id).ok_or_else(|| Refusal::not_found("image"))?;
    Ok(ImageShown {
        id: id.to_string(),
        url: format!("{}{}", deps.base_url, Image::path(organization, id)),
        width: facts.width,
        height: facts.height,
        media_type: facts.kind.media_type(),
    })
}

fn images(deps: &Deps) -> Images<'_> {
    Images { records: &*deps.records, clock: &*deps.clock, encode: &Pictures }
}

/// Keeps a picture: its bytes are the body. The type is recognized by the bytes; everything but the pixels is dropped.
#[utoipa::path(post, path = "/images", tag = "images",
    request_body(content = Vec<u8>, content_type = "application/octet-stream",
        description = "A png, jpeg or webp picture of at most 1 MB, 6000 pixels on each side and 25 million in all"),
    responses((status = 201, body = ImageShown)))]
pub async fn keep(call: Call<Deps>, request: Request) -> HttpResult<(StatusCode, Json<ImageShown>)> {
    let too_large = || {
        let words = format!("the picture is larger than {MAX_PICTURE} bytes");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, words)
    };
    let upload = Bytes::from_request(request, &()).await.map_err(|_| too_large())?;
    let id = images(&call.deps).keep(call.organization(), &upload).await?;
    Ok((StatusCode::CREATED, Json(show(&call.deps, call.organization(), &id)?)))
}

/// One picture.
#[utoipa::path(get, path = "/images/{id}", tag = "images", params(("id" = form::ImageId, Path)),
    responses((status = 200, body = ImageShown)))]
pub async fn get(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<Json<ImageShown>> {
    let id = images(&call.deps).get(call.organization(), &id).await?;
    Ok(Json(show(&call.deps, call.organization(), &id)?))
}

/// Removes a picture that no campaign shows; mails that were sent lose it.
#[utoipa::path(delete, path = "/images/{id}", tag = "images", params(("id" = form::ImageId, Path)),
    responses((status = 204)))]
pub async fn remove(call: Call<Deps>, Path(id): Path<String>) -> HttpResult<StatusCode> {
    images(&call.deps).remove(call.organization(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
