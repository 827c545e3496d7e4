//! Messages of the delivery queue: any text reads as reports about our mails, or is parked.
//! What is learnt from a report is proved in the simulator. Fuzzed at each change (R6.5).
#![no_main]

use libfuzzer_sys::fuzz_target;
use record_delivery::reports;

fuzz_target!(|event: &str| {
    // As SNS wraps it, so that the fuzzer need not learn to escape JSON in JSON.
    let wrapped = serde_json::json!({ "Message": event }).to_string();
    for body in [event, wrapped.as_str()] {
        if let Ok(reports) = reports(body) {
            assert!(reports.iter().all(|report| !report.tag.send_id.contains('#')));
        }
    }
});
