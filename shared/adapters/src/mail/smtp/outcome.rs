//! What the end of an SMTP conversation means for the mail: one pure function, by stage and status (RFC 5321).
//! Texts for operators hold the status and never the server's words, which may quote an address.

use super::reply::{Blame, SmtpRefusal};
use relance_domain::invitation::SendOutcome;

/// How far the conversation had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SmtpStage {
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
pub(super) enum SmtpEnding {
    /// The server refused.
    Refused { stage: SmtpStage, refusal: SmtpRefusal },
    /// No usable answer: connection refused or reset, time-out, garbage.
    Lost { stage: SmtpStage },
    /// Encryption is required and not offered.
    NoStartTls,
    /// The server offers no way to log in that we know.
    NoCommonLogin,
    /// The address has letters that the server does not take.
    AddressNotSupported,
}

impl SmtpEnding {
    pub(super) fn lost(stage: SmtpStage) -> Self {
        Self::Lost { stage }
    }
}

pub(super) fn of(ending: SmtpEnding) -> SendOutcome {
    match ending {
        SmtpEnding::Lost { stage: SmtpStage::Content } => SendOutcome::Unknown,
        SmtpEnding::Lost { .. } => SendOutcome::NotReached,
        SmtpEnding::Refused { stage, refusal } => refused(stage, refusal),
        SmtpEnding::NoStartTls => blocked("the mail server does not offer STARTTLS"),
        SmtpEnding::NoCommonLogin => blocked("the mail server offers no login that we know"),
        SmtpEnding::AddressNotSupported => rejected("the mail server takes ASCII addresses only"),
    }
}

/// The same table as SES's (R1.3): what is about us stops all, what is about the address suppresses it, what is about
/// the moment waits, and the rest is about this one mail.
fn refused(stage: SmtpStage, refusal: SmtpRefusal) -> SendOutcome {
    match (stage, refusal.status, refusal.about) {
        // Also in mid-conversation 421 means that the server goes away, as a 4xx greeting does.
        (_, 421, _) | (SmtpStage::Greeting, 400..500, _) => SendOutcome::NotReached,
        (_, _, Blame::Quota) => SendOutcome::QuotaExceeded,
        (_, 400..500, _) | (_, _, Blame::Rate) => SendOutcome::Throttled,
        // Authentication is required, or its mechanism or credentials are wrong.
        (_, 530 | 534 | 535 | 538, _) => blocked(&format!("the mail server refuses our login: {refusal}")),
        (_, 500..600, Blame::Us) => blocked(&format!("the mail server refuses us as a sender: {refusal}")),
        // Larger than the server takes; the sender is not at fault.
        (SmtpStage::Sender, 552, _) => {
            rejected(&format!("the mail server refuses the mail's size: {refusal}"))
        }
        (SmtpStage::Greeting | SmtpStage::Login | SmtpStage::Sender, 500..600, _) => {
            blocked(&format!("the mail server refuses us as a sender: {refusal}"))
        }
        (SmtpStage::Recipient, 500..600, Blame::Address) => SendOutcome::AddressRefused {
            reason: format!("the mail server knows no such recipient: {refusal}"),
        },
        (SmtpStage::Recipient, 500..600, _) => {
            rejected(&format!("the mail server refuses the recipient: {refusal}"))
        }
        (SmtpStage::Data | SmtpStage::Content, 500..600, _) => {
            rejected(&format!("the mail server refuses the content: {refusal}"))
        }
        (stage, ..) => of(SmtpEnding::lost(stage)),
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

    const BEFORE_CONTENT: [SmtpStage; 5] =
        [SmtpStage::Greeting, SmtpStage::Login, SmtpStage::Sender, SmtpStage::Recipient, SmtpStage::Data];

    fn said(stage: SmtpStage, refusal: SmtpRefusal) -> &'static str {
        match of(SmtpEnding::Refused { stage, refusal }) {
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
            assert_eq!(of(SmtpEnding::lost(stage)), SendOutcome::NotReached, "{stage:?}");
        }
        assert_eq!(of(SmtpEnding::lost(SmtpStage::Content)), SendOutcome::Unknown);
    }

    #[test]
    fn each_refusal_has_one_meaning_at_each_stage() {
        let rows = [
            (SmtpStage::Greeting, 421, "not reached"),
            (SmtpStage::Greeting, 450, "not reached"),
            (SmtpStage::Recipient, 421, "not reached"),
            (SmtpStage::Login, 454, "throttled"),
            (SmtpStage::Sender, 451, "throttled"),
            (SmtpStage::Recipient, 450, "throttled"),
            (SmtpStage::Data, 451, "throttled"),
            (SmtpStage::Content, 452, "throttled"),
            (SmtpStage::Greeting, 554, "blocked"),
            (SmtpStage::Login, 535, "blocked"),
            (SmtpStage::Sender, 530, "blocked"),
            (SmtpStage::Sender, 550, "blocked"),
            (SmtpStage::Recipient, 530, "blocked"),
            (SmtpStage::Sender, 552, "rejected"),
            (SmtpStage::Recipient, 550, "suppressed"),
            (SmtpStage::Recipient, 554, "rejected"),
            (SmtpStage::Data, 554, "rejected"),
            (SmtpStage::Content, 554, "rejected"),
            (SmtpStage::Content, 399, "unknown"),
        ];

        for (stage, status, expected) in rows {
            assert_eq!(said(stage, SmtpRefusal::bare(status)), expected, "{stage:?} {status}");
        }
    }

    #[test]
    fn r1_3_what_is_about_us_stops_all_and_what_is_about_an_address_suppresses_it() {
        let rows = [
            (SmtpStage::Recipient, 554, "5.7.1 <ada@example.com>: Relay access denied", "blocked"),
            (SmtpStage::Recipient, 550, "relay not permitted", "blocked"),
            (SmtpStage::Recipient, 550, "5.7.1 Unable to relay", "blocked"),
            (SmtpStage::Recipient, 550, "5.7.1 Service unavailable, client host blocked", "blocked"),
            (SmtpStage::Content, 554, "Message rejected: Email address is not verified.", "blocked"),
            (SmtpStage::Content, 550, "5.7.26 unauthenticated mail is prohibited", "blocked"),
            (SmtpStage::Recipient, 550, "5.1.1 user unknown", "suppressed"),
            (SmtpStage::Recipient, 552, "5.2.2 mailbox full", "rejected"),
            (SmtpStage::Content, 550, "5.1.1 user unknown", "rejected"),
            (SmtpStage::Recipient, 451, "4.7.1 greylisted", "throttled"),
            (SmtpStage::Content, 454, "Throttling failure: Maximum sending rate exceeded.", "throttled"),
            (SmtpStage::Sender, 454, "Throttling failure: Daily message quota exceeded.", "quota"),
        ];

        for (stage, status, words, expected) in rows {
            assert_eq!(said(stage, SmtpRefusal::read(status, words)), expected, "{stage:?} {status} {words}");
        }
    }

    #[test]
    fn a_server_that_cannot_be_used_stops_all_and_a_strange_address_stops_one() {
        assert!(matches!(of(SmtpEnding::NoStartTls), SendOutcome::SenderBlocked { .. }));
        assert!(matches!(of(SmtpEnding::NoCommonLogin), SendOutcome::SenderBlocked { .. }));
        assert!(matches!(of(SmtpEnding::AddressNotSupported), SendOutcome::Rejected { .. }));
    }
}
