//! One span for each request, and one line for what changes something or goes wrong: its status.
//! What it is about is said by whoever finds out (`ports::trail`).

use crate::edge::span;
use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

/// For `axum::middleware::from_fn`, as the outermost layer. Only a look that went well is told as a detail: pages and
/// listings are most of what is asked, and every line is paid for.
pub async fn traced(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let span = span::of_request(request.method().as_str(), route);
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    span.in_scope(|| match status.as_u16() {
        500.. => tracing::warn!(status = status.as_u16(), "answered"),
        400.. => tracing::info!(status = status.as_u16(), "answered"),
        status if looks => tracing::debug!(status, "answered"),
        status => tracing::info!(status, "answered"),
    });
    response
}
