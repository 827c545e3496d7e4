//! What stands around an answer when rules are judged: read only as far as any of them looks at it.
//! Judging is the domain's; what follows is carried out in `evaluate_answer`.

use crate::campaign::{AsOf, asking};
use crate::ports::fault::Fault;
use crate::stored::UnitOfWork;
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::condition::Condition;
use relance_domain::contact::Contact;
use relance_domain::invitation::Invitation;
use relance_domain::rule::{Answered, Need, RuleFields};
use relance_domain::source::TaskRecord;
use std::collections::BTreeSet;

/// What is known around an answer.
#[derive(Default)]
pub(crate) struct Surroundings {
    campaign: Option<Campaign>,
    invitation: Option<Invitation>,
    contact: Option<Contact>,
    task: Option<TaskRecord>,
}

impl Surroundings {
    /// Reads what these conditions look at.
    pub(crate) async fn of(
        work: &mut UnitOfWork<'_>,
        answer: &Answer,
        conditions: impl Iterator<Item = &Condition>,
    ) -> Result<Self, Fault> {
        let mut known = Self::default();
        let organization = &answer.organization;
        let needs: BTreeSet<Need> = conditions.flat_map(Need::of).collect();
        if needs.contains(&Need::Questions)
            && let Some(campaign) = work.get::<Campaign>(organization, answer.campaign_id.as_str()).await?
        {
            known.campaign = Some(asking(work, campaign, AsOf::Now).await?);
        }
        if let Some(id) = answer.invitation_id.as_ref().filter(|_| needs.contains(&Need::Invitation)) {
            known.invitation = work.get::<Invitation>(organization, id.as_str()).await?;
        }
        let wanted = known.invitation.as_ref().filter(|_| needs.contains(&Need::Task));
        if let Some((invitation, task)) = wanted.and_then(|of| Some((of, of.task_id.as_ref()?))) {
            let id = TaskRecord::id_of(&invitation.source, task);
            known.task = work.get::<TaskRecord>(organization, &id).await?;
        }
        if let Some(id) = answer.contact_id.as_ref().filter(|_| needs.contains(&Need::Contact)) {
            known.contact = work.get::<Contact>(organization, id.as_str()).await?;
        }
        Ok(known)
    }

    /// What rules can look at.
    pub(crate) fn fields(&self) -> RuleFields<'_> {
        RuleFields { questions: self.campaign.iter().flat_map(|campaign| &campaign.questions).collect() }
    }

    /// Whether a condition holds of the answer; what is broken does not.
    pub(crate) fn holds(&self, when: &Condition, answer: &Answer) -> bool {
        let checked = when.clone().check(&self.fields());
        checked.is_ok_and(|checked| checked.holds(&self.around(answer)))
    }

    /// The answer in its surroundings.
    pub(crate) fn around<'a>(&'a self, answer: &'a Answer) -> Answered<'a> {
        let (invitation, contact) = (self.invitation.as_ref(), self.contact.as_ref());
        Answered { answer, invitation, contact, task: self.task.as_ref() }
    }
}
