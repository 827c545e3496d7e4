//! `GET /local/outbox.json` and `GET /local/outbox/{id}.eml`: mails that were taken, newest first.
//! The page for people is `outbox_page`.

use super::listing::listing;
use crate::outbox::Outbox;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

pub async fn list(State(outbox): State<Arc<Outbox>>) -> Response {
    listing(outbox.count(), Box::new(move |number| outbox.letter_line(number)))
}

pub async fn eml(State(outbox): State<Arc<Outbox>>, Path(file): Path<String>) -> Response {
    let letter = file.strip_suffix(".eml").and_then(|id| outbox.letter(id).ok().flatten());
    let Some(message) = letter.and_then(|letter| letter.source()) else {
        return (StatusCode::NOT_FOUND, "there is no such mail").into_response();
    };
    ([(header::CONTENT_TYPE, "message/rfc822")], message).into_response()
}
