//! Headers as text, and what browsers are told of every answer: never sniffed, never framed, never followed over plain
//! HTTP, and which sources a page may use (R5.10).

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;

/// Media type of problem details (RFC 9457).
pub const CONTENT_TYPE_PROBLEM: &str = "application/problem+json";

/// A header's text; nothing where it is missing or is no visible ASCII.
#[must_use]
pub fn text_of<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// What a browser may do with what it gets.
#[derive(Debug, Clone, Copy)]
pub struct Restraint {
    /// Value of `Content-Security-Policy`.
    pub content: &'static str,
    /// Value of `Referrer-Policy`.
    pub referrer: &'static str,
}

impl Restraint {
    /// Of the API: a document that shows and runs nothing.
    pub const API: Self =
        Self { content: "default-src 'none'; frame-ancestors 'none'", referrer: "no-referrer" };

    /// Says so in an answer that does not say otherwise; for `axum::middleware::map_response`.
    #[must_use]
    pub fn on(self, mut response: Response) -> Response {
        let said = [
            (header::CONTENT_SECURITY_POLICY, self.content),
            (header::REFERRER_POLICY, self.referrer),
            (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ];
        for (name, value) in said {
            response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
        }
        response
    }
}

/// Keeps an answer out of every cache, unless it says otherwise; for `axum::middleware::map_response`.
pub async fn never_cached(mut response: Response) -> Response {
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(never);
    response
}
