//! `GET/POST /s/{token}`: opens and submits a survey; and what is answered to a form, here and to a public link.
//! Public links are in `public`, unsubscribing in `subscription`; turning a survey into page data in `show`.

use crate::form::{Preselected, SentBody, Spoken, form_fields};
use crate::show::{FormState, first_step};
use crate::{Deps, our_fault, page_at, show, unknown_link, unreadable};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use relance_application::answer::{
    FollowReview, OpenSurvey, Opened, Respondent, Shown, Standstill, SubmitAnswer, Submitted, Survey,
};
use relance_application::call::{BadField, Refusal};
use relance_application::links::presented;
use relance_application::ports::fault::Fault;
use relance_domain::answer::{FieldError, Form, Manner, read};
use relance_domain::name::QuestionId;
use relance_domain::question::Question;
use relance_views::answer::{self, CARRIED, Nowhere, OPENING, SurveyStep, nowhere};
use relance_views::frame::page;
use relance_views::question::Filled;
use relance_views::text::Language;
use relance_wire::{Problem, text_of};

/// Names another language than that of the mail.
const LANGUAGE: &str = "lang";

pub async fn open(
    State(deps): State<Deps>,
    Path(token): Path<String>,
    Query(query): Query<Preselected>,
    headers: HeaderMap,
) -> Response {
    let wanted = query.get(LANGUAGE).map(String::as_str);
    match open_in(&deps).run(&token).await.map(|opened| opened.spoken(wanted)) {
        Ok(Opened::Unknown) => unknown_link(show::browser_language(&headers)),
        Ok(Opened::Standstill(why, survey)) => standstill(why, &survey),
        Ok(Opened::Form(survey)) => {
            let fields = show::chosen(&survey, &query);
            let form = FormState::with(&fields, first_step(&survey));
            page_at(StatusCode::OK, show::form(&survey, &path_of(&token), &form))
        }
        Err(fault) => our_fault(show::browser_language(&headers), &fault),
    }
}

pub async fn submit(
    State(deps): State<Deps>,
    Path(token): Path<String>,
    Query(query): Query<Preselected>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let sent = match Sent::read(headers, &query, &body) {
        Ok(sent) => sent,
        Err(problem) => return problem.into_response(),
    };
    let place = FormPlace { path: path_of(&token), edit_url: Some(path_of(&token)), unknown: unknown_link };
    if sent.asks_again()
        && let Ok(Opened::Form(survey)) = open_in(&deps).run(&token).await
        && let survey = survey.spoken(sent.shown.language.as_deref())
        && let Some(again) = asked_again(&survey, &place, &sent)
    {
        return again;
    }
    answer_to(sent.submit_in(&deps).run(&token, &sent.body.fields).await, &place, &sent)
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
    /// What was answered.
    pub body: SentBody,
    /// Ids of questions that were not on sight.
    not_offered: Vec<String>,
    /// How it was shown.
    shown: Shown,
    /// Questions whose answers were recorded before.
    carried: Vec<QuestionId>,
    honeypot_filled: bool,
}

impl Sent {
    /// Takes out of a body what is about the form, and leaves the answers.
    ///
    /// # Errors
    /// A problem that says where the body cannot be read.
    pub fn read(headers: HeaderMap, query: &Preselected, body: &[u8]) -> Result<Self, Problem> {
        let mut body = SentBody::read(&headers, body)?;
        let fields = &mut body.fields;
        // People never see this field (M7.8), but a browser may fill it for them: kept apart, never thrown away.
        let trap = fields.remove(page::HONEYPOT).unwrap_or_default();
        let honeypot_filled = trap.iter().any(|text| !text.is_empty());
        let opening = fields.remove(OPENING).is_some();
        let shown = Shown { opening, language: query.get(LANGUAGE).cloned() };
        let not_offered = listed(fields, page::NOT_OFFERED);
        let carried = listed(fields, CARRIED).iter().filter_map(|id| QuestionId::parse(id).ok()).collect();
        Ok(Self { headers, body, not_offered, shown, carried, honeypot_filled })
    }

    /// Without a script, questions may have come to light that were not on sight. After the first screen they are asked on
    /// the second one, once its answers are recorded.
    pub fn asks_again(&self) -> bool {
        !self.not_offered.is_empty() && !self.shown.opening
    }

