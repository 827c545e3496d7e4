//! What stands around an answer when rules are judged: read only as far as any of them looks at it.
//! Judging is the domain's; what follows is carried out in `evaluate_answer`.

use crate::campaign::{AsOf, asking};
use crate::ports::fault::Fault;
use crate::stored::UnitOfWork;
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::contact::Contact;
use relance_domain::invitation::Invitation;
use relance_domain::rule::{Answered, Rule, RuleFields};

/// What is known around an answer.
#[derive(Default)]
pub(crate) struct Surroundings {
    campaign: Option<Campaign>,
    invitation: Option<Invitation>,
    contact: Option<Contact>,
}

impl Surroundings {
    /// Reads what these rules need.
    ///
    /// # Errors
    /// Faults of the store.
    pub(crate) async fn of(
        work: &mut UnitOfWork<'_>,
        answer: &Answer,
        rules: &[Rule],
    ) -> Result<Self, Fault> {
        let mut known = Self::default();
        let (organization, needs) = (&answer.organization, || rules.iter().map(Rule::needs));
        if needs().any(|needs| needs.questions)
            && let Some(campaign) = work.get::<Campaign>(organization, answer.campaign_id.as_str()).await?
        {
            known.campaign = Some(asking(work, campaign, AsOf::Now).await?);
        }
        if let Some(id) = answer.invitation_id.as_ref().filter(|_| needs().any(|needs| needs.invitation)) {
            known.invitation = work.get::<Invitation>(organization, id.as_str()).await?;
        }
        if let Some(id) = answer.contact_id.as_ref().filter(|_| needs().any(|needs| needs.contact)) {
            known.contact = work.get::<Contact>(organization, id.as_str()).await?;
        }
        Ok(known)
    }

    /// What rules can look at.
    pub(crate) fn fields(&self) -> RuleFields<'_> {
        RuleFields { questions: self.campaign.iter().flat_map(|campaign| &campaign.questions).collect() }
    }

    /// The answer in its surroundings.
    pub(crate) fn around<'a>(&'a self, answer: &'a Answer) -> Answered<'a> {
        Answered { answer, invitation: self.invitation.as_ref(), contact: self.contact.as_ref() }
    }
}
