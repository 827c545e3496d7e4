//! What a first start creates: the demo organization and everything needed to see the main job work.
//! A later start finds it all there and adds a sign-in link; nothing of it is special.

mod campaign;
mod connections;
mod people;

use jiff::Timestamp;
use relance_adapters::chance::SystemClock;
use relance_application::account::{SignIns, keep_route};
use relance_application::ports;
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{Change, Committed, Records};
use relance_application::ports::seal::Secrets;
use relance_application::stored::{Entity, Stored, load_settings, partition, read_whole, record_of};
use relance_domain::account::{ApiKey, KeyScopes, Organization, Route, RouteTarget};
use relance_domain::campaign::{Campaign, CampaignStatus, Made, Versioned, versioned};
use relance_domain::name::{ApiKeyId, Digest, EmailAddress, LanguageTag, OrganizationId, Unique};
use relance_domain::source::Connection;

/// Id of the organization that one machine starts with.
pub const ORGANIZATION: &str = "demo";
/// What the key of the API is called that comes with the program.
const THIS_MACHINE: &str = "this machine";
/// Who is in charge of the demo.
const OWNER: &str = "owner@demo.example";
/// The connection that takes unsigned events from this machine.
pub const CONNECTION: &str = "demo";

/// Whether an earlier start created the organization.
pub async fn exists(records: &dyn Records) -> Result<bool, Fault> {
    Ok(load_settings(records, &parsed(OrganizationId::parse(ORGANIZATION))?).await?.is_some())
}

/// Creates the organization with its settings, unless it exists.
pub async fn create_organization(records: &dyn Records) -> Result<(), Fault> {
    let organization = Organization {
        owner: Some(parsed(EmailAddress::parse(OWNER))?),
        ..Organization::new(
            parsed(OrganizationId::parse(ORGANIZATION))?,
            "Plomberie Boréale".to_owned(),
            "America/Toronto".to_owned(),
            parsed(LanguageTag::parse("en"))?,
            parsed(EmailAddress::parse("survey@demo.example"))?,
        )
    };
    create(records, &[new(&organization)?]).await.map(drop)
}

/// Creates campaign, rule, connections and contacts, unless they exist.
pub async fn create_demo(
    records: &dyn Records,
    secrets: &dyn Secrets,
    mint: DemoMint<'_>,
) -> Result<(), Fault> {
    let organization = parsed(OrganizationId::parse(ORGANIZATION))?;
    let campaign = campaign::satisfaction(&organization, mint.now)?;
    let rule = campaign::detractor_rule(&campaign)?;
    let draft = Campaign { status: CampaignStatus::Draft, ..campaign.clone() };
    let made = Made { at: mint.now, by: None };
    let Versioned { campaign, written: versions } = versioned(&draft, &[], campaign, &[], made);
    let mut changes = vec![new(&campaign)?, new(&rule)?];
    for version in &versions {
        changes.push(new(version)?);
    }
    for contact in people::contacts(&organization, mint.now)? {
        changes.push(new(&contact)?);
    }
    let connections = connections::all(&organization, mint.now)?;
    for connection in &connections {
        changes.push(new(connection)?);
        changes.push(keep_route(&Route::hook(&connection.id), &route_to(connection))?);
    }
    if create(records, &changes).await? == Committed::Done {
        for connection in connections.iter().filter(|connection| connection.id.as_str() != CONNECTION) {
            secrets
                .replace(&connection.secret_name(), &[connections::secret(connection, mint.secret)])
                .await?;
        }
    }
    Ok(())
}

/// Accepts an API key for the organization, in the place of whichever was this machine's before.
pub async fn accept_api_key(records: &dyn Records, key: &str, now: Timestamp) -> Result<(), Fault> {
    let organization = parsed(OrganizationId::parse(ORGANIZATION))?;
    let digest = Digest::of_bytes(key.as_bytes()).to_hex();
    let id = ApiKeyId::new(&Unique::derived(&["local", &digest]));
    let route = Route { organization: organization.clone(), target: RouteTarget::ApiKey(id.clone()) };
    let name = THIS_MACHINE.to_owned();
    for Stored { value, version } in read_whole::<ApiKey>(records, partition::<ApiKey>(&organization)).await?
    {
        let revoked_at = (value.id != id).then_some(now);
        if value.name == THIS_MACHINE && value.revoked_at.is_some() != revoked_at.is_some() {
            let changed = record_of(&ApiKey { revoked_at, ..value }, version)?;
            // Nobody else starts on this directory: who came between is the program before, whose word this is as well.
            _ = records.commit(&[Change::Update(changed)]).await?;
        }
    }
    let api_key = ApiKey {
        id,
        organization,
        name,
        digest,
        scopes: KeyScopes::all(),
        created_at: now,
        expires_at: None,
        last_used_at: None,
        revoked_at: None,
    };
    create(records, &[new(&api_key)?, keep_route(&Route::api_key(key), &route)?]).await.map(drop)
}

/// A fresh link into the console for whoever sits at this machine; returns its token. It lasts by the real clock,
/// which nobody moves.
pub async fn sign_in(records: &dyn Records, mint: &dyn ports::chance::Mint) -> Result<String, Fault> {
    let organization = parsed(OrganizationId::parse(ORGANIZATION))?;
    SignIns { records, clock: &SystemClock, mint }.issue(&organization, "owner").await
}

/// What is made fresh for the demo.
#[derive(Clone, Copy)]
pub struct DemoMint<'a> {
    /// When.
    pub now: Timestamp,
    /// Makes a secret of 256 random bits, base64url.
    pub secret: &'a dyn Fn() -> String,
}

fn route_to(connection: &Connection) -> Route {
    Route {
        organization: connection.organization.clone(),
        target: RouteTarget::Connection(connection.id.clone()),
    }
}

fn new<T: Entity>(value: &T) -> Result<Change, Fault> {
    record_of(value, 0).map(Change::Create)
}

/// All or nothing: a conflict means that an earlier start did it.
async fn create(records: &dyn Records, changes: &[Change]) -> Result<Committed, Fault> {
    records.commit(changes).await
}

fn parsed<T, E: std::fmt::Display>(parsed: Result<T, E>) -> Result<T, Fault> {
    parsed.map_err(|error| Fault::permanent(error.to_string()))
}
