//! Hints about freshly planned invitations that are due soon; later ones are the sweeper's.
//! What a hint is lives in `ports::due`.

use crate::ports::due::Announcement;
use crate::stored::Entity as _;
use jiff::Timestamp;
use relance_domain::invitation::Invitation;

/// Hints are sent with a delay of at most this.
const HINT_HORIZON_S: i64 = 900;

/// The hint about an invitation, when it is due within the horizon.
pub(super) fn hint_for(invitation: &Invitation, now: Timestamp) -> Option<Announcement> {
    let wait = invitation.send.due_at()?.duration_since(now).as_secs().max(0);
    let delay_s = u16::try_from(wait).ok().filter(|_| wait <= HINT_HORIZON_S)?;
    Some(invitation.announcement(delay_s))
}
