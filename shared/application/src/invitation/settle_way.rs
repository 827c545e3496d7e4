//! What only a text asks about at planning: by whose clock it goes, and whether this month leaves any (R3.10, E20). How
//! many parts it takes is counted when it is handed over.

use crate::ports::fault::Fault;
use crate::stored::UnitOfWork;
use relance_domain::account::SmsMonth;
use relance_domain::contact::Contact;
use relance_domain::invitation::{Asker, Candidate, Conclusion, in_own_zone, without_sms};
use relance_domain::name::ContactId;

/// Why nobody is asked.
pub(super) enum Unasked {
    /// They may not be, for the decision log.
    Refused(Conclusion),
    /// Nobody could tell.
    Fault(Fault),
}

impl From<Conclusion> for Unasked {
    fn from(conclusion: Conclusion) -> Self {
        Self::Refused(conclusion)
    }
}

impl From<Fault> for Unasked {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// The candidate by their own clock, and by e-mail where the month's texts are used up; whoever gets a mail is left as
/// they are.
pub(super) async fn settle_way(
    work: &mut UnitOfWork<'_>,
    asker: Asker<'_>,
    candidate: Candidate,
    contact_id: &ContactId,
) -> Result<Candidate, Unasked> {
    if candidate.address.phone().is_none() {
        return Ok(candidate);
    }
    let organization = asker.organization;
    let mut candidate = candidate;
    if candidate.time_zone.is_none() {
        let known = work.get::<Contact>(&organization.id, contact_id.as_str()).await?;
        if let Some(zone) = known.as_ref().and_then(|contact| contact.fields.get("time_zone")) {
            candidate = in_own_zone(candidate, asker, zone);
        }
    }
    let month = SmsMonth::name(candidate.due_at, organization.zone());
    let month = work.get::<SmsMonth>(&organization.id, &month).await?;
    let used_up = organization.contact_policy.sms.is_used_up(month.as_ref());
    Ok(if used_up { without_sms(candidate, asker)? } else { candidate })
}
