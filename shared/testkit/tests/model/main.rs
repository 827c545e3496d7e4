//! The exhaustive model of one invitation (reliability 1.2, R1.3, R1.12): every interleaving of due index, queue, worker,
//! transport and delivery event, under every fault budget, for the design in use and for the naive ones. The design
//! in use is not restated: each of its transitions is made by `relance_domain::invitation::step`.

#![expect(clippy::unwrap_used, reason = "a model that leaves its bounds must stop")]

mod exploration;
mod naive;
mod protocol;

use exploration::{Design, Faults, Found, explore};
use naive::Naive;
use protocol::Protocol;
use relance_domain::campaign::OnUncertain;

const NOTHING: Faults =
    Faults { crashes: 0, repeats: 0, losses: 0, lost_events: 0, lost_answers: 0, throttles: 0 };
const REPEAT: Faults = Faults { repeats: 1, ..NOTHING };
const CRASH: Faults = Faults { crashes: 1, ..NOTHING };
const LOSS: Faults = Faults { losses: 1, ..NOTHING };
const LOST_ANSWER: Faults = Faults { lost_answers: 1, ..NOTHING };
const THROTTLE: Faults = Faults { throttles: 1, ..NOTHING };
const FOUR: Faults = Faults { crashes: 1, repeats: 1, losses: 1, lost_answers: 1, ..NOTHING };
const CRASH_AND_NO_EVENT: Faults = Faults { crashes: 1, lost_events: 1, ..NOTHING };
const LOST_ANSWER_AND_NO_EVENT: Faults = Faults { lost_answers: 1, lost_events: 1, ..NOTHING };

/// At most so many mails, and none is lost.
fn mails(most: u8) -> Found {
    Found { most_mails: most, lost: false, held: false }
}

/// At most so many mails, and some may never be sent and nobody told.
fn mails_or_lost(most: u8) -> Found {
    Found { lost: true, ..mails(most) }
}

/// At most one mail, and some wait visibly for an operator.
fn one_or_held() -> Found {
    Found { held: true, ..mails(1) }
}

/// What every fault budget leads to.
fn table(design: &impl Design) -> [Found; 9] {
    [NOTHING, REPEAT, CRASH, LOSS, LOST_ANSWER, THROTTLE, FOUR, CRASH_AND_NO_EVENT, LOST_ANSWER_AND_NO_EVENT]
        .map(|faults| explore(design, faults))
}

#[test]
fn check_then_send_mails_up_to_four_times_and_loses() {
    let found = table(&Naive::CheckThenSend);

    let lost = mails_or_lost;
    let (one, two) = (mails(1), mails(2));
    assert_eq!(found, [one, two, two, lost(1), two, one, lost(4), two, two]);
}

#[test]
fn a_lease_that_runs_again_mails_up_to_three_times_and_loses() {
    let found = table(&Naive::LeaseAndRunAgain);

    let lost = mails_or_lost;
    let (one, two) = (mails(1), mails(2));
    assert_eq!(found, [one, one, two, lost(1), two, one, lost(3), two, two]);
}

#[test]
fn a_mark_before_the_hint_mails_up_to_three_times_and_loses_at_one_crash() {
    let found = table(&Naive::MarkFirst);

    let lost = mails_or_lost;
    let (one, two) = (mails(1), mails(2));
    assert_eq!(found, [one, one, lost(2), lost(1), two, one, lost(3), lost(2), two]);
}

/// R1.3, R1.12.
#[test]
fn the_protocol_loses_nothing_and_mails_twice_only_if_two_independent_faults_meet() {
    let found = table(&Protocol::new(OnUncertain::Resend));

    let (one, two) = (mails(1), mails(2));
    assert_eq!(found, [one, one, one, one, one, one, one, two, two]);
}

/// R1.12.
#[test]
fn the_protocol_with_hold_never_mails_twice_and_shows_what_it_holds() {
    let found = table(&Protocol::new(OnUncertain::Hold));

    let (one, held) = (mails(1), one_or_held());
    assert_eq!(found, [one, one, held, one, one, one, held, held, held]);
}

#[test]
fn without_the_wait_for_evidence_one_crash_alone_mails_twice() {
    let hasty = Protocol::hasty(OnUncertain::Resend);

    assert_eq!(explore(&hasty, CRASH).most_mails, 2);
}

#[test]
fn however_many_attempts_are_in_doubt_no_third_mail_is_sent() {
    let worst = Faults { crashes: 3, lost_events: 3, ..NOTHING };

    let found = explore(&Protocol::new(OnUncertain::Resend), worst);

    assert_eq!((found.most_mails, found.lost), (2, false));
}
