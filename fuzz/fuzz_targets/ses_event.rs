//! Messages of the delivery queue: any text reads as reports about our mails and texts, as a reply, or is parked.
//! What is learnt from a report is proved in the simulator. Fuzzed at each change (R6.5).
#![no_main]

use libfuzzer_sys::fuzz_target;
use record_delivery::{News, news};

fuzz_target!(|event: &str| {
    // As SNS wraps it, so that the fuzzer need not learn to escape JSON in JSON.
    let wrapped = serde_json::json!({ "Message": event, "Timestamp": "2026-11-22T19:21:00Z" }).to_string();
    for body in [event, wrapped.as_str()] {
        if let Ok(News::Reports(reports)) = news(body) {
            // Whatever a tag says, no key is built from it that could be another record's.
            assert!(reports.iter().all(|report| !report.tag.send_id.as_str().contains('#')));
        }
    }
});
