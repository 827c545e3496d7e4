//! The description of the API (OpenAPI 3.1), made from the handlers themselves: a route cannot be left out.
//! What all operations share is added here, once.
//! - `routes`: routes, each with what describes it

mod routes;

use crate::Deps;
use crate::wire::{ProblemBody, ProblemField};
use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::get;
pub(crate) use routes::routes;
pub use routes::{Describe, Routes, operation};
use std::sync::{Arc, LazyLock};
use utoipa::OpenApi as _;
use utoipa::PartialSchema as _;
use utoipa::ToSchema as _;
use utoipa::openapi::path::{HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn, Paths};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, Required, ResponseBuilder};

/// Name of the security scheme.
const KEY: &str = "api_key";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "relance",
        description = "Customer follow-up: campaigns, what triggers them, what became of each trigger, answers, alerts and figures.",
        version = "1"
    ),
    components(schemas(ProblemBody, ProblemField))
)]
struct Frame;

/// The document of these operations, below `/v1`.
fn document(described: &[Describe]) -> OpenApi {
    let (mut paths, mut schemas) = (Paths::new(), Vec::new());
    for describe in described {
        describe(&mut paths, &mut schemas);
    }
    let mut document = Frame::openapi();
    let below = paths.paths.into_iter().map(|(path, item)| (format!("/v1{path}"), item));
    document.paths.paths.extend(below);
    document.components.get_or_insert_default().schemas.extend(schemas);
    finished(document)
}

/// The document with what all operations share: the key, problem details, and `Idempotency-Key` on every POST (R4.4).
fn finished(mut document: OpenApi) -> OpenApi {
    let components = document.components.get_or_insert_default();
    let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    components.security_schemes.insert(KEY.to_owned(), scheme.into());
    for item in document.paths.paths.values_mut() {
        let operations = [
            (HttpMethod::Get, &mut item.get),
            (HttpMethod::Post, &mut item.post),
            (HttpMethod::Patch, &mut item.patch),
            (HttpMethod::Delete, &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                complete(&method, operation);
            }
        }
    }
    document
}

fn complete(method: &HttpMethod, operation: &mut Operation) {
    let tag = operation.tags.iter().flatten().next().cloned().unwrap_or_default();
    let verb = operation.operation_id.take().unwrap_or_default();
    operation.operation_id = Some(format!("{}_{verb}", tag.replace('-', "_")));
    operation.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], _>(KEY, [])]);
    let schema = Ref::from_schema_name(ProblemBody::name());
    let problem = ResponseBuilder::new()
        .description("Any error, as problem details (RFC 9457)")
        .content("application/problem+json", ContentBuilder::new().schema(Some(schema)).build())
        .build();
    operation.responses.responses.insert("default".to_owned(), problem.into());
    if *method == HttpMethod::Post {
        operation.parameters.get_or_insert_default().push(idempotency_key().into());
    }
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The same key and body within 24 hours get the same answer again"))
        .schema(Some(String::schema()))
        .build()
}

/// The route of the document itself, which is made when it is first asked for: the only one that asks for no key.
pub fn route(described: Vec<Describe>) -> Router<Deps> {
    let made = move || Bytes::from(document(&described).to_json().unwrap_or_default());
    let text = Arc::new(LazyLock::new(made));
    let answer = move || async move { ([(header::CONTENT_TYPE, "application/json")], Bytes::clone(&text)) };
    Router::new().route("/openapi.json", get(answer))
}
