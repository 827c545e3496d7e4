//! `relance api-key` and `relance sign-in`: the first way into an installation, for whoever holds its credentials.
//! Further keys are made in the same way; nobody can make one through the API.

use super::place::OpenedPlace;
use super::{CommandReport, NoPlace, NotDone, PlaceArgs};
use crate::desk;
use crate::engine::EngineError;
use crate::web::{KeyWanted, SignInWanted};
use clap::Args;
use relance_adapters::chance::{SystemClock, UlidMint};
use relance_application::account::{IssueKey, SignIns};
#[cfg(feature = "aws")]
use relance_application::stored::load_settings;
use relance_domain::account::Organization;
use relance_domain::name::{EmailAddress, LanguageTag, OrganizationId};

/// A key of the API.
#[derive(Debug, Clone, Args)]
pub struct ApiKeyArgs {
    /// Short name of the account, the first part of every record's key, such as `acme`
    #[arg(long, value_parser = OrganizationId::parse)]
    organization: OrganizationId,
    /// What the key is called
    #[arg(long, default_value = "first key")]
    name: String,
    #[command(flatten)]
    account: Account,
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
    /// Whose days and hours count
    #[arg(long, default_value = "America/Toronto")]
    time_zone: String,
    /// Language of staff mails, and of customers whose language is not known
    #[arg(long, default_value = "fr", value_parser = LanguageTag::parse)]
    language: LanguageTag,
}

impl ApiKeyArgs {
    pub(super) async fn run(&self) -> Result<CommandReport, NotDone> {
        let store = match self.place.open().await {
            Err(NoPlace::Engine(EngineError::InUse(_))) => return self.beside().await,
            opened => opened?,
        };
        let issue = IssueKey { records: store.records.as_ref(), clock: &SystemClock, mint: &UlidMint };
        if let Some(sender) = &self.account.sender {
            let account = self.account.settings(&self.organization, sender);
            issue.open(&Organization { restore_epoch: store.restore_epoch, ..account }).await?;
        }
        let key = issue.run(&self.organization, &self.name).await;
        store.close().await;
        Ok(CommandReport::well(format!("api key: {}", key?)))
    }
}

impl ApiKeyArgs {
    /// The program that uses the directory opens the account and makes the key.
    async fn beside(&self) -> Result<CommandReport, NotDone> {
        let (organization, name) = (self.organization.clone(), self.name.clone());
        let restore_epoch = self.place.restore_epoch;
        let settings = |sender| self.account.settings(&organization, sender);
        let account = self.account.sender.as_ref().map(settings);
        let account = account.map(|account| Organization { restore_epoch, ..account });
        let wanted = KeyWanted { organization, name, account };
        let key = desk::ask(&self.place.data, "/desk/api-key", &wanted).await?;
        Ok(CommandReport::well(format!("api key: {key}")))
    }
}

impl Account {
    fn settings(&self, id: &OrganizationId, sender: &EmailAddress) -> Organization {
        Organization::new(
            id.clone(),
            self.company.clone().unwrap_or_else(|| id.to_string()),
            self.time_zone.clone(),
            self.language.clone(),
            sender.clone(),
        )
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
