//! Transports for mails and texts: each takes one of them in exactly one request and says what it knows of it (R1.4).
//! What follows from an outcome is decided by the send protocol; the outbox of one machine lives in `relance`.

#[cfg(any(feature = "ses", feature = "sms"))]
mod connect;
#[cfg(feature = "operator")]
mod dns;
#[cfg(feature = "ses")]
mod ses;
#[cfg(feature = "sms")]
mod sms;
#[cfg(feature = "smtp")]
mod smtp;

#[cfg(feature = "operator")]
pub use dns::Dns;
#[cfg(feature = "ses")]
pub use ses::SesMailer;
#[cfg(feature = "sms")]
pub use sms::AwsTexter;
#[cfg(feature = "smtp")]
pub use smtp::{InvalidSmtpUrl, SmtpMailer, source};

#[cfg(any(feature = "ses", feature = "smtp"))]
use relance_application::ports::mail::OutgoingMail;
#[cfg(any(feature = "ses", feature = "sms", feature = "smtp"))]
use relance_application::ports::mail::SendTag;
#[cfg(any(feature = "ses", feature = "sms", feature = "smtp"))]
use relance_domain::invitation::SendOutcome;

/// Tags that come back with every delivery event. SES takes letters, digits, `_` and `-` in their values and
/// nothing else, so organization and mail cannot share one.
pub const ORGANIZATION_TAG: &str = "relance-organization";
/// Tag that names the mail or text.
pub const SEND_TAG: &str = "relance-send";
/// Tag that names the attempt.
pub const ATTEMPT_TAG: &str = "relance-attempt";

/// Headers beside those of content and addresses. Every mail of ours is written by a program: RFC 3834 keeps
/// out-of-office replies and other robots from answering it.
#[cfg(any(feature = "ses", feature = "smtp"))]
fn extra_headers(mail: &OutgoingMail) -> impl Iterator<Item = (&str, &str)> {
    let own = mail.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    own.chain([("Auto-Submitted", "auto-generated")])
}

/// R3.7: a control character in anything that becomes a header is an attempt to write another header.
#[cfg(any(feature = "ses", feature = "smtp"))]
fn is_safe(mail: &OutgoingMail) -> bool {
    let named = mail.headers.iter().flat_map(|(name, value)| [name, value]);
    let mut all = named.chain([&mail.from_name, &mail.subject]);
    !all.any(|text| text.contains(char::is_control))
}

#[cfg(any(feature = "ses", feature = "smtp"))]
fn unsafe_header() -> SendOutcome {
    SendOutcome::Rejected { reason: "a header holds a control character".to_owned() }
}

/// Tells operators and metrics of an outcome that nobody knows (R1.12); all others speak for themselves.
#[cfg(any(feature = "ses", feature = "sms", feature = "smtp"))]
fn note(tag: &SendTag, outcome: &SendOutcome) {
    if *outcome == SendOutcome::Unknown {
        let (send_id, attempt) = (tag.send_id.as_str(), tag.attempt);
        tracing::warn!(uncertain_sends = 1, send_id, attempt, "the transport gave no usable answer");
    }
}

/// What follows from an outcome, in the words of the table of refusals (R1.3).
#[cfg(all(test, any(feature = "ses", feature = "sms")))]
fn action(outcome: &SendOutcome) -> &'static str {
    match outcome {
        SendOutcome::Accepted { .. } => "SENT",
        SendOutcome::Throttled => "re-date",
        SendOutcome::QuotaExceeded => "pause",
        SendOutcome::SenderBlocked { .. } => "breaker",
        SendOutcome::Rejected { .. } => "FAILED",
        SendOutcome::AddressRefused { .. } => "SUPPRESSED",
        SendOutcome::NotReached => "never left",
        SendOutcome::Unknown => "UNCERTAIN",
    }
}
