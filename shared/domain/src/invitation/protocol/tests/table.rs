//! What every command does in every state (R1.3, R1.5). A dot: nothing changes and nothing is to be done.
//! Sequences of commands are in `laws`.

use super::*;
use std::fmt::Write as _;

/// The attempt that every state here is about.
const ATTEMPT: u32 = 3;
/// Now, in seconds; leases and waits of the table are over or not, measured from it.
const NOW: i64 = 1_000;

/// The states of the table. `*`: its instant has come; `+`: an attempt was made before; `2`: a doubt was repeated;
/// `?`: an attempt is in doubt for ever.
fn state(word: &str) -> SendProgress {
    let (name, marks) = word.split_at(word.find(['*', '+', '2', '!', '?']).unwrap_or(word.len()));
    let instant = at(if marks.contains('*') { NOW } else { NOW + 1 });
    let state = match name {
        "scheduled" => SendState::Scheduled { due_at: instant },
        "sending" => SendState::Sending { attempt: ATTEMPT, lease_until: instant, due_at: None },
        "uncertain" => SendState::Uncertain { attempt: ATTEMPT, until: instant },
        "sent" => SendState::Sent { attempt: ATTEMPT, at: at(0), message_id: None },
        "held" => SendState::Held { attempt: ATTEMPT },
        "cancelled" => SendState::Cancelled { reason: CancelReason::TaskReopened },
        "expired" => SendState::Expired,
        _ => SendState::Failed { reason: "content".to_owned() },
    };
    let untouched = ["scheduled", "cancelled", "expired"].contains(&name) && !marks.contains(['+', '?']);
    let late = SendRules::default().max_lateness.as_secs();
    SendProgress {
        state,
        planned_for: if marks.contains('!') { at(NOW - late - 1) } else { at(0) },
        attempts: if untouched { 0 } else { ATTEMPT },
        resends: u32::from(marks.contains('2')),
        doubts: u32::from(marks.contains(['2', '?']) || ["uncertain", "held"].contains(&name)),
    }
}

fn command(word: &str, attempt: u32) -> Command {
    let reported = |outcome| Command::Reported { attempt, outcome, jitter_s: 0 };
    let reason = || "said so".to_owned();
    let refused = |ruling| Command::Refused { attempt, ruling };
    match word {
        "wake" => Command::Wake,
        "died" => Command::WorkerDied,
        "taken" => reported(SendOutcome::Accepted { message_id: "m".to_owned() }),
        "busy" => reported(SendOutcome::Throttled),
        "unreached" => reported(SendOutcome::NotReached),
        "quota" => reported(SendOutcome::QuotaExceeded),
        "blocked" => reported(SendOutcome::SenderBlocked { reason: reason() }),
        "rejected" => reported(SendOutcome::Rejected { reason: reason() }),
        "nobody" => reported(SendOutcome::AddressRefused { reason: reason() }),
        "unknown" => reported(SendOutcome::Unknown),
        "evidence" => Command::Accepted { attempt: Some(attempt), message_id: None },
        "denied" => Command::NotAccepted { attempt },
        "never" => refused(Ruling::Never { reason: CancelReason::OptedOut }),
        "later" => refused(Ruling::Later { at: at(NOW + 60) }),
        "anew" => refused(Ruling::Anew { at: at(NOW + 60) }),
        "hold" => Command::PutOff { at: at(NOW + 60) },
        "cancel" => Command::Cancel { reason: CancelReason::ByOperator },
        // "move"
        _ => Command::Reschedule { due_at: at(NOW + 600) },
    }
}

