//! `GET/POST /p/{organization}/{survey}`: a survey that anybody may answer, by a link on a wall or a code on a bill.
//! What is answered to a form is in `survey`; what one form may become in `application::answer`.

use crate::form::Preselected;
use crate::show::{FormState, first_step};
use crate::survey::{FormPlace, Sent, answer_to, asked_again};
use crate::{Deps, our_fault, page_at, show};
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use relance_adapters::edge::{SourcePace, Throttle, source};
use relance_application::answer::{OpenPublicSurvey, PublicCall, Survey};
use relance_application::links::public_path;
use relance_application::ports::fault::Fault;
use relance_views::answer::{Nowhere, nowhere};
use relance_views::frame::page;
use relance_views::text::Language;
use relance_wire::text_of;
use std::convert::Infallible;
use std::sync::Arc;

/// Visits and answers from one address: a whole room behind one router may scan the code at once.
const PACE: SourcePace = SourcePace { per_second: 2.0, burst: 200.0 };

/// What public surveys need.
#[derive(Clone)]
pub struct Public {
    deps: Deps,
    throttle: Arc<Throttle>,
}

impl Public {
    /// Nobody has come yet.
    pub fn new(deps: Deps) -> Self {
        Self { deps, throttle: Arc::new(Throttle::new(PACE)) }
    }

    fn slowed(&self, visit: &Visit) -> Option<Response> {
        let wait_s = self.throttle.take(visit.source.as_deref()?, self.deps.clock.now()).err()?;
        let page = page_at(StatusCode::TOO_MANY_REQUESTS, nowhere(Nowhere::Crowded, visit.language(), None));
        Some(([(header::RETRY_AFTER, wait_s.to_string())], page).into_response())
    }

    async fn open(&self, call: &PublicCall, form: Option<&str>) -> Result<Option<Box<Survey>>, Fault> {
        let Deps { records, seal, clock, mint, .. } = &self.deps;
        let (records, seal) = (records.as_ref(), seal.as_ref());
        let open = OpenPublicSurvey { records, seal, clock: clock.as_ref(), mint: mint.as_ref() };
        open.run(call, form).await
    }
}

pub async fn open(State(public): State<Public>, visit: Visit) -> Response {
    if let Some(slowed) = public.slowed(&visit) {
        return slowed;
    }
    let Some(call) = visit.call() else { return not_open(visit.language()) };
    match public.open(&call, None).await {
        Ok(None) => not_open(visit.language()),
        Ok(Some(survey)) => {
            let fields = show::chosen(&survey, &visit.query);
            let form = FormState::with(&fields, first_step(&survey));
            page_at(StatusCode::OK, show::form(&survey, &path_of(&call), &form))
        }
        Err(fault) => our_fault(visit.language(), &fault),
    }
}

pub async fn submit(State(public): State<Public>, visit: Visit, body: Bytes) -> Response {
    if let Some(slowed) = public.slowed(&visit) {
        return slowed;
    }
    let Some(call) = visit.call() else { return not_open(visit.language()) };
    let mut sent = match Sent::read(visit.headers, &visit.query, &body) {
        Ok(sent) => sent,
        Err(problem) => return problem.into_response(),
    };
    let form = sent.body.fields.remove(page::FORM).and_then(|texts| texts.into_iter().next());
    let place = FormPlace { path: path_of(&call), edit_url: None, unknown: not_open };
    if sent.asks_again()
        && let Ok(Some(survey)) = public.open(&call, form.as_deref()).await
        && let Some(again) = asked_again(&survey, &place, &sent)
    {
        return again;
    }
    let submitted = sent.submit_in(&public.deps).run_public(&call, form.as_deref(), &sent.body.fields).await;
    answer_to(submitted, &place, &sent)
}

/// Unknown, a draft, paused, or not open to everybody: one page and one status for all of them.
fn not_open(language: Language) -> Response {
    page_at(StatusCode::NOT_FOUND, nowhere(Nowhere::NotOpen, language, None))
}

fn path_of(call: &PublicCall) -> String {
    public_path(&call.organization, &call.campaign)
}

/// `?lang=` first, then what the browser prefers, most wanted first (RFC 9110, section 12.5.4).
fn wanted(query: &Preselected, headers: &HeaderMap) -> Vec<String> {
    let accepted = text_of(headers, &header::ACCEPT_LANGUAGE).unwrap_or_default();
    let mut weighted: Vec<(f32, &str)> = accepted
        .split(',')
        .map(|part| {
            let mut parts = part.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default();
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok());
            (weight.unwrap_or(0.0), tag)
        })
        .filter(|(weight, tag)| *weight > 0.0 && !tag.is_empty())
        .collect();
    weighted.sort_by(|one, other| other.0.total_cmp(&one.0));
    let accepted = weighted.into_iter().take(10).map(|(_, tag)| tag.to_owned());
    query.get("lang").cloned().into_iter().chain(accepted).collect()
}

/// Somebody at a public link: which one, and what they want of it.
pub struct Visit {
    /// Where they come from, for counting: never stored and never logged. `None` when nobody can tell, and then the
    /// gateway's throttle alone bounds them.
    source: Option<String>,
    /// As the address names them.
    organization: String,
    campaign: String,
    query: Preselected,
    headers: HeaderMap,
}

impl Visit {
    fn language(&self) -> Language {
        show::browser_language(&self.headers)
    }

    fn call(&self) -> Option<PublicCall> {
        PublicCall::parse(&self.organization, &self.campaign, wanted(&self.query, &self.headers))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        // Names and parameters that cannot be read are none that we know.
        let names = Path::from_request_parts(parts, state).await;
        let (organization, campaign) = names.map(|Path(names)| names).unwrap_or_default();
        let query =
            Query::from_request_parts(parts, state).await.map(|Query(query)| query).unwrap_or_default();
        Ok(Self {
            source: source(&parts.headers, &parts.extensions),
            organization,
            campaign,
            query,
            headers: parts.headers.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn languages_are_wanted_in_the_order_of_their_weight() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, "en;q=0.3, fr-CA, de;q=0, fr;q=0.9".parse().unwrap());

        let asked = Preselected::from([("lang".to_owned(), "es".to_owned())]);

        assert_eq!(wanted(&Preselected::new(), &headers), ["fr-CA", "fr", "en"]);
        assert_eq!(wanted(&asked, &headers), ["es", "fr-CA", "fr", "en"]);
        assert!(wanted(&Preselected::new(), &HeaderMap::new()).is_empty());
    }
}
