//! `/contacts`: the directory. Looking people up lives in `application::contact`.

use crate::Deps;
use jiff::Timestamp;
use relance_application::call::Page;
use relance_application::call::Reply;
use relance_application::contact::{Contacts, Person};
use relance_domain::name::Address;
use relance_wire::{Call, Cursor, PageLimit, Representation, Resource, Summaries, form, wanted};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{IntoParams, ToSchema};

/// A person.
#[derive(Serialize, ToSchema)]
pub struct PersonShown {
    /// Id of the directory's entry; `null` for people known by an opt-out only.
    #[schema(value_type = Option<form::ContactId>)]
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
    #[schema(value_type = form::ContactStatus)]
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
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Part of a name or of an address.
    q: Option<String>,
    /// Items at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<PageLimit>,
    /// The `cursor` of the page before.
    #[param(value_type = Option<form::Cursor>)]
    cursor: Option<Cursor>,
}

impl Resource for PersonShown {
    type Deps = Deps;
    type Id = form::ContactId;
    type Query = Query;
    type Listed = Self;

    const PATH: &'static str = "/contacts";
    const ABOUT: Summaries = Summaries {
        list: "People by name or address, also people known by an opt-out only",
        get: "One person",
    };

    async fn list(call: Call<Deps>, query: Query) -> Reply<Page<Self>> {
        let contacts = Contacts { records: &*call.deps.records };
        let wanted = wanted(query.limit, query.cursor);
        Ok(contacts.list(call.organization(), query.q.as_deref(), &wanted).await?.map(show))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        let contacts = Contacts { records: &*call.deps.records };
        Ok(Representation::plain(show(contacts.get(call.organization(), &id).await?)))
    }
}
