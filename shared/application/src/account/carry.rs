//! An organization whole, as lines: read out of one store and written into another, through the same port. Secrets are
//! no records and never travel; short-lived records (sign-ins, repeated requests) stay behind.

use crate::account::keep_route;
use crate::kind::{Grouped, Kind};
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Key, OpenMark, Partition, RawRecord, RecordBody, Records};
use crate::stored::{Entity, Pages, partition_in, read_whole};
use jiff::Timestamp;
use relance_domain::account::{ApiKey, Route, RouteTarget, SendingPause};
use relance_domain::campaign::Campaign;
use relance_domain::invitation::{Batch, MuteScope};
use relance_domain::name::OrganizationId;
use relance_domain::source::Connection;
use serde::{Deserialize, Serialize};

/// Attribute of an organization that stops its sending.
const PAUSED: &str = "sending_paused";

/// One record as a line of JSON. Its version starts over where it arrives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    kind: Kind,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    group: String,
    id: String,
    body: RecordBody,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fair_group: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    listed_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    open: Option<OpenMark>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<Timestamp>,
}

/// What became of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrived {
    /// It is stored now.
    Stored,
    /// It was there before, as a carrying that was cut short left it, or as somebody has changed it since: it is left
    /// alone.
    Known,
}

/// Reads and writes whole organizations.
pub struct Carry<'a> {
    /// The store.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

impl Carry<'_> {
    /// Hands every record of the organization to `take`, kind by kind; tells how many.
    ///
    /// # Errors
    /// Faults of the store, and what `take` fails with.
    pub async fn export(
        &self,
        organization: &OrganizationId,
        take: &mut (dyn FnMut(Line) -> Result<(), Fault> + Send),
    ) -> Result<usize, Fault> {
        let mut count = 0;
        for kind in Kind::ALL.iter().copied().filter(|kind| kind.travels()) {
            for group in self.groups(organization, kind).await? {
                let partition = Partition { organization: organization.clone(), kind, group };
                count += self.export_partition(partition, take).await?;
            }
        }
        Ok(count)
    }

    async fn export_partition(
        &self,
        partition: Partition,
        take: &mut (dyn FnMut(Line) -> Result<(), Fault> + Send),
    ) -> Result<usize, Fault> {
        let (mut pages, mut count) = (Pages::whole(self.records, partition), 0);
        while let Some(page) = pages.raw().await? {
            count += page.len();
            for record in page {
                take(Line::of(record))?;
            }
        }
        Ok(count)
    }

    /// The groups in which records of a kind can be: campaigns, lists of people asked by hand, the whole organization's mute
    /// book, connections.
    async fn groups(&self, organization: &OrganizationId, kind: Kind) -> Result<Vec<String>, Fault> {
        match kind.row().grouped {
            Grouped::Alone => Ok(vec![String::new()]),
            Grouped::Campaign => self.campaigns(organization).await,
            Grouped::Batch => {
                let mut batches = Vec::new();
                for campaign in self.campaigns(organization).await? {
                    batches.extend(self.ids::<Batch>(organization, &campaign).await?);
                }
                Ok(batches)
            }
            Grouped::Scope => {
                let mut scopes = self.campaigns(organization).await?;
                scopes.push(MuteScope::Organization.as_str().to_owned());
                Ok(scopes)
            }
            Grouped::Connection => {
                let mut groups = self.ids::<Connection>(organization, "").await?;
                groups.push(Connection::API.to_owned());
                Ok(groups)
            }
            Grouped::Outside => Ok(Vec::new()),
        }
    }

    async fn campaigns(&self, organization: &OrganizationId) -> Result<Vec<String>, Fault> {
        self.ids::<Campaign>(organization, "").await
    }

    async fn ids<T: Entity>(&self, organization: &OrganizationId, group: &str) -> Result<Vec<String>, Fault> {
        Ok(read_whole::<T>(self.records, partition_in::<T>(organization, group))
            .await?
            .into_iter()
            .map(|stored| stored.value.id())
            .collect())
    }

    /// Stores one line for the organization, with the public name that leads to it where it has one. What is there
    /// already is left alone, so a carrying that was cut short is simply repeated. An account arrives with its sending
    /// paused: until somebody has stopped it where it came from, the same mails are pending in two places.
    ///
    /// # Errors
    /// Faults of the store; a line whose kind does not travel; a public name that another organization has.
    pub async fn import(&self, organization: &OrganizationId, line: Line) -> Result<Arrived, Fault> {
        if !line.kind.travels() {
            return Err(Fault::permanent(format!("records of kind {:?} do not travel", line.kind)));
        }
        let mut record = line.into_record(organization);
        if record.key.partition.kind == Kind::Organization {
            pause(&mut record.body, self.clock.now())?;
        }
        let mut changes = vec![Change::Create(record.clone())];
        changes.extend(route_to(organization, &record)?);
        if self.records.commit(&changes).await? == Committed::Done {
            return Ok(Arrived::Stored);
        }
        match self.records.get(&record.key).await? {
            Some(_) => Ok(Arrived::Known),
            None => Err(Fault::permanent(format!(
                "the public name of `{}` belongs to another organization there",
                record.key.id
            ))),
        }
    }
}

