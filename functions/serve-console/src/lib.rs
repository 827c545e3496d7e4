//! The web console: `/console/*`, for people who are signed in. Handlers decode, call one use case of
//! `application`, and show its result; wording and layout live in `views`.
//!
//! - `gate`: who is signed in (default: nobody), and requests that come from another site
//! - `cookie`: the one cookie, and its name
//! - `sign_in`: one-time links in, and the way out
//! - `overview`, `alert`: the pages

mod alert;
mod cookie;
mod gate;
mod overview;
mod sign_in;

pub use gate::from_our_own_pages;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use relance_adapters::edge::http::traced;
use relance_application::ports::chance::{Clock, Mint};
use relance_application::ports::fault::Fault;
use relance_application::ports::records::Records;
use relance_views::text::Language;
use relance_views::{account, frame};
use relance_wire::{Restraint, never_cached, text_of};
use std::sync::Arc;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// Largest form taken, in bytes: the console's forms are buttons.
const MAX_FORM: usize = 16 * 1024;

/// What the function needs.
#[derive(Clone)]
pub struct Deps {
    /// Where everything is.
    pub records: Arc<dyn Records>,
    /// Tells the time that the pages speak of.
    pub clock: Arc<dyn Clock>,
    /// Tells how long links and sessions last. Apart from `clock`, because on one machine that one can be moved, and
    /// moving it twelve hours on to see a survey go out must not sign anybody out.
    pub wall_clock: Arc<dyn Clock>,
    /// Makes the secrets of sessions.
    pub mint: Arc<dyn Mint>,
    /// Start of every link, such as `https://ask.example.com`.
    pub base_url: Arc<str>,
}

/// The function's routes. A page is behind the gate because there is no other place to put it.
pub fn router(deps: Deps) -> Router {
    let pages = Router::new()
        .route("/console/", get(overview::show))
        .route("/console/alerts/{id}", get(alert::show))
        .route("/console/{*unknown}", get(nothing_here))
        .route_layer(from_fn_with_state(deps.clone(), gate::let_in));
    Router::new()
        .merge(pages)
        .route("/console", get(|| async { Redirect::permanent("/console/") }))
        .route("/console/sign-in", get(sign_in::ask).post(sign_in::open))
        .route("/console/sign-out", post(sign_in::leave))
        .layer(from_fn(gate::refuse_other_sites))
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(map_response(never_cached))
        .route("/console/assets/{file}", get(asset))
        .layer(SetResponseHeaderLayer::if_not_present(
            HeaderName::from_static("x-robots-tag"),
            HeaderValue::from_static("noindex"),
        ))
        .layer(map_response(async |response| RESTRAINT.on(response)))
        .layer(CompressionLayer::new())
        .layer(from_fn(traced))
        .with_state(deps)
}

/// R5.10, and no script at all.
const RESTRAINT: Restraint = Restraint {
    content: "default-src 'none'; style-src 'self'; img-src 'self' data:; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    // Not `no-referrer`: under it browsers send `Origin: null` with our own forms.
    referrer: "same-origin",
};

async fn asset(Path(file): Path<String>) -> Response {
    if format!("/console/assets/{file}") != frame::console_stylesheet_path() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let for_ever = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), for_ever], frame::CONSOLE_STYLESHEET).into_response()
}

async fn nothing_here(headers: HeaderMap) -> Response {
    page(StatusCode::NOT_FOUND, account::nothing_here(browser_language(&headers)))
}

/// Our fault: the person is asked to try again, the cause is logged once, without anything personal.
fn our_fault(headers: &HeaderMap, fault: &Fault) -> Response {
    tracing::error!(reason = fault.chain(), "a page of the console failed");
    page(StatusCode::SERVICE_UNAVAILABLE, account::problem(browser_language(headers)))
}

fn page(status: StatusCode, html: String) -> Response {
    (status, Html(html)).into_response()
}

/// The language of pages that belong to no organization: what the browser prefers.
fn browser_language(headers: &HeaderMap) -> Language {
    text_of(headers, &header::ACCEPT_LANGUAGE).and_then(Language::wished).unwrap_or(Language::English)
}
