//! What one survey costs on AWS: counted from the SDK's own calls and the capacity that they returned, written to
//! `bench/COST.md` by `make cost`, and held by `make test`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that fails must stop, and be seen"
)]

mod aws;
mod grow;
mod meter;
mod page;
mod prices;
mod sizes;
mod survey;
mod system;

use page::{MOST, held, page, table_calls, total};
use prices::dollars;
use std::fs;
use survey::{Survey, walk};
use system::System;

/// Says to write the page instead of holding it.
const WRITE: &str = "RELANCE_WRITE_COST";
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/COST.md");
const ARCHITECTURE: &str = include_str!("../../ARCHITECTURE.md");

/// What was measured.
struct Measured {
    plain: Survey,
    alerting: Survey,
    ten: Survey,
}

/// The first survey only warms what functions keep.
async fn measure() -> Measured {
    let system = System::start().await;
    let tasks = |from: usize, many: usize| (from..from + many).map(|n| format!("T-{n}")).collect::<Vec<_>>();
    walk(&system, &tasks(1_000, 1), 9).await;
    Measured {
        plain: walk(&system, &tasks(1_001, 1), 9).await,
        alerting: walk(&system, &tasks(1_002, 1), 2).await,
        ten: walk(&system, &tasks(1_010, 10), 9).await,
    }
}

/// An unintended read, write or index entry shows here, and a saving too.
#[tokio::test]
async fn a_survey_makes_the_calls_that_are_written_down_and_no_other() {
    let Measured { plain, alerting, ten } = measure().await;

    let fresh = page(&plain, &alerting, &ten);

    if std::env::var_os(WRITE).is_some() {
        fs::write(PAGE, &fresh).unwrap();
    }
    let known = fs::read_to_string(PAGE).unwrap_or_default();
    assert_eq!(
        held(&fresh),
        held(&known),
        "a survey asks AWS for something else: run `make cost` and look at the difference"
    );
    let calls = table_calls(&plain);
    assert!(
        ARCHITECTURE.contains(&calls),
        "ARCHITECTURE.md, **Table calls of one survey**, should say: {calls}"
    );
    let by_itself = dollars(&total(&plain.steps)).iter().map(|part| part.dollars).sum::<f64>() * 1e6;
    assert!(by_itself <= MOST, "a million surveys cost {by_itself:.2} USD beside their mails: what grew?");
}
