//! `/contacts`: the directory. Looking people up lives in `application::contact`.

use crate::Deps;
use crate::wire::{Answer, Cursor, Limit, Listing, Params, wanted};
use axum::Json;
use axum::extract::{Extension, Path, State};
use jiff::Timestamp;
use relance_application::account::Caller;
use relance_application::contact::{Contacts, Person};
use relance_domain::name::Address;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{IntoParams, ToSchema};

/// A person.
#[derive(Serialize, ToSchema)]
pub struct PersonShown {
    /// Id of the directory's entry; `null` for people known by an opt-out only.
    id: Option<String>,
    /// First name.
    first_name: Option<String>,
    /// Last name.
    last_name: Option<String>,
    /// Address last used for a survey.
    email: Option<String>,
    /// Phone, in E.164 form.
    phone: Option<String>,
    /// Language as the tool gave it.
    language: Option<String>,
    /// Further attributes.
    fields: BTreeMap<String, String>,
    /// `active`, `unsubscribed`, `bounced` or `complained`.
    status: &'static str,
    /// Campaigns that they opted out of; all of them when it holds `all`.
    opted_out_of: Vec<String>,
    /// When first seen.
    created_at: Option<Timestamp>,
    /// When last changed.
    updated_at: Option<Timestamp>,
}

fn show(person: Person) -> PersonShown {
    let status = person.status();
    let everything = person.standings.iter().filter(|s| s.everything.is_some()).map(|_| "all".to_owned());
    let campaigns = person.standings.iter().flat_map(|s| s.campaigns.keys().map(ToString::to_string));
    let opted_out_of: BTreeSet<_> = everything.chain(campaigns).collect();
    let email = person.addresses.iter().find_map(Address::email).map(ToString::to_string);
    let phone = person.addresses.iter().find_map(Address::phone).map(ToString::to_string);
    let contact = person.contact;
    let field = |of: fn(&relance_domain::contact::Contact) -> Option<String>| contact.as_ref().and_then(of);
    PersonShown {
        id: field(|contact| Some(contact.id.to_string())),
        first_name: field(|contact| contact.first_name.clone()),
        last_name: field(|contact| contact.last_name.clone()),
        email,
        phone,
        language: field(|contact| contact.language.clone()),
        fields: contact.as_ref().map(|contact| contact.fields.clone()).unwrap_or_default(),
        status,
        opted_out_of: opted_out_of.into_iter().collect(),
        created_at: contact.as_ref().map(|contact| contact.created_at),
        updated_at: contact.as_ref().map(|contact| contact.updated_at),
    }
}

/// Which people.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Part of a name or of an address.
    q: Option<String>,
    /// Items at most, 1 to 100.
    #[param(value_type = Option<u32>)]
    limit: Option<Limit>,
    /// The `cursor` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// People by name or address, also people known by an opt-out only.
#[utoipa::path(get, path = "/contacts", tag = "contacts", params(Query),
    responses((status = 200, body = Listing<PersonShown>)))]
pub async fn list(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Params(query): Params<Query>,
) -> Answer<Json<Listing<PersonShown>>> {
    let contacts = Contacts { records: &*deps.records };
    let wanted = wanted(query.limit, query.cursor);
    let page = contacts.list(&caller.organization, query.q.as_deref(), &wanted).await?;
    Ok(Json(Listing::of(page, show)))
}

/// One person.
#[utoipa::path(get, path = "/contacts/{id}", tag = "contacts", params(("id" = String, Path)),
    responses((status = 200, body = PersonShown)))]
pub async fn get(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Json<PersonShown>> {
    let contacts = Contacts { records: &*deps.records };
    Ok(Json(show(contacts.get(&caller.organization, &id).await?)))
}
