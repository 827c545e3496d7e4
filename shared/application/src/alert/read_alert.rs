//! One alert with everything that tells its story: what was answered, by whom, about which visit.
//! Handling alerts lives in `alerts`.

use crate::campaign::answered_as;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::UnitOfWork;
use relance_domain::account::Organization;
use relance_domain::alert::Alert;
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::contact::Contact;
use relance_domain::invitation::Invitation;
use relance_domain::name::{AlertId, OrganizationId};

/// An alert with the answer that raised it and the person who gave it.
pub struct ReadAlert<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
}

/// An alert and what it is about. What was erased since is absent.
#[derive(Debug, Clone)]
pub struct AlertStory {
    /// Whose alert.
    pub organization: Organization,
    /// What to handle.
    pub alert: Alert,
    pub answer: Option<Answer>,
    /// What was asked, as it was worded then.
    pub campaign: Option<Campaign>,
    /// Who answered.
    pub contact: Option<Contact>,
    /// The visit, and where the survey was sent.
    pub invitation: Option<Invitation>,
}

impl ReadAlert<'_> {
    /// The alert of this id; `None` when the organization has none.
    pub async fn run(&self, organization: &OrganizationId, id: &str) -> Result<Option<AlertStory>, Fault> {
        let Ok(id) = AlertId::parse(id) else { return Ok(None) };
        let mut work = UnitOfWork::new(self.records);
        let settings = work.settings(organization).await?;
        let alert = work.get::<Alert>(organization, id.as_str()).await?;
        let (Some(settings), Some(alert)) = (settings, alert) else { return Ok(None) };
        let campaign = alert.campaign_id.as_str();
        let answer = work.get_in::<Answer>(organization, campaign, alert.answer_id.as_str()).await?;
        let own = work.get::<Campaign>(organization, campaign).await?;
        let campaign = match (own, &answer) {
            (Some(own), Some(answer)) => Some(answered_as(&mut work, own, answer).await?),
            (own, _) => own,
        };
        let invitation = answer.as_ref().and_then(|answer| answer.invitation_id.as_ref());
        let invitation = work.get_if::<Invitation>(organization, invitation).await?;
        let contact = work.get_if::<Contact>(organization, alert.contact_id.as_ref()).await?;
        Ok(Some(AlertStory { organization: settings, campaign, contact, invitation, alert, answer }))
    }
}
