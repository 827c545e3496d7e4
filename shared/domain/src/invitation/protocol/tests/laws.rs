//! Laws over random lives of a mail (R1.3, R2.1), an honest transport's in particular.
//! Single steps are in `table`.

use super::*;
use proptest::prelude::*;

fn outcomes() -> impl Strategy<Value = SendOutcome> {
    prop_oneof![
        Just(SendOutcome::Accepted { message_id: "m".to_owned() }),
        Just(SendOutcome::Throttled),
        Just(SendOutcome::QuotaExceeded),
        Just(SendOutcome::SenderBlocked { reason: String::new() }),
        Just(SendOutcome::Rejected { reason: String::new() }),
        Just(SendOutcome::AddressRefused { reason: String::new() }),
        Just(SendOutcome::NotReached),
        Just(SendOutcome::Unknown),
    ]
}

/// Any command about any attempt at all, sensible or not.
fn commands() -> impl Strategy<Value = Command> {
    let attempt = 0..6_u32;
    prop_oneof![
        4 => Just(Command::Wake),
        1 => Just(Command::WorkerDied),
        4 => (attempt.clone(), outcomes(), 0..60_u8)
            .prop_map(|(attempt, outcome, jitter_s)| Command::Reported { attempt, outcome, jitter_s }),
        1 => proptest::option::of(attempt.clone())
            .prop_map(|attempt| Command::Accepted { attempt, message_id: None }),
        1 => attempt.clone().prop_map(|attempt| Command::NotAccepted { attempt }),
        1 => attempt.clone().prop_map(|attempt| Command::Refused {
            attempt,
            ruling: Ruling::Never { reason: CancelReason::OptedOut },
        }),
        1 => (attempt, 0..9_000_i64)
            .prop_map(|(attempt, s)| Command::Refused { attempt, ruling: Ruling::Later { at: at(s) } }),
        1 => (0..9_000_i64).prop_map(|s| Command::PutOff { at: at(s) }),
        1 => Just(Command::Cancel { reason: CancelReason::TaskReopened }),
        1 => (0..90_000_i64).prop_map(|s| Command::Reschedule { due_at: at(s) }),
    ]
}

fn rules() -> impl Strategy<Value = SendRules> {
    (any::<bool>(), 0..3_u32).prop_map(|(hold, max_resends)| SendRules {
        on_uncertain: if hold { OnUncertain::Hold } else { OnUncertain::Resend },
        max_resends,
        ..SendRules::default()
    })
}

/// One step of a life: what was before, what was done, what came of it.
struct Lived {
    before: SendProgress,
    command: Command,
    now: Timestamp,
    after: SendProgress,
    effect: Effect,
}

/// A life under these commands, each so many seconds after the one before.
fn live(commands: Vec<(Command, i64)>, rules: &SendRules) -> Vec<Lived> {
    let mut progress = SendProgress::scheduled(at(0));
    let mut now = at(0);
    let mut lived = Vec::new();
    for (command, seconds) in commands {
        now = now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        let before = progress.clone();
        let Transition { next, effect } = step(&progress, &command, now, rules);
        progress = next.unwrap_or(progress);
        lived.push(Lived { before, command, now, after: progress.clone(), effect });
    }
    lived
}

fn lives() -> impl Strategy<Value = (Vec<(Command, i64)>, SendRules)> {
    (proptest::collection::vec((commands(), 0..5_000_i64), 0..60), rules())
}

