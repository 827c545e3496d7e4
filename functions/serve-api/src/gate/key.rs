//! `Authorization: Bearer <key>`: the organization of a call comes from its key and from nowhere else (R5.8).
//! Keys themselves are checked in `application::account`; what each call asks of one is in `scope`.

use crate::Deps;
use crate::gate::doubt::Doubt;
use crate::gate::scope;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use relance_adapters::edge::source;
use relance_application::account::Authenticate;
use relance_application::ports::trail;
use relance_domain::name::Digest;
use relance_wire::{Problem, text_of};
use std::sync::Arc;

/// Longest key looked at.
const LONGEST_KEY: usize = 512;

/// What stands at the door.
#[derive(Clone)]
pub struct Door {
    deps: Deps,
    doubt: Arc<Doubt>,
}

impl Door {
    /// Nobody has come yet.
    pub fn new(deps: Deps) -> Self {
        Self { deps, doubt: Arc::new(Doubt::new()) }
    }
}

/// Lets a caller through whose key is live and opens this route, with an `Extension<Caller>`; everybody else gets 401 or 403,
/// and 429 after many wrong keys.
pub async fn let_in(
    State(door): State<Door>,
    mut request: Request,
    next: Next,
) -> Result<Response, Response> {
    let Some(presented) = presented(request.headers()) else {
        let words = "send `Authorization: Bearer` and an api key";
        return Err(unauthorized(words, "Bearer realm=\"relance\""));
    };
    let (deps, now) = (&door.deps, door.deps.clock.now());
    let (source, key) =
        (source(request.headers(), request.extensions()), Digest::of_bytes(presented.as_bytes()));
    door.doubt.admits(source.as_deref(), key, now).map_err(slow_down)?;
    let authenticate = Authenticate { records: &*deps.records, clock: &*deps.clock };
    let caller = authenticate.run(presented).await.map_err(|fault| Problem::from(fault).into_response())?;
    let Some(caller) = caller else {
        door.doubt.disbelieve(source.as_deref(), key, now);
        let words = "the api key is unknown, expired or revoked";
        return Err(unauthorized(words, "Bearer realm=\"relance\", error=\"invalid_token\""));
    };
    door.doubt.believe(key);
    trail::of(&caller.organization);
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    scope::allow(&caller, scope::asked_by(request.method(), route)).map_err(Problem::into_response)?;
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

fn presented(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = text_of(headers, &header::AUTHORIZATION)?.split_once(' ')?;
    let key = key.trim();
    let fit = scheme.eq_ignore_ascii_case("bearer") && (1..=LONGEST_KEY).contains(&key.len());
    fit.then_some(key)
}

fn unauthorized(detail: &str, challenge: &'static str) -> Response {
    let problem = Problem::new(StatusCode::UNAUTHORIZED, detail);
    problem.with_header(header::WWW_AUTHENTICATE, challenge).into_response()
}

fn slow_down(wait_s: u32) -> Response {
    let words = "too many wrong keys came from where you are: try again later";
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, words);
    ([(header::RETRY_AFTER, wait_s.to_string())], problem).into_response()
}
