//! The working hours of a team under a name, as an organization keeps them. How time is counted in them is `schedule`'s.

use crate::name::{CalendarId, OrganizationId};
use crate::schedule::OpenHours;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The working hours of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// What routing rows name it by.
    pub id: CalendarId,
    /// Owner.
    pub organization: OrganizationId,
    /// What people call it.
    pub name: String,
    /// When the team works.
    pub hours: OpenHours,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
