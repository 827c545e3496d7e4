//! One alert with everything that tells its story: what was answered, by whom, about which visit.
//! Handling alerts lives in `manage::results`.

use crate::campaign::answered_as;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::{Entity, UnitOfWork, key, load};
use relance_domain::account::Organization;
use relance_domain::alert::Alert;
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::contact::Contact;
use relance_domain::invitation::Invitation;
use relance_domain::name::{AlertId, ContactId, InvitationId, OrganizationId};

/// Reads alerts.
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
    /// What was answered.
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
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn run(&self, organization: &OrganizationId, id: &str) -> Result<Option<AlertStory>, Fault> {
        let Ok(id) = AlertId::parse(id) else { return Ok(None) };
        let one = Reading { records: self.records, organization };
        let settings = one.get::<Organization>("", Some("settings")).await?;
        let alert = one.get::<Alert>("", Some(id.as_str())).await?;
        let (Some(settings), Some(alert)) = (settings, alert) else { return Ok(None) };
        let campaign = alert.campaign_id.as_str();
        let answer = one.get::<Answer>(campaign, Some(alert.answer_id.as_str())).await?;
        let own = one.get::<Campaign>("", Some(campaign)).await?;
        let campaign = match (own, &answer) {
            (Some(own), Some(answer)) => {
                Some(answered_as(&mut UnitOfWork::new(self.records), own, answer).await?)
            }
            (own, _) => own,
        };
        let invitation = answer.as_ref().and_then(|answer| answer.invitation_id.as_ref());
        Ok(Some(AlertStory {
            organization: settings,
            campaign,
            contact: one.get("", alert.contact_id.as_ref().map(ContactId::as_str)).await?,
            invitation: one.get("", invitation.map(InvitationId::as_str)).await?,
            alert,
            answer,
        }))
    }
}

/// Reads single things of one organization.
pub(crate) struct Reading<'a> {
    pub(crate) records: &'a dyn Records,
    pub(crate) organization: &'a OrganizationId,
}

impl Reading<'_> {
    pub(crate) async fn get<T: Entity>(&self, group: &str, id: Option<&str>) -> Result<Option<T>, Fault> {
        let Some(id) = id else { return Ok(None) };
        let found = load::<T>(self.records, &key::<T>(self.organization, group, id)).await?;
        Ok(found.map(|stored| stored.value))
    }
}
