//! The closed days of an iCalendar file (RFC 5545), as a holiday calendar is exported: whole days, each named by itself.
//! What a calendar does with them lives in the domain.

use icalendar::{CalendarComponent, Component as _, DatePerhapsTime, Event, EventStatus};
use jiff::ToSpan as _;
use jiff::civil::Date;
use relance_application::call::Refusal;
use std::collections::BTreeSet;

/// Days of one event at most: a summer.
const LONGEST: usize = 100;

/// What a file says.
#[derive(Debug, PartialEq, Eq)]
pub struct ClosedDays {
    /// The days of its events.
    pub days: BTreeSet<Date>,
    /// Events of less than a day, which close nothing.
    pub left_out: u32,
}

/// Reads a file.
///
/// # Errors
/// Refusals: no such file, or one that repeats events by a rule.
pub fn closed_days(file: &str) -> Result<ClosedDays, Refusal> {
    let unreadable = |_| Refusal::invalid("this is no iCalendar file (RFC 5545)", Vec::new());
    // The parser takes text without any component for an empty calendar.
    if !file.trim_start_matches('\u{feff}').trim_start().starts_with("BEGIN:VCALENDAR") {
        return Err(unreadable(String::new()));
    }
    let calendar = file.trim_start_matches('\u{feff}').parse::<icalendar::Calendar>().map_err(unreadable)?;
    let mut closed = ClosedDays { days: BTreeSet::new(), left_out: 0 };
    let events = calendar.components.iter().filter_map(CalendarComponent::as_event);
    for event in events.filter(|event| event.get_status() != Some(EventStatus::Cancelled)) {
        match days_of(event)? {
            days if days.is_empty() => closed.left_out = closed.left_out.saturating_add(1),
            days => closed.days.extend(days),
        }
    }
    Ok(closed)
}

/// The days of an event, its end excluded as the format has it; none of one that begins at an hour.
fn days_of(event: &Event) -> Result<Vec<Date>, Refusal> {
    if event.property_value("RRULE").is_some() || event.property_value("RDATE").is_some() {
        let name = event.property_value("SUMMARY").unwrap_or("an event").chars().take(80).collect::<String>();
        let words = format!("`{name}` is repeated by a rule: export the file with every day named by itself");
        return Err(Refusal::invalid(words, Vec::new()));
    }
    let Some(first) = event.get_start().and_then(|start| whole_day(&start)) else { return Ok(Vec::new()) };
    let end = event.get_end().and_then(|end| whole_day(&end)).filter(|end| *end > first);
    let days = first.series(1.day()).take(LONGEST);
    Ok(match end {
        Some(end) => days.take_while(|day| *day < end).collect(),
        None => vec![first],
    })
}

fn whole_day(at: &DatePerhapsTime) -> Option<Date> {
    match at {
        DatePerhapsTime::Date(day) => day.format("%Y-%m-%d").to_string().parse().ok(),
        DatePerhapsTime::DateTime(_) => None,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    fn file(events: &str) -> String {
        let events = events.replace('\n', "\r\n");
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//FR\r\n{events}END:VCALENDAR\r\n")
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\nUID:1@x\nDTSTAMP:20260101T000000Z\nSUMMARY:Noël\n{lines}\nEND:VEVENT\n")
    }

    fn days(events: &str) -> Vec<String> {
        closed_days(&file(events)).unwrap().days.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn whole_days_are_read_and_the_end_is_the_day_after_the_last() {
        let one = event("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226");
        let three = event("DTSTART;VALUE=DATE:20261230\nDTEND;VALUE=DATE:20270102");
        let endless = event("DTSTART;VALUE=DATE:20260624");

        assert_eq!(
            days(&(one + &three + &endless)),
            ["2026-06-24", "2026-12-25", "2026-12-30", "2026-12-31", "2027-01-01"]
        );
    }

    #[test]
    fn an_afternoon_and_what_was_cancelled_close_no_day() {
        let afternoon = event("DTSTART:20261224T130000\nDTEND:20261224T170000");
        let cancelled = event("DTSTART;VALUE=DATE:20261225\nSTATUS:CANCELLED");

        let found = closed_days(&file(&(afternoon + &cancelled))).unwrap();

        assert_eq!(found, ClosedDays { days: BTreeSet::new(), left_out: 1 });
    }

    #[test]
    fn what_is_repeated_by_a_rule_and_what_is_no_such_file_is_refused() {
        let yearly = event("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY");

        let refused = closed_days(&file(&yearly)).unwrap_err();
        let nothing = closed_days("%PDF-1.7").unwrap_err();

        assert!(refused.in_words().starts_with("`Noël` is repeated by a rule"), "{refused:?}");
        assert!(nothing.in_words().starts_with("this is no iCalendar file"), "{nothing:?}");
    }
}
