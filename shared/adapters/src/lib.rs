//! The outside world: the only crate that names an SDK. Ports of the application filled in, without a decision of
//! their own; each room behind the cargo feature of what it links.
//!
//! - `aws`: settings, clients and telemetry of the Lambda functions
//! - [`chance`]: the system's clock and randomness
//! - `dynamo`: records and the due index
//! - [`edge`]: queue batches, problem details
//! - `mail`: SES and SMTP
//! - [`secret`]: sealed links, secrets in files
//! - [`source`]: what tools send, verified and read
//! - `outbound`: calls to endpoints of others

#[cfg(feature = "aws")]
pub mod aws;
pub mod chance;
#[cfg(feature = "dynamodb")]
pub mod dynamo;
pub mod edge;
pub mod mail;
#[cfg(feature = "calls")]
pub mod outbound;
pub mod secret;
pub mod source;
