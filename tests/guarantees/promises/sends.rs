//! Sends and time (R1, R2): what is promised, and what remains.
//! The other chapters are beside.

use super::Promise;

const SENDS: &str = "Sends: never lost, never twice";
const TIME: &str = "Time: never early, rarely late";

/// In the order of the page.
pub const PROMISES: &[Promise] = &[
    Promise {
        family: SENDS,
        id: "R1.1",
        title: "Once per task",
        words: "A campaign invites for a task at most once, whatever events and states arrive, in whatever order.",
        residual: "None: the task's record is one condition of the planning transaction, and it never expires.",
    },
    Promise {
        family: SENDS,
        id: "R1.2",
        title: "The mute period holds",
        words: "No two reserved sends of a campaign to one address are closer than its mute period, in either direction, also with concurrent webhooks. A cancelled, failed or expired invitation frees its reservation.",
        residual: "Sends that were planned while a shorter period was set keep their times when it is made longer.",
    },
    Promise {
        family: SENDS,
        id: "R1.3",
        title: "One state machine",
        words: "One pure function decides every transition of every mail; nothing else has effects.",
        residual: "None.",
    },
    Promise {
        family: SENDS,
        id: "R1.4",
        title: "One request per attempt",
        words: "An attempt is one request on the wire: SDK and SMTP retries are off, time-outs end before the worker does, and a claim is refused when too little time is left.",
        residual: "None.",
    },
    Promise {
        family: SENDS,
        id: "R1.5",
        title: "Fenced transitions",
        words: "Every transition is a conditional write; a worker that lost its lease changes nothing.",
        residual: "None.",
    },
    Promise {
        family: SENDS,
        id: "R1.6",
        title: "Asked again at the last moment",
        words: "Opt-outs, suppression, campaign, pause and task are read again, strongly consistent, after the claim and before the transport.",
        residual: "The milliseconds between that read and the transport's answer.",
    },
    Promise {
        family: SENDS,
        id: "R1.7",
        title: "One bad record costs nobody else anything",
        words: "Each record of a batch is worked in a task of its own; a panic returns only itself, a malformed record is parked.",
        residual: "None.",
    },
    Promise {
        family: SENDS,
        id: "R1.8",
        title: "Waiting costs no attempt",
        words: "Throttling and pauses put the mail off and acknowledge the message; only real failures reach the dead letters, and every dead-letter queue has an alarm.",
        residual: "None: the due index brings back what any queue gave up.",
    },
    Promise {
        family: SENDS,
        id: "R1.9",
        title: "The rate is kept",
        words: "All workers together take no more sends out of a second than the rate that is set, nor than nine tenths of what SES grants the account; who finds it used up goes a few seconds later.",
        residual: "What SES grants is asked at each start of a worker: a grant that shrinks is noticed by throttling until then.",
    },
    Promise {
        family: SENDS,
        id: "R1.10",
        title: "A kill switch that holds",
        words: "Sending stops for an organization or a campaign at the next attempt, by hand or by the breaker; what waited too long expires instead of going out late.",
        residual: "Mails already handed to the transport.",
    },
    Promise {
        family: SENDS,
        id: "R1.11",
        title: "Fair turns",
        words: "A campaign's flood queues behind itself: mails of other campaigns go out with its first batch.",
        residual: "None.",
    },
    Promise {
        family: SENDS,
        id: "R1.12",
        title: "Unknown outcomes are known to be unknown",
        words: "A lost answer is a state of its own: the mail waits for evidence, then follows the campaign's policy, `resend` (at most once) or `hold`.",
        residual: "Two mails, with the same link, when the answer was lost and its evidence was lost or later than an hour. With `hold`: none.",
    },
    Promise {
        family: TIME,
        id: "R2.1",
        title: "One wake-up of record",
        words: "Every record that needs work has exactly one due entry, written with the record itself; nothing else is needed for the work to be done.",
        residual: "None: it is derived from the record's state.",
    },
    Promise {
        family: TIME,
        id: "R2.2",
        title: "Never early",
        words: "Nothing is sent before its time; the 99th percentile of lateness is at most five seconds under the rate cap.",
        residual: "Lost hints cost up to fifteen minutes, once each.",
    },
    Promise {
        family: TIME,
        id: "R2.3",
        title: "Every hint may be lost",
        words: "Purging every queue, sweeping twice, missing sweeps, lagging indexes and skewed clocks change nothing but the moment.",
        residual: "Twenty minutes, without an operator.",
    },
    Promise {
        family: TIME,
        id: "R2.4",
        title: "Cancelling is one write",
        words: "Cancelling and re-dating are one conditional write; a hint that is already on its way then does nothing.",
        residual: "None.",
    },
    Promise {
        family: TIME,
        id: "R2.5",
        title: "A flood waits in its own row",
        words: "The hints of one campaign are laid out no denser than the send rate; what cannot be sent yet stays in the due index, and everybody else is on time.",
        residual: "Raising the rate speeds up a flood that is already laid out within an hour.",
    },
    Promise {
        family: TIME,
        id: "R2.6",
        title: "Lateness is measured",
        words: "The age of the oldest overdue record, hints, sweeps, lateness and unknown outcomes are metrics of the program itself; what is overdue or late, and a silent sweeper, have alarms.",
        residual: "None.",
    },
    Promise {
        family: TIME,
        id: "R2.7",
        title: "A restore mails nobody twice",
        words: "After the core table was restored nothing goes out until it was reconciled: triggers since then are planned again under the same ids, what the kept evidence proves was sent, opt-outs stand outside the restored table.",
        residual: "A mail whose evidence never came, or comes later than an hour after reconciling. Answers given since the restored moment are lost with it.",
    },
];
