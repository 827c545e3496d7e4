//! The span of one message or one request: everything that is told while it is worked on says whose it is and which record
//! it is about, once that is known (`ports::trail`). Never a name, an address, a token: a path is told by its pattern.

use tracing::Span;
use tracing::field::Empty;

// They are errors, so that they are there whatever the level: it is the lines in them that are left out.

/// `attempt`: how often the queue has brought it.
#[cfg(feature = "lambda")]
pub(super) fn of_message(attempt: Option<&str>) -> Span {
    tracing::error_span!("message", organization = Empty, kind = Empty, id = Empty, attempt)
}

/// `route`: the pattern that the path matched, such as `/s/{token}`.
#[cfg(feature = "http")]
pub(super) fn of_request(method: &str, route: &str) -> Span {
    tracing::error_span!("request", method, route, organization = Empty, kind = Empty, id = Empty)
}
