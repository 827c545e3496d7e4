//! What one `SendEmail` says, as the normative table of reliability 1.2: one pure function.
//! Texts for operators hold SES's code and never its message, which may quote an address.

use crate::mail::connect::never_connected;
use aws_sdk_sesv2::config::http::HttpResponse;
use aws_sdk_sesv2::error::{ProvideErrorMetadata as _, SdkError};
use aws_sdk_sesv2::operation::send_email::{SendEmailError, SendEmailOutput};
use relance_domain::invitation::SendOutcome;

pub(super) fn of(answer: Result<SendEmailOutput, SdkError<SendEmailError, HttpResponse>>) -> SendOutcome {
    match answer {
        Ok(output) => match output.message_id {
            Some(message_id) => SendOutcome::Accepted { message_id },
            None => SendOutcome::Unknown,
        },
        Err(SdkError::ServiceError(said)) => {
            let (code, message) = (said.err().code(), said.err().message());
            refusal(said.raw().status().as_u16(), code.unwrap_or_default(), message.unwrap_or_default())
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

/// An answer that is an error. A server error, and a code that we do not know, leave it open whether SES took the
/// mail; a known code and a missing right are clear.
fn refusal(status: u16, code: &str, message: &str) -> SendOutcome {
    let says = |words: &str| message.to_ascii_lowercase().contains(words);
    match code {
        _ if status >= 500 => SendOutcome::Unknown,
        _ if says("maximum sending rate exceeded") => SendOutcome::Throttled,
        "LimitExceededException" => SendOutcome::QuotaExceeded,
        _ if says("daily message quota exceeded") => SendOutcome::QuotaExceeded,
        "TooManyRequestsException" | "ThrottlingException" | "Throttling" => SendOutcome::Throttled,
        "SendingPausedException"
        | "AccountSuspendedException"
        | "MailFromDomainNotVerifiedException"
        | "NotFoundException" => blocked(code),
        "MessageRejected" if says("not verified") => blocked(code),
        "MessageRejected" | "BadRequestException" => {
            SendOutcome::Rejected { reason: format!("SES refuses the content or the recipient: `{code}`") }
        }
        _ if status == 429 => SendOutcome::Throttled,
        _ if status == 403 => blocked(code),
        _ => SendOutcome::Unknown,
    }
}

fn blocked(code: &str) -> SendOutcome {
    SendOutcome::SenderBlocked { reason: format!("SES takes no mail from this sender: `{code}`") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::action;

    #[test]
    fn r1_3_each_refusal_has_the_action_of_its_row() {
        let rows = [
            (429, "TooManyRequestsException", "Too many requests", "re-date"),
            (400, "Throttling", "Maximum sending rate exceeded.", "re-date"),
            (400, "LimitExceededException", "Maximum sending rate exceeded.", "re-date"),
            (429, "", "", "re-date"),
            (429, "TooManyRequestsException", "Daily message quota exceeded.", "pause"),
            (400, "LimitExceededException", "", "pause"),
            (400, "SendingPausedException", "", "breaker"),
            (400, "AccountSuspendedException", "", "breaker"),
            (400, "MailFromDomainNotVerifiedException", "", "breaker"),
            (404, "NotFoundException", "Configuration set <x> does not exist.", "breaker"),
            (403, "AccessDeniedException", "User is not authorized", "breaker"),
            (403, "InvalidClientTokenId", "", "breaker"),
            (400, "MessageRejected", "Email address is not verified.", "breaker"),
            (400, "MessageRejected", "Email contains a virus", "FAILED"),
            (400, "BadRequestException", "Missing final '@domain'", "FAILED"),
            (500, "InternalFailure", "", "UNCERTAIN"),
            (503, "TooManyRequestsException", "", "UNCERTAIN"),
            (400, "SomethingNew", "", "UNCERTAIN"),
            (200, "", "", "UNCERTAIN"),
        ];

        for (status, code, message, expected) in rows {
            assert_eq!(action(&refusal(status, code, message)), expected, "{status} {code} {message}");
        }
    }

    #[test]
    fn what_operators_read_names_the_code_and_no_address() {
        let outcome = refusal(400, "MessageRejected", "Email address is not verified: lea@example.com");

        let SendOutcome::SenderBlocked { reason } = outcome else { unreachable!("{outcome:?}") };
        assert!(reason.contains("MessageRejected") && !reason.contains("lea@"), "{reason}");
    }

    #[test]
    fn an_acceptance_without_a_message_id_proves_nothing() {
        let named = SendEmailOutput::builder().message_id("m-1").build();

        assert_eq!(of(Ok(named)), SendOutcome::Accepted { message_id: "m-1".to_owned() });
        assert_eq!(of(Ok(SendEmailOutput::builder().build())), SendOutcome::Unknown);
    }
}
