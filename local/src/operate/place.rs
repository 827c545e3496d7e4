//! Where a command works: the store of one machine, or that of a stage on AWS.
//! What is done there lives beside this file.

use crate::engine::{Engine, EngineError};
use clap::Args;
use relance_adapters::dynamo::DynamoRecords;
use relance_adapters::secret::FileSecrets;
use relance_application::ports::records::Records;
use relance_application::ports::seal::Secrets;
use std::path::PathBuf;
use std::sync::Arc;

/// Where.
#[derive(Debug, Clone, Args)]
pub struct PlaceArgs {
    /// A stage on AWS, found with the AWS credentials and the region of this machine
    #[arg(long)]
    pub stage: Option<String>,
    /// Otherwise a data directory of this machine, while no program uses it
    #[arg(
        long,
        env = "RELANCE_DATA",
        default_value = "./relance-data",
        value_name = "DIR",
        hide_env_values = true
    )]
    pub data: PathBuf,
    /// How many restores that directory went through; a stage knows its own count
    #[arg(
        long,
        env = "RELANCE_RESTORE_EPOCH",
        default_value_t = 0,
        value_name = "N",
        hide_env_values = true
    )]
    pub restore_epoch: u32,
}

/// Why there is no such place.
#[derive(Debug, thiserror::Error)]
pub enum NoPlace {
    /// There is nothing in the directory.
    #[error("there is no store in `{0}`: start `relance` once, or choose another directory with `--data`")]
    Empty(String),
    /// Its store does not open.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The stage cannot be operated from here.
    #[cfg(feature = "aws")]
    #[error(transparent)]
    Stage(#[from] relance_adapters::aws::NoStage),
    /// A setting of the stage is missing.
    #[cfg(feature = "aws")]
    #[error(transparent)]
    Setting(#[from] relance_adapters::aws::InvalidSetting),
    /// This program was built for one machine.
    #[cfg(not(feature = "aws"))]
    #[error("this program was built for one machine: run `cargo run --features aws -- ... --stage {0}`")]
    OneMachineOnly(String),
}

/// Where commands of operators read and write: the data directory of this machine, or a stack.
pub struct OpenedPlace {
    /// Everything that is stored.
    pub records: Arc<dyn Records>,
    /// What is stored by name alone: signing keys, passwords of servers.
    pub secrets: Arc<dyn Secrets>,
    /// Start of its links, where it is known while nothing serves.
    pub base_url: Option<String>,
    /// How many restores the place went through (R2.7).
    pub restore_epoch: u32,
    /// The stage, where it is one.
    #[cfg(feature = "aws")]
    pub aws: Option<relance_adapters::aws::Aws>,
    engine: Option<Engine>,
}

impl PlaceArgs {
    /// Opens it.
    ///
    /// # Errors
    /// [`NoPlace`] says what to do.
    pub async fn open(&self) -> Result<OpenedPlace, NoPlace> {
        match &self.stage {
            Some(stage) => on_aws(stage).await,
            None => self.here().await,
        }
    }

    async fn here(&self) -> Result<OpenedPlace, NoPlace> {
        if !self.data.join("relance.db").is_file() {
            return Err(NoPlace::Empty(self.data.display().to_string()));
        }
        let engine = Engine::start(&self.data).await?;
        Ok(OpenedPlace {
            records: Arc::new(DynamoRecords::new(engine.client(), engine.tables().clone(), 1)),
            secrets: Arc::new(FileSecrets::new(self.data.join("secrets"))),
            base_url: None,
            restore_epoch: self.restore_epoch,
            #[cfg(feature = "aws")]
            aws: None,
            engine: Some(engine),
        })
    }
}

#[cfg(feature = "aws")]
async fn on_aws(stage: &str) -> Result<OpenedPlace, NoPlace> {
    use relance_application::kind::Table;
    let aws = relance_adapters::aws::Aws::of_stage(stage).await?;
    Ok(OpenedPlace {
        records: aws.records(&Table::ALL)?,
        secrets: aws.secrets()?,
        base_url: Some(aws.base_url()?),
        restore_epoch: aws.restore_epoch()?,
        aws: Some(aws),
        engine: None,
    })
}

#[cfg(not(feature = "aws"))]
async fn on_aws(stage: &str) -> Result<OpenedPlace, NoPlace> {
    std::future::ready(Err(NoPlace::OneMachineOnly(stage.to_owned()))).await
}

impl OpenedPlace {
    /// Closes it: one machine's file is whole on the disk when this returns.
    pub async fn close(self) {
        drop((self.records, self.secrets));
        if let Some(engine) = self.engine {
            engine.stop().await;
        }
    }
}
