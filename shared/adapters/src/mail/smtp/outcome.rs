//! What the end of an SMTP conversation means for the mail: one pure function, by stage and status (RFC 5321).
//! Texts for operators hold the status and never the server's words, which may quote an address.

use super::reply::{About, Refusal};
use relance_domain::invitation::SendOutcome;

/// How far the conversation had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Connection, greeting, encryption.
    Greeting,
    /// User and password.
    Login,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`.
    Data,
    /// The mail itself: from here on it may have been taken.
    Content,
}

/// How a conversation ended without the mail being taken for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// The server refused.
    Refused { stage: Stage, refusal: Refusal },
    /// No usable answer: connection refused or reset, time-out, garbage.
    Lost { stage: Stage },
    /// Encryption is required and not offered.
    NoStartTls,
    /// The server offers no way to log in that we know.
    NoCommonLogin,
    /// The address has letters that the server does not take.
    AddressNotSupported,
}

impl Ending {
    pub(super) fn lost(stage: Stage) -> Self {
        Self::Lost { stage }
    }
}

pub(super) fn of(ending: Ending) -> SendOutcome {
    match ending {
        Ending::Lost { stage: Stage::Content } => SendOutcome::Unknown,
        Ending::Lost { .. } => SendOutcome::NotReached,
        Ending::Refused { stage, refusal } => refused(stage, refusal),
        Ending::NoStartTls => blocked("the mail server does not offer STARTTLS"),
        Ending::NoCommonLogin => blocked("the mail server offers no login that we know"),
        Ending::AddressNotSupported => rejected("the mail server takes ASCII addresses only"),
    }
}

/// The same table as SES's (R1.3): what is about us stops all, what is about the address suppresses it, what is about
/// the moment waits, and the rest is about this one mail.
fn refused(stage: Stage, refusal: Refusal) -> SendOutcome {
    match (stage, refusal.status, refusal.about) {
        // Also in mid-conversation 421 means that the server goes away, as a 4xx greeting does.
        (_, 421, _) | (Stage::Greeting, 400..500, _) => SendOutcome::NotReached,
        (_, _, About::Quota) => SendOutcome::QuotaExceeded,
        (_, 400..500, _) | (_, _, About::Rate) => SendOutcome::Throttled,
        // Authentication is required, or its mechanism or credentials are wrong.
        (_, 530 | 534 | 535 | 538, _) => blocked(&format!("the mail server refuses our login: {refusal}")),
        (_, 500..600, About::Us) => blocked(&format!("the mail server refuses us as a sender: {refusal}")),
        // Larger than the server takes; the sender is not at fault.
        (Stage::Sender, 552, _) => rejected(&format!("the mail server refuses the mail's size: {refusal}")),
        (Stage::Greeting | Stage::Login | Stage::Sender, 500..600, _) => {
            blocked(&format!("the mail server refuses us as a sender: {refusal}"))
        }
        (Stage::Recipient, 500..600, About::Address) => SendOutcome::AddressRefused {
            reason: format!("the mail server knows no such recipient: {refusal}"),
        },
        (Stage::Recipient, 500..600, _) => {
            rejected(&format!("the mail server refuses the recipient: {refusal}"))
        }
        (Stage::Data | Stage::Content, 500..600, _) => {
            rejected(&format!("the mail server refuses the content: {refusal}"))
        }
        (stage, ..) => of(Ending::lost(stage)),
    }
}

fn blocked(reason: &str) -> SendOutcome {
    SendOutcome::SenderBlocked { reason: reason.to_owned() }
}

fn rejected(reason: &str) -> SendOutcome {
    SendOutcome::Rejected { reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE_CONTENT: [Stage; 5] =
        [Stage::Greeting, Stage::Login, Stage::Sender, Stage::Recipient, Stage::Data];

    fn said(stage: Stage, refusal: Refusal) -> &'static str {
        match of(Ending::Refused { stage, refusal }) {
            SendOutcome::Throttled => "throttled",
            SendOutcome::NotReached => "not reached",
            SendOutcome::SenderBlocked { .. } => "blocked",
            SendOutcome::Rejected { .. } => "rejected",
            SendOutcome::AddressRefused { .. } => "suppressed",
            SendOutcome::QuotaExceeded => "quota",
            SendOutcome::Unknown => "unknown",
            SendOutcome::Accepted { .. } => "never said by smtp",
        }
    }

    #[test]
    fn r1_3_only_a_loss_after_the_content_began_leaves_a_doubt() {
        for stage in BEFORE_CONTENT {
            assert_eq!(of(Ending::lost(stage)), SendOutcome::NotReached, "{stage:?}");
        }
        assert_eq!(of(Ending::lost(Stage::Content)), SendOutcome::Unknown);
    }

    #[test]
    fn each_refusal_has_one_meaning_at_each_stage() {
        let rows = [
            (Stage::Greeting, 421, "not reached"),
            (Stage::Greeting, 450, "not reached"),
            (Stage::Recipient, 421, "not reached"),
            (Stage::Login, 454, "throttled"),
            (Stage::Sender, 451, "throttled"),
            (Stage::Recipient, 450, "throttled"),
            (Stage::Data, 451, "throttled"),
            (Stage::Content, 452, "throttled"),
            (Stage::Greeting, 554, "blocked"),
            (Stage::Login, 535, "blocked"),
            (Stage::Sender, 530, "blocked"),
            (Stage::Sender, 550, "blocked"),
            (Stage::Recipient, 530, "blocked"),
            (Stage::Sender, 552, "rejected"),
            (Stage::Recipient, 550, "suppressed"),
            (Stage::Recipient, 554, "rejected"),
            (Stage::Data, 554, "rejected"),
            (Stage::Content, 554, "rejected"),
            (Stage::Content, 399, "unknown"),
        ];

        for (stage, status, expected) in rows {
            assert_eq!(said(stage, Refusal::bare(status)), expected, "{stage:?} {status}");
        }
    }

    #[test]
    fn r1_3_what_is_about_us_stops_all_and_what_is_about_an_address_suppresses_it() {
        let rows = [
            (Stage::Recipient, 554, "5.7.1 <ada@example.com>: Relay access denied", "blocked"),
            (Stage::Recipient, 550, "relay not permitted", "blocked"),
            (Stage::Recipient, 550, "5.7.1 Unable to relay", "blocked"),
            (Stage::Recipient, 550, "5.7.1 Service unavailable, client host blocked", "blocked"),
            (Stage::Content, 554, "Message rejected: Email address is not verified.", "blocked"),
            (Stage::Content, 550, "5.7.26 unauthenticated mail is prohibited", "blocked"),
            (Stage::Recipient, 550, "5.1.1 user unknown", "suppressed"),
            (Stage::Recipient, 552, "5.2.2 mailbox full", "rejected"),
            (Stage::Content, 550, "5.1.1 user unknown", "rejected"),
            (Stage::Recipient, 451, "4.7.1 greylisted", "throttled"),
            (Stage::Content, 454, "Throttling failure: Maximum sending rate exceeded.", "throttled"),
            (Stage::Sender, 454, "Throttling failure: Daily message quota exceeded.", "quota"),
        ];

        for (stage, status, words, expected) in rows {
            assert_eq!(said(stage, Refusal::read(status, words)), expected, "{stage:?} {status} {words}");
        }
    }

    #[test]
    fn a_server_that_cannot_be_used_stops_all_and_a_strange_address_stops_one() {
        assert!(matches!(of(Ending::NoStartTls), SendOutcome::SenderBlocked { .. }));
        assert!(matches!(of(Ending::NoCommonLogin), SendOutcome::SenderBlocked { .. }));
        assert!(matches!(of(Ending::AddressNotSupported), SendOutcome::Rejected { .. }));
    }
}
