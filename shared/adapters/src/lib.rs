//! Being built.

#[cfg(feature = "lambda")]
pub mod batch;
pub mod clock;
#[cfg(feature = "dynamodb")]
pub mod dynamo;
pub mod mint;
pub mod seal;
pub mod secrets_file;
pub mod webhook;
