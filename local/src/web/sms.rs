//! `GET /local/sms.json`: texts that were taken, newest first; `POST /local/sms`: somebody replies to one.
//! What a reply means is decided as on AWS.

use super::listing::listing;
use crate::machine::Machine;
use crate::outbox::Outbox;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use relance_application::contact::InboundText;
use relance_domain::contact::SmsReply;
use relance_domain::name::PhoneNumber;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

pub async fn list(State(outbox): State<Arc<Outbox>>) -> Response {
    listing(outbox.texts_count(), Box::new(move |number| outbox.text_line(number)))
}

/// What somebody writes to us.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncomingText {
    from: PhoneNumber,
    text: String,
}

/// Answers with the wish that was heard: `stop`, `start` or nothing.
pub async fn reply(State(machine): State<Arc<Machine>>, Json(inbound): Json<IncomingText>) -> Response {
    let message = InboundText { from: inbound.from, text: inbound.text, at: machine.now() };
    match machine.take_reply(&message).await {
        Ok(wish) => {
            let heard = wish.map(|wish| match wish {
                SmsReply::Stop => "stop",
                SmsReply::Start => "start",
            });
            Json(json!({ "heard": heard })).into_response()
        }
        Err(fault) => {
            (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "detail": fault.to_string() }))).into_response()
        }
    }
}
