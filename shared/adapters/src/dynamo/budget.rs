//! The send rate that all workers share: one counter per second, forgotten after a minute (R1.9).
//! What is done with a refused send is decided by the send protocol.

use super::fault::committed;
use super::key::{CounterKey, EXPIRES_AT_S, PK, SK, sends_of_second};
use super::records::once::tried_once;
use super::{Client, TableNames};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use relance_application::kind::Table;
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::SendBudget;
use relance_application::ports::records::Committed;

/// How long a counter is kept: longer than clocks of workers differ.
const KEPT_S: i64 = 60;

/// A budget of sends per second. Cheap to clone.
#[derive(Debug, Clone)]
pub struct DynamoBudget {
    client: Client,
    table: String,
    sends_per_s: Option<u32>,
}

impl DynamoBudget {
    /// A budget of `sends_per_s`, unlimited when `None`.
    #[must_use]
    pub fn new(client: Client, tables: &TableNames, sends_per_s: Option<u32>) -> Self {
        Self { client, table: tables.name(Table::Sessions).to_owned(), sends_per_s }
    }
}

#[async_trait]
impl SendBudget for DynamoBudget {
    async fn take(&self, now: Timestamp, how_many: u32) -> Result<bool, Fault> {
        let Some(limit) = self.sends_per_s else { return Ok(true) };
        let Some(before) = limit.checked_sub(how_many) else { return Ok(false) };
        let second = now.as_second();
        let CounterKey { pk, sk } = sends_of_second(second);
        let number = |n: i64| AttributeValue::N(n.to_string());
        let update = self.client.update_item().table_name(&self.table);
        let update = update
            .key(PK, AttributeValue::S(pk))
            .key(SK, AttributeValue::S(sk))
            .update_expression("ADD #sends :more SET #expires = :expires")
            .condition_expression("attribute_not_exists(#sends) OR #sends <= :before")
            .expression_attribute_names("#sends", "sends")
            .expression_attribute_names("#expires", EXPIRES_AT_S)
            .expression_attribute_values(":more", number(how_many.into()))
            .expression_attribute_values(":before", number(before.into()))
            .expression_attribute_values(":expires", number(second.saturating_add(KEPT_S)));
        let outcome = update.customize().config_override(tried_once()).send().await;
        Ok(committed("send budget", outcome)? == Committed::Done)
    }
}
