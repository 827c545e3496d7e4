//! Routes: from a public name (hook, API key) to its organization. The only records outside an organization.
//! What a route leads to lives in its organization.

use crate::kind::Kind;
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Key, Partition, Range, RawRecord, Records};
use crate::stored::Pages;
use relance_domain::account::{Route, RouteTarget};
use relance_domain::name::{OrganizationId, PhoneNumber};

/// Routes live under a name that no organization can have been given by a person.
fn key(name: &str) -> Result<Key, Fault> {
    let organization =
        OrganizationId::parse("_routes").map_err(|error| Fault::permanent(error.to_string()))?;
    Ok(Key {
        partition: Partition { organization, kind: Kind::Route, group: String::new() },
        id: name.to_owned(),
    })
}

/// The route of a public name.
pub async fn find_route(records: &dyn Records, name: &str) -> Result<Option<Route>, Fault> {
    let key = key(name)?;
    // A route never changes: only one that is not seen may have been made a moment ago.
    let found = match records.glance(&key).await? {
        Some(found) => Some(found),
        None => records.get(&key).await?,
    };
    found.map(read).transpose()
}

fn read(record: RawRecord) -> Result<Route, Fault> {
    let read = serde_json::from_value(serde_json::Value::Object(record.body));
    read.map_err(|_| Fault::permanent("a route is unreadable"))
}

/// The change that claims a public name; it conflicts when the name is taken.
pub fn keep_route(name: &str, route: &Route) -> Result<Change, Fault> {
    let Ok(serde_json::Value::Object(body)) = serde_json::to_value(route) else {
        return Err(Fault::permanent("a route is not an object"));
    };
    let key = key(name)?;
    Ok(Change::Create(RawRecord::plain(key, body)))
}

/// The change that notes that an organization texts a phone, known by its digest only; it conflicts when that is known.
pub fn keep_sms_route(phone: &PhoneNumber, organization: &OrganizationId) -> Result<Change, Fault> {
    let route = Route { organization: organization.clone(), target: RouteTarget::Phone };
    keep_route(&format!("{}{organization}", Route::phone(phone)), &route)
}

/// Routes of one query: more than any person has companies.
const PAGE: usize = 100;

/// Organizations that texted a phone: whoever replies may mean any of them.
pub async fn sms_routes(records: &dyn Records, phone: &PhoneNumber) -> Result<Vec<OrganizationId>, Fault> {
    let Key { partition, id } = key(&Route::phone(phone))?;
    // `~` sorts behind every character of an organization's id.
    let before = Some(format!("{id}~"));
    let range = Range { from: Some(id), before, ..Range::all(partition, PAGE) };
    let (mut pages, mut organizations) = (Pages::of(records, range), Vec::new());
    while let Some(page) = pages.raw().await? {
        for record in page {
            organizations.push(read(record)?.organization);
        }
    }
    Ok(organizations)
}
