//! `/images`: pictures of the organization. They are shown to everybody who knows their path, by `submit-answer`.
//! Reading and keeping them lives in `application` and `adapters`.

use crate::wire::Answer;
use crate::{Deps, MAX_PICTURE};
use axum::Json;
use axum::body::Bytes;
use axum::extract::FromRequest as _;
use axum::extract::{Extension, Path, Request, State};
use axum::http::StatusCode;
use relance_adapters::edge::Pictures;
use relance_adapters::edge::http::Problem;
use relance_application::account::Caller;
use relance_application::call::Refusal;
use relance_application::campaign::Images;
use relance_domain::campaign::Image;
use relance_domain::name::{ImageId, OrganizationId};
use serde::Serialize;
use utoipa::ToSchema;

/// A picture.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImageShown {
    /// Its id, for `look.picture.image_id` of a campaign.
    id: String,
    /// Where it is shown; never changes.
    url: String,
    /// In pixels.
    width: u32,
    /// In pixels.
    height: u32,
    /// `image/png` or `image/jpeg`.
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
pub async fn keep(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer<(StatusCode, Json<ImageShown>)> {
    let too_large = || {
        let words = format!("the picture is larger than {MAX_PICTURE} bytes");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, words)
    };
    let upload = Bytes::from_request(request, &()).await.map_err(|_| too_large())?;
    let id = images(&deps).keep(&caller.organization, &upload).await?;
    Ok((StatusCode::CREATED, Json(show(&deps, &caller.organization, &id)?)))
}

/// One picture.
#[utoipa::path(get, path = "/images/{id}", tag = "images", params(("id" = String, Path)),
    responses((status = 200, body = ImageShown)))]
pub async fn get(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Json<ImageShown>> {
    let id = images(&deps).get(&caller.organization, &id).await?;
    Ok(Json(show(&deps, &caller.organization, &id)?))
}

/// Removes a picture that no campaign shows; mails that were sent lose it.
#[utoipa::path(delete, path = "/images/{id}", tag = "images", params(("id" = String, Path)),
    responses((status = 204)))]
pub async fn remove(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    images(&deps).remove(&caller.organization, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
