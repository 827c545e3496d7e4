//! The operator's commands: each opens the records of one place, does one thing, and says what it did. The place is a
//! data directory of this machine, or a stage on AWS when the program was built with the feature `aws`.

mod account;
mod backup;
mod carry;
mod doctor;
mod place;
mod reconcile;
mod redrive;
mod welcome;

use clap::Subcommand;
pub use place::{NoPlace, PlaceArgs};
use relance_application::call::{BadField, Failure};
use relance_application::ports::fault::Fault;
use std::io;

/// What an operator can ask for.
#[derive(Debug, Clone, Subcommand)]
pub enum OperatorCommand {
    /// After the first deployment: open the company's account and send its owner a link into the console
    Welcome(welcome::Welcome),
    /// Make, list and revoke keys of an account's API; the first one opens the account
    #[command(subcommand)]
    ApiKey(account::ApiKeyArgs),
    /// Print a link that opens the console once, within the hour
    SignIn(account::SignInArgs),
    /// Copy a data directory of this machine, whether a program uses it or not
    Backup(backup::Backup),
    /// Write a whole organization to a file, one record a line
    Export(carry::ExportArgs),
    /// Read such a file into another place; sending stays paused there
    Import(carry::ImportArgs),
    /// Say what is missing before mails can go out, and what waits for somebody
    Doctor(doctor::Doctor),
    /// After a restore: bring an account up to now, so that its sending may start again
    Reconcile(reconcile::ReconcileArgs),
    /// Bring back what a queue of a stage gave up; harmless at any time
    Redrive(redrive::Redrive),
}

/// What a command says when it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandReport {
    /// Lines for the person.
    pub text: String,
    /// False when the person has something to mend.
    pub well: bool,
}

impl CommandReport {
    fn well(text: impl Into<String>) -> Self {
        Self { text: text.into(), well: true }
    }
}

/// Why a command did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// The place cannot be opened.
    #[error(transparent)]
    Place(#[from] NoPlace),
    /// What was asked for cannot be done.
    #[error("{0}")]
    Refused(String),
    /// The store or AWS failed.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The program that uses the directory does not help.
    #[error(transparent)]
    NoAnswer(#[from] crate::desk::NoAnswer),
    /// A file of the data directory cannot be used.
    #[error(transparent)]
    Data(#[from] io::Error),
    /// A file cannot be used.
    #[error("`{0}` cannot be used: {1}")]
    File(String, io::Error),
}

impl From<Failure> for NotDone {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Fault(fault) => Self::Fault(fault),
            Failure::Refused(refusal) => {
                let field = |BadField { field, reason, .. }: BadField| format!("; {field}: {reason}");
                let fields: String = refusal.errors.into_iter().map(field).collect();
                Self::Refused(format!("{}{fields}", refusal.detail))
            }
        }
    }
}

/// Runs one command to its end.
///
/// # Errors
/// [`NotDone`], one clear line.
pub async fn run(command: &OperatorCommand) -> Result<CommandReport, NotDone> {
    match command {
        OperatorCommand::Welcome(asked) => asked.run().await,
        OperatorCommand::ApiKey(asked) => asked.run().await,
        OperatorCommand::SignIn(asked) => asked.run().await,
        OperatorCommand::Backup(asked) => asked.run().await,
        OperatorCommand::Export(asked) => asked.run().await,
        OperatorCommand::Import(asked) => asked.run().await,
        OperatorCommand::Doctor(asked) => asked.run().await,
        OperatorCommand::Reconcile(asked) => asked.run().await,
        OperatorCommand::Redrive(asked) => asked.run().await,
    }
}
