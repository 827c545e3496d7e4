//! `/questions`: the question bank. What makes a question fit to be asked is decided in the domain.

use crate::Deps;
use crate::wire::{
    Answer, Body, Cursor, Limit, Listing, Params, QuestionSchema, Seen, patched_onto, tagged, wanted,
};
use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use relance_application::account::Caller;
use relance_application::call::Refusal;
use relance_application::question::{NewQuestion, QuestionPlace, Questions};
use relance_application::stored::Stored;
use relance_domain::name::CategoryId;
use relance_domain::question::{BankQuestion, Question};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};

/// Where a question stands in the bank.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceBody {
    /// The category that it belongs to.
    #[schema(value_type = String)]
    category_id: CategoryId,
    /// Its place in the category, then by id.
    #[serde(default)]
    position: u32,
}

/// What can be written of a question of the bank: a question, and where it stands. Without an `id` it gets one.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only its derived description is used: bodies are read in two parts")]
pub struct BankQuestionBody {
    #[schema(inline)]
    #[serde(flatten)]
    question: QuestionSchema,
    #[serde(flatten)]
    place: PlaceBody,
}

/// A question of the bank.
#[derive(Debug, Serialize, ToSchema)]
pub struct BankQuestionShown {
    #[serde(flatten)]
    #[schema(value_type = QuestionSchema)]
    question: Question,
    #[serde(flatten)]
    place: PlaceBody,
    /// When it was taken out: asked no more, kept for the answers that were given to it.
    retired_at: Option<Timestamp>,
    /// When it was made.
    created_at: Timestamp,
}

/// Which questions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Of this category.
    #[param(value_type = Option<String>)]
    category_id: Option<CategoryId>,
    /// Items at most, 1 to 100.
    #[param(value_type = Option<u32>)]
    limit: Option<Limit>,
    /// The `cursor` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

fn show(one: BankQuestion) -> BankQuestionShown {
    let BankQuestion { category_id, position, question, retired_at, created_at, .. } = one;
    BankQuestionShown { question, place: PlaceBody { category_id, position }, retired_at, created_at }
}

fn answer(stored: Stored<BankQuestion>) -> Response {
    tagged(stored.version, show(stored.value))
}

fn questions(deps: &Deps) -> Questions<'_> {
    Questions { records: &*deps.records, clock: &*deps.clock, mint: &*deps.mint }
}

/// A body in its two parts, each read over what is there already; what is wrong in both is named at once.
fn read(given: &Map<String, Value>, base: (&Value, &Value)) -> Result<NewQuestion, Refusal> {
    let (place, question): (Map<_, _>, Map<_, _>) =
        given.clone().into_iter().partition(|(name, _)| name == "category_id" || name == "position");
    let place = patched_onto::<PlaceBody>(base.0, &place);
    let question = patched_onto::<Question>(base.1, &question);
    match (place, question) {
        (Ok(PlaceBody { category_id, position }), Ok(question)) => {
            Ok(NewQuestion { place: QuestionPlace { category_id, position }, question })
        }
        (Err(mut refusal), Err(other)) => {
            refusal.errors.extend(other.errors);
            Err(refusal)
        }
        (Err(refusal), Ok(_)) | (Ok(_), Err(refusal)) => Err(refusal),
    }
}

/// Questions of the bank, in order of their ids.
#[utoipa::path(get, path = "/questions", tag = "questions", params(Query),
    responses((status = 200, body = Listing<BankQuestionShown>)))]
pub async fn list(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Params(query): Params<Query>,
) -> Answer<Json<Listing<BankQuestionShown>>> {
    let Query { category_id, limit, cursor } = query;
    let page =
        questions(&deps).list(&caller.organization, category_id.as_ref(), &wanted(limit, cursor)).await?;
    Ok(Json(Listing::of(page, show)))
}

/// A new question: campaigns that pick its category ask it from now on.
#[utoipa::path(post, path = "/questions", tag = "questions", request_body = BankQuestionBody,
    responses((status = 201, body = BankQuestionShown)))]
pub async fn create(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Body(given): Body,
) -> Answer<Response> {
    let base = json!({ "id": questions(&deps).fresh_id() });
    let new = read(&given, (&json!({}), &base))?;
    let stored = questions(&deps).create(&caller.organization, new).await?;
    Ok((StatusCode::CREATED, answer(stored)).into_response())
}

/// One question, also a retired one.
#[utoipa::path(get, path = "/questions/{id}", tag = "questions", params(("id" = String, Path)),
    responses((status = 200, body = BankQuestionShown)))]
pub async fn get(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Response> {
    Ok(answer(questions(&deps).get(&caller.organization, &id).await?))
}

/// Changes a question (merge-patch). Published campaigns that ask it must stay complete.
#[utoipa::path(patch, path = "/questions/{id}", tag = "questions",
    params(("id" = String, Path), ("If-Match" = Option<String>, Header, description = "The `ETag` that you have seen")),
    request_body(content = BankQuestionBody, content_type = "application/merge-patch+json"),
    responses((status = 200, body = BankQuestionShown)))]
pub async fn change(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Seen(seen): Seen,
    Body(given): Body,
) -> Answer<Response> {
    let edit = |present: &BankQuestion| {
        let BankQuestion { category_id, position, question, .. } = present;
        let place = json!({ "category_id": category_id, "position": position });
        let NewQuestion { place, question } = read(&given, (&place, &json!(question)))?;
        let QuestionPlace { category_id, position } = place;
        Ok(BankQuestion { category_id, position, question, ..present.clone() })
    };
    Ok(answer(questions(&deps).change(&caller.organization, &id, (seen, &edit)).await?))
}

/// Takes a question out of the bank: asked no more, kept for the answers that were given to it.
#[utoipa::path(delete, path = "/questions/{id}", tag = "questions", params(("id" = String, Path)),
    responses((status = 204)))]
pub async fn retire(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    questions(&deps).retire(&caller.organization, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
