//! Bodies of hooks, read in the words of every tool: any bytes read as events or as one clear refusal.
//! Signatures are in `webhook_signature`. Fuzzed at each change (R6.5).
#![no_main]

use libfuzzer_sys::fuzz_target;
use relance_adapters::source::EventReader;
use relance_application::ports::inbound::ReadEvent as _;
use relance_fuzz::connections;

fuzz_target!(|body: &[u8]| {
    for connection in connections() {
        let identity = EventReader.identity(&connection, body);
        assert!(!identity.is_empty() && identity.len() <= 128);
        if let Ok(events) = EventReader.read(&connection, body) {
            for event in events {
                assert!(event.event_id.len() <= 200);
            }
        }
    }
});
