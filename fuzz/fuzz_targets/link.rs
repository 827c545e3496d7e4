//! Tokens of survey and unsubscribe links: a text that we did not seal opens nothing (R5.1, R5.2).
//! What a true link opens is in `respondent`. Fuzzed at each change (R6.5).
#![no_main]

use libfuzzer_sys::fuzz_target;
use relance_adapters::secret::{HmacSeal, SealKey};
use relance_application::links::{SurveyLink, UnsubscribeLink};
use relance_testkit::MemoryRecords;

fuzz_target!(|token: &str| {
    let key = SealKey::new("1", &[7; 32]).expect("a key");
    let seal = HmacSeal::new(key, None);

    // Links of text messages are looked up: of those, too, there is none.
    let records = MemoryRecords::new();

    let survey = pollster::block_on(SurveyLink::open(&records, &seal, token)).expect("the store answers");
    let unsubscribe = pollster::block_on(UnsubscribeLink::open(&seal, token)).expect("no store is asked");

    assert!(survey.is_none() && unsubscribe.is_none(), "a forged link was believed");
});
