//! `GET /local/metrics.json`: what the process measured, and how full its queues are.
//! Measuring is in `machine::metrics`.

use crate::machine::{CurrentFigures, Machine, Metrics};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;

/// The figures of this moment.
#[derive(Serialize)]
struct MetricsShown {
    #[serde(flatten)]
    figures: CurrentFigures,
    /// Hints that wait or are being worked on.
    pending_hints: usize,
    /// Hints that were given up.
    dead_letters: usize,
}

pub async fn show(State((machine, metrics)): State<(Arc<Machine>, Arc<Metrics>)>) -> Response {
    let queues = machine.queues();
    let shown = MetricsShown {
        figures: metrics.figures(),
        pending_hints: queues.work.pending() + queues.send.pending() + queues.actions.pending(),
        dead_letters: queues.work.dead_letters() + queues.send.dead_letters() + queues.actions.dead_letters(),
    };
    Json(shown).into_response()
}
