//! The shape of the outside: how requests are read and answers written, and how both are described. What is asked and
//! answered lives with each subject in the functions.
//!
//! - `problem`: errors as problem details (RFC 9457), security headers
//! - `body`, `decode`: JSON bodies, merge-patches, every bad field at once
//! - `params`, `listing`, `version`: query parameters, pages, `ETag` and `If-Match`
//! - `form`: newtypes, closed sets and shapes of the domain, as the description of the API shows them
//! - `openapi`: the description, from routes that cannot be left out of it

mod body;
mod decode;
pub mod form;
mod listing;
pub mod openapi;
mod params;
mod problem;
mod version;

pub use body::{Body, MAX_BODY};
pub use decode::{decoded, made, one_address, patched, patched_onto, secrets_in};
pub use listing::{Cursor, Limit, Listing, PageQuery, wanted};
pub use openapi::Routes;
pub use params::Params;
pub use problem::{CONTENT_TYPE_PROBLEM, Problem, api_headers};
pub use version::{Seen, tagged};

/// The answer of a handler.
pub type Answer<T> = Result<T, Problem>;