proptest! {
    /// R2.1.
    #[test]
    fn a_mail_is_due_exactly_while_it_needs_work((commands, rules) in lives()) {
        for moment in live(commands, &rules) {
            let open = matches!(
                moment.after.state,
                SendState::Scheduled { .. } | SendState::Sending { .. } | SendState::Uncertain { .. }
            );
            prop_assert_eq!(moment.after.due_at().is_some(), open);
        }
    }

    /// R1.5.
    #[test]
    fn attempts_are_counted_up_and_never_reused((commands, rules) in lives()) {
        let mut latest = 0;
        for moment in live(commands, &rules) {
            if let Effect::Deliver { attempt } = moment.effect {
                prop_assert!(attempt > latest);
                latest = attempt;
            }
            // Only evidence of an attempt that a restore forgot counts further (R2.7).
            latest = latest.max(moment.after.attempts);
            prop_assert_eq!(moment.after.attempts, latest);
        }
    }

    /// R2.2.
    #[test]
    fn nothing_is_delivered_before_it_is_due((commands, rules) in lives()) {
        for moment in live(commands, &rules) {
            if matches!(moment.effect, Effect::Deliver { .. }) {
                let due = matches!(moment.before.due_at(), Some(due_at) if due_at <= moment.now);
                prop_assert!(due, "{:?} at {}", moment.before, moment.now);
                prop_assert_eq!(moment.command, Command::Wake);
            }
        }
    }

    #[test]
    fn last_states_are_last((commands, rules) in lives()) {
        for moment in live(commands, &rules) {
            let moved = moment.before != moment.after;
            match moment.before.state {
                SendState::Sent { .. } => {
                    prop_assert!(!moved, "{:?} by {:?}", moment.before, moment.command);
                }
                SendState::Expired | SendState::Failed { .. } => {
                    let proven = matches!(moment.after.state, SendState::Sent { .. });
                    prop_assert!(!moved || proven, "{:?} by {:?}", moment.before, moment.command);
                }
                SendState::Cancelled { .. } => {
                    let proven = matches!(moment.after.state, SendState::Sent { .. });
                    let planned_again = matches!(moment.command, Command::Reschedule { .. });
                    prop_assert!(!moved || proven || planned_again && moment.before.nothing_sent());
                }
                _ => {}
            }
        }
    }

    #[test]
    fn evidence_is_believed_in_every_open_state((commands, rules) in lives()) {
        for moment in live(commands, &rules) {
            let proof = matches!(moment.command, Command::Accepted { .. });
            let open = moment.before.due_at().is_some() || matches!(moment.before.state, SendState::Held { .. });
            if proof && open && moment.before.attempts > 0 {
                let sent = matches!(moment.after.state, SendState::Sent { .. });
                prop_assert!(sent, "{:?}", moment.after);
            }
        }
    }

    /// Evidence may come after the mail was given up: it was sent all the same (R1.5, R2.7).
    #[test]
    fn a_mail_that_may_be_out_is_never_called_unsent_and_evidence_of_it_is_always_believed((commands, rules) in lives()) {
        let mut in_doubt = 0_u32;
        for moment in live(commands, &rules) {
            let was = matches!(moment.before.state, SendState::Uncertain { .. });
            let is = matches!(moment.after.state, SendState::Uncertain { .. });
            if is && !was {
                in_doubt += 1;
            }
            if matches!(moment.command, Command::NotAccepted { .. }) && moment.before != moment.after {
                in_doubt -= u32::from(!matches!(moment.before.state, SendState::Sending { .. }));
            }
            prop_assert_eq!(moment.after.doubts, in_doubt);
            prop_assert!(in_doubt == 0 || !moment.after.nothing_sent());
            let proof = Command::Accepted { attempt: None, message_id: None };
            let proven = step(&moment.after, &proof, moment.now, &rules).next;
            let sent = matches!(moment.after.state, SendState::Sent { .. });
            prop_assert!(in_doubt == 0 || sent || proven.is_some());
        }
    }

    /// R1.12.
    #[test]
    fn a_doubtful_attempt_is_repeated_as_often_as_the_rules_say_and_never_under_hold((commands, rules) in lives()) {
        let repeats = live(commands, &rules).into_iter().filter(|moment| {
            let doubtful = matches!(moment.before.state, SendState::Uncertain { .. });
            doubtful && matches!(moment.effect, Effect::Deliver { .. })
        });
        let allowed = if rules.on_uncertain == OnUncertain::Hold { 0 } else { rules.max_resends };
        prop_assert!(repeats.count() <= allowed as usize);
    }

    #[test]
    fn any_instant_is_survived(second in any::<i64>(), command in commands(), far in any::<bool>()) {
        let instant = Timestamp::from_second(second % 250_000_000_000).unwrap_or(Timestamp::MAX);
        let now = if far { Timestamp::MAX } else { instant };
        let next = step(&SendProgress::scheduled(instant), &command, now, &SendRules::default()).next;
        let lived = next.map(|next| step(&next, &Command::Wake, Timestamp::MAX, &SendRules::default()));
        prop_assert!(lived.is_none_or(|done| done.next.is_none_or(|next| next.attempts <= 2)));
    }
}

/// What becomes of one attempt with a transport that never lies.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Taken,
    TakenAnswerLost,
    NotTakenAnswerLost,
    TakenWorkerDied,
    WorkerDiedBefore,
    Throttled,
    NotReached,
}

fn fates() -> impl Strategy<Value = Fate> {
    prop_oneof![
        1 => Just(Fate::Taken),
        2 => Just(Fate::TakenAnswerLost),
        2 => Just(Fate::NotTakenAnswerLost),
        2 => Just(Fate::TakenWorkerDied),
        2 => Just(Fate::WorkerDiedBefore),
        1 => Just(Fate::Throttled),
        1 => Just(Fate::NotReached),
    ]
}

proptest! {
    /// Without any evidence at all, which is the worst case.
    #[test]
    fn an_honest_transport_takes_at_most_one_mail_and_the_allowed_repeats(
        fates in proptest::collection::vec(fates(), 1..12), waits in 1..200_000_i64, rules in rules()
    ) {
        let (mut progress, mut now, mut taken) = (SendProgress::scheduled(at(0)), at(0), 0);
        let mut fates = fates.into_iter();
        for _ in 0..60 {
            let Transition { next, effect } = step(&progress, &Command::Wake, now, &rules);
            progress = next.unwrap_or(progress);
            if let Effect::Deliver { attempt } = effect {
                let Some(fate) = fates.next() else { break };
                taken += u32::from(matches!(fate, Fate::Taken | Fate::TakenAnswerLost | Fate::TakenWorkerDied));
                let outcome = match fate {
                    Fate::Taken => Some(SendOutcome::Accepted { message_id: "m".to_owned() }),
                    Fate::TakenAnswerLost | Fate::NotTakenAnswerLost => Some(SendOutcome::Unknown),
                    Fate::Throttled => Some(SendOutcome::Throttled),
                    Fate::NotReached => Some(SendOutcome::NotReached),
                    Fate::TakenWorkerDied | Fate::WorkerDiedBefore => None,
                };
                if let Some(outcome) = outcome {
                    let report = Command::Reported { attempt, outcome, jitter_s: 7 };
                    progress = step(&progress, &report, now, &rules).next.unwrap_or(progress);
                }
            }
            now = now.checked_add(SignedDuration::from_secs(waits)).unwrap();
        }

        let repeats = if rules.on_uncertain == OnUncertain::Hold { 0 } else { rules.max_resends };
        prop_assert!(taken <= 1 + repeats, "{taken} mails");
    }
}
