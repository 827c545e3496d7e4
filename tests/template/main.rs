//! Holds `infra/*.yaml` to the house rules: rights by table, queues with dead letters, stores that are kept,
//! routes with a reason, alarms on everything. Whether AWS takes the template is asked by `sam validate`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a template that cannot be read is a failed test"
)]

mod document;
mod functions;
mod operating;
mod queues;
mod rights;
mod routes;
mod stores;