    /// Which questions were on the form.
    fn step(&self) -> SurveyStep<'_> {
        match () {
            () if self.shown.opening => SurveyStep::Opening,
            () if self.carried.is_empty() => SurveyStep::Whole,
            () => SurveyStep::Rest(&self.carried),
        }
    }

    /// What the sender's browser prefers.
    pub fn language(&self) -> Language {
        show::browser_language(&self.headers)
    }

    /// The use case that records it.
    pub fn submit_in<'a>(&self, deps: &'a Deps) -> SubmitAnswer<'a> {
        let agent = text_of(&self.headers, &header::USER_AGENT);
        SubmitAnswer {
            records: deps.records.as_ref(),
            announce: deps.announce.as_ref(),
            seal: deps.seal.as_ref(),
            clock: deps.clock.as_ref(),
            mint: deps.mint.as_ref(),
            shown: self.shown.clone(),
            manner: Manner { honeypot_filled: self.honeypot_filled, user_agent: agent.map(str::to_owned) },
        }
    }
}

/// Ids with a space between.
fn listed(fields: &mut Form, name: &str) -> Vec<String> {
    let texts = fields.remove(name).unwrap_or_default();
    texts.iter().flat_map(|ids| ids.split_whitespace()).map(str::to_owned).collect()
}

/// Where a form was sent to.
pub struct FormPlace {
    /// Path that opens the survey and takes its form, without a query.
    pub path: String,
    /// Path that opens the answer again, where there is one.
    pub edit_url: Option<String>,
    /// The page for what opens no survey, in a language.
    pub unknown: fn(Language) -> Response,
}

/// The response to a form.
pub fn answer_to(submitted: Result<Submitted, Fault>, place: &FormPlace, sent: &Sent) -> Response {
    let form = |survey: &Survey, status, form: FormState<'_>| {
        page_at(status, show::form(survey, &place.path, &form))
    };
    let again = FormState::with(&sent.body.fields, sent.step());
    match (submitted, sent.body.spoken) {
        (Ok(Submitted::Unknown), Spoken::Form) => (place.unknown)(sent.language()),
        (Ok(Submitted::Unknown), Spoken::Json) => {
            Problem::new(StatusCode::NOT_FOUND, "there is no such survey").into_response()
        }
        (Ok(Submitted::Standstill(why, survey)), Spoken::Form) => standstill(why, &survey),
        (Ok(Submitted::Standstill(why, _)), Spoken::Json) => over(why).into_response(),
        (Ok(Submitted::Stale(survey)), Spoken::Form) => {
            form(&survey, StatusCode::CONFLICT, FormState { is_stale: true, ..again })
        }
        (Ok(Submitted::Stale(survey)), Spoken::Json) => stale(&survey),
        (Ok(Submitted::Invalid(errors, survey)), Spoken::Form) => {
            let filled = Filled { errors: &errors, ..again.filled };
            form(&survey, StatusCode::UNPROCESSABLE_ENTITY, FormState { filled, ..again })
        }
        (Ok(Submitted::Invalid(errors, _)), Spoken::Json) => {
            let errors = errors.iter().map(|error| sent.body.bad_field(error)).collect();
            Problem::from(Refusal::invalid("some answers must be mended", errors)).into_response()
        }
        (Ok(Submitted::Recorded(survey)), Spoken::Form) => {
            rest_of(&survey, place, sent).unwrap_or_else(|| recorded(&survey, place))
        }
        (Ok(Submitted::Recorded(survey)), Spoken::Json) => confirmed(&survey),
        (Err(fault), Spoken::Form) => our_fault(sent.language(), &fault),
        (Err(fault), Spoken::Json) => Problem::from(fault).into_response(),
    }
}

/// Without a script, questions that the answers lead to were not on sight yet: the form comes back with them, filled in
/// as it was sent, before anything is recorded. Nothing to ask, or anything wrong: the use case goes on.
pub fn asked_again(survey: &Survey, place: &FormPlace, sent: &Sent) -> Option<Response> {
    let asked = survey.questions();
    let reading = read(&asked, &sent.body.fields);
    let unseen = |question: &&&Question| {
        question.kind.is_asked() && sent.not_offered.iter().any(|id| id == question.id.as_str())
    };
    let fresh: Vec<_> = reading.shown.iter().filter(unseen).map(|question| question.id.clone()).collect();
    let missing =
        |error: &FieldError| fresh.iter().any(|id| error.field.split('.').next() == Some(id.as_str()));
    if fresh.is_empty() || !reading.errors.iter().all(missing) {
        return None;
    }
    let again = FormState::with(&sent.body.fields, sent.step());
    let form = FormState { filled: Filled { fresh: &fresh, ..again.filled }, ..again };
    Some(page_at(StatusCode::OK, show::form(survey, &place.path, &form)))
}

