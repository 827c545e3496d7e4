//! Pictures of organizations, by the name of their content: `GET /i/{organization}/{file}`. They never change, so
//! browsers and mail programs keep them for ever; nobody is followed by them.

use crate::Deps;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use relance_application::campaign::show_image;
use relance_domain::campaign::Image;

/// The picture, or 404 for any name that was never given.
pub async fn show(State(deps): State<Deps>, Path((organization, file)): Path<(String, String)>) -> Response {
    let found = match show_image(deps.records.as_ref(), &organization, &file).await {
        Ok(found) => found,
        Err(fault) => {
            tracing::error!(reason = fault.chain(), "a picture could not be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let shown =
        found.and_then(|image| Some((Image::facts(&image.id)?, STANDARD.decode(image.content).ok()?)));
    let Some((facts, bytes)) = shown else { return StatusCode::NOT_FOUND.into_response() };
    let for_ever = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    ([(header::CONTENT_TYPE, facts.kind.media_type()), for_ever], bytes).into_response()
}
