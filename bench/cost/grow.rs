//! The same survey beside many that wait: what it asks for does not grow with them.
//! What a survey is comes from [`crate::survey`].

use crate::meter::Counts;
use crate::page::total;
use crate::survey;
use crate::system::System;
use jiff::SignedDuration;
use relance_application::ports::records::{Change, Committed, Records};
use relance_application::stored::record_of;
use relance_domain::invitation::{Invitation, SendProgress};
use relance_testkit::builders;
use std::collections::BTreeMap;

/// Says beside how many more the survey is walked again.
const PENDING: &str = "RELANCE_COST_PENDING";
/// Far beyond every sweep of a run.
const MONTH: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Records of one transaction.
const AT_ONCE: u32 = 100;

async fn fill(system: &System, from: u32, to: u32) {
    for start in (from..to).step_by(AT_ONCE as usize) {
        let all = (start..to.min(start + AT_ONCE)).map(pending);
        let changes: Vec<_> = all.map(|one| Change::Create(record_of(&one, 0).unwrap())).collect();
        assert_eq!(system.records.commit(&changes).await.unwrap(), Committed::Done);
    }
}

fn pending(n: u32) -> Invitation {
    let one = builders::invitation(1_000 + n, &format!("customer{n}@example.com"));
    Invitation { send: SendProgress::scheduled(builders::now() + MONTH), ..one }
}

/// Everything that a survey and a sweep ask of the tables and the functions. Not bytes, since names of tasks differ in length;
/// nor what is waited for, since secrets are read anew after five minutes and filling a store takes longer.
async fn asked(system: &System, task: &str) -> (Counts, Counts) {
    let walked = survey::walk(system, &[task.to_owned()], 9).await;
    let of_tables = |counts| Counts { others: BTreeMap::new(), waited: 0.0, ..counts };
    (of_tables(total(&walked.steps)), of_tables(walked.idle_sweep))
}

/// R2.5. `RELANCE_COST_PENDING=1000000` asks the same beside a million.
#[tokio::test]
async fn a_survey_costs_the_same_beside_a_thousand_that_wait() {
    let system = System::start().await;
    asked(&system, "T-1000").await;
    let alone = asked(&system, "T-1001").await;

    fill(&system, 0, 1_000).await;
    let beside_some = asked(&system, "T-1002").await;

    assert_eq!(beside_some, alone);
    let more = std::env::var(PENDING).ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    if more > 1_000 {
        let began = std::time::Instant::now();
        fill(&system, 1_000, more).await;
        println!("{more} wait, stored in {:.0} s", began.elapsed().as_secs_f64());
        let beside_many = asked(&system, "T-1003").await;
        assert_eq!(beside_many, alone);
        println!(
            "beside them a survey asks for {} read units and {} write units, as alone",
            alone.0.read_units, alone.0.write_units
        );
    }
}
