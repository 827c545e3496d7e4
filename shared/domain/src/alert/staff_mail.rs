//! One mail to somebody of the organization. It follows the same protocol as invitations and is exempt from
//! mute, never from suppression (A35).

use crate::invitation::SendProgress;
use crate::name::{AlertId, EmailAddress, OrganizationId, StaffMailId, Unique};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One mail about an alert to its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMail {
    /// Derived from alert and recipient, so that a repeated evaluation mails once.
    pub id: StaffMailId,
    /// Owner of the data.
    pub organization: OrganizationId,
    /// What it is about; its text is composed when it is sent.
    pub alert_id: AlertId,
    /// To whom.
    pub to: EmailAddress,
    /// How it is doing.
    pub send: SendProgress,
    /// When it was planned.
    pub created_at: Timestamp,
}

impl StaffMail {
    /// A mail to be sent at once.
    #[must_use]
    pub fn about(alert: AlertId, organization: OrganizationId, to: EmailAddress, now: Timestamp) -> Self {
        let id = StaffMailId::new(&Unique::derived(&["staff", alert.as_str(), to.as_str()]));
        Self::planned(id, alert, organization, to, now)
    }

    /// A mail to somebody who was given an alert: once per time that it is given to them (E20).
    #[must_use]
    pub fn on_assignment(
        alert: AlertId,
        organization: OrganizationId,
        to: EmailAddress,
        now: Timestamp,
    ) -> Self {
        let when = now.to_string();
        let id = StaffMailId::new(&Unique::derived(&["staff", alert.as_str(), to.as_str(), &when]));
        Self::planned(id, alert, organization, to, now)
    }

    fn planned(
        id: StaffMailId,
        alert: AlertId,
        organization: OrganizationId,
        to: EmailAddress,
        now: Timestamp,
    ) -> Self {
        Self { id, organization, alert_id: alert, to, send: SendProgress::scheduled(now), created_at: now }
    }
}
