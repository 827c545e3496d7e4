//! Everything that a function needs of AWS, started once: settings, clients, and the adapters over them.
//! - `settings`, `telemetry`: what a function reads and what it tells
//! - `announce`, `secrets`, `seal_keys`: SQS and the parameter store behind their ports; mail is in [`crate::mail`]
//! - `operator`: what a person with the account's credentials asks of a deployed stage
//! - `wiring`: which adapter is made of which client and which setting

#[cfg(feature = "sqs")]
mod announce;
#[cfg(feature = "operator")]
mod operator;
#[cfg(feature = "ssm")]
mod seal_keys;
#[cfg(feature = "ssm")]
mod secrets;
mod settings;
mod telemetry;
mod wiring;

#[cfg(feature = "sqs")]
pub use announce::{QueueUrls, SqsAnnounce};
#[cfg(feature = "operator")]
pub use operator::{DeadLetters, NoStage, SenderStanding};
#[cfg(feature = "ssm")]
pub use seal_keys::KeptSeal;
#[cfg(feature = "ssm")]
pub use secrets::SsmSecrets;
pub use settings::{InvalidSetting, Setting, StageSettings};
pub use telemetry::teller;
pub use wiring::{Aws, time_left};
