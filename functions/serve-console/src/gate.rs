//! Who comes in: the organization of a page comes from its session and from nowhere else (R5.8), and what changes
//! something must come from our own pages (R5.7). Sessions themselves are kept by `application`.

use crate::{Deps, browser_language, cookie, our_fault, page};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use relance_application::account::Sessions;
use relance_application::ports::trail;
use relance_views::account;

/// Lets somebody with a session through, with an `Extension<Session>`; everybody else reads how to sign in.
pub async fn let_in(State(deps): State<Deps>, mut request: Request, next: Next) -> Response {
    let sessions = Sessions { records: &*deps.records, clock: &*deps.wall_clock };
    let found = match cookie::presented(&deps.base_url, request.headers()) {
        Some(secret) => sessions.find(secret).await,
        None => Ok(None),
    };
    match found {
        Ok(Some(session)) => {
            trail::of(&session.organization);
            request.extensions_mut().insert(session);
            next.run(request).await
        }
        Ok(None) => page(StatusCode::UNAUTHORIZED, account::signed_out(browser_language(request.headers()))),
        Err(fault) => our_fault(request.headers(), &fault),
    }
}

/// A form that another site sends with our cookie is refused before anything reads it.
pub async fn refuse_other_sites(request: Request, next: Next) -> Response {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD);
    if harmless || from_our_own_pages(request.headers()) {
        return next.run(request).await;
    }
    page(StatusCode::FORBIDDEN, account::foreign(browser_language(request.headers())))
}

/// What the browser itself says of where the form was: `Sec-Fetch-Site`, and from browsers that do not send it (or that
/// see no TLS) `Origin`, which names the host it asks. A program sends neither, and has no cookie to abuse.
#[must_use]
pub fn from_our_own_pages(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text(header::HOST.as_str())
        }
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    fn ours(pairs: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "127.0.0.1:8080".parse().unwrap());
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        from_our_own_pages(&headers)
    }

    #[test]
    fn r5_7_only_our_own_pages_and_programs_may_change_something() {
        for (accepted, pairs) in [
            (true, &[("sec-fetch-site", "same-origin"), ("origin", "null")][..]),
            (true, &[("origin", "http://127.0.0.1:8080")]),
            (true, &[]),
            (false, &[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:8080")]),
            (false, &[("sec-fetch-site", "same-site")]),
            (false, &[("sec-fetch-site", "none")]),
            (false, &[("origin", "http://127.0.0.1:8081")]),
            (false, &[("origin", "https://evil.example")]),
            (false, &[("origin", "null")]),
            (false, &[("origin", "")]),
        ] {
            assert_eq!(ours(pairs), accepted, "{pairs:?}");
        }
    }
}
