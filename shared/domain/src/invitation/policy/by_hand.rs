//! Asking by hand (C26): no event leads to it, so triggers, criteria and channels have nothing to say. Where, in which
//! language and when is found as for an event; wishes, verdicts, mute and frequency are asked as for one.

use crate::invitation::policy::way::{Chosen, choose_address};
use crate::invitation::{Asker, Candidate, Conclusion, Outcome, moved_into_opening};
use crate::name::choose_language;
use crate::schedule::SendTrace;
use crate::source::Customer;
use jiff::Timestamp;

/// Who would be asked, where, when; `turn` is when their place on the list comes.
///
/// # Errors
/// The reason why they cannot be.
pub fn by_hand(asker: Asker<'_>, customer: &Customer, turn: Timestamp) -> Result<Candidate, Conclusion> {
    if customer.declines_surveys {
        return Err(Conclusion::because(
            Outcome::OptedOut,
            "the list says that this customer declines surveys",
        ));
    }
    let Chosen { address, fallback } = choose_address(asker, customer)?;
    let campaign = asker.campaign;
    let wanted = customer.language.as_deref();
    let language = choose_language(wanted, campaign.texts.keys(), &campaign.default_language).clone();
    let time_zone = customer.fields.get("time_zone").cloned();
    let due_at = moved_into_opening(asker, address.way(), time_zone.as_deref(), turn);
    let about = SendTrace { campaign_id: Some(campaign.id.clone()), ..SendTrace::default() };
    Ok(Candidate { address, fallback, language, wanted_at: turn, due_at, time_zone, about, remark: None })
}
