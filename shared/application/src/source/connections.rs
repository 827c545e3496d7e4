//! Connections: where events come from and how their senders are believed. Secrets go in and never come out: they
//! are kept by name behind the `Secrets` port (R4.6). Verifying requests lives in adapters.

mod checks;

use crate::account::keep_route;
use crate::call::{Edit, Page, Refusal, Reply, Wanted, edited, found, scan};
use crate::ports::chance::{Clock, Mint};
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Key, Listed, Lookup, RecordListing, Records, Version};
use crate::ports::seal::Secrets;
use crate::stored::{Entity as _, Stored, key, load, record_of};
use checks::{own_way, unusable, unusable_secrets};
use jiff::Timestamp;
use relance_domain::account::{Route, RouteTarget};
use relance_domain::name::{ConnectionId, OrganizationId};
use relance_domain::source::{Connection, ConnectionKind, FieldMap, RawEvent, SignatureScheme};
use std::collections::BTreeMap;

/// Characters of something minted that tell the time; behind a wanted name the others do.
const TIME: usize = 10;
/// Latest events looked at for when each connection was last heard of.
const LATEST: usize = 200;

/// Reads and changes connections.
pub struct Connections<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Where their secrets are.
    pub secrets: &'a dyn Secrets,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names new ones.
    pub mint: &'a dyn Mint,
}

/// What a new connection is to be.
#[derive(Debug, Clone)]
pub struct NewConnection {
    /// What the last segment of its hook's URL begins with; nothing when absent. Something minted follows, so that a name
    /// that is free tells nothing about what others use.
    pub id: Option<ConnectionId>,
    /// What people call it.
    pub name: String,
    /// Which tool.
    pub kind: ConnectionKind,
    /// How requests are verified; the tool's own way when absent.
    pub verification: Option<SignatureScheme>,
    /// How a generic body is read.
    pub fields: Option<FieldMap>,
    /// False when its requests are refused.
    pub enabled: bool,
}

/// A connection as it is shown.
#[derive(Debug, Clone)]
pub struct ConnectionView {
    pub connection: Connection,
    /// How many secrets are live; never the secrets.
    pub secrets: usize,
    /// When its newest event arrived, if it is among the organization's latest.
    pub last_event_at: Option<Timestamp>,
}

