//! Headers of API answers: never cached, never sniffed, never framed, never a document that runs anything (R5.10).
//! Headers of pages live with the functions that serve them.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// Media type of problem details (RFC 9457).
pub const CONTENT_TYPE_PROBLEM: &str = "application/problem+json";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// Adds the headers; for `axum::middleware::map_response`.
pub async fn api_headers(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
