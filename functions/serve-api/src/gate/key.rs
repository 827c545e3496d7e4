//! `Authorization: Bearer <key>`: the organization of a call comes from its key and from nowhere else (R5.8).
//! Keys themselves are checked in `application::account`.

use crate::Deps;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use relance_adapters::edge::http::Problem;
use relance_application::account::Authenticate;
use relance_application::ports::trail;

/// Longest key looked at.
const LONGEST_KEY: usize = 512;

/// Lets a caller with a live key through, with an `Extension<Caller>`; everybody else gets 401.
pub async fn let_in(State(deps): State<Deps>, mut request: Request, next: Next) -> Result<Response, Problem> {
    let Some(presented) = presented(request.headers()) else {
        let words = "send `Authorization: Bearer` and an api key";
        return Err(unauthorized(words, "Bearer realm=\"relance\""));
    };
    let authenticate = Authenticate { records: &*deps.records, clock: &*deps.clock };
    let Some(caller) = authenticate.run(presented).await? else {
        let words = "the api key is unknown, expired or revoked";
        return Err(unauthorized(words, "Bearer realm=\"relance\", error=\"invalid_token\""));
    };
    trail::of(&caller.organization);
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

fn presented(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = value.split_once(' ')?;
    let key = key.trim();
    let fit = scheme.eq_ignore_ascii_case("bearer") && (1..=LONGEST_KEY).contains(&key.len());
    fit.then_some(key)
}

fn unauthorized(detail: &str, challenge: &'static str) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, detail).with_header(header::WWW_AUTHENTICATE, challenge)
}
