//! `/console/sign-in` and `/console/sign-out`: a one-time link in, and the way out. Opening the link shows a button and
//! changes nothing, so that a mail scanner cannot use it up (P2).

use crate::{Deps, browser_language, cookie, our_fault, page};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use relance_application::account::{Sessions, SignIns};
use relance_views::account;
use serde::Deserialize;

const HOME: &str = "/console/";

/// The link's own part.
#[derive(Deserialize)]
pub struct Link {
    token: Option<String>,
}

/// Shows the button, or sends somebody who is signed in already on their way.
pub async fn ask(State(deps): State<Deps>, Query(link): Query<Link>, headers: HeaderMap) -> Response {
    let Some(token) = link.token else {
        return page(StatusCode::UNAUTHORIZED, account::signed_out(browser_language(&headers)));
    };
    match sign_ins(&deps).look(&token).await {
        Ok(Some(organization)) => {
            // Only characters of tokens that we made get here: nothing in it needs to be written otherwise.
            page(StatusCode::OK, account::sign_in(&organization, &format!("/console/sign-in?token={token}")))
        }
        Ok(None) if signed_in(&deps, &headers).await => Redirect::to(HOME).into_response(),
        Ok(None) => page(StatusCode::UNAUTHORIZED, account::link_dead(browser_language(&headers))),
        Err(fault) => our_fault(&headers, &fault),
    }
}

/// Whoever follows their link a second time is signed in by the first.
async fn signed_in(deps: &Deps, headers: &HeaderMap) -> bool {
    match cookie::presented(&deps.base_url, headers) {
        Some(secret) => sessions(deps).find(secret).await.is_ok_and(|found| found.is_some()),
        None => false,
    }
}

/// Uses the link up and opens a session.
pub async fn open(State(deps): State<Deps>, Query(link): Query<Link>, headers: HeaderMap) -> Response {
    match sign_ins(&deps).open(&link.token.unwrap_or_default()).await {
        Ok(Some(secret)) => homeward(HOME, cookie::keep(&deps.base_url, &secret)),
        Ok(None) => page(StatusCode::UNAUTHORIZED, account::link_dead(browser_language(&headers))),
        Err(fault) => our_fault(&headers, &fault),
    }
}

/// Ends the session on our side, then in the browser.
pub async fn leave(State(deps): State<Deps>, headers: HeaderMap) -> Response {
    if let Some(secret) = cookie::presented(&deps.base_url, &headers)
        && let Err(fault) = sessions(&deps).end(secret).await
    {
        return our_fault(&headers, &fault);
    }
    homeward("/console/sign-in", cookie::take_back(&deps.base_url))
}

fn homeward(to: &str, set_cookie: String) -> Response {
    (AppendHeaders([(header::SET_COOKIE, set_cookie)]), Redirect::to(to)).into_response()
}

fn sign_ins(deps: &Deps) -> SignIns<'_> {
    SignIns { records: &*deps.records, clock: &*deps.wall_clock, mint: &*deps.mint }
}

fn sessions(deps: &Deps) -> Sessions<'_> {
    Sessions { records: &*deps.records, clock: &*deps.wall_clock }
}
