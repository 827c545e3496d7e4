//! The sample event of this function, as the timer hands it over: read by the type that main.rs uses, which looks at
//! nothing in it. What is due decides, not what the timer says.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use async_trait::async_trait;
use relance_application::due::Swept;
use relance_application::ports::due::{Announce, Announcement};
use relance_testkit::{FixedClock, MemoryRecords};
use release_due::{Deps, handle};
use std::sync::Arc;

struct Silent;

#[async_trait]
impl Announce for Silent {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        vec![false; announcements.len()]
    }
}

#[tokio::test]
async fn r2_6_the_sample_is_read_and_a_sweep_of_nothing_says_so() {
    let sample = include_str!("../../../events/release-due/every-minute.json");
    let event: serde_json::Value = serde_json::from_str(sample).unwrap();
    assert!(event.is_object());
    let deps = Deps {
        due: Arc::new(MemoryRecords::new()),
        records: Arc::new(MemoryRecords::new()),
        announce: Arc::new(Silent),
        clock: Arc::new(FixedClock::at("2026-11-22T19:06:00Z")),
        sends_per_s: Some(1),
        reached: Arc::default(),
    };

    assert_eq!(handle(&deps).await, Ok(Swept::default()));
}
