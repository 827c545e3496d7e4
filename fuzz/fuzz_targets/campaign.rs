//! Definitions of campaigns as the API takes them, conditions and display logic included: read, checked for what is
//! missing, asked of an event, sampled. Any JSON is taken or refused; nothing is undecided and nothing hangs. Fuzzed at each change (R6.5).
#![no_main]

use libfuzzer_sys::fuzz_target;
use relance_domain::campaign::{Campaign, missing_to_publish};
use relance_domain::invitation::{Circumstances, consider};
use relance_domain::question::questions_asked;
use relance_domain::source::TriggerEvent;
use relance_fuzz::{EVENT, now};
use relance_testkit::builders;

fuzz_target!(|body: &[u8]| {
    let Ok(campaign) = serde_json::from_slice::<Campaign>(body) else { return };
    let event: TriggerEvent = serde_json::from_str(EVENT).expect("event.json holds an event");

    let _ = missing_to_publish(&campaign);
    let organization = builders::organization();
    let known = Circumstances { organization: &organization, task: None, existing: None, now: now() };
    let _ = consider(&campaign, &event, known);
    let asked = questions_asked(&campaign.questions, campaign.questions_per_survey, "inv_1");

    assert!(asked.len() <= campaign.questions.len());
    let again = serde_json::to_vec(&campaign).expect("what was read can be written");
    assert_eq!(serde_json::from_slice::<Campaign>(&again).expect("and read again"), campaign);
});
