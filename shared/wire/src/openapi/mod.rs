//! The description of the API (OpenAPI 3.1), made from the handlers themselves: a route cannot be left out.
//! - `routes`: routes, each with what describes it
//! - `whole`: what all operations share, added once: limits, changes, answers, examples

mod routes;
mod whole;

use crate::form::{self, ProblemBody, ProblemField};
use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::get;
pub use routes::{Describe, Operation, Routes, Schemas, operation};
use std::sync::{Arc, LazyLock};
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::Paths;
use utoipa::{PartialSchema as _, ToSchema};

/// What an operation refuses although its schemas allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusing {
    /// Its name in the document.
    pub operation: &'static str,
    /// In words for whoever calls it.
    pub because: &'static str,
}

/// The document of these operations, below `/v1`, and of what the frame holds already.
fn document(frame: OpenApi, described: &[Describe], refusing: &[Refusing]) -> serde_json::Value {
    let (mut paths, mut schemas) = (Paths::new(), form::all());
    for describe in described {
        describe(&mut paths, &mut schemas);
    }
    let mut document = frame;
    let below = paths.paths.into_iter().map(|(path, item)| (format!("/v1{path}"), item));
    document.paths.paths.extend(below);
    schemas.push((ProblemBody::name().into_owned(), ProblemBody::schema()));
    ProblemBody::schemas(&mut schemas);
    schemas.push((ProblemField::name().into_owned(), ProblemField::schema()));
    document.components.get_or_insert_default().schemas.extend(schemas);
    whole::completed(serde_json::to_value(document).unwrap_or_default(), refusing)
}

/// The route of the document itself, which is made when it is first asked for: the only one that asks for no key.
pub fn route<S: Clone + Send + Sync + 'static>(
    frame: fn() -> OpenApi,
    described: Vec<Describe>,
    refusing: &'static [Refusing],
) -> Router<S> {
    let made = move || Bytes::from(document(frame(), &described, refusing).to_string());
    let text = Arc::new(LazyLock::new(made));
    let answer = move || async move { ([(header::CONTENT_TYPE, "application/json")], Bytes::clone(&text)) };
    Router::new().route("/openapi.json", get(answer))
}
