//! The one place where a campaign's questions come together: its own, then what it picks from the bank.
//! Which of them one invitation asks is decided in `relance_domain::campaign::Asked`.

use crate::ports::fault::Fault;
use crate::stored::UnitOfWork;
use relance_domain::answer::Answer;
use relance_domain::campaign::{BankQuestion, Campaign, Question};

/// What a campaign asks from the bank: as it is worded now, or, once there is an answer, as it was worded then. One
/// more read, and only for campaigns that pick categories.
///
/// # Errors
/// Faults of the store.
pub(crate) async fn picked_questions(
    work: &UnitOfWork<'_>,
    campaign: &Campaign,
    answer: Option<&Answer>,
) -> Result<Vec<Question>, Fault> {
    if let Some(answer) = answer {
        return Ok(answer.from_bank.clone());
    }
    if campaign.bank.categories.is_empty() {
        return Ok(Vec::new());
    }
    let bank = work.all::<BankQuestion>(&campaign.organization, "").await?;
    Ok(campaign.bank.questions(&bank).into_iter().cloned().collect())
}

/// The campaign as it is asked: with these questions of the bank behind its own. For reading only, never stored.
#[must_use]
pub(crate) fn asking(mut campaign: Campaign, picked: &[Question]) -> Campaign {
    campaign.questions.extend_from_slice(picked);
    campaign
}
