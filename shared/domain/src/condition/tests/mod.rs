//! Conditions against tables, laws and a naive reading of the same language.
//! What each place offers to conditions is tested with the place.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests state what must hold"
)]

mod desk;
mod laws;
mod naive;
mod replies;
mod said;
mod tables;
