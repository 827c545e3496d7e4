//! What a refusal of an SMTP server says: its status, its enhanced status (RFC 3463), and whom its words are about.
//! Words are looked for and never kept: they may quote an address. What follows is in `outcome`.

use std::fmt;

/// Whom or what a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blame {
    /// Us: account, identity, network, policy. Any other mail would be refused too.
    Us,
    /// The recipient: there is no such mailbox, or it takes nothing any more.
    Address,
    /// The moment: mails go too fast.
    Rate,
    /// The day: its quota is used up.
    Quota,
    /// Not said.
    Unsaid,
}

/// A refusal, as far as it is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SmtpRefusal {
    pub(super) status: u16,
    enhanced: Option<Enhanced>,
    pub(super) about: Blame,
}

/// What an enhanced status says behind its class, such as 7 and 1 of `5.7.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Enhanced {
    subject: u16,
    detail: u16,
}

/// Words of refusals that are about us: as common servers and providers write them, with and without an enhanced status.
const OF_US: [&str; 21] = [
    "relay",
    "not verified",
    "authenticat",
    "not authorized",
    "not permitted",
    "sending paused",
    "sending suspended",
    "account suspended",
    "suspended for",
    "client host",
    "blacklist",
    "blocklist",
    "blocked using",
    "black list",
    "block list",
    "banned",
    "spamhaus",
    "reputation",
    "sender rejected",
    "sender address rejected",
    "dmarc",
];

impl SmtpRefusal {
    pub(super) fn read(status: u16, words: &str) -> Self {
        let enhanced = words.split_whitespace().find_map(enhanced);
        Self { status, enhanced, about: about(status, enhanced, &words.to_ascii_lowercase()) }
    }

    /// Without words that say more.
    #[cfg(test)]
    pub(super) fn bare(status: u16) -> Self {
        Self::read(status, "")
    }
}

/// For operators: `554 5.7.1`.
impl fmt::Display for SmtpRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        match self.enhanced {
            Some(Enhanced { subject, detail }) => write!(f, " {}.{subject}.{detail}", self.status / 100),
            None => Ok(()),
        }
    }
}

/// `5.7.1` or `4.2.2`; the class is the status's own.
fn enhanced(word: &str) -> Option<Enhanced> {
    let word = word.trim_matches(|c: char| !c.is_ascii_digit());
    let mut parts = word.split('.').map(|part| part.parse::<u16>().ok().filter(|_| part.len() <= 3));
    let (Some(Some(4 | 5)), Some(Some(subject)), Some(Some(detail)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    Some(Enhanced { subject, detail })
}

fn about(status: u16, enhanced: Option<Enhanced>, words: &str) -> Blame {
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| words.contains(phrase));
    match enhanced.map(|said| (said.subject, said.detail)) {
        _ if says(&["message quota exceeded", "daily sending quota", "daily quota"]) => Blame::Quota,
        _ if says(&["sending rate exceeded", "too many messages", "rate limit"]) => Blame::Rate,
        // The mailbox or its domain is somebody else's by now (RFC 7293).
        Some((7, 17 | 18)) => Blame::Address,
        Some((7, _)) => Blame::Us,
        _ if says(&OF_US) => Blame::Us,
        // No such mailbox, domain or syntax; moved; disabled; no such host.
        Some((1, 1..=3 | 6 | 10) | (2, 1) | (4, 4)) => Blame::Address,
        None if matches!(status, 550 | 551 | 553) => Blame::Address,
        Some(_) | None => Blame::Unsaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_whom_it_is_about() {
        let table = [
            (554, "5.7.1 <ada@example.com>: Relay access denied", Blame::Us),
            (550, "relay not permitted", Blame::Us),
            (550, "5.7.1 Unable to relay", Blame::Us),
            (550, "5.7.1 Service unavailable, client host [192.0.2.1] blocked using zen.example", Blame::Us),
            (554, "Message rejected: Email address is not verified.", Blame::Us),
            (530, "Authentication required", Blame::Us),
            (553, "<ask@example.com>: Sender address rejected: not owned by user", Blame::Us),
            (550, "5.1.1 <ada@example.com>: user unknown", Blame::Address),
            (550, "#5.1.0 Address rejected.", Blame::Unsaid),
            (550, "no such user", Blame::Address),
            (501, "5.1.3 Bad recipient address syntax", Blame::Address),
            (550, "5.2.1 mailbox disabled", Blame::Address),
            (550, "5.7.17 mailbox owner has changed", Blame::Address),
            (552, "5.2.2 mailbox full", Blame::Unsaid),
            (554, "transaction failed", Blame::Unsaid),
            (454, "Throttling failure: Maximum sending rate exceeded.", Blame::Rate),
            (454, "Throttling failure: Daily message quota exceeded.", Blame::Quota),
            (550, "sent from 10.5.7.1", Blame::Address),
        ];

        for (status, words, expected) in table {
            assert_eq!(SmtpRefusal::read(status, words).about, expected, "{status} {words}");
        }
    }

    #[test]
    fn operators_read_both_statuses_and_no_words() {
        let said = SmtpRefusal::read(554, "5.7.1 <ada@example.com>: Relay access denied").to_string();

        assert_eq!(said, "554 5.7.1");
        assert_eq!(SmtpRefusal::read(550, "ada@example.com").to_string(), "550");
    }
}