/// What came of it, in a word: the new state, and what is to be done.
fn told(done: Transition) -> &'static str {
    let state = done.next.map(|progress| progress.state);
    match (state, done.effect) {
        (None, Effect::None) => ".",
        (None, Effect::HintAt(_)) => "hint",
        (Some(SendState::Sending { .. }), Effect::Deliver { .. }) => "CLAIM",
        (Some(SendState::Scheduled { .. }), Effect::PauseSending { until: Some(_) }) => "pause",
        (Some(SendState::Scheduled { .. }), Effect::PauseSending { until: None }) => "stop",
        (Some(SendState::Scheduled { .. }), Effect::None) => "plan",
        (Some(SendState::Uncertain { .. }), Effect::None) => "doubt",
        (Some(SendState::Sent { .. }), Effect::None) => "sent",
        (Some(SendState::Held { .. }), Effect::None) => "held",
        (Some(SendState::Cancelled { .. }), Effect::None) => "off",
        (Some(SendState::Expired), Effect::None) => "late",
        (Some(SendState::Failed { .. }), Effect::None) => "fail",
        _ => "not in the table",
    }
}

/// Every row of a table with what the protocol says, laid out as the table is.
fn as_it_is(table: &str, rules: &SendRules) -> Vec<String> {
    let mut lines = table.trim().lines();
    let header = lines.next().unwrap().trim();
    let mut shown = vec![header.to_owned()];
    for line in lines {
        let word = line.split_whitespace().next().unwrap();
        let mut row = format!("{word:<13}");
        for name in header.split_whitespace().skip(1) {
            let cell = told(step(&state(word), &command(name, ATTEMPT), at(NOW), rules));
            write!(row, "{cell:<width$}", width = name.len().max(5) + 1).unwrap();
        }
        shown.push(row.trim_end().to_owned());
    }
    shown
}

fn assert_table(table: &str, rules: &SendRules) {
    let expected: Vec<&str> = table.trim().lines().map(str::trim).collect();
    assert_eq!(as_it_is(table, rules), expected);
}

/// R1.3.
#[test]
fn every_command_in_every_state() {
    let table = "
        state        wake  died  taken busy  unreached quota blocked rejected nobody unknown evidence denied never later anew  hold  cancel move
        scheduled    hint  .     sent  .     .         .     .       .        .      .       sent     .      .     .     .     plan  off    plan
        scheduled*   CLAIM .     sent  .     .         .     .       .        .      .       sent     .      .     .     .     plan  off    plan
        scheduled*+  CLAIM .     sent  .     .         .     .       .        .      .       sent     .      .     .     .     plan  off    plan
        scheduled*+2 CLAIM .     sent  .     .         .     .       .        .      .       sent     .      .     .     .     plan  off    .
        scheduled*!  late  .     sent  .     .         .     .       .        .      .       sent     .      .     .     .     plan  off    plan
        sending      .     doubt sent  plan  plan      pause stop    fail     fail   doubt   sent     plan   off   plan  plan  .     .      .
        sending*     doubt doubt sent  plan  plan      pause stop    fail     fail   doubt   sent     plan   off   plan  plan  .     .      .
        uncertain    .     .     sent  .     .         .     .       .        .      .       sent     plan   .     .     .     .     .      .
        uncertain*   CLAIM .     sent  .     .         .     .       .        .      .       sent     plan   .     .     .     .     .      .
        uncertain*2  held  .     sent  .     .         .     .       .        .      .       sent     plan   .     .     .     .     .      .
        sent         .     .     .     .     .         .     .       .        .      .       .        .      .     .     .     .     .      .
        held         .     .     sent  .     .         .     .       .        .      .       sent     plan   .     .     .     .     off    .
        cancelled    .     .     sent  .     .         .     .       .        .      .       sent     .      .     .     .     .     .      plan
        cancelled+   .     .     .     .     .         .     .       .        .      .       .        .      .     .     .     .     .      plan
        cancelled?   .     .     sent  .     .         .     .       .        .      .       sent     .      .     .     .     .     .      .
        cancelled+2  .     .     sent  .     .         .     .       .        .      .       sent     .      .     .     .     .     .      .
        expired      .     .     sent  .     .         .     .       .        .      .       sent     .      .     .     .     .     .      .
        failed       .     .     .     .     .         .     .       .        .      .       .        .      .     .     .     .     .      .
        ";

    assert_table(table, &SendRules::default());
}

