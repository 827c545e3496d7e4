//! Mistakes around the transport: when to send again, and what its answers mean.
//! Mistakes of the store are in `storing` and `reading` (R6.3).

use super::is_found;
use jiff::SignedDuration;
use relance_application::invitation::DeliveryReport;
use relance_domain::invitation::{SendOutcome, SendRules};
use relance_domain::name::{InvitationId, SendId, Unique};
use relance_testkit::simulator::Patch;

struct NoWaitForEvidence;

impl Patch for NoWaitForEvidence {
    fn rules(&self, promised: SendRules) -> SendRules {
        SendRules { evidence_wait: SignedDuration::ZERO, ..promised }
    }
}

#[test]
fn a_doubtful_mail_that_is_repeated_at_once_is_found() {
    is_found(NoWaitForEvidence, &["I2"]);
}

struct RepeatsForEver;

impl Patch for RepeatsForEver {
    fn rules(&self, promised: SendRules) -> SendRules {
        SendRules { max_resends: u32::MAX, ..promised }
    }
}

#[test]
fn a_doubtful_mail_that_is_repeated_for_ever_is_found() {
    is_found(RepeatsForEver, &["I2"]);
}

struct ShortLease;

impl Patch for ShortLease {
    fn rules(&self, promised: SendRules) -> SendRules {
        SendRules { lease: SignedDuration::from_secs(1), ..promised }
    }
}

#[test]
fn a_lease_shorter_than_its_worker_lives_is_found() {
    is_found(ShortLease, &["I2"]);
}

struct RetriesInside;

impl Patch for RetriesInside {
    fn requests(&self, first: &SendOutcome) -> usize {
        if *first == SendOutcome::Unknown { 3 } else { 1 }
    }
}

#[test]
fn a_transport_client_that_retries_by_itself_is_found() {
    is_found(RetriesInside, &["I2"]);
}

struct SendsTwice;

impl Patch for SendsTwice {
    fn requests(&self, _: &SendOutcome) -> usize {
        2
    }
}

#[test]
fn two_requests_for_one_claim_are_found() {
    is_found(SendsTwice, &["I2"]);
}

struct CallsDoubtSurelyNot;

impl Patch for CallsDoubtSurelyNot {
    fn outcome(&self, said: SendOutcome) -> SendOutcome {
        if said == SendOutcome::Unknown { SendOutcome::NotReached } else { said }
    }
}

#[test]
fn a_time_out_read_as_not_sent_is_found() {
    is_found(CallsDoubtSurelyNot, &["I2", "I4"]);
}

struct CallsThrottledTaken;

impl Patch for CallsThrottledTaken {
    fn outcome(&self, said: SendOutcome) -> SendOutcome {
        match said {
            SendOutcome::Throttled => SendOutcome::Accepted { message_id: "none".to_owned() },
            said => said,
        }
    }
}

#[test]
fn a_throttled_mail_called_sent_is_found() {
    is_found(CallsThrottledTaken, &["I4"]);
}

struct DeniesDoubtfulMails;

impl Patch for DeniesDoubtfulMails {
    fn denies_doubtful_mails(&self) -> bool {
        true
    }
}

#[test]
fn a_transport_that_wrongly_denies_a_mail_is_found() {
    // Twice in an inbox, or given up as asked too recently although it was taken: whichever comes first.
    is_found(DeniesDoubtfulMails, &["I2", "I5"]);
}

struct ReportsLoseTheirTag;

impl Patch for ReportsLoseTheirTag {
    fn report(&self, mut report: DeliveryReport) -> DeliveryReport {
        let another = InvitationId::new(&Unique::derived(&["another mail"]));
        report.tag.send_id = SendId::Invitation(another);
        report
    }
}

#[test]
fn delivery_reports_that_name_another_mail_are_found() {
    is_found(ReportsLoseTheirTag, &["I2"]);
}
