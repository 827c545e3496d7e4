//! Being built.

#[cfg(feature = "aws")]
pub mod aws;
#[cfg(feature = "lambda")]
pub mod batch;
pub mod clock;
#[cfg(feature = "dynamodb")]
pub mod dynamo;
#[cfg(feature = "http")]
pub mod http;
#[cfg(any(feature = "ses", feature = "smtp"))]
pub mod mail;
pub mod mint;
pub mod seal;
pub mod secrets_file;
pub mod webhook;
