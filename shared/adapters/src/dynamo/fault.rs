//! What SDK errors mean: a conflict, a fault worth another try, or a fault for good.
//! Messages hold the operation and the error code, never the service's text, which may quote items.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use relance_application::ports::fault::Fault;
use relance_application::ports::records::Committed;
use std::error::Error;
use std::fmt::Debug;

/// Codes that the same request would only get again. Missing rights or tables are not among them: work
/// waits for the operator to put them right, it is not parked.
const FOR_GOOD: [&str; 2] = ["ValidationException", "ItemCollectionSizeLimitExceededException"];

/// Codes and reasons of a write that was turned away because too much is asked for: surely nothing was stored.
const THROTTLED: [&str; 5] = [
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingError",
    "ThrottlingException",
];

/// Whether a fault is that of a throttled write, which may go out again at once: unlike one whose answer was lost, it cannot
/// meet its own effect.
pub(super) fn is_throttled(fault: &Fault) -> bool {
    let Fault::Transient(cause) = fault else { return false };
    cause.message().rsplit_once(": ").is_some_and(|(_, code)| THROTTLED.contains(&code))
}

/// Codes that tell of another writer: nothing was stored, load again and decide again.
const CONFLICTS: [&str; 2] = ["ConditionalCheckFailedException", "TransactionConflictException"];

pub(super) fn fault<E, R>(operation: &str, error: SdkError<E, R>) -> Fault
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    R: Debug + Send + Sync + 'static,
{
    let code = match &error {
        SdkError::ServiceError(service) => service.err().code().unwrap_or("an unnamed error"),
        SdkError::TimeoutError(_) => "no answer in time",
        SdkError::DispatchFailure(_) => "no connection",
        _ => "no usable answer",
    };
    let message = format!("{operation}: {code}");
    let fault = if FOR_GOOD.contains(&code) { Fault::permanent(message) } else { Fault::transient(message) };
    match error {
        // What never reached the service quotes nothing of ours.
        SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) => match error.into_source() {
            Ok(source) => fault.because(source),
            Err(whole) => fault.because(whole),
        },
        _ => fault,
    }
}

/// How a single conditional write ended.
pub(super) fn committed<T, E, R>(
    operation: &str,
    outcome: Result<T, SdkError<E, R>>,
) -> Result<Committed, Fault>
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    R: Debug + Send + Sync + 'static,
{
    match outcome {
        Ok(_) => Ok(Committed::Done),
        Err(error) if error.code().is_some_and(|code| CONFLICTS.contains(&code)) => Ok(Committed::Conflict),
        Err(error) => Err(fault(operation, error)),
    }
}

/// How a transaction ended. A failed condition outweighs all other reasons, because it is certain that the
/// same changes can never be stored; a clash with a transaction under way is a conflict like any other.
pub(super) fn transacted<T, R>(
    outcome: Result<T, SdkError<TransactWriteItemsError, R>>,
) -> Result<Committed, Fault>
where
    R: Debug + Send + Sync + 'static,
{
    let Err(error) = outcome else {
        return Ok(Committed::Done);
    };
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = error.as_service_error()
    else {
        return Err(fault("transact", error));
    };
    let codes = || cancelled.cancellation_reasons().iter().filter_map(|reason| reason.code());
    let named = |name: &str| codes().any(|code| code == name);
    if named("ConditionalCheckFailed") {
        Ok(Committed::Conflict)
    } else if named("ValidationError") || named("ItemCollectionSizeLimitExceeded") {
        Err(Fault::permanent("transact: ValidationError"))
    } else if named("TransactionConflict") {
        Ok(Committed::Conflict)
    } else {
        let code = codes().find(|code| *code != "None").unwrap_or("cancelled without a reason");
        Err(Fault::transient(format!("transact: {code}")))
    }
}

#[cfg(test)]
mod tests;
