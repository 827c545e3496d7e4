//! What every JSON answer over HTTP has in common: problem details and security headers.
//! What is answered lives in the functions; pages for people in `views`.

mod headers;
mod problem;
mod traced;

pub use headers::{CONTENT_TYPE_PROBLEM, api_headers};
pub use problem::Problem;
pub use traced::traced;
