//! `relance redrive`: what a queue gave up goes back into it. Every step asks first whether it is still needed, so this
//! is harmless at any time (R1.5, R1.8). On one machine messages are hints in memory, and nothing is ever given up.

use super::{CommandReport, NotDone};
use clap::Args;
#[cfg(feature = "aws")]
use relance_adapters::aws::Aws;

/// Which queue.
#[derive(Debug, Clone, Args)]
pub struct Redrive {
    /// The stage on AWS
    #[arg(long)]
    stage: String,
    /// `work`, `send`, `actions` or `delivery`
    queue: String,
}

impl Redrive {
    #[cfg(feature = "aws")]
    pub(super) async fn run(&self) -> Result<CommandReport, NotDone> {
        let aws = Aws::of_stage(&self.stage).await.map_err(super::NoPlace::from)?;
        let moved = aws.redrive(&self.queue).await?;
        Ok(CommandReport::well(format!("{moved} messages went back into the {} queue", self.queue)))
    }

    #[cfg(not(feature = "aws"))]
    pub(super) async fn run(&self) -> Result<CommandReport, NotDone> {
        let stage = self.stage.clone();
        std::future::ready(Err(super::NoPlace::OneMachineOnly(stage).into())).await
    }
}
