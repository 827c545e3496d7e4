//! `/api-keys`: the keys of this API. A key is shown once, when it is made.
//! What a key may give is decided in `application::account`.

use crate::Deps;
use crate::gate::ShownOnce;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use jiff::Timestamp;
use relance_application::account::{ApiKeys, IssueKey, IssuedKey, NewKey};
use relance_application::call::{Page, Reply};
use relance_domain::account::{ApiKey, KeyScope, KeyScopes};
use relance_wire::{
    Call, HttpResult, JsonBody, PageQuery, Removable, Representation, Resource, Summaries, decoded, form,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A new key.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApiKeyBody {
    /// What people call it.
    name: String,
    /// What it opens: at least one, and nothing that your own key does not open.
    #[schema(value_type = Vec<form::KeyScope>, min_items = 1)]
    scopes: KeyScopes,
    /// When it stops working; never when absent. Not after your own key does.
    expires_at: Option<Timestamp>,
}

/// A key of the API.
#[derive(Serialize, ToSchema)]
pub struct ApiKeyShown {
    /// Its id.
    #[schema(value_type = form::ApiKeyId)]
    id: String,
    /// What people call it.
    name: String,
    /// What it opens.
    #[schema(value_type = Vec<form::KeyScope>)]
    scopes: Vec<KeyScope>,
    /// When it was made.
    created_at: Timestamp,
    /// When it stops working.
    expires_at: Option<Timestamp>,
    /// When it opened something lately, to the hour.
    last_used_at: Option<Timestamp>,
    /// When it was taken back.
    revoked_at: Option<Timestamp>,
}

/// A key, and this once what opens the API.
#[derive(Serialize, ToSchema)]
pub struct ApiKeyMade {
    #[serde(flatten)]
    shown: ApiKeyShown,
    /// The key itself: keep it, nobody can show it again.
    #[schema(value_type = form::Secret)]
    key: String,
}

fn show(key: ApiKey) -> ApiKeyShown {
    let ApiKey { id, name, scopes, created_at, expires_at, last_used_at, revoked_at, .. } = key;
    let (id, scopes) = (id.into(), scopes.each().collect());
    ApiKeyShown { id, name, scopes, created_at, expires_at, last_used_at, revoked_at }
}

fn api_keys(deps: &Deps) -> ApiKeys<'_> {
    ApiKeys { records: &*deps.records, clock: &*deps.clock }
}

impl Resource for ApiKeyShown {
    type Deps = Deps;
    type Id = form::ApiKeyId;
    type Query = PageQuery;
    type Listed = Self;

    const PATH: &'static str = "/api-keys";
    const ABOUT: Summaries =
        Summaries { list: "Keys, oldest first; those that were taken back, too", get: "One key" };

    async fn list(call: Call<Deps>, query: PageQuery) -> Reply<Page<Self>> {
        Ok(api_keys(&call.deps).list(call.organization(), &query.wanted()).await?.map(show))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        Ok(Representation::plain(show(api_keys(&call.deps).get(call.organization(), &id).await?)))
    }
}

impl Removable for ApiKeyShown {
    const REMOVING: &'static str = "Takes a key back: from now on it opens nothing";

    async fn remove(call: Call<Deps>, id: String) -> Reply<()> {
        api_keys(&call.deps).revoke(call.organization(), &id).await
    }
}

/// A new key, shown this once. The answer is not kept: the same `Idempotency-Key` again is refused with 409.
#[utoipa::path(post, path = "/api-keys", tag = "api-keys", request_body = NewApiKeyBody,
    responses((status = 201, body = ApiKeyMade)))]
pub async fn create(call: Call<Deps>, JsonBody(given): JsonBody) -> HttpResult<Response> {
    let NewApiKeyBody { name, scopes, expires_at } = decoded(&given)?;
    let deps = &call.deps;
    let issue = IssueKey { records: &*deps.records, clock: &*deps.clock, mint: &*deps.mint };
    let IssuedKey { key, secret } =
        issue.for_caller(&call.caller, NewKey { name, scopes, expires_at }).await?;
    let made = ApiKeyMade { shown: show(key), key: secret };
    Ok((StatusCode::CREATED, Extension(ShownOnce), Json(made)).into_response())
}
