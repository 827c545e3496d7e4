//! `relance api-key` and `relance sign-in`: the first way into an installation, for whoever holds its credentials.
//! Whoever has a key makes further ones through the API, too.

use super::place::OpenedPlace;
use super::{CommandReport, NoPlace, NotDone, PlaceArgs};
use crate::desk;
use crate::engine::EngineError;
use crate::keys::{self, KeyWanted, KeysWanted};
use crate::web::SignInWanted;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use relance_adapters::chance::{SystemClock, UlidMint};
use relance_application::account::SignIns;
#[cfg(feature = "aws")]
use relance_application::stored::load_settings;
use relance_domain::account::{KeyScope, KeyScopes, Organization};
use relance_domain::name::{ApiKeyId, EmailAddress, LanguageTag, OrganizationId};
use std::collections::BTreeSet;

/// Keys of the API.
#[derive(Debug, Clone, Subcommand)]
pub enum ApiKeyArgs {
    /// Open an account unless it is open, and print a new key of its API
    Create(CreateKey),
    /// Say which keys there are, what each opens, and when it was last used
    List(ListKeys),
    /// Take a key back: from now on it opens nothing
    Revoke(RevokeKey),
}

/// A new key.
#[derive(Debug, Clone, Args)]
pub struct CreateKey {
    /// Short name of the account, the first part of every record's key, such as `acme`
    #[arg(long, value_parser = OrganizationId::parse)]
    organization: OrganizationId,
    /// What the key is called
    #[arg(long, default_value = "first key")]
    name: String,
    /// What it opens: `read`, `manage`, `hooks`; everything when absent, several with commas
    #[arg(long, value_delimiter = ',', value_parser = KeyScope::parse)]
    scopes: Vec<KeyScope>,
    /// When it stops working, such as `2027-01-01T00:00:00Z`; never when absent
    #[arg(long, value_name = "INSTANT")]
    expires_at: Option<Timestamp>,
    #[command(flatten)]
    account: Account,
    #[command(flatten)]
    place: PlaceArgs,
}

/// All keys.
#[derive(Debug, Clone, Args)]
pub struct ListKeys {
    /// Short name of the account
    #[arg(long, value_parser = OrganizationId::parse)]
    organization: OrganizationId,
    #[command(flatten)]
    place: PlaceArgs,
}

/// One key.
#[derive(Debug, Clone, Args)]
pub struct RevokeKey {
    /// Short name of the account
    #[arg(long, value_parser = OrganizationId::parse)]
    organization: OrganizationId,
    /// The key's id, as `list` says it
    #[arg(value_name = "ID", value_parser = ApiKeyId::parse)]
    id: ApiKeyId,
    #[command(flatten)]
    place: PlaceArgs,
}

/// Settings of an account that is opened now; an open one keeps its own.
#[derive(Debug, Clone, Args)]
struct Account {
    /// The company as its customers know it; the account's short name when absent
    #[arg(long)]
    company: Option<String>,
    /// The address that mails come from; opens the account
    #[arg(long, value_parser = EmailAddress::parse)]
    sender: Option<EmailAddress>,
    /// Who is in charge where nobody else is named, such as of alerts about detractors; the sender when absent
    #[arg(long, value_parser = EmailAddress::parse)]
    owner: Option<EmailAddress>,
    /// Whose days and hours count
    #[arg(long, default_value = "America/Toronto")]
    time_zone: String,
    /// Language of staff mails, and of customers whose language is not known
    #[arg(long, default_value = "fr", value_parser = LanguageTag::parse)]
    language: LanguageTag,
}

impl ApiKeyArgs {
    pub(super) async fn run(&self) -> Result<CommandReport, NotDone> {
        match self {
            Self::Create(asked) => asked.run().await,
            Self::List(ListKeys { organization, place }) => looked_at(place, organization, None).await,
            Self::Revoke(RevokeKey { organization, id, place }) => {
                looked_at(place, organization, Some(id.clone())).await
            }
        }
    }
}

impl CreateKey {
    async fn run(&self) -> Result<CommandReport, NotDone> {
        let key = match self.place.open().await {
            // The program that uses the directory opens the account and makes the key.
            Err(NoPlace::Engine(EngineError::InUse(_))) => {
                desk::ask(&self.place.data, "/desk/api-key", &self.wanted(self.place.restore_epoch)).await?
            }
            opened => {
                let store = opened?;
                let made = keys::make(&store.records, self.wanted(store.restore_epoch)).await;
                store.close().await;
                made?
            }
        };
        Ok(CommandReport::well(format!("api key: {key}")))
    }

