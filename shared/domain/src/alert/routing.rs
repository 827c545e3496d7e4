//! Who handles which alert, and how soon the customer must have been contacted (E10): rows in order, the first that fits wins.
//! What conditions can look at is said in `rule`.

use crate::alert::AlertKind;
use crate::condition::Condition;
use crate::name::{CalendarId, EmailAddress, OrganizationId};
use crate::schedule::Delay;
use serde::{Deserialize, Serialize};

/// Why a table cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRouting {
    /// Some alerts would go to nobody.
    #[error("the last row must take what no other takes: leave out its `kind` and its `when`")]
    NoCatchAll,
    /// A row that is never reached.
    #[error("row {0} takes every alert, so no row after it is ever asked")]
    Unreached(usize),
    /// More than anybody reads.
    #[error("a table has at most {} rows", AlertRouting::MOST_ROWS)]
    TooMany,
}

/// By when the customer must have been contacted, and who is told if they were not: a deadline without them is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstContact {
    /// In open time.
    pub within: Delay,
    /// Whose hours are counted.
    pub calendar_id: CalendarId,
    /// Who is told once it has passed.
    pub escalate_to: EmailAddress,
}

/// One row: which alerts it takes, and what holds for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingRow {
    /// Of this kind; of all when absent.
    pub kind: Option<AlertKind>,
    /// Of answers of which this holds; of all when absent.
    pub when: Option<Condition>,
    /// The one owner, where the rule that raised the alert names none.
    pub owner: EmailAddress,
    /// How soon the customer must have been contacted.
    pub first_contact: Option<FirstContact>,
}

impl RoutingRow {
    fn takes_all(&self) -> bool {
        self.kind.is_none() && self.when.is_none()
    }
}

/// The table of an organization. Its last row takes whatever no other took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertRouting {
    /// Owner.
    pub organization: OrganizationId,
    /// In order.
    rows: Vec<RoutingRow>,
}

impl AlertRouting {
    /// Rows at most.
    pub const MOST_ROWS: usize = 50;
    /// The id of the one table.
    pub const ID: &'static str = "table";

    /// A table of these rows.
    ///
    /// # Errors
    /// [`InvalidRouting`].
    pub fn new(organization: OrganizationId, rows: Vec<RoutingRow>) -> Result<Self, InvalidRouting> {
        if rows.len() > Self::MOST_ROWS {
            return Err(InvalidRouting::TooMany);
        }
        match rows.iter().position(RoutingRow::takes_all) {
            None => Err(InvalidRouting::NoCatchAll),
            Some(at) if at + 1 < rows.len() => Err(InvalidRouting::Unreached(at + 1)),
            Some(_) => Ok(Self { organization, rows }),
        }
    }

    /// The rows, in order.
    #[must_use]
    pub fn rows(&self) -> &[RoutingRow] {
        &self.rows
    }

    /// The first row that takes an alert of this kind; `holds` says whether a condition holds of its answer.
    pub fn row_for(&self, kind: AlertKind, holds: impl Fn(&Condition) -> bool) -> Option<&RoutingRow> {
        let takes =
            |row: &&RoutingRow| row.kind.is_none_or(|of| of == kind) && row.when.as_ref().is_none_or(&holds);
        self.rows.iter().find(takes)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    fn row(kind: Option<AlertKind>, when: Option<Condition>, owner: &str) -> RoutingRow {
        RoutingRow { kind, when, owner: EmailAddress::parse(owner).unwrap(), first_contact: None }
    }

    fn table(rows: Vec<RoutingRow>) -> Result<AlertRouting, InvalidRouting> {
        AlertRouting::new(OrganizationId::parse("demo").unwrap(), rows)
    }

    #[test]
    fn e10_the_first_row_that_fits_takes_the_alert_and_the_last_one_the_rest() {
        let (detractor, unsatisfied) = (Some(AlertKind::Detractor), AlertKind::Unsatisfied);
        let angry = Condition::is("nps_score", 0_u8);
        let rows = vec![
            row(detractor, Some(angry), "chief@x.ca"),
            row(detractor, None, "team@x.ca"),
            row(None, None, "all@x.ca"),
        ];
        let table = table(rows).unwrap();
        let owner = |kind, holds: bool| table.row_for(kind, |_| holds).unwrap().owner.to_string();

        assert_eq!(owner(AlertKind::Detractor, true), "chief@x.ca");
        assert_eq!(owner(AlertKind::Detractor, false), "team@x.ca");
        assert_eq!(owner(unsatisfied, true), "all@x.ca");
    }

    #[test]
    fn e10_a_table_that_leaves_an_alert_to_nobody_is_refused() {
        let of_kind = || row(Some(AlertKind::Detractor), None, "a@x.ca");
        let of_all = || row(None, None, "a@x.ca");

        assert_eq!(table(Vec::new()), Err(InvalidRouting::NoCatchAll));
        assert_eq!(table(vec![of_kind()]), Err(InvalidRouting::NoCatchAll));
        assert_eq!(table(vec![of_all(), of_kind()]), Err(InvalidRouting::Unreached(1)));
        assert_eq!(table(vec![of_kind(); 51]), Err(InvalidRouting::TooMany));
        assert!(table(vec![of_kind(), of_all()]).is_ok());
    }
}
