//! Mistakes with time, chance, secrets and links.
//! Mistakes of store and transport are beside this file (R6.3).

use super::is_found;
use jiff::{SignedDuration, Timestamp};
use relance_domain::name::Unique;
use relance_testkit::simulator::Patch;

struct FastClocks;

impl Patch for FastClocks {
    fn clock(&self, now: Timestamp) -> Timestamp {
        now.saturating_add(SignedDuration::from_mins(3)).unwrap_or(now)
    }
}

#[test]
fn clocks_that_are_minutes_fast_are_found() {
    is_found(FastClocks, &["I3", "R3.10"]);
}

/// Now and then a clock goes back by more than a day.
struct ClocksOfYesterday;

impl Patch for ClocksOfYesterday {
    fn clock(&self, now: Timestamp) -> Timestamp {
        let back = SignedDuration::from_hours(if now.as_second() % 5 == 0 { 30 } else { 0 });
        now.saturating_sub(back).unwrap_or(now)
    }
}

#[test]
fn clocks_that_run_backwards_are_found() {
    is_found(ClocksOfYesterday, &["I2", "I4", "I7"]);
}

/// Ids repeat within a quarter of an hour.
struct RepeatingMint;

impl Patch for RepeatingMint {
    fn unique(&self, minted: Unique) -> Unique {
        let time: String = minted.as_str().chars().take(6).collect();
        Unique::minted(format!("{time}00000000000000000000"))
    }
}

#[test]
fn ids_that_repeat_are_found() {
    is_found(RepeatingMint, &["I1", "I4", "I5", "I6", "I7", "I8", "R1.1", "attempts"]);
}

struct TakesEverySeal;

impl Patch for TakesEverySeal {
    fn holds(&self, _: bool) -> bool {
        true
    }
}

#[test]
fn links_that_anybody_can_make_are_found() {
    is_found(TakesEverySeal, &["I10"]);
}

struct RecordsOnGet;

impl Patch for RecordsOnGet {
    fn records_on_get(&self) -> bool {
        true
    }
}

#[test]
fn an_opened_link_that_records_is_found() {
    is_found(RecordsOnGet, &["I6"]);
}
