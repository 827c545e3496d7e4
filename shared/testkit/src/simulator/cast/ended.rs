//! What follows when a run is over, has failed or died: messages deleted, promises remembered, another try.
//! Whether promises were kept is asked in `laws`.

use super::{Aftermath, Job};
use crate::simulator::laws;
use crate::simulator::stage::{Act, Event, LinkUse, Stage, World};
use relance_application::contact::Wish;
use relance_application::ports::fault::Fault;

/// People give up after so many tries; tools and operators do not.
const PATIENCE: u32 = 5;
const TOOLS_PATIENCE: u32 = 200;

/// Takes the end of a run into account; `None`: its worker died.
pub(in crate::simulator) fn ended(stage: &Stage, job: &Job, end: Option<Result<Aftermath, Fault>>) {
    match (job, end) {
        (Job::Message(_, number, _), Some(Ok(_))) => stage.world().queues.delete(*number),
        (Job::Message(..) | Job::Sweep, _) => {}
        (Job::Act(act), Some(Ok(note))) => promised(stage, act, note),
        (Job::Act(act), _) => try_again(&mut stage.world(), act.clone()),
    }
}

fn promised(stage: &Stage, act: &Act, note: Aftermath) {
    match (act, note) {
        (Act::Post { connection, event_id, .. }, Aftermath::EventTaken) => {
            let organization = connection.trim_start_matches("hook-");
            stage.world().ledger.owes_decision(organization, event_id);
        }
        (_, Aftermath::AnswerTaken(invitation)) => stage.world().ledger.owes_answer(invitation),
        (Act::Respond { token, what: LinkUse::Wish(wish), .. }, Aftermath::WishTaken) => {
            laws::wish_heard(stage, token, *wish == Wish::Unsubscribe);
        }
        (_, Aftermath::ForgeryTaken) => {
            stage.world().ledger.broken("I10", "a link that we did not make opens a survey".to_owned());
        }
        (_, Aftermath::Score(reading, before, organization)) => {
            laws::score_read(stage, organization, &reading, before);
        }
        _ => {}
    }
}

fn try_again(world: &mut World, mut act: Act) {
    let (tries, patience) = match &mut act {
        Act::Post { tries, .. } | Act::PauseSending { tries, .. } | Act::PauseCampaign { tries, .. } => {
            (tries, TOOLS_PATIENCE)
        }
        Act::Respond { tries, .. } | Act::ReadNps { tries, .. } => (tries, PATIENCE),
        Act::Cancel { .. } | Act::Resend { .. } => return,
    };
    *tries += 1;
    if *tries <= patience {
        let at_ms = world.now_ms + world.chance.between(1_000, 90_000);
        world.agenda.add(at_ms, Event::Play(act), &mut world.chance);
    }
}
