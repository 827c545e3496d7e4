//! Sentences about what each error of the service means to the caller.
#![expect(clippy::result_large_err, reason = "the errors are those of the SDK")]
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use aws_sdk_dynamodb::error::ErrorMetadata;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::CancellationReason;
use aws_sdk_dynamodb::types::error::TransactionCanceledException;

fn refused(code: &str) -> Result<(), SdkError<PutItemError, ()>> {
    let metadata = ErrorMetadata::builder().code(code).message("the item {name: lea} is bad").build();
    Err(SdkError::service_error(PutItemError::generic(metadata), ()))
}

fn cancelled(codes: &[&str]) -> Result<(), SdkError<TransactWriteItemsError, ()>> {
    let reasons = codes.iter().map(|code| CancellationReason::builder().code(*code).build()).collect();
    let error = TransactionCanceledException::builder().set_cancellation_reasons(Some(reasons)).build();
    Err(SdkError::service_error(TransactWriteItemsError::TransactionCanceledException(error), ()))
}

#[test]
fn a_failed_condition_and_a_clash_are_conflicts() {
    assert_eq!(committed("put", refused("ConditionalCheckFailedException")), Ok(Committed::Conflict));
    assert_eq!(committed("put", refused("TransactionConflictException")), Ok(Committed::Conflict));
    assert_eq!(transacted(cancelled(&["None", "ConditionalCheckFailed"])), Ok(Committed::Conflict));
    assert_eq!(transacted(cancelled(&["TransactionConflict", "None"])), Ok(Committed::Conflict));
}

#[test]
fn throttling_and_missing_rights_are_worth_another_try() {
    for code in ["ThrottlingException", "AccessDeniedException", "ResourceNotFoundException"] {
        let expected = Fault::transient(format!("put: {code}"));
        assert_eq!(committed("put", refused(code)), Err(expected));
    }
    assert_eq!(
        transacted(cancelled(&["None", "ThrottlingError"])),
        Err(Fault::transient("transact: ThrottlingError"))
    );
    assert_eq!(transacted(cancelled(&[])), Err(Fault::transient("transact: cancelled without a reason")));
}

#[test]
fn only_a_throttled_write_surely_stored_nothing() {
    let lost: Result<(), SdkError<PutItemError, ()>> = Err(SdkError::timeout_error("too slow"));
    let throttled = |outcome: Result<Committed, Fault>| is_throttled(&outcome.unwrap_err());

    assert!(throttled(committed("put", refused("ThrottlingException"))));
    assert!(throttled(committed("update", refused("ProvisionedThroughputExceededException"))));
    assert!(throttled(transacted(cancelled(&["None", "ThrottlingError"]))));
    for other in [committed("put", lost), committed("put", refused("InternalServerError"))] {
        assert!(!throttled(other));
    }
    assert!(!throttled(committed("put", refused("ValidationException"))));
}

#[test]
fn an_invalid_request_is_a_fault_for_good_and_shows_no_content() {
    assert_eq!(
        committed("put", refused("ValidationException")),
        Err(Fault::permanent("put: ValidationException"))
    );
    assert_eq!(
        transacted(cancelled(&["TransactionConflict", "ValidationError"])),
        Err(Fault::permanent("transact: ValidationError"))
    );
}

#[test]
fn a_failed_condition_outweighs_every_other_reason() {
    let all = ["ThrottlingError", "ValidationError", "TransactionConflict", "ConditionalCheckFailed"];

    assert_eq!(transacted(cancelled(&all)), Ok(Committed::Conflict));
}

#[test]
fn a_lost_answer_is_worth_another_try() {
    let lost: Result<(), SdkError<PutItemError, ()>> = Err(SdkError::timeout_error("too slow"));

    let fault = committed("put", lost).unwrap_err();

    assert_eq!(fault, Fault::transient("put: no answer in time"));
    assert_eq!(fault.chain(), "put: no answer in time: too slow", "and the log says what is behind it");
}
