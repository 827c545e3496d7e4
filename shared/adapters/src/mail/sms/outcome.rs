//! What one `SendTextMessage` says, as the normative table of reliability 1.2: one pure function.
//! Texts for operators hold the service's code and reason and never its message, which may quote a number.

use crate::mail::connect::never_connected;
use aws_sdk_pinpointsmsvoicev2::config::http::HttpResponse;
use aws_sdk_pinpointsmsvoicev2::error::{ProvideErrorMetadata as _, SdkError};
use aws_sdk_pinpointsmsvoicev2::operation::send_text_message::{SendTextMessageError, SendTextMessageOutput};
use aws_sdk_pinpointsmsvoicev2::types::{
    AccessDeniedExceptionReason, ConflictExceptionReason, ServiceQuotaExceededExceptionReason,
    ValidationExceptionReason,
};
use relance_domain::invitation::SendOutcome;

pub(super) fn of(
    answer: Result<SendTextMessageOutput, SdkError<SendTextMessageError, HttpResponse>>,
) -> SendOutcome {
    match answer {
        Ok(output) => match output.message_id {
            Some(message_id) => SendOutcome::Accepted { message_id },
            None => SendOutcome::Unknown,
        },
        Err(SdkError::ServiceError(said)) => {
            let (status, code) = (said.raw().status().as_u16(), said.err().code().unwrap_or_default());
            refusal(status, code, reason(said.err()))
        }
        Err(SdkError::ConstructionFailure(_)) => SendOutcome::NotReached,
        Err(SdkError::DispatchFailure(failure))
            if failure.as_connector_error().is_some_and(never_connected) =>
        {
            SendOutcome::NotReached
        }
        Err(_) => SendOutcome::Unknown,
    }
}

/// The service's own word for why, such as `DESTINATION_PHONE_NUMBER_OPTED_OUT`.
fn reason(error: &SendTextMessageError) -> &str {
    use SendTextMessageError as E;
    match error {
        E::AccessDeniedException(e) => e.reason().map(AccessDeniedExceptionReason::as_str),
        E::ConflictException(e) => e.reason().map(ConflictExceptionReason::as_str),
        E::ServiceQuotaExceededException(e) => e.reason().map(ServiceQuotaExceededExceptionReason::as_str),
        E::ValidationException(e) => e.reason().map(ValidationExceptionReason::as_str),
        _ => None,
    }
    .unwrap_or_default()
}

/// An answer that is an error. A server error, and a code that we do not know, leave it open whether the text was taken.
/// What is wrong with our number or our account would refuse every other text too; what is wrong with theirs, this one.
fn refusal(status: u16, code: &str, reason: &str) -> SendOutcome {
    let named = || if reason.is_empty() { code.to_owned() } else { format!("{code}: {reason}") };
    match (code, reason) {
        _ if status >= 500 => SendOutcome::Unknown,
        ("ThrottlingException" | "Throttling" | "TooManyRequestsException", _) => SendOutcome::Throttled,
        ("ServiceQuotaExceededException", _) => SendOutcome::QuotaExceeded,
        ("ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT") => {
            SendOutcome::Rejected { reason: "the person opted out with their carrier".to_owned() }
        }
        ("ConflictException", "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION")
        | (
            "ValidationException",
            "DESTINATION_COUNTRY_BLOCKED"
            | "INVALID_PARAMETER"
            | "FIELD_VALIDATION_FAILED"
            | "CANNOT_PARSE"
            | "MAXIMUM_SIZE_EXCEEDED"
            | "COUNTRY_CODE_MISMATCH"
            | "COUNTRY_NOT_ENABLED"
            | "INVALID_IDENTITY_FOR_DESTINATION_COUNTRY"
            | "INTERNATIONAL_SENDING_NOT_SUPPORTED"
            | "",
        ) => SendOutcome::Rejected { reason: format!("no text can be sent to this number: `{}`", named()) },
        (
            "ConflictException"
            | "ValidationException"
            | "ResourceNotFoundException"
            | "AccessDeniedException",
            _,
        ) => blocked(&named()),
        _ if status == 429 => SendOutcome::Throttled,
        _ if status == 403 => blocked(&named()),
        _ => SendOutcome::Unknown,
    }
}

fn blocked(named: &str) -> SendOutcome {
    SendOutcome::SenderBlocked { reason: format!("AWS End User Messaging takes no text from us: `{named}`") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::action;

    #[test]
    fn r3_10_each_refusal_of_a_text_has_the_action_of_its_row() {
        let rows = [
            (400, "ThrottlingException", "", "re-date"),
            (429, "", "", "re-date"),
            (400, "ServiceQuotaExceededException", "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT", "pause"),
            (400, "ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT", "FAILED"),
            (400, "ConflictException", "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION", "FAILED"),
            (400, "ValidationException", "INVALID_PARAMETER", "FAILED"),
            (400, "ValidationException", "DESTINATION_COUNTRY_BLOCKED", "FAILED"),
            (400, "ConflictException", "DESTINATION_PHONE_NUMBER_NOT_VERIFIED", "breaker"),
            (400, "ConflictException", "NO_ORIGINATION_IDENTITIES_FOUND", "breaker"),
            (400, "ConflictException", "", "breaker"),
            (400, "ValidationException", "SENDER_ID_NOT_REGISTERED", "breaker"),
            (400, "ResourceNotFoundException", "", "breaker"),
            (400, "AccessDeniedException", "ACCOUNT_DISABLED", "breaker"),
            (403, "InvalidClientTokenId", "", "breaker"),
            (500, "InternalServerException", "", "UNCERTAIN"),
            (503, "ThrottlingException", "", "UNCERTAIN"),
            (400, "SomethingNew", "", "UNCERTAIN"),
        ];

        for (status, code, reason, expected) in rows {
            assert_eq!(action(&refusal(status, code, reason)), expected, "{status} {code} {reason}");
        }
    }

    #[test]
    fn an_acceptance_without_a_message_id_proves_nothing() {
        let named = SendTextMessageOutput::builder().message_id("m-1").build();

        assert_eq!(of(Ok(named)), SendOutcome::Accepted { message_id: "m-1".to_owned() });
        assert_eq!(of(Ok(SendTextMessageOutput::builder().build())), SendOutcome::Unknown);
    }
}
