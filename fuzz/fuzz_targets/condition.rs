//! The one language of conditions: any JSON is a condition or is refused with a reason; what was read is written and read
//! again the same; what passed the check is evaluated of an event, traced or not, to the same end (R6.5).
#![no_main]

use libfuzzer_sys::fuzz_target;
use relance_domain::condition::{Condition, Written};
use relance_domain::source::{EventFields, TriggerEvent};
use relance_fuzz::EVENT;

fuzz_target!(|body: &[u8]| {
    let Ok(written) = serde_json::from_slice::<Written>(body) else { return };
    let condition = match written.read() {
        Ok(condition) => condition,
        Err(wrong) => {
            return assert!(!wrong.is_empty() && wrong.iter().all(|wrong| !wrong.to_string().is_empty()));
        }
    };
    let again = serde_json::to_vec(&condition).expect("what was read can be written");
    assert_eq!(serde_json::from_slice::<Condition>(&again).expect("and read again"), condition);
    let _ = condition.describe(&EventFields);
    let event: TriggerEvent = serde_json::from_str(EVENT).expect("event.json holds an event");
    match condition.clone().check(&EventFields) {
        Ok(checked) => {
            let trace = checked.trace(&event);
            assert_eq!(trace.holds, checked.holds(&event));
            assert!(trace.steps(&condition).iter().any(|step| step.decides));
        }
        Err(wrong) => assert!(!wrong.is_empty()),
    }
});
