//! The shape of the outside: how requests are read and answers written, and how both are described. What is asked and
//! answered lives with each subject in the functions.
//!
//! - `problem`: errors as problem details (RFC 9457)
//! - `headers`: headers as text, and what browsers are told of every answer
//! - `body`, `decode`: JSON bodies, merge-patches, every bad field at once
//! - `params`, `listing`, `version`: query parameters, pages, `ETag` and `If-Match`
//! - `form`: newtypes, closed sets and shapes of the domain, as the description of the API shows them
//! - `resource`: what is listed, read, made, changed and removed
//! - `openapi`: the description, from routes that cannot be left out of it

mod body;
mod decode;
#[cfg(feature = "description")]
pub mod form;
mod headers;
#[cfg(feature = "description")]
mod listing;
#[cfg(feature = "description")]
pub mod openapi;
mod params;
mod problem;
#[cfg(feature = "description")]
mod resource;
mod version;

pub use body::{JsonBody, MAX_BODY, MAX_ENTRIES, MAX_TEXT, is_json, object, plain};
pub use decode::{decoded, made, one_address, patched, patched_onto, secrets_in};
pub use headers::{CONTENT_TYPE_PROBLEM, Restraint, never_cached, text_of};
#[cfg(feature = "description")]
pub use listing::{Cursor, Listing, PageLimit, PageQuery, wanted};
#[cfg(feature = "description")]
pub use openapi::Routes;
pub use params::Params;
pub use problem::Problem;
#[cfg(feature = "description")]
pub use resource::{
    Call, ForDoer, MergePatch, Removable, Representation, Resource, Summaries, Writable, WritingSummaries,
};
pub use version::{IfMatch, tagged};

/// The answer of a handler.
pub type HttpResult<T> = Result<T, Problem>;
