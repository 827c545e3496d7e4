//! `/categories`: questions of the bank that belong together. Which campaigns ask them is said by the campaigns.

use crate::Deps;
use crate::wire::{Answer, Body, Listing, PageQuery, Params, Seen, decoded, patched, tagged};
use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use relance_application::account::Caller;
use relance_application::question::Categories;
use relance_application::stored::Stored;
use relance_domain::question::Category;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What can be written of a category.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryBody {
    /// Shown to managers only.
    name: String,
}

/// A category.
#[derive(Debug, Serialize, ToSchema)]
pub struct CategoryShown {
    /// Its id.
    id: String,
    /// Shown to managers only.
    name: String,
    /// When it was made.
    created_at: Timestamp,
}

fn show(category: Category) -> CategoryShown {
    let Category { id, name, created_at, .. } = category;
    CategoryShown { id: id.into(), name, created_at }
}

fn answer(stored: Stored<Category>) -> Response {
    tagged(stored.version, show(stored.value))
}

fn categories(deps: &Deps) -> Categories<'_> {
    Categories { records: &*deps.records, clock: &*deps.clock, mint: &*deps.mint }
}

/// Categories, oldest first.
#[utoipa::path(get, path = "/categories", tag = "categories", params(PageQuery),
    responses((status = 200, body = Listing<CategoryShown>)))]
pub async fn list(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Params(query): Params<PageQuery>,
) -> Answer<Json<Listing<CategoryShown>>> {
    let page = categories(&deps).list(&caller.organization, &query.wanted()).await?;
    Ok(Json(Listing::of(page, show)))
}

/// A new category.
#[utoipa::path(post, path = "/categories", tag = "categories", request_body = CategoryBody,
    responses((status = 201, body = CategoryShown)))]
pub async fn create(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Body(given): Body,
) -> Answer<Response> {
    let CategoryBody { name } = decoded(&given)?;
    let stored = categories(&deps).create(&caller.organization, &name).await?;
    Ok((StatusCode::CREATED, answer(stored)).into_response())
}

/// One category.
#[utoipa::path(get, path = "/categories/{id}", tag = "categories", params(("id" = String, Path)),
    responses((status = 200, body = CategoryShown)))]
pub async fn get(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Response> {
    Ok(answer(categories(&deps).get(&caller.organization, &id).await?))
}

/// Changes a category (merge-patch).
#[utoipa::path(patch, path = "/categories/{id}", tag = "categories",
    params(("id" = String, Path), ("If-Match" = Option<String>, Header, description = "The `ETag` that you have seen")),
    request_body(content = CategoryBody, content_type = "application/merge-patch+json"),
    responses((status = 200, body = CategoryShown)))]
pub async fn change(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Seen(seen): Seen,
    Body(given): Body,
) -> Answer<Response> {
    let edit = |present: &Category| {
        let CategoryBody { name } = patched(&CategoryBody { name: present.name.clone() }, &given)?;
        Ok(Category { name: name.trim().to_owned(), ..present.clone() })
    };
    Ok(answer(categories(&deps).change(&caller.organization, &id, (seen, &edit)).await?))
}

/// Removes a category that holds no question and that no campaign picks.
#[utoipa::path(delete, path = "/categories/{id}", tag = "categories", params(("id" = String, Path)),
    responses((status = 204)))]
pub async fn remove(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    categories(&deps).remove(&caller.organization, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
