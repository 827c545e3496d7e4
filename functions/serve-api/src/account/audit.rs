//! `/audit`: who changed what, and when (R5.12). Writing it down is done by the store that each call uses
//! (`application::account`).

use crate::Deps;
use axum::Json;
use jiff::Timestamp;
use relance_application::account::{Audit, AuditEntry, AuditFilter, Author, Deed, Done, Journal};
use relance_application::kind::Kind;
use relance_application::ports::fault::Fault;
use relance_domain::name::ApiKeyId;
use relance_wire::{Call, Cursor, HttpResult, Listing, PageLimit, Params, form, wanted};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One thing, and what was done to it.
#[derive(Serialize, ToSchema)]
pub struct DoneShown {
    /// What it is.
    #[schema(value_type = form::Thing)]
    kind: Kind,
    /// Which one; of an address only its digest; all of them when empty.
    #[schema(value_type = form::Text)]
    id: String,
    /// What was done.
    #[schema(value_type = form::Deed)]
    action: Deed,
}

/// What one call did.
#[derive(Serialize, ToSchema)]
pub struct AuditEntryShown {
    /// Its id.
    #[schema(value_type = form::AuditEntryId)]
    id: String,
    /// When.
    at: Timestamp,
    /// Who did it.
    #[schema(value_type = form::Doer)]
    by: &'static str,
    /// The key's id, or the person as the console shows them.
    #[schema(value_type = Option<form::Line>)]
    who: Option<String>,
    /// By which call: method, and the pattern of the path.
    #[schema(value_type = form::Line)]
    call: String,
    /// What was done; all of it, or none.
    done: Vec<DoneShown>,
}

fn show(entry: AuditEntry) -> AuditEntryShown {
    let (by, who) = match entry.who {
        Author::Key(id) => ("key", Some(id.into())),
        Author::Person(name) => ("person", Some(name)),
        Author::Operator => ("operator", None),
    };
    let done = entry.done.into_iter().map(|Done { kind, id, deed }| DoneShown { kind, id, action: deed });
    AuditEntryShown { id: entry.id.into(), at: entry.at, by, who, call: entry.call, done: done.collect() }
}

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// About a thing with this id.
    id: Option<String>,
    /// By whoever holds this key.
    #[param(value_type = Option<form::ApiKeyId>)]
    key_id: Option<ApiKeyId>,
    /// Items at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<PageLimit>,
    /// The `cursor` of the page before.
    #[param(value_type = Option<form::Cursor>)]
    cursor: Option<Cursor>,
}

/// Changes by the API, the console and the operator, newest first; kept for thirteen months.
#[utoipa::path(get, path = "/audit", tag = "audit", params(Query),
    responses((status = 200, body = Listing<AuditEntryShown>)))]
pub async fn list(
    call: Call<Deps>,
    Params(query): Params<Query>,
) -> HttpResult<Json<Listing<AuditEntryShown>>> {
    let Query { id, key_id: key, limit, cursor } = query;
    let audit = Audit { records: &*call.deps.records };
    let page = audit.list(call.organization(), &AuditFilter { id, key }, &wanted(limit, cursor)).await?;
    Ok(Json(Listing::of(page, show)))
}

/// Writes down that things of a kind are read out of the system, before they are (R5.11); `id` says which, where it is known.
pub async fn exported(call: &Call<Deps>, kind: Kind, id: &str) -> Result<(), Fault> {
    let journal = Journal { clock: &*call.deps.clock, mint: &*call.deps.mint };
    let done = Done { kind, id: id.to_owned(), deed: Deed::Exported };
    journal.note(&*call.deps.records, call.organization(), &call.doer, done).await
}