impl Connections<'_> {
    /// A page of connections, in order of their ids.
    pub async fn list(
        &self,
        organization: &OrganizationId,
        wanted: &Wanted,
    ) -> Result<Page<ConnectionView>, Fault> {
        let Page { items, next } =
            scan::<Connection>(self.records, organization, false, wanted, &|_| true).await?;
        let latest = self.latest_events(organization).await?;
        let mut views = Vec::new();
        for connection in items {
            views.push(self.view(connection, &latest).await?);
        }
        Ok(Page { items: views, next })
    }

    /// One connection.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<Stored<ConnectionView>> {
        let key = connection_key(organization, id)?;
        let stored = found(load::<Connection>(self.records, &key).await?, "connection")?;
        Ok(self.stored_view(stored).await?)
    }

    /// A new connection. Its id is unique in the whole deployment, because its hook's URL names no organization.
    ///
    /// # Errors
    /// Refusals: fields to mend.
    pub async fn create(
        &self,
        organization: &OrganizationId,
        new: NewConnection,
        secrets: Option<Vec<String>>,
    ) -> Reply<Stored<ConnectionView>> {
        let now = self.clock.now();
        let id = self.name(new.id.as_ref(), now)?;
        let value = Connection {
            id: id.clone(),
            organization: organization.clone(),
            name: new.name,
            kind: new.kind,
            verification: new.verification.unwrap_or_else(|| own_way(new.kind)),
            fields: new.fields,
            enabled: new.enabled,
            created_at: now,
        };
        let mut bad = unusable(&value);
        bad.extend(unusable_secrets(&value, secrets.as_deref().unwrap_or_default()));
        Refusal::unless_fit(bad)?;
        let route = Route { organization: organization.clone(), target: RouteTarget::Connection(id.clone()) };
        let changes = [keep_route(&Route::hook(&id), &route)?, Change::Create(record_of(&value, 0)?)];
        if self.records.commit(&changes).await? == Committed::Conflict {
            return Err(Fault::transient("the name of a new connection was minted twice").into());
        }
        self.keep_secrets(&value, secrets).await?;
        Ok(self.stored_view(Stored { value, version: 1 }).await?)
    }

    /// A name that nobody can guess, behind the wanted one.
    fn name(&self, wanted: Option<&ConnectionId>, now: Timestamp) -> Result<ConnectionId, Refusal> {
        let unique = self.mint.unique(now);
        let Some(wanted) = wanted else { return Ok(ConnectionId::new(&unique)) };
        let minted: String = unique.as_str().chars().skip(TIME).collect();
        ConnectionId::parse(&format!("{wanted}-{minted}"))
            .map_err(|_| Refusal::bad_field("id", "use fewer characters: others are added to it"))
    }

    /// An edited connection; new secrets replace the live ones, in the same call (R4.6: rotation).
    ///
    /// # Errors
    /// Refusals: no such connection, an older version than the present one, fields to mend.
    pub async fn change(
        &self,
        organization: &OrganizationId,
        id: &str,
        expected: Option<Version>,
        edit: Edit<'_, Connection>,
        secrets: Option<Vec<String>>,
    ) -> Reply<Stored<ConnectionView>> {
        let key = connection_key(organization, id)?;
        // Another way of verifying asks more of a secret, also of one that is live already.
        let live = match (&secrets, load::<Connection>(self.records, &key).await?) {
            (None, Some(present)) => self.secrets.live(&present.value.secret_name()).await?,
            _ => Vec::new(),
        };
        let edit = |present: &Connection| {
            let next = edit(present)?;
            let mut bad = unusable(&next);
            if secrets.is_some() || next.verification != present.verification {
                bad.extend(unusable_secrets(&next, secrets.as_ref().unwrap_or(&live)));
            }
            Refusal::unless_fit(bad)?;
            Ok(next)
        };
        let stored = edited(self.records, &key, "connection", expected, &edit).await?;
        self.keep_secrets(&stored.value, secrets.clone()).await?;
        Ok(self.stored_view(stored).await?)
    }

    async fn keep_secrets(&self, connection: &Connection, secrets: Option<Vec<String>>) -> Result<(), Fault> {
        match secrets {
            Some(secrets) => self.secrets.replace(&connection.secret_name(), &secrets).await,
            None => Ok(()),
        }
    }

    async fn stored_view(&self, stored: Stored<Connection>) -> Result<Stored<ConnectionView>, Fault> {
        let Stored { value, version } = stored;
        let latest = self.latest_events(&value.organization).await?;
        Ok(Stored { value: self.view(value, &latest).await?, version })
    }

    async fn view(
        &self,
        connection: Connection,
        latest: &BTreeMap<String, Timestamp>,
    ) -> Result<ConnectionView, Fault> {
        let secrets = self.secrets.live(&connection.secret_name()).await?.len();
        let last_event_at = latest.get(connection.id.as_str()).copied();
        Ok(ConnectionView { connection, secrets, last_event_at })
    }

    /// When the newest event of each connection arrived, among the organization's latest ones: one query.
    async fn latest_events(
        &self,
        organization: &OrganizationId,
    ) -> Result<BTreeMap<String, Timestamp>, Fault> {
        let listing = RecordListing::Newest(RawEvent::KIND);
        let lookup = Lookup { organization, listing, before: None, limit: LATEST };
        let mut latest = BTreeMap::new();
        for Listed { key, mark } in self.records.listed(&lookup).await? {
            let millis = mark.split('#').next().and_then(|digits| digits.parse().ok());
            if let Some(at) = millis.and_then(|millis| Timestamp::from_millisecond(millis).ok()) {
                latest.entry(key.partition.group).or_insert(at);
            }
        }
        Ok(latest)
    }
}

fn connection_key(organization: &OrganizationId, id: &str) -> Result<Key, Refusal> {
    let id = ConnectionId::parse(id).map_err(|_| Refusal::not_found("connection"))?;
    Ok(key::<Connection>(organization, id.as_str()))
}
