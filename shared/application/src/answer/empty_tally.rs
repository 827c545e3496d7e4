//! Keeps folded days true: whatever changes an answer empties its day in the same transaction.
//! Folding a day again is the next reader's work, in `report::read_counts`.

use crate::ports::fault::Fault;
use crate::stored::UnitOfWork;
use relance_domain::account::Organization;
use relance_domain::answer::Answer;
use relance_domain::report::DayTally;

/// Empties the folded day of an answer that changes, so no figure can drift. The record is written even where
/// there was none: its version stops a reader who is folding the day right now.
pub(crate) async fn empty_tally(
    work: &mut UnitOfWork<'_>,
    organization: &Organization,
    answer: &Answer,
) -> Result<(), Fault> {
    let day = answer.completed_at.to_zoned(organization.zone()).date();
    let campaign = answer.campaign_id.as_str();
    let known = work.get_in::<DayTally>(&organization.id, campaign, &day.to_string()).await?;
    work.put(&DayTally {
        organization: organization.id.clone(),
        campaign_id: answer.campaign_id.clone(),
        day,
        counts: None,
        emptied: known.map_or(0, |known| known.emptied).wrapping_add(1),
    })
}
