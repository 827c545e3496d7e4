//! What each call asks of its key (R5.9): looking asks for `read`, giving events for `hooks`, everything else for `manage`,
//! whatever the route; so a new one is never open by mistake. What a key has is in `domain::account`.

use axum::http::{Method, StatusCode};
use relance_application::account::Caller;
use relance_domain::account::KeyScope;
use relance_wire::Problem;

/// Where events are given by hand.
const EVENTS: &str = "/v1/triggers";

/// The scope that a call asks for; `route` is the pattern of its path.
pub fn asked_by(method: &Method, route: &str) -> KeyScope {
    match *method {
        Method::GET | Method::HEAD => KeyScope::Read,
        Method::POST if route == EVENTS => KeyScope::Hooks,
        _ => KeyScope::Manage,
    }
}

/// Nothing when the caller's key has it.
pub fn allow(caller: &Caller, scope: KeyScope) -> Result<(), Problem> {
    if caller.scopes.allow(scope) {
        return Ok(());
    }
    let words = format!("this asks for a key with `{}`; yours has {}", scope.as_str(), caller.scopes);
    Err(Problem::new(StatusCode::FORBIDDEN, words))
}
