//! Promises that were made to somebody's face: wishes that were heard, scores that were shown.
//! Promises that are kept later are checked at rest.

use super::writes::name;
use crate::simulator::stage::Stage;
use relance_application::report::CountsRead;
use relance_domain::account::Organization;
use relance_domain::name::{CampaignId, OrganizationId};
use relance_domain::report::Scores;

/// R3.5: a wish that was heard is stored, and stays until it is taken back.
pub(in crate::simulator) fn wish_heard(stage: &Stage, token: &str, leaves: bool) {
    let mut world = stage.world();
    world.count("wish heard");
    let parts: Vec<&str> = token.split('.').collect();
    let (Some(organization), Some(scope), Some(digest)) = (parts.first(), parts.get(1), parts.get(2)) else {
        return;
    };
    let returned = world.ledger.returned.iter().any(|other| other.contains(digest));
    let named = OrganizationId::parse(organization).ok().zip(CampaignId::parse(scope).ok());
    let Some((organization, campaign)) = named.filter(|_| leaves && !returned) else { return };
    let stored = world.ledger.standings.get(&name(&organization, digest)).and_then(|history| history.last());
    if stored.is_none_or(|(_, standing)| standing.opted_out_of(&campaign).is_none()) {
        world.ledger.broken("R3.5", format!("the wish of {digest} was heard and is not stored"));
    }
}

/// I7: a score that was read while no answer was written is what the answers say.
pub(in crate::simulator) fn score_read(stage: &Stage, organization: &str, reading: &CountsRead, before: u64) {
    if stage.world().ledger.answers_written() != before {
        return;
    }
    stage.world().count("score compared");
    let Ok(id) = OrganizationId::parse(organization) else { return };
    let Some(settings) = stage.find::<Organization>(&id, "", "settings") else { return };
    let mut counted = Scores::default();
    for campaign in crate::simulator::scene::CAMPAIGNS {
        let Ok(campaign) = CampaignId::parse(campaign) else { continue };
        counted.merge(&stage.recount(&settings, &campaign, reading.span));
    }
    if counted != reading.counts.nps {
        let what = format!("{organization} is told {:?} and the answers say {counted:?}", reading.counts.nps);
        stage.world().ledger.broken("I7", what);
    }
}
