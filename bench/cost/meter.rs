//! What AWS is asked for: every call of the SDK to DynamoDB with the capacity that was returned, and what else costs.
//! Nothing here knows a price, and nothing computes a unit: the store says what each call consumed.

use aws_sdk_dynamodb::config::interceptors::{
    AfterDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::delete_item::{DeleteItemInput, DeleteItemOutput};
use aws_sdk_dynamodb::operation::get_item::{GetItemInput, GetItemOutput};
use aws_sdk_dynamodb::operation::put_item::{PutItemInput, PutItemOutput};
use aws_sdk_dynamodb::operation::query::{QueryInput, QueryOutput};
use aws_sdk_dynamodb::operation::transact_write_items::{TransactWriteItemsInput, TransactWriteItemsOutput};
use aws_sdk_dynamodb::operation::update_item::{UpdateItemInput, UpdateItemOutput};
use aws_sdk_dynamodb::types::{ConsumedCapacity, ReturnConsumedCapacity};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// What one step asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counts {
    /// Calls to DynamoDB by operation; a transaction with the number of its items.
    pub calls: BTreeMap<String, u32>,
    /// Single reads: items asked for, and queries.
    pub reads: u32,
    /// Single writes: items written or checked.
    pub writes: u32,
    /// Read units that the store returned.
    pub read_units: f64,
    /// Write units that the store returned, indexes included.
    pub write_units: f64,
    /// Of these, write units of indexes.
    pub index_units: f64,
    /// Lambda invocations by function.
    pub invocations: BTreeMap<&'static str, u32>,
    /// Everything else that is asked for, by what it is.
    pub others: BTreeMap<Other, u64>,
    /// Calls that functions waited for one after the other: records of a batch wait side by side.
    pub waited: f64,
}

/// What costs beside the tables and the functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Other {
    /// Requests to the HTTP API.
    Http,
    /// Bytes that the HTTP API gave to the internet, headers included.
    BytesOut,
    /// Requests to SQS: ours, the topic's, and those with which Lambda receives and deletes.
    Queue,
    /// Messages of the fair queue, each sent, received and deleted.
    FairQueue,
    /// Notifications of SES, each one publication.
    Notification,
    /// Mails.
    Mail,
    /// Parameters read; without a price at this rate.
    Parameter,
    /// Bytes of logs: the functions' own lines, and one of the HTTP API for each request.
    LogBytes,
}

impl Counts {
    pub fn other(&self, what: Other) -> u64 {
        self.others.get(&what).copied().unwrap_or(0)
    }

    pub fn invoked(&self) -> u32 {
        self.invocations.values().sum()
    }

    /// The same, made by so many records at once.
    pub fn made_by(mut self, records: usize) -> Self {
        let tables: u32 = self.calls.values().sum();
        // A request of ours for each message sent: Lambda and the topic make the others while nobody waits.
        let calls = u64::from(tables) + self.other(Other::Mail) + self.other(Other::Parameter);
        #[expect(clippy::cast_precision_loss, reason = "counts of a few surveys")]
        let waited = calls as f64 / records.max(1) as f64;
        self.waited = waited;
        self
    }

    pub fn add(&mut self, more: &Self) {
        merge(&mut self.calls, &more.calls, |a, b| *a += b);
        self.reads += more.reads;
        self.writes += more.writes;
        self.read_units += more.read_units;
        self.write_units += more.write_units;
        self.index_units += more.index_units;
        merge(&mut self.invocations, &more.invocations, |a, b| *a += b);
        merge(&mut self.others, &more.others, |a, b| *a += b);
        self.waited += more.waited;
    }

    /// What this costs beside `less`, such as a sweep that found something beside one that did not.
    pub fn beside(&self, less: &Self) -> Self {
        let mut rest = self.clone();
        merge(&mut rest.calls, &less.calls, |a, b| *a -= b);
        rest.reads -= less.reads;
        rest.writes -= less.writes;
        rest.read_units -= less.read_units;
        rest.write_units -= less.write_units;
        rest.index_units -= less.index_units;
        rest.waited -= less.waited;
        merge(&mut rest.invocations, &less.invocations, |a, b| *a -= b);
        merge(&mut rest.others, &less.others, |a, b| *a = a.saturating_sub(b));
        rest.calls.retain(|_, n| *n > 0);
        rest.invocations.retain(|_, n| *n > 0);
        rest.others.retain(|_, n| *n > 0);
        rest
    }
}

