//! Marks of a program on a submitted form (R3.2). Mail scanners open every link, run scripts and press buttons; people
//! correct themselves. Only what people never do keeps an answer apart. Pure.

use crate::answer::Answer;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// A field that people never see was filled in.
    HoneypotFilled,
    /// The sender calls itself a scanner or a crawler.
    ScannerAgent,
    /// Three different scores or more within ten seconds: every button of the mail was pressed.
    ManyScores,
    /// Within ten seconds of the mail. People do this too, so it says nothing by itself; shown for who judges.
    RightAfterMail,
}

impl Signal {
    /// Whether this mark alone keeps an answer out of every statistic until somebody restores it.
    #[must_use]
    pub fn is_proof(self) -> bool {
        !matches!(self, Self::RightAfterMail)
    }
}

/// How a form was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manner {
    /// Whether the field that people never see was filled in.
    pub honeypot_filled: bool,
    /// What the sender calls itself.
    pub user_agent: Option<String>,
}

/// What was submitted before, and when.
#[derive(Debug, Clone, Copy)]
pub struct Moments<'a> {
    /// When the mail was taken.
    pub mailed_at: Option<Timestamp>,
    /// When the form was first submitted; now, for a first submission.
    pub first_at: Timestamp,
    /// Every score so far, the new one included.
    pub scores: &'a [u8],
    pub now: Timestamp,
}

/// A burst, or a press as soon as the mail is there, is over within this.
const SPAN: SignedDuration = Answer::SETTLES;
/// Different scores within that span that nobody chooses by hand.
const MANY: usize = 3;
/// How mail gateways, link previews and crawlers call themselves, in lower case.
const SCANNERS: [&str; 18] = [
    "avanan",
    "barracuda",
    "bingpreview",
    "bitdefender",
    "bot/",
    "cloudmark",
    "crawler",
    "fireeye",
    "forcepoint",
    "googleimageproxy",
    "ironport",
    "mimecast",
    "proofpoint",
    "sophos",
    "spider",
    "symantec",
    "trendmicro",
    "yahoomailproxy",
];

/// The marks that a form bears.
#[must_use]
pub fn signals(manner: &Manner, moments: Moments<'_>) -> BTreeSet<Signal> {
    let agent = manner.user_agent.as_deref().unwrap_or_default().to_ascii_lowercase();
    let within = |since: Timestamp| moments.now.duration_since(since) < SPAN;
    let different: BTreeSet<u8> = moments.scores.iter().copied().collect();
    let marks = [
        (Signal::HoneypotFilled, manner.honeypot_filled),
        (Signal::ScannerAgent, SCANNERS.iter().any(|name| agent.contains(name))),
        (Signal::ManyScores, different.len() >= MANY && within(moments.first_at)),
        (Signal::RightAfterMail, moments.mailed_at.is_some_and(within)),
    ];
    marks.into_iter().filter(|(_, borne)| *borne).map(|(signal, _)| signal).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn moments(scores: &[u8], second: i64) -> Moments<'_> {
        Moments { mailed_at: Some(at(-3_600)), first_at: at(0), scores, now: at(second) }
    }

    fn sent_by(agent: &str) -> Manner {
        Manner { honeypot_filled: false, user_agent: Some(agent.to_owned()) }
    }

    #[test]
    fn r3_2_scanners_are_known_by_what_they_call_themselves() {
        let table = [
            ("Mozilla/5.0 (compatible; Barracuda Sentinel (EE))", true),
            (
                "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
                true,
            ),
            ("Proofpoint-URL-Defense", true),
            ("Mozilla/5.0 (compatible; bingbot/2.0)", true),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
                false,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36",
                false,
            ),
            ("curl/8.5.0", false),
            ("", false),
        ];

        for (agent, scanner) in table {
            let found = signals(&sent_by(agent), moments(&[9], 0)).contains(&Signal::ScannerAgent);
            assert_eq!(found, scanner, "{agent}");
        }
    }

    #[test]
    fn r3_2_a_burst_of_scores_is_no_person_and_a_correction_is() {
        let table: [(&[u8], i64, bool); 5] = [
            (&[9, 3], 1, false),
            (&[9, 9, 9], 1, false),
            (&[0, 1, 2], 9, true),
            (&[0, 1, 2], 10, false),
            (&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 1, true),
        ];

        for (scores, second, burst) in table {
            let found = signals(&Manner::default(), moments(scores, second));
            assert_eq!(found.contains(&Signal::ManyScores), burst, "{scores:?} after {second} s");
        }
    }

    #[test]
    fn r3_2_who_answers_as_soon_as_the_mail_is_there_is_noted_and_believed() {
        let quick = Moments { mailed_at: Some(at(-4)), ..moments(&[9], 0) };

        let found = signals(&Manner::default(), quick);

        assert_eq!(found, BTreeSet::from([Signal::RightAfterMail]));
        assert!(!found.iter().any(|signal| signal.is_proof()));
    }

    #[test]
    fn r3_2_the_field_that_nobody_sees_is_proof() {
        let manner = Manner { honeypot_filled: true, user_agent: None };

        let found = signals(&manner, moments(&[9], 0));

        assert!(found.iter().any(|signal| signal.is_proof()));
    }
}
