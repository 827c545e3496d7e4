//! `GET/POST /s/{token}`: opens and submits a survey; and what is answered to a form, here and to a public link.
//! Public links are in `public`, unsubscribing in `subscription`; turning a survey into page data in `show`.

use crate::form::{Fields, Spoken, fields, spoken};
use crate::show::Filled;
use crate::{Deps, our_fault, page_at, show, unknown_link};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use relance_application::answer::{
    FollowReview, OpenSurvey, Opened, Respondent, Standstill, SubmitAnswer, Submitted, Survey,
};
use relance_application::links::presented;
use relance_application::ports::fault::Fault;
use relance_domain::answer::{FieldError, Manner, read};
use relance_domain::question::Question;
use relance_views::{page, text};
use std::collections::BTreeMap;

/// The link's own choice: which question is preselected with which value. Never recorded.
pub type Preselected = BTreeMap<String, String>;

pub async fn open(
    State(deps): State<Deps>,
    Path(token): Path<String>,
    Query(query): Query<Preselected>,
    headers: HeaderMap,
) -> Response {
    match open_in(&deps).run(&token).await {
        Ok(Opened::Unknown) => unknown_link(show::browser_language(&headers)),
        Ok(Opened::Standstill(why, survey)) => standstill(why, &survey),
        Ok(Opened::Form(survey)) => {
            let fields = show::chosen(&survey, &query);
            page_at(StatusCode::OK, |css| show::form(&survey, &path_of(&token), &Filled::with(&fields), css))
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
    let Some(sent) = Sent::read(headers, &body) else { return unreadable() };
    let place = Place { action: path_of(&token), edit_url: Some(path_of(&token)), unknown: unknown_link };
    if !sent.not_offered.is_empty()
        && let Ok(Opened::Form(survey)) = open_in(&deps).run(&token).await
        && let Some(again) = asked_again(&survey, &place, &sent)
    {
        return again;
    }
    answer_to(sent.submit_in(&deps).run(&token, &sent.fields).await, &place, &sent)
}

fn open_in(deps: &Deps) -> OpenSurvey<'_> {
    OpenSurvey { records: deps.records.as_ref(), seal: deps.seal.as_ref(), clock: deps.clock.as_ref() }
}

fn path_of(token: &str) -> String {
    format!("/s/{}", presented(token))
}

/// A form as it was sent.
pub struct Sent {
    headers: HeaderMap,
    spoken: Spoken,
    /// What was answered, by the name of its control.
    pub fields: Fields,
    /// Ids of questions that were not on sight.
    pub not_offered: Vec<String>,
    honeypot_filled: bool,
}

impl Sent {
    /// Reads a body; `None` when it cannot be read.
    pub fn read(headers: HeaderMap, body: &[u8]) -> Option<Self> {
        let spoken = spoken(&headers);
        let mut fields = fields(spoken, body)?;
        // People never see this field (M7.8), but a browser may fill it for them: kept apart, never thrown away.
        let trap = fields.remove(page::HONEYPOT).unwrap_or_default();
        let honeypot_filled = trap.iter().any(|text| !text.is_empty());
        let not_offered = fields.remove(page::NOT_OFFERED).unwrap_or_default();
        let not_offered = not_offered.iter().flat_map(|ids| ids.split_whitespace()).map(str::to_owned);
        Some(Self { headers, spoken, not_offered: not_offered.collect(), fields, honeypot_filled })
    }

    /// What the sender's browser prefers.
    pub fn language(&self) -> &str {
        show::browser_language(&self.headers)
    }

    /// The use case that records it.
    pub fn submit_in<'a>(&self, deps: &'a Deps) -> SubmitAnswer<'a> {
        let agent = self.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        SubmitAnswer {
            records: deps.records.as_ref(),
            announce: deps.announce.as_ref(),
            seal: deps.seal.as_ref(),
            clock: deps.clock.as_ref(),
            mint: deps.mint.as_ref(),
            manner: Manner { honeypot_filled: self.honeypot_filled, user_agent: agent.map(str::to_owned) },
        }
    }
}

/// Where a form was sent to.
pub struct Place {
    /// Path that takes it.
    pub action: String,
    /// Path that opens the answer again, where there is one.
    pub edit_url: Option<String>,
    /// The page for what opens no survey, in a language.
    pub unknown: fn(&str) -> Response,
}

