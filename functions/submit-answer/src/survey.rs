//! `GET/POST /s/{token}`: opens and submits a survey.
//! Unsubscribing is in `subscription`; turning a survey into page data in `show`.

use crate::form::{Fields, Spoken, fields, spoken};
use crate::show::Filled;
use crate::{Deps, our_fault, page_at, show, unknown_link};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use relance_application::respond::{OpenSurvey, Opened, Standstill, SubmitAnswer, Submitted, Survey};
use relance_domain::answer::{FieldError, Manner, read};
use relance_domain::campaign::Question;
use relance_views::page::{self, Place};
use std::collections::BTreeMap;

/// The link's own choice: which question is preselected with which value. Never recorded.
pub type Preselected = BTreeMap<String, String>;

pub async fn open(
    State(deps): State<Deps>,
    Path(token): Path<String>,
    Query(query): Query<Preselected>,
    headers: HeaderMap,
) -> Response {
    let open =
        OpenSurvey { records: deps.records.as_ref(), seal: deps.seal.as_ref(), clock: deps.clock.as_ref() };
    match open.run(&token).await {
        Ok(Opened::Unknown) => unknown_link(show::browser_language(&headers)),
        Ok(Opened::Standstill(why, survey)) => standstill(why, &survey),
        Ok(Opened::Form(survey)) => {
            let filled = Filled { fields: &show::chosen(&survey, &query), errors: &[], fresh: &[] };
            page_at(StatusCode::OK, |css| show::form(&survey, &token, &filled, css))
        }
        Err(fault) => our_fault(show::browser_language(&headers), &fault),
    }
}

pub async fn submit(
    State(deps): State<Deps>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let spoken = spoken(&headers);
    let Some(mut fields) = fields(spoken, &body) else {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, "the answer could not be read", &[]);
    };
    // People never see this field (M7.8), but a browser may fill it for them: kept apart, never thrown away.
    let honeypot_filled =
        fields.remove(page::HONEYPOT).is_some_and(|texts| texts.iter().any(|text| !text.is_empty()));
    let not_offered = fields.remove(page::NOT_OFFERED).unwrap_or_default();
    if let Some(again) = asked_again(&deps, &token, (&fields, &not_offered)).await {
        return again;
    }
    let user_agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).map(str::to_owned);
    let submit = SubmitAnswer {
        records: deps.records.as_ref(),
        announce: deps.announce.as_ref(),
        seal: deps.seal.as_ref(),
        clock: deps.clock.as_ref(),
        mint: deps.mint.as_ref(),
        manner: Manner { honeypot_filled, user_agent },
    };
    match (submit.run(&token, &fields).await, spoken) {
        (Ok(Submitted::Unknown), Spoken::Form) => unknown_link(show::browser_language(&headers)),
        (Ok(Submitted::Unknown), Spoken::Json) => {
            refuse(StatusCode::NOT_FOUND, "there is no such survey", &[])
        }
        (Ok(Submitted::Standstill(why, survey)), Spoken::Form) => standstill(why, &survey),
        (Ok(Submitted::Standstill(why, _)), Spoken::Json) => refuse(status_of(why), words_of(why), &[]),
        (Ok(Submitted::Invalid(errors, survey)), Spoken::Form) => {
            let filled = Filled { fields: &fields, errors: &errors, fresh: &[] };
            page_at(StatusCode::UNPROCESSABLE_ENTITY, |css| show::form(&survey, &token, &filled, css))
        }
        (Ok(Submitted::Invalid(errors, _)), Spoken::Json) => {
            refuse(StatusCode::UNPROCESSABLE_ENTITY, "some answers must be mended", &errors)
        }
        (Ok(Submitted::Recorded(survey)), spoken) => recorded(&survey, &token, spoken),
        (Err(fault), _) => our_fault(show::browser_language(&headers), &fault),
    }
}

/// Without a script, questions that the answers lead to were not on sight yet: the form comes back with them, filled in
/// as it was sent, before anything is recorded. Nothing to ask, or anything wrong: the use case goes on.
async fn asked_again(
    deps: &Deps,
    token: &str,
    (fields, not_offered): (&Fields, &[String]),
) -> Option<Response> {
    let not_offered: Vec<&str> = not_offered.iter().flat_map(|ids| ids.split_whitespace()).collect();
    if not_offered.is_empty() {
        return None;
    }
    let open =
        OpenSurvey { records: deps.records.as_ref(), seal: deps.seal.as_ref(), clock: deps.clock.as_ref() };
    let Ok(Opened::Form(survey)) = open.run(token).await else { return None };
    let asked = survey.questions();
    let reading = read(&asked, fields);
    let unseen =
        |question: &&&Question| question.kind.is_asked() && not_offered.contains(&question.id.as_str());
    let fresh: Vec<_> = reading.shown.iter().filter(unseen).map(|question| question.id.clone()).collect();
    let missing =
        |error: &FieldError| fresh.iter().any(|id| error.field.split('.').next() == Some(id.as_str()));
    if fresh.is_empty() || !reading.errors.iter().all(missing) {
        return None;
    }
    let filled = Filled { fields, errors: &[], fresh: &fresh };
    Some(page_at(StatusCode::OK, |css| show::form(&survey, token, &filled, css)))
}

fn recorded(survey: &Survey, token: &str, spoken: Spoken) -> Response {
    if spoken == Spoken::Json {
        let answer_id = survey.answer.as_ref().map(|answer| answer.id.as_str());
        let body = serde_json::json!({ "answer_id": answer_id, "outcome": "recorded" }).to_string();
        return (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], body).into_response();
    }
    // Only ever to the campaign's own stored address, never to one from the request (B11, R5.6).
    if let Some(url) = &survey.campaign.redirect_url {
        return Redirect::to(url).into_response();
    }
    let edit_url = format!("/s/{token}");
    page_at(StatusCode::OK, |css| page::thanks(&show::answered(survey, Some(&edit_url), css)))
}

fn standstill(why: Standstill, survey: &Survey) -> Response {
    page_at(status_of(why), |stylesheet| {
        let language = survey.invitation.language.as_str();
        let place = Place { language, company: Some(&survey.organization.name), stylesheet };
        match why {
            Standstill::Expired => page::expired(&place),
            Standstill::Closed => page::closed(&place),
            Standstill::Answered => page::already_answered(&show::answered(survey, None, stylesheet)),
        }
    })
}

/// P9: a link whose time is over says so in words; only what never existed is "not found".
fn status_of(why: Standstill) -> StatusCode {
    match why {
        Standstill::Expired | Standstill::Closed => StatusCode::GONE,
        Standstill::Answered => StatusCode::OK,
    }
}

fn words_of(why: Standstill) -> &'static str {
    match why {
        Standstill::Expired => "the survey's time is over",
        Standstill::Closed => "the survey is closed, or a newer link replaces this one",
        Standstill::Answered => "the survey was answered, and it is too late to change the answer",
    }
}

fn refuse(status: StatusCode, detail: &str, errors: &[FieldError]) -> Response {
    let status = if status == StatusCode::OK { StatusCode::CONFLICT } else { status };
    let errors: Vec<_> = errors
        .iter()
        .map(|error| serde_json::json!({ "field": error.field, "reason": show::problem(error.problem) }))
        .collect();
    let title = status.canonical_reason().unwrap_or("Error");
    let body =
        serde_json::json!({ "title": title, "status": status.as_u16(), "detail": detail, "errors": errors });
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}