/// R1.12.
#[test]
fn hold_changes_what_the_end_of_a_wait_leads_to_and_nothing_else() {
    let table = "
        state        wake  died  unknown evidence cancel
        sending*     doubt doubt doubt   sent     .
        uncertain    .     .     .       sent     .
        uncertain*   held  .     .       sent     .
        held         .     .     .       sent     off
        ";

    assert_table(table, &SendRules { on_uncertain: OnUncertain::Hold, ..SendRules::default() });
}

/// R1.5.
#[test]
fn a_worker_whose_attempt_is_over_changes_nothing_unless_its_mail_was_taken() {
    let commands = [
        "busy",
        "unreached",
        "quota",
        "blocked",
        "rejected",
        "nobody",
        "unknown",
        "denied",
        "never",
        "later",
    ];
    let states = [
        "scheduled*+",
        "sending",
        "sending*",
        "uncertain",
        "uncertain*2",
        "sent",
        "held",
        "cancelled+",
        "failed",
    ];

    for (word, name) in states.iter().flat_map(|word| commands.map(|name| (word, name))) {
        let old = step(&state(word), &command(name, ATTEMPT - 1), at(NOW), &SendRules::default());
        assert_eq!(told(old), ".", "{name} of an older attempt in {word}");
    }
    let taken = step(&state("sending"), &command("taken", ATTEMPT - 1), at(NOW), &SendRules::default());
    assert_eq!(told(taken), "sent");
}

/// R1.8.
#[test]
fn what_was_surely_not_taken_is_tried_again_after_as_long_as_its_reason_asks() {
    let waits = [("busy", 1), ("unreached", 15), ("quota", 600), ("blocked", 600), ("denied", 0)];

    for (name, seconds) in waits {
        let next = step(&state("sending"), &command(name, ATTEMPT), at(NOW), &SendRules::default()).next;
        assert_eq!(next.unwrap().due_at(), Some(at(NOW + seconds)), "{name}");
    }
}

/// Lateness and expiry count from the instant it was moved to.
#[test]
fn a_mail_that_is_moved_is_planned_for_its_new_instant() {
    let anew =
        |word: &str, name: &str| step(&state(word), &command(name, ATTEMPT), at(NOW), &SendRules::default());
    let planned = anew("sending", "anew").next;
    assert_eq!(planned.unwrap().planned_for, at(NOW + 60), "also under a claim");
    for word in ["scheduled", "scheduled*+", "cancelled"] {
        let next = anew(word, "move").next;

        let moved = next.unwrap();
        assert_eq!((moved.planned_for, moved.due_at()), (at(NOW + 600), Some(at(NOW + 600))), "{word}");
    }
}

/// R1.10: what a pause holds back was not tried, and is as late as before.
#[test]
fn r1_10_a_mail_that_is_held_back_keeps_its_count_and_its_lateness() {
    let before = state("scheduled*+");

    let held = step(&before, &command("hold", ATTEMPT), at(NOW), &SendRules::default()).next;

    let held = held.unwrap();
    assert_eq!((held.attempts, held.planned_for), (before.attempts, before.planned_for));
    assert_eq!(held.due_at(), Some(at(NOW + 60)));
}

/// R2.7: a restore may have forgotten attempts; none of their numbers is used again.
#[test]
fn r2_7_evidence_of_a_forgotten_attempt_counts_it() {
    let next = step(&state("scheduled"), &command("evidence", ATTEMPT), at(NOW), &SendRules::default()).next;

    let sent = next.unwrap();
    assert_eq!(sent.attempts, ATTEMPT);
    assert_eq!(sent.state, SendState::Sent { attempt: ATTEMPT, at: at(NOW), message_id: None });
}

/// R1.10.
#[test]
fn r1_10_a_mail_exactly_as_late_as_is_allowed_still_goes_and_a_second_later_it_expires() {
    let rules = SendRules::default();
    let late = |seconds| SendProgress {
        planned_for: at(NOW - rules.max_lateness.as_secs() - seconds),
        ..state("scheduled*")
    };

    assert_eq!(told(step(&late(0), &Command::Wake, at(NOW), &rules)), "CLAIM");
    assert_eq!(told(step(&late(1), &Command::Wake, at(NOW), &rules)), "late");
}
