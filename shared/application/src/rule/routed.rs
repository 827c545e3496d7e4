//! Where an alert goes, and by when its customer must have been contacted: the routing table asked of one answer.
//! What the table is like is said in the domain; changing it is `alert`'s.

use crate::ports::fault::Fault;
use crate::rule::Surroundings;
use crate::stored::UnitOfWork;
use jiff::Timestamp;
use relance_domain::alert::{AlertKind, AlertRouting, Calendar, RoutingRow};
use relance_domain::answer::Answer;
use relance_domain::name::EmailAddress;
use relance_domain::rule::{Rule, RuleAction};
use relance_domain::schedule::Deadline;

/// The table, and what its conditions look at.
pub(crate) struct Routed<'a> {
    answer: &'a Answer,
    table: Option<AlertRouting>,
    known: Surroundings,
}

/// An alert that a rule raises, with its one owner.
pub(crate) struct Raised {
    pub(crate) rule: Rule,
    pub(crate) owner: EmailAddress,
    pub(crate) first_contact_by: Option<Deadline>,
}

impl<'a> Routed<'a> {
    /// Reads the table of the answer's organization, and what it needs to know.
    pub(crate) async fn read(work: &mut UnitOfWork<'_>, answer: &'a Answer) -> Result<Self, Fault> {
        let table = work.get::<AlertRouting>(&answer.organization, AlertRouting::ID).await?;
        let conditions = table.iter().flat_map(AlertRouting::rows).filter_map(|row| row.when.as_ref());
        let known = Surroundings::of(work, answer, conditions).await?;
        Ok(Self { answer, table, known })
    }

    /// Whose the alert of a rule is, and until when: the rule's own owner before the table's. Nothing where neither names
    /// anybody, which saving a rule refuses.
    pub(crate) async fn raised(
        &self,
        work: &mut UnitOfWork<'_>,
        rule: Rule,
        now: Timestamp,
    ) -> Result<Option<Raised>, Fault> {
        let row = self.row(rule.alert_kind());
        let RuleAction::RaiseAlert { owner } = &rule.then;
        let Some(owner) = owner.clone().or_else(|| row.map(|row| row.owner.clone())) else {
            tracing::warn!("a rule names no owner, and there is no routing table");
            return Ok(None);
        };
        let first_contact_by = match row {
            Some(row) => self.deadline(work, row, now).await?,
            None => None,
        };
        Ok(Some(Raised { rule, owner, first_contact_by }))
    }

    fn row(&self, kind: AlertKind) -> Option<&RoutingRow> {
        let holds = |when: &_| self.known.holds(when, self.answer);
        self.table.as_ref().and_then(|table| table.row_for(kind, holds))
    }

    async fn deadline(
        &self,
        work: &mut UnitOfWork<'_>,
        row: &RoutingRow,
        now: Timestamp,
    ) -> Result<Option<Deadline>, Fault> {
        let Some(first) = &row.first_contact else { return Ok(None) };
        let calendar = work.get::<Calendar>(&self.answer.organization, first.calendar_id.as_str()).await?;
        Ok(calendar.and_then(|calendar| calendar.hours.deadline(now, first.within)))
    }
}
