//! The console as a browser meets it: who comes in, and what they see. How pages are worded is tested in `views`.
//! - `world`: one deployment for a test
//! - `sessions`: one-time links, sessions, requests from other sites
//! - `pages`: what is shown
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

mod pages;
mod sessions;
mod world;
