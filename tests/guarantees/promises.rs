//! The promises: what, in words for people, and what remains. The tests that show each are found by their names.

/// One promise.
pub struct Promise {
    /// Chapter of the page.
    pub family: &'static str,
    /// Requirement id.
    pub id: &'static str,
    /// In a few words.
    pub title: &'static str,
    /// The promise itself.
    pub words: &'static str,
    /// What remains when everything goes wrong.
    pub residual: &'static str,
}

const SENDS: &str = "Sends: never lost, never twice";
const TIME: &str = "Time: never early, rarely late";
const MAIL: &str = "Mail: wanted, honest, well-formed";
const PROOF: &str = "How all this is shown";

/// Every promise, in the order of the page.
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
        words: "Throttling and pauses re-date the mail and acknowledge the message; only real failures reach the dead letters, and every dead-letter queue has an alarm.",
        residual: "None: the due index brings back what any queue gave up.",
    },
    Promise {
        family: SENDS,
        id: "R1.9",
        title: "The rate is kept",
        words: "All workers together take no more sends out of a second than the rate that is set, nor than nine tenths of what SES grants the account; who finds it used up tries again within seconds, at no cost of an attempt.",
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
        words: "Every record that needs work has exactly one due entry, written with the record itself.",
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
        words: "The age of the oldest overdue record, hints, sweeps, lateness and unknown outcomes are metrics of the program itself, with alarms.",
        residual: "None.",
    },
    Promise {
        family: TIME,
        id: "R2.7",
        title: "A restore mails nobody twice",
        words: "After the core table was restored nothing goes out until it was reconciled: triggers since then are planned again under the same ids, what the kept evidence proves was sent, opt-outs stand outside the restored table.",
        residual: "A mail whose evidence never came, or comes later than an hour after reconciling. Answers given since the restored moment are lost with it.",
    },
    Promise {
        family: MAIL,
        id: "R3.1",
        title: "A visit is not an answer",
        words: "Following a link records nothing and unsubscribes nobody, however often and by whomever; only a button pressed on the page does.",
        residual: "A scanner that presses buttons.",
    },
    Promise {
        family: MAIL,
        id: "R3.2",
        title: "Machines are kept apart",
        words: "An answer that bears the marks of a program counts nowhere and alerts nobody; it stays visible and can be restored.",
        residual: "A program without such marks.",
    },
    Promise {
        family: MAIL,
        id: "R3.3",
        title: "One-click unsubscribe",
        words: "Every survey mail carries the headers of RFC 8058 and a visible link; a POST in either encoding acts at once, without a redirect, as often as it comes.",
        residual: "None.",
    },
    Promise {
        family: MAIL,
        id: "R3.4",
        title: "One gate",
        words: "Every mail passes one gate that asks for opt-outs and suppression; one function holds the right to send.",
        residual: "None.",
    },
    Promise {
        family: MAIL,
        id: "R3.5",
        title: "An opt-out binds at once",
        words: "Also for invitations that are already planned, also for people never seen, by address, for one campaign or all.",
        residual: "As R1.6.",
    },
    Promise {
        family: MAIL,
        id: "R3.6",
        title: "Bounces and complaints bind",
        words: "A permanent bounce or a complaint suppresses the address at once, the third soft bounce in a row does; every order and repetition of the same reports ends in the same state.",
        residual: "Reports that the provider never sends.",
    },
    Promise {
        family: MAIL,
        id: "R3.7",
        title: "No header but ours",
        words: "No name, subject or text adds a header to a mail or an element to its markup.",
        residual: "None.",
    },
    Promise {
        family: MAIL,
        id: "R3.8",
        title: "Templates can say little",
        words: "Mail templates know named variables and nothing of the machine; an unknown variable is refused when it is saved; what customers wrote is never read as template; running is bounded.",
        residual: "None.",
    },
    Promise {
        family: MAIL,
        id: "R5.4",
        title: "Anonymous is anonymous",
        words: "Of an answer to an anonymous campaign only its local day is kept beside what was said: nothing leads to the invitation, the contact or their order, and nothing back. It cannot be changed, nobody is alerted or called, fewer than five answers are shown nowhere, and people are told so in the mail, before they send and after.",
        residual: "Timing in the tables' backups, or seen by listing invitations and answers again and again; what people write into comments.",
    },
    Promise {
        family: PROOF,
        id: "R6.1",
        title: "A simulator of everything outside",
        words: "The real use cases run on simulated ports that crash, lose, repeat, reorder, lag and lie; one seed replays one story.",
        residual: "What no port models.",
    },
    Promise {
        family: PROOF,
        id: "R6.2",
        title: "Ten thousand stories at each change",
        words: "Invariants hold in every one of ten thousand seeds.",
        residual: "Stories that no seed told yet.",
    },
    Promise {
        family: PROOF,
        id: "R6.3",
        title: "The simulator finds bugs",
        words: "Each of at least fifteen seeded bugs is found within that budget.",
        residual: "Bugs unlike them.",
    },
    Promise {
        family: PROOF,
        id: "R6.4",
        title: "Honest stand-ins",
        words: "One contract suite runs on the memory adapters and on the embedded engine; a property test compares the two.",
        residual: "Where the engine differs from AWS.",
    },
    Promise {
        family: PROOF,
        id: "R6.5",
        title: "Strangers' input is fuzzed",
        words: "Everything that reads what strangers send is fuzzed at each change, starting from what was ever found.",
        residual: "Inputs that a short run does not reach; `make fuzz` runs longer.",
    },
    Promise {
        family: PROOF,
        id: "R6.6",
        title: "Laws, not only examples",
        words: "Arithmetic, windows, merging and paging are checked against plain reference versions on random input.",
        residual: "None known.",
    },
    Promise {
        family: PROOF,
        id: "R6.8",
        title: "The wire itself",
        words: "The real SDK and the real SMTP client talk to servers that close, reset, stall and lie; requests are counted.",
        residual: "None known.",
    },
    Promise {
        family: PROOF,
        id: "R6.10",
        title: "This page",
        words: "Written from the names and notes of the tests themselves; a promise without a test stops the build.",
        residual: "A test that proves less than its name says.",
    },
];
