//! `Idempotency-Key` on every POST (R4.4): the answer is kept and given again.
//! What counts as the same request is decided in `application::call`.

use crate::{Deps, MAX_LIST};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use relance_application::account::Caller;
use relance_application::call::{Begun, KeptAnswer, Refusal, Repeat};
use relance_application::ports::fault::Fault;
use relance_wire::Problem;

const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Longest key taken.
const LONGEST_KEY: usize = 255;
/// Headers of an answer that are kept with it.
const KEPT_HEADERS: [HeaderName; 2] = [header::CONTENT_TYPE, header::ETAG];
/// Said with an answer that was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Carries out a POST once per key; without a key, every time.
pub async fn answer_once(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let Some(name) = request.headers().get(IDEMPOTENCY_KEY).filter(|_| request.method() == Method::POST)
    else {
        return Ok(next.run(request).await);
    };
    let name = readable(name)?.to_owned();
    let route = format!("{} {}", request.method(), request.uri().path());
    let (parts, body) = request.into_parts();
    // Each route has its own limit on bodies, which may be larger than usual but never larger than a list.
    let body = to_bytes(body, MAX_LIST).await.map_err(|_| too_large())?;
    let repeat = Repeat { records: &*deps.records, clock: &*deps.clock };
    match repeat.begin(&caller.organization, &route, &name, &body).await? {
        Begun::Replay(kept) => Ok(replayed(kept)),
        Begun::OtherBody => {
            let words = "this key was used with another body: take another key";
            Err(Refusal::bad_field("Idempotency-Key", words).into())
        }
        Begun::InFlight => {
            let words = "the first request with this key is still being answered";
            Err(Refusal::conflict(words).into())
        }
        Begun::Fresh(claim, version) => {
            let answer = next.run(Request::from_parts(parts, Body::from(body))).await;
            if answer.status().is_server_error() {
                repeat.forget(&claim, version).await?;
                return Ok(answer);
            }
            let secret = answer.extensions().get::<ShownOnce>().is_some();
            let (answer, body) = buffered(answer).await?;
            let kept = if secret { instead_of_a_secret().await? } else { kept(&answer, &body) };
            repeat.keep(*claim, version, kept).await?;
            Ok(answer)
        }
    }
}

/// Put on an answer that holds a secret: it is never kept (R5.9), so a repeated request cannot be answered alike.
#[derive(Debug, Clone, Copy)]
pub struct ShownOnce;

async fn instead_of_a_secret() -> Result<KeptAnswer, Problem> {
    let words = "this was done, and its secret was shown once: revoke what was made and make another";
    let (answer, body) = buffered(Problem::from(Refusal::conflict(words)).into_response()).await?;
    Ok(kept(&answer, &body))
}

fn readable(name: &HeaderValue) -> Result<&str, Refusal> {
    let text = name.to_str().ok().filter(|text| (1..=LONGEST_KEY).contains(&text.len()));
    text.ok_or_else(|| {
        Refusal::bad_field("Idempotency-Key", format!("use 1 to {LONGEST_KEY} visible characters"))
    })
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("the body is larger than {MAX_LIST} bytes"))
}

async fn buffered(answer: Response) -> Result<(Response, Bytes), Problem> {
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await;
    let body = body.map_err(|_| Problem::from(Fault::transient("an answer could not be read back")))?;
    Ok((Response::from_parts(parts, Body::from(body.clone())), body))
}

fn kept(answer: &Response, body: &Bytes) -> KeptAnswer {
    let value = |name: &HeaderName| answer.headers().get(name)?.to_str().ok().map(str::to_owned);
    let headers = KEPT_HEADERS.iter().filter_map(|name| value(name).map(|value| (name.to_string(), value)));
    KeptAnswer {
        status: answer.status().as_u16(),
        headers: headers.collect(),
        body: String::from_utf8_lossy(body).into_owned(),
    }
}

fn replayed(kept: KeptAnswer) -> Response {
    let mut answer = Response::new(Body::from(kept.body));
    *answer.status_mut() = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    for (name, value) in kept.headers {
        let header = name.parse::<HeaderName>().ok().zip(value.parse::<HeaderValue>().ok());
        answer.headers_mut().extend(header);
    }
    answer.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    answer
}