fn merge<K: Ord + Clone, V: Copy + Default>(
    into: &mut BTreeMap<K, V>,
    from: &BTreeMap<K, V>,
    with: impl Fn(&mut V, V),
) {
    for (key, value) in from {
        with(into.entry(key.clone()).or_default(), *value);
    }
}

/// Counts until somebody takes what was counted. Clones count together.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Mutex<Counts>>);

impl Meter {
    pub fn count(&self, what: Other, how_many: u64) {
        *self.0.lock().unwrap().others.entry(what).or_default() += how_many;
    }

    pub fn invoke(&self, function: &'static str) {
        *self.0.lock().unwrap().invocations.entry(function).or_default() += 1;
    }

    /// What was counted since the last time.
    pub fn take(&self) -> Counts {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    fn call(&self, operation: &str, reads: u32, writes: u32) {
        let mut counts = self.0.lock().unwrap();
        *counts.calls.entry(operation.to_owned()).or_default() += 1;
        counts.reads += reads;
        counts.writes += writes;
    }

    fn consumed(&self, reads: bool, capacity: &[ConsumedCapacity]) {
        let mut counts = self.0.lock().unwrap();
        assert!(!capacity.is_empty(), "a call returned no capacity");
        for table in capacity {
            let units = table.capacity_units().unwrap();
            if reads {
                counts.read_units += units;
            } else {
                counts.write_units += units;
                let indexes = table.global_secondary_indexes().into_iter().flatten();
                counts.index_units += indexes.filter_map(|(_, one)| one.capacity_units()).sum::<f64>();
            }
        }
    }
}

/// Asks for the capacity of every call, and takes it down.
impl Intercept for Meter {
    fn name(&self) -> &'static str {
        "Meter"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input_mut();
        macro_rules! ask {
            ($($of:ty, $name:literal, $reads:literal, $writes:literal;)*) => {$(
                if let Some(input) = input.downcast_mut::<$of>() {
                    input.return_consumed_capacity = Some(ReturnConsumedCapacity::Indexes);
                    self.call($name, $reads, $writes);
                    return Ok(());
                }
            )*};
        }
        ask! {
            GetItemInput, "GetItem", 1, 0;
            QueryInput, "Query", 1, 0;
            PutItemInput, "PutItem", 0, 1;
            UpdateItemInput, "UpdateItem", 0, 1;
            DeleteItemInput, "DeleteItem", 0, 1;
        }
        if let Some(input) = input.downcast_mut::<TransactWriteItemsInput>() {
            input.return_consumed_capacity = Some(ReturnConsumedCapacity::Indexes);
            let items = input.transact_items.as_ref().map_or(0, Vec::len);
            self.call(&format!("TransactWriteItems of {items}"), 0, u32::try_from(items)?);
            return Ok(());
        }
        Err(format!("a call that is not metered: {input:?}").into())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Ok(output) = context.output_or_error() else {
            // A refused condition costs units that nobody returns: a journey without rivals has none.
            return Err("a call failed, and what it cost is not known".into());
        };
        macro_rules! note {
            ($($of:ty, $reads:literal;)*) => {$(
                if let Some(output) = output.downcast_ref::<$of>() {
                    self.consumed($reads, output.consumed_capacity.as_slice());
                }
            )*};
        }
        note! {
            GetItemOutput, true;
            QueryOutput, true;
            PutItemOutput, false;
            UpdateItemOutput, false;
            DeleteItemOutput, false;
        }
        if let Some(output) = output.downcast_ref::<TransactWriteItemsOutput>() {
            self.consumed(false, output.consumed_capacity());
        }
        Ok(())
    }
}