/// The second screen, once the first one is recorded: every question that was not on sight there and that its answers lead
/// to. Nothing when there is none.
fn rest_of(survey: &Survey, place: &FormPlace, sent: &Sent) -> Option<Response> {
    let unfinished = survey.answer.as_ref().is_some_and(|answer| answer.unfinished);
    let asked = survey.questions();
    let on_sight = |id: &&QuestionId| !sent.not_offered.iter().any(|hidden| hidden == id.as_str());
    let carried: Vec<_> = asked.opening().into_iter().filter(on_sight).cloned().collect();
    let led = read(&asked, &sent.body.fields).shown;
    let more = led.iter().any(|question| question.kind.is_asked() && !carried.contains(&question.id));
    if !unfinished || !more || !sent.shown.opening {
        return None;
    }
    let form = FormState::with(&sent.body.fields, SurveyStep::Rest(&carried));
    Some(page_at(StatusCode::OK, show::form(survey, &place.path, &form)))
}

/// `POST /s/{token}/review`: whoever answered goes to a site that takes reviews. A button and not a link, so that no
/// program that follows links counts as a person (decision 12).
pub async fn review(
    State(deps): State<Deps>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let site = form_fields(&body).and_then(|mut fields| fields.remove("site")?.pop());
    let follow =
        FollowReview { records: deps.records.as_ref(), seal: deps.seal.as_ref(), clock: deps.clock.as_ref() };
    match follow.run(&token, site.as_deref().unwrap_or_default()).await {
        Ok(Some(url)) => Redirect::to(&url).into_response(),
        Ok(None) => unknown_link(show::browser_language(&headers)),
        Err(fault) => our_fault(show::browser_language(&headers), &fault),
    }
}

fn confirmed(survey: &Survey) -> Response {
    // Not even who answered learns which answer of an anonymous campaign is theirs (R5.4).
    let named = survey.answer.as_ref().filter(|_| !survey.campaign.respondents.anonymous);
    let answer_id = named.map(|answer| answer.id.as_str());
    let body = serde_json::json!({ "answer_id": answer_id, "outcome": "recorded" }).to_string();
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn recorded(survey: &Survey, place: &FormPlace) -> Response {
    // Only ever to the campaign's own stored address, never to one from the request (B11, R5.6).
    if let Some(url) = &survey.campaign.redirect_url {
        return Redirect::to(url).into_response();
    }
    // Of anonymous answers nobody learns who went on to leave a review (R5.4).
    let counted = place.edit_url.as_ref().filter(|_| !survey.campaign.respondents.anonymous);
    let review_action = counted.map(|url| format!("{url}/review"));
    let takes_edits = survey.answer.as_ref().is_none_or(relance_domain::answer::Answer::takes_edits);
    let edit_url = place.edit_url.as_deref().filter(|_| takes_edits);
    let page = show::answered(survey, edit_url, review_action.as_deref());
    page_at(StatusCode::OK, answer::thanks(&page))
}

fn standstill(why: Standstill, survey: &Survey) -> Response {
    let language = Language::of(&survey.language);
    let dead_end = |why| nowhere(why, language, Some(&survey.organization));
    let page = match why {
        Standstill::Expired => dead_end(Nowhere::Expired),
        Standstill::Closed => dead_end(Nowhere::Closed),
        Standstill::Answered => answer::already_answered(&show::answered(survey, None, None)),
    };
    page_at(status_of(why), page)
}

/// A program is told which form to send with its answer.
fn stale(survey: &Survey) -> Response {
    let Respondent::Anybody(visitor) = &survey.respondent else { return unreadable().into_response() };
    let words =
        "an answer to a public survey carries the form that it answers: send it again with this `form`";
    let errors = vec![BadField::new(page::FORM, "missing, not of today, or not made for this survey")];
    let problem = Problem::new(StatusCode::CONFLICT, words).with_errors(errors);
    problem.with_member(page::FORM, visitor.form.token.as_str()).into_response()
}

/// P9: a link whose time is over says so in words; only what never existed is "not found".
fn status_of(why: Standstill) -> StatusCode {
    match why {
        Standstill::Expired | Standstill::Closed => StatusCode::GONE,
        Standstill::Answered => StatusCode::OK,
    }
}

/// The same to a program, to which an answer that cannot be changed is a conflict.
fn over(why: Standstill) -> Problem {
    match why {
        Standstill::Expired => Problem::new(StatusCode::GONE, "the survey's time is over"),
        Standstill::Closed => {
            Problem::new(StatusCode::GONE, "the survey is closed, or a newer link replaces this one")
        }
        Standstill::Answered => {
            let words = "the survey was answered, and it is too late to change the answer";
            Problem::new(StatusCode::CONFLICT, words)
        }
    }
}