/// The response to a form.
pub fn answer_to(submitted: Result<Submitted, Fault>, place: &Place, sent: &Sent) -> Response {
    let form = |survey: &Survey, status, filled: &Filled<'_>| {
        page_at(status, |css| show::form(survey, &place.action, filled, css))
    };
    match (submitted, sent.spoken) {
        (Ok(Submitted::Unknown), Spoken::Form) => (place.unknown)(sent.language()),
        (Ok(Submitted::Unknown), Spoken::Json) => {
            refuse(StatusCode::NOT_FOUND, "there is no such survey", &[])
        }
        (Ok(Submitted::Standstill(why, survey)), Spoken::Form) => standstill(why, &survey),
        (Ok(Submitted::Standstill(why, _)), Spoken::Json) => refuse(status_of(why), words_of(why), &[]),
        (Ok(Submitted::Stale(survey)), Spoken::Form) => {
            let error = text::unreadable_form(survey.respondent.language().as_str());
            let filled = Filled { form_error: Some(error), ..Filled::with(&sent.fields) };
            form(&survey, StatusCode::CONFLICT, &filled)
        }
        (Ok(Submitted::Stale(survey)), Spoken::Json) => stale(&survey),
        (Ok(Submitted::Invalid(errors, survey)), Spoken::Form) => {
            let filled = Filled { errors: &errors, ..Filled::with(&sent.fields) };
            form(&survey, StatusCode::UNPROCESSABLE_ENTITY, &filled)
        }
        (Ok(Submitted::Invalid(errors, _)), Spoken::Json) => {
            refuse(StatusCode::UNPROCESSABLE_ENTITY, "some answers must be mended", &errors)
        }
        (Ok(Submitted::Recorded(survey)), spoken) => recorded(&survey, place.edit_url.as_deref(), spoken),
        (Err(fault), _) => our_fault(sent.language(), &fault),
    }
}

/// Without a script, questions that the answers lead to were not on sight yet: the form comes back with them, filled in
/// as it was sent, before anything is recorded. Nothing to ask, or anything wrong: the use case goes on.
pub fn asked_again(survey: &Survey, place: &Place, sent: &Sent) -> Option<Response> {
    let asked = survey.questions();
    let reading = read(&asked, &sent.fields);
    let unseen = |question: &&&Question| {
        question.kind.is_asked() && sent.not_offered.iter().any(|id| id == question.id.as_str())
    };
    let fresh: Vec<_> = reading.shown.iter().filter(unseen).map(|question| question.id.clone()).collect();
    let missing =
        |error: &FieldError| fresh.iter().any(|id| error.field.split('.').next() == Some(id.as_str()));
    if fresh.is_empty() || !reading.errors.iter().all(missing) {
        return None;
    }
    let filled = Filled { fresh: &fresh, ..Filled::with(&sent.fields) };
    Some(page_at(StatusCode::OK, |css| show::form(survey, &place.action, &filled, css)))
}

/// `POST /s/{token}/review`: whoever answered goes to a site that takes reviews. A button and not a link, so that no
/// program that follows links counts as a person (decision 12).
pub async fn review(
    State(deps): State<Deps>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let site = fields(spoken(&headers), &body).and_then(|mut fields| fields.remove("site")?.pop());
    let follow =
        FollowReview { records: deps.records.as_ref(), seal: deps.seal.as_ref(), clock: deps.clock.as_ref() };
    match follow.run(&token, site.as_deref().unwrap_or_default()).await {
        Ok(Some(url)) => Redirect::to(&url).into_response(),
        Ok(None) => unknown_link(show::browser_language(&headers)),
        Err(fault) => our_fault(show::browser_language(&headers), &fault),
    }
}

fn recorded(survey: &Survey, edit_url: Option<&str>, spoken: Spoken) -> Response {
    let takes_edits = survey.answer.as_ref().is_none_or(relance_domain::answer::Answer::takes_edits);
    if spoken == Spoken::Json {
        // Not even who answered learns which answer of an anonymous campaign is theirs (R5.4).
        let named = survey.answer.as_ref().filter(|_| !survey.campaign.respondents.anonymous);
        let answer_id = named.map(|answer| answer.id.as_str());
        let body = serde_json::json!({ "answer_id": answer_id, "outcome": "recorded" }).to_string();
        return (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], body).into_response();
    }
    // Only ever to the campaign's own stored address, never to one from the request (B11, R5.6).
    if let Some(url) = &survey.campaign.redirect_url {
        return Redirect::to(url).into_response();
    }
    // Of anonymous answers nobody learns who went on to leave a review (R5.4).
    let counted = edit_url.filter(|_| !survey.campaign.respondents.anonymous);
    let review_action = counted.map(|url| format!("{url}/review"));
    page_at(StatusCode::OK, |css| {
        page::thanks(&show::answered(survey, edit_url.filter(|_| takes_edits), review_action.as_deref(), css))
    })
}

fn standstill(why: Standstill, survey: &Survey) -> Response {
    page_at(status_of(why), |stylesheet| {
        let language = survey.respondent.language().as_str();
        let place = page::Place { language, company: Some(&survey.organization.name), stylesheet };
        match why {
            Standstill::Expired => page::expired(&place),
            Standstill::Closed => page::closed(&place),
            Standstill::Answered => page::already_answered(&show::answered(survey, None, None, stylesheet)),
        }
    })
}

/// A program is told which form to send with its answer.
fn stale(survey: &Survey) -> Response {
    let Respondent::Anybody(visitor) = &survey.respondent else { return unreadable() };
    let body = serde_json::json!({
        "title": "Conflict", "status": 409, "form": visitor.form.token,
        "detail": "an answer to a public survey carries the form that it answers: send it again with this `form`",
        "errors": [{ "field": page::FORM, "reason": "missing, not of today, or not made for this survey" }],
    });
    let problem = [(header::CONTENT_TYPE, "application/problem+json")];
    (StatusCode::CONFLICT, problem, body.to_string()).into_response()
}

/// A body that is neither a form nor JSON.
pub fn unreadable() -> Response {
    refuse(StatusCode::UNPROCESSABLE_ENTITY, "the answer could not be read", &[])
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
