//! Adapters against scripted servers, through the real clients (R6.8): how many requests were seen on the wire, and
//! what the adapter made of the answers. What the answers mean is a table beside each adapter.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]

mod dynamo;
mod fake;
mod mail;
mod sample;
mod sqs;
mod ssm;
