//! Whoever tries short links is slowed down: only what opens nothing is counted, so that no customer waits for a caller.
//! What a short link is, and how hard it is to guess, is said in `application::links`.

use crate::{page_at, show};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use relance_adapters::edge::{SourcePace, Throttle, source};
use relance_application::links::{ShortLink, presented};
use relance_application::ports::chance::Clock;
use relance_views::answer::{Nowhere, nowhere};
use std::sync::Arc;

/// Links that open nothing, from one address: somebody who types one errs a few times.
const PACE: SourcePace = SourcePace { per_second: 0.1, burst: 30.0 };

/// How often each address has guessed wrong.
#[derive(Clone)]
pub struct Guesses {
    throttle: Arc<Throttle>,
    clock: Arc<dyn Clock>,
}

impl Guesses {
    /// Nobody has guessed yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { throttle: Arc::new(Throttle::new(PACE)), clock }
    }
}

/// Lets a request pass unless it is one guess too many; long links cannot be guessed and are not counted.
pub async fn slowed(State(guesses): State<Guesses>, request: Request, next: Next) -> Response {
    let token = request.uri().path().split('/').nth(2).unwrap_or_default();
    let caller = source(request.headers(), request.extensions());
    let Some(caller) = caller.filter(|_| ShortLink::looks_like_one(presented(token))) else {
        return next.run(request).await;
    };
    if let Err(wait_s) = guesses.throttle.admits(&caller, guesses.clock.now()) {
        return crowded(request.headers(), wait_s);
    }
    let answer = next.run(request).await;
    if answer.status() == StatusCode::NOT_FOUND {
        // The last one that is taken was admitted above.
        _ = guesses.throttle.take(&caller, guesses.clock.now());
    }
    answer
}

fn crowded(headers: &HeaderMap, wait_s: u32) -> Response {
    let language = show::browser_language(headers);
    let page = page_at(StatusCode::TOO_MANY_REQUESTS, nowhere(Nowhere::Crowded, language, None));
    ([(header::RETRY_AFTER, wait_s.to_string())], page).into_response()
}
