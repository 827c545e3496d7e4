//! Conditional writes go out once. A second try of a write whose answer was lost would meet its own effect and report a conflict
//! that never was: the caller loads again instead (see the port). A throttled write stored nothing, and goes out again.

use crate::chance::UlidMint;
use aws_sdk_dynamodb::config::interceptors::BeforeSerializationInterceptorContextMut;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{Builder, Config, ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsInput;
use relance_application::ports::chance::Mint as _;
use std::time::Duration;

/// Overrides the settings of one call.
pub(in crate::dynamo) fn tried_once() -> Builder {
    Config::builder().retry_config(RetryConfig::disabled()).interceptor(WithoutToken)
}

/// Waits before a throttled write goes out again: a random part of a time that doubles, so that those who were turned away
/// together do not come back together.
pub(super) async fn wait_after(tries: u32) {
    let longest_ms = 100_u64.saturating_mul(1 << tries.min(6));
    let wait = Duration::from_millis(UlidMint.below(longest_ms) + 1);
    #[expect(
        clippy::disallowed_methods,
        reason = "nobody's time is decided here: the store asked for a pause"
    )]
    tokio::time::sleep(wait).await;
}

/// Takes out the idempotency token that the SDK gives to every transaction. A transaction that goes out once
/// needs none, and the embedded engine walks over the tokens of the last ten minutes at each transaction that
/// has one: measured, after 12,000 transactions each took 40% longer.
#[derive(Debug)]
struct WithoutToken;

impl Intercept for WithoutToken {
    fn name(&self) -> &'static str {
        "WithoutToken"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(transaction) = context.input_mut().downcast_mut::<TransactWriteItemsInput>() {
            transaction.client_request_token = None;
        }
        Ok(())
    }
}
