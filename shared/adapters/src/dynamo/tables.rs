//! The three tables as requests to make them: for the embedded engine and for tests.
//! On AWS `infra/template.yaml` makes them; a test keeps the two equal.

use super::fault::fault;
use super::key::{EXPIRES_AT_S, Index, PK, SK, indexes};
use super::{Client, TableNames};
use aws_sdk_dynamodb::error::{BuildError, SdkError};
use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType, TimeToLiveSpecification, TimeToLiveStatus,
};
use relance_application::kind::Table;
use relance_application::ports::fault::Fault;

/// Makes the tables that do not exist yet and has each forget what has expired. Safe to repeat, also after
/// it was cut short.
///
/// # Errors
/// A fault of the engine.
pub async fn create_missing(client: &Client, names: &TableNames) -> Result<(), Fault> {
    for table in Table::ALL {
        create(client, table, names.name(table)).await?;
        forget_expired(client, names.name(table)).await?;
    }
    Ok(())
}

/// Keys, indexes and billing of a table.
///
/// # Errors
/// When the SDK refuses the definition, which a test rules out.
pub fn definition(table: Table) -> Result<CreateTableInputBuilder, BuildError> {
    let mut request = CreateTableInputBuilder::default()
        .billing_mode(BillingMode::PayPerRequest)
        .set_key_schema(Some(key_schema(PK, SK)?))
        .attribute_definitions(text_attribute(PK)?)
        .attribute_definitions(text_attribute(SK)?);
    for index in indexes(table) {
        request = request.attribute_definitions(text_attribute(index.partition_key)?);
        if index.sort_key != SK {
            request = request.attribute_definitions(text_attribute(index.sort_key)?);
        }
        request = request.global_secondary_indexes(index_definition(index)?);
    }
    Ok(request)
}

fn index_definition(index: Index) -> Result<GlobalSecondaryIndex, BuildError> {
    GlobalSecondaryIndex::builder()
        .index_name(index.name)
        .set_key_schema(Some(key_schema(index.partition_key, index.sort_key)?))
        .projection(Projection::builder().projection_type(ProjectionType::KeysOnly).build())
        .build()
}

fn key_schema(partition_key: &str, sort_key: &str) -> Result<Vec<KeySchemaElement>, BuildError> {
    let element = |name, role| KeySchemaElement::builder().attribute_name(name).key_type(role).build();
    Ok(vec![element(partition_key, KeyType::Hash)?, element(sort_key, KeyType::Range)?])
}

fn text_attribute(name: &str) -> Result<AttributeDefinition, BuildError> {
    AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S).build()
}

async fn create(client: &Client, table: Table, name: &str) -> Result<(), Fault> {
    let request = definition(table).map_err(|_| Fault::permanent("a table definition is incomplete"))?;
    match request.table_name(name).send_with(client).await {
        Err(SdkError::ServiceError(error)) if error.err().is_resource_in_use_exception() => Ok(()),
        other => other.map(drop).map_err(|error| fault("create table", error)),
    }
}

async fn forget_expired(client: &Client, name: &str) -> Result<(), Fault> {
    let described = client.describe_time_to_live().table_name(name).send().await;
    let described = described.map_err(|error| fault("describe expiry", error))?;
    let status = described.time_to_live_description().and_then(|expiry| expiry.time_to_live_status());
    if matches!(status, Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling)) {
        return Ok(());
    }
    let expiry = TimeToLiveSpecification::builder().enabled(true).attribute_name(EXPIRES_AT_S).build();
    let expiry = expiry.map_err(|_| Fault::permanent("an expiry definition is incomplete"))?;
    let updated =
        client.update_time_to_live().table_name(name).time_to_live_specification(expiry).send().await;
    updated.map(drop).map_err(|error| fault("set expiry", error))
}
