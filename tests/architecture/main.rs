//! Holds the workspace to the house rules: direction, sizes, names, openings; each failure says what to do.
//! What the rules are for is written in ARCHITECTURE.md; the deployment's own rules are in the test `template`.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a workspace that cannot be read is a failed test"
)]

mod direction;
mod manifests;
mod names;
mod reads;
mod rooms;
mod shapes;
mod sizes;
mod sources;
mod workspace;
