//! relance on one machine: all functions in one process over an embedded DynamoDB-compatible engine, an in-memory
//! queue with SQS's semantics, and an outbox or an SMTP server. What each function does lives in `functions/`.
//!
//! - [`start`]: flags and variables; adapters, machine and server put together
//! - [`machine`]: the functions joined, their queues and timers
//! - [`engine`]: the store
//! - [`desk`]: how a running program is asked by its owner
//! - [`keys`]: the keys of an account, for its operator
//! - [`files`]: how files of the data directory are made
//! - [`outbox`]: where mails and texts go without SMTP
//! - [`operate`]: the operator's commands, here and on AWS
//! - [`web`]: what is served under `/local/`
//! - [`demo`]: what a first start creates

pub mod demo;
pub mod desk;
pub mod engine;
pub mod files;
pub mod keys;
pub mod machine;
pub mod operate;
pub mod outbox;
pub mod start;
pub mod web;

pub use start::options;
