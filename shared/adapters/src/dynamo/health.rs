//! What the breaker counts: one item per organization and hour, forgotten after eight days (R3.6).
//! How many are too many is the domain's affair.

use super::fault::fault;
use super::key::{CounterKey, EXPIRES_AT_S, PK, SK, mails_of_hour};
use super::records::item::Item;
use super::records::once::tried_once;
use super::records::read::pages;
use super::{Client, TableNames};
use async_trait::async_trait;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use relance_application::kind::Table;
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::HealthCounters;
use relance_domain::invitation::{HourOfSends, MailFate};
use relance_domain::name::OrganizationId;

const HOUR_S: i64 = 3_600;
/// Hours that are looked at: a week.
const LOOKED_AT: i64 = 7 * 24;
/// How long an hour is kept: a day longer than it is looked at.
const KEPT_S: i64 = 8 * 24 * HOUR_S;

const SENT: &str = "sent";
const BOUNCED: &str = "bounced";
const COMPLAINED: &str = "complained";
/// Set on the hour in which the count started over.
const STARTS: &str = "starts";

/// Counters of mails by hour. Cheap to clone.
#[derive(Debug, Clone)]
pub struct DynamoHealth {
    client: Client,
    table: String,
}

impl DynamoHealth {
    /// Counters in the sessions table.
    #[must_use]
    pub fn new(client: Client, tables: &TableNames) -> Self {
        Self { client, table: tables.name(Table::Sessions).to_owned() }
    }

    /// An update of one hour, of which the caller says what changes beside the expiry.
    fn update(&self, organization: &OrganizationId, at: Timestamp) -> UpdateItemFluentBuilder {
        let hour = hour_of(at);
        let CounterKey { pk, sk } = mails_of_hour(organization, hour);
        let expires_at_s = hour.saturating_mul(HOUR_S).saturating_add(KEPT_S);
        let update = self.client.update_item().table_name(&self.table);
        update
            .key(PK, AttributeValue::S(pk))
            .key(SK, AttributeValue::S(sk))
            .expression_attribute_names("#expires", EXPIRES_AT_S)
            .expression_attribute_values(":expires", number(expires_at_s))
    }
}

#[async_trait]
impl HealthCounters for DynamoHealth {
    async fn count(
        &self,
        organization: &OrganizationId,
        fate: MailFate,
        at: Timestamp,
        how_many: u32,
    ) -> Result<(), Fault> {
        let counter = match fate {
            MailFate::Sent => SENT,
            MailFate::Bounced => BOUNCED,
            MailFate::Complained => COMPLAINED,
        };
        let update = self
            .update(organization, at)
            .update_expression("ADD #counter :more SET #expires = :expires")
            .expression_attribute_names("#counter", counter)
            .expression_attribute_values(":more", number(how_many.into()));
        let outcome = update.customize().config_override(tried_once()).send().await;
        outcome.map(drop).map_err(|error| fault("count a mail", error))
    }

    async fn recent(&self, organization: &OrganizationId, at: Timestamp) -> Result<Vec<HourOfSends>, Fault> {
        let hour = hour_of(at);
        let CounterKey { pk, sk: latest } = mails_of_hour(organization, hour);
        let oldest = mails_of_hour(organization, hour - LOOKED_AT + 1).sk;
        let query = self.client.query().table_name(&self.table);
        let query = query
            .consistent_read(true)
            .scan_index_forward(false)
            .key_condition_expression("#pk = :pk AND #sk BETWEEN :oldest AND :latest")
            .expression_attribute_names("#pk", PK)
            .expression_attribute_names("#sk", SK)
            .expression_attribute_values(":pk", AttributeValue::S(pk))
            .expression_attribute_values(":oldest", AttributeValue::S(oldest))
            .expression_attribute_values(":latest", AttributeValue::S(latest));
        let items = pages(query, usize::MAX, |_| true).await?;
        let end = items.iter().position(|item| item.contains_key(STARTS)).map_or(items.len(), |at| at + 1);
        Ok(items.iter().take(end).map(hour_of_sends).collect())
    }

    async fn start_over(&self, organization: &OrganizationId, at: Timestamp) -> Result<(), Fault> {
        let update = self
            .update(organization, at)
            .update_expression(
                "SET #sent = :none, #bounced = :none, #complained = :none, #starts = :starts, #expires = :expires",
            )
            .expression_attribute_names("#sent", SENT)
            .expression_attribute_names("#bounced", BOUNCED)
            .expression_attribute_names("#complained", COMPLAINED)
            .expression_attribute_names("#starts", STARTS)
            .expression_attribute_values(":none", number(0))
            .expression_attribute_values(":starts", AttributeValue::Bool(true));
        let outcome = update.customize().config_override(tried_once()).send().await;
        outcome.map(drop).map_err(|error| fault("start the count over", error))
    }
}

fn hour_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(HOUR_S)
}

fn number(n: i64) -> AttributeValue {
    AttributeValue::N(n.to_string())
}

fn hour_of_sends(item: &Item) -> HourOfSends {
    let counted = |name: &str| {
        let value = item.get(name).and_then(|value| value.as_n().ok());
        value.and_then(|text| text.parse().ok()).unwrap_or(0)
    };
    HourOfSends { sent: counted(SENT), bounced: counted(BOUNCED), complained: counted(COMPLAINED) }
}
