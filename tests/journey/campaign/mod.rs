//! What a campaign asks and tells, from version to version, and in an organization's own look.
//! Whom it asks, and when, is in `invitation`.

mod images;
mod templates;
mod versions;