    fn wanted(&self, restore_epoch: u32) -> KeyWanted {
        let Self { organization, name, expires_at, account, .. } = self;
        let settings = account.sender.as_ref().map(|sender| account.settings(organization, sender));
        KeyWanted {
            organization: organization.clone(),
            name: name.clone(),
            scopes: self
                .scopes
                .iter()
                .copied()
                .collect::<BTreeSet<_>>()
                .try_into()
                .unwrap_or(KeyScopes::all()),
            expires_at: *expires_at,
            account: settings.map(|account| Organization { restore_epoch, ..account }),
        }
    }
}

/// A line for each key of an account, after one was taken back.
async fn looked_at(
    place: &PlaceArgs,
    organization: &OrganizationId,
    revoke: Option<ApiKeyId>,
) -> Result<CommandReport, NotDone> {
    let wanted = KeysWanted { organization: organization.clone(), revoke };
    let lines = match place.open().await {
        Err(NoPlace::Engine(EngineError::InUse(_))) => {
            desk::ask(&place.data, "/desk/api-keys", &wanted).await?
        }
        opened => {
            let store = opened?;
            let lines = keys::show_or_revoke(&store.records, &wanted).await;
            store.close().await;
            lines?
        }
    };
    Ok(CommandReport::well(lines))
}

impl Account {
    fn settings(&self, id: &OrganizationId, sender: &EmailAddress) -> Organization {
        Organization {
            owner: self.owner.clone(),
            ..Organization::new(
                id.clone(),
                self.company.clone().unwrap_or_else(|| id.to_string()),
                self.time_zone.clone(),
                self.language.clone(),
                sender.clone(),
            )
        }
    }
}

/// A link into the console.
#[derive(Debug, Clone, Args)]
pub struct SignInArgs {
    /// Short name of the account
    #[arg(long, value_parser = OrganizationId::parse)]
    organization: OrganizationId,
    /// Who signs in, as the console shows them
    #[arg(long, default_value = "owner")]
    user: String,
    /// Mail the link there instead of printing it; only a stage can
    #[arg(long, value_parser = EmailAddress::parse, requires = "stage")]
    mail: Option<EmailAddress>,
    #[command(flatten)]
    place: PlaceArgs,
}

impl SignInArgs {
    pub(super) async fn run(&self) -> Result<CommandReport, NotDone> {
        let store = match self.place.open().await {
            Err(NoPlace::Engine(EngineError::InUse(_))) => return self.beside().await,
            opened => opened?,
        };
        let sign_ins = SignIns { records: store.records.as_ref(), clock: &SystemClock, mint: &UlidMint };
        let token = sign_ins.issue(&self.organization, &self.user).await?;
        // Where nothing serves yet, the start of the link is the address at which the program will listen.
        let base_url = store.base_url.clone().unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
        let link = format!("{base_url}/console/sign-in?token={token}");
        let told = match &self.mail {
            Some(to) => self.mailed(&store, to, &link).await,
            None => Ok(format!("console: {link}")),
        };
        store.close().await;
        Ok(CommandReport::well(told?))
    }

    /// The program that uses the directory makes the link.
    async fn beside(&self) -> Result<CommandReport, NotDone> {
        let wanted = SignInWanted { organization: self.organization.clone(), user: self.user.clone() };
        let link = desk::ask(&self.place.data, "/desk/sign-in", &wanted).await?;
        Ok(CommandReport::well(format!("console: {link}")))
    }

    #[cfg(feature = "aws")]
    async fn mailed(&self, store: &OpenedPlace, to: &EmailAddress, link: &str) -> Result<String, NotDone> {
        let account = load_settings(store.records.as_ref(), &self.organization).await?;
        let unknown = || NotDone::Refused(format!("there is no account `{}`", self.organization));
        let account = account.ok_or_else(unknown)?.value;
        let sent = match &store.aws {
            Some(aws) => super::welcome::mail_link(aws, &account, to, link).await,
            None => Err("one machine mails nothing here".to_owned()),
        };
        Ok(match sent {
            Ok(()) => format!("the link was mailed to {to}; it works once, within the hour"),
            Err(reason) => format!("console: {link}\nthe link is shown here because {reason}"),
        })
    }

    #[cfg(not(feature = "aws"))]
    async fn mailed(&self, _: &OpenedPlace, _: &EmailAddress, link: &str) -> Result<String, NotDone> {
        std::future::ready(Ok(format!("console: {link}"))).await
    }
}
