//! What respondents see: `GET/POST /s/{token}`, `POST /s/{token}/review`, `GET/POST /p/{organization}/{survey}`,
//! `GET/POST /u/{token}`, the pages' style sheet and script.
//! A GET never writes (F32, R3.1). Wording and layout live in `views`, recording in `application::answer`.
//!
//! - `survey`, `public`: decode, call one use case, show its result
//! - `form`: form bodies and JSON bodies as the same fields
//! - `show`: domain values as page data

mod form;
mod picture;
mod public;
mod show;
mod subscription;
mod survey;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, map_response};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use relance_adapters::edge::http::traced;
use relance_application::ports::chance::{Clock, Mint};
use relance_application::ports::due::Announce;
use relance_application::ports::fault::Fault;
use relance_application::ports::records::Records;
use relance_application::ports::seal::Seal;
use relance_views::answer::{Nowhere, nowhere};
use relance_views::frame::page;
use relance_views::text::Language;
use relance_views::theme::look_stylesheet;
use relance_wire::{Problem, Restraint, never_cached};
use std::sync::Arc;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// Largest form taken, in bytes: every text question full, twice over.
const MAX_FORM: usize = 256 * 1024;

/// What the function needs.
#[derive(Clone)]
pub struct Deps {
    /// Where everything is.
    pub records: Arc<dyn Records>,
    /// Wakes the evaluation.
    pub announce: Arc<dyn Announce>,
    /// Checks links.
    pub seal: Arc<dyn Seal>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Names answers.
    pub mint: Arc<dyn Mint>,
}

/// The function's routes.
pub fn router(deps: Deps) -> Router {
    let public = Router::new()
        .route("/p/{organization}/{survey}", get(public::open).post(public::submit))
        .with_state(public::Public::new(deps.clone()));
    public
        .route("/s/{token}", get(survey::open).post(survey::submit))
        .route("/s/{token}/review", post(survey::review))
        .route("/u/{token}", get(subscription::look).post(subscription::change))
        // What mail programs and people make of a link is the same link.
        .route("/s/{token}/", get(survey::open).post(survey::submit))
        .route("/S/{token}", get(survey::open).post(survey::submit))
        .route("/u/{token}/", get(subscription::look).post(subscription::change))
        .route("/U/{token}", get(subscription::look).post(subscription::change))
        .route("/s/", get(cut_short))
        .route("/u/", get(cut_short))
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(map_response(never_cached))
        .layer(SetResponseHeaderLayer::if_not_present(
            HeaderName::from_static("x-robots-tag"),
            HeaderValue::from_static("noindex"),
        ))
        .route("/assets/{file}", get(asset))
        .route("/i/{organization}/{file}", get(picture::show))
        .layer(map_response(async |response| RESTRAINT.on(response)))
        // A third of the bytes: sooner on a phone, and every byte out is paid for (bench/COST.md).
        .layer(CompressionLayer::new())
        .layer(from_fn(traced))
        .with_state(deps)
}

/// R5.10; pictures of campaigns may come from their own https address until uploads are kept here.
const RESTRAINT: Restraint = Restraint {
    content: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; \
         base-uri 'none'; form-action 'self' https:; frame-ancestors 'none'",
    referrer: "no-referrer",
};

async fn asset(Path(file): Path<String>) -> Response {
    let path = format!("/assets/{file}");
    let known = [
        (page::stylesheet_path(), "text/css; charset=utf-8", page::STYLESHEET),
        (page::script_path(), "text/javascript; charset=utf-8", page::SCRIPT),
    ];
    let for_ever = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    if let Some(look) = look_stylesheet(&path) {
        return ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), for_ever], look).into_response();
    }
    let Some((_, kind, content)) = known.into_iter().find(|(known, ..)| *known == path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    ([(header::CONTENT_TYPE, kind), for_ever], content).into_response()
}

/// Where a link was cut so short that nothing is left of it.
async fn cut_short(headers: HeaderMap) -> Response {
    unknown_link(show::browser_language(&headers))
}

/// A link that we did not make: the same page and status for every reason (R5.1).
fn unknown_link(language: Language) -> Response {
    page_at(StatusCode::NOT_FOUND, nowhere(Nowhere::Unknown, language, None))
}

/// Our fault: the person is asked to try again, the cause is logged once, without anything personal.
fn our_fault(language: Language, fault: &Fault) -> Response {
    tracing::error!(reason = fault.chain(), "a respondent's page failed");
    page_at(StatusCode::SERVICE_UNAVAILABLE, nowhere(Nowhere::Problem, language, None))
}

/// A body that is neither a form nor JSON.
fn unreadable() -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "the answer could not be read")
}

fn page_at(status: StatusCode, page: String) -> Response {
    (status, Html(page)).into_response()
}