impl Line {
    fn of(record: RawRecord) -> Self {
        let RawRecord { key, body, due_at, fair_group, listed_at, open, person, expires_at, .. } = record;
        let Key { partition: Partition { kind, group, .. }, id } = key;
        Self { kind, group, id, body, due_at, fair_group, listed_at, open, person, expires_at }
    }

    fn into_record(self, organization: &OrganizationId) -> RawRecord {
        let Self { kind, group, id, mut body, due_at, fair_group, listed_at, open, person, expires_at } =
            self;
        // Under which name the owner is stored inside differs for the account itself.
        let owner = if kind == Kind::Organization { "id" } else { "organization" };
        body.insert(owner.to_owned(), serde_json::Value::String(organization.to_string()));
        let key = Key { partition: Partition { organization: organization.clone(), kind, group }, id };
        RawRecord { due_at, fair_group, listed_at, open, person, expires_at, ..RawRecord::plain(key, body) }
    }
}

fn pause(body: &mut RecordBody, since: Timestamp) -> Result<(), Fault> {
    if body.get(PAUSED).is_none_or(serde_json::Value::is_null) {
        let reason = "imported: stop sending where it came from, then resume here".to_owned();
        let pause = serde_json::to_value(SendingPause { since, reason, until: None });
        let pause = pause.map_err(|_| Fault::permanent("a pause is not an object"))?;
        body.insert(PAUSED.to_owned(), pause);
    }
    Ok(())
}

/// The public name of a hook or an API key.
fn route_to(organization: &OrganizationId, record: &RawRecord) -> Result<Option<Change>, Fault> {
    let body = || serde_json::Value::Object(record.body.clone());
    let unreadable = |_| Fault::permanent(format!("record `{}` has an unexpected shape", record.key.id));
    let (name, target) = match record.key.partition.kind {
        Kind::Connection => {
            let connection: Connection = serde_json::from_value(body()).map_err(unreadable)?;
            (Route::hook(&connection.id), RouteTarget::Connection(connection.id))
        }
        Kind::ApiKey => {
            let key: ApiKey = serde_json::from_value(body()).map_err(unreadable)?;
            (Route::of_digest(&key.digest), RouteTarget::ApiKey(key.id))
        }
        Kind::Route
        | Kind::ShortLink
        | Kind::Organization
        | Kind::Campaign
        | Kind::CampaignVersion
        | Kind::Category
        | Kind::Question
        | Kind::Template
        | Kind::Theme
        | Kind::Image
        | Kind::Rule
        | Kind::Contact
        | Kind::Standing
        | Kind::Task
        | Kind::MuteBook
        | Kind::Invitation
        | Kind::Reminder
        | Kind::Batch
        | Kind::BatchPart
        | Kind::StaffMail
        | Kind::Webhook
        | Kind::Action
        | Kind::Answer
        | Kind::Alert
        | Kind::Calendar
        | Kind::AlertRouting
        | Kind::DayTally
        | Kind::SmsMonth
        | Kind::RawEvent
        | Kind::Decision
        | Kind::AuditEntry
        | Kind::Evidence
        | Kind::Idempotency
        | Kind::SignIn
        | Kind::Session => return Ok(None),
    };
    keep_route(&name, &Route { organization: organization.clone(), target }).map(Some)
}
