//! Who acts: workers of the queues, the sweeper, tools, respondents, operators, readers. Each runs a real use case
//! at a seat of its own. When and how often is the simulation's loop.

mod ended;
mod outsiders;
mod workers;

use super::ports::{Actor, Seat};
use super::scene::ORGANIZATIONS;
use super::stage::{Act, LinkUse, MessageBody, QueueName, Stage};
pub(super) use ended::ended;
use relance_application::ports::fault::Fault;
use relance_application::report::CountsRead;
use std::pin::Pin;
use std::sync::Arc;

/// What is being done.
#[derive(Debug, Clone)]
pub(super) enum Job {
    /// A message of a queue.
    Message(QueueName, u64, MessageBody),
    /// The sweeper's run.
    Sweep,
    /// Something from outside.
    Act(Act),
}

/// What came of it, for whoever was promised something.
#[derive(Debug)]
pub(super) enum Aftermath {
    /// Nothing to remember.
    Nothing,
    /// The tool was told that its event is safe.
    EventTaken,
    /// The respondent was told that the answer to this invitation is recorded.
    AnswerTaken(String),
    /// The respondent was told that the wish is heard.
    WishTaken,
    /// A link that is not ours was taken for ours.
    ForgeryTaken,
    /// A score was read while this many answers had been written before, of this organization.
    Score(Box<CountsRead>, u64, &'static str),
}

/// A run of a use case.
pub(super) type Errand = Pin<Box<dyn Future<Output = Result<Aftermath, Fault>> + Send>>;

impl Job {
    /// How long its worker may live, as in the template.
    pub(super) fn life_ms(&self) -> i64 {
        match self {
            Self::Message(queue, ..) => queue.life_ms(),
            Self::Sweep => 50_000,
            Self::Act(Act::Post { .. } | Act::Respond { .. }) => 10_000,
            Self::Act(_) => 29_000,
        }
    }

    /// The run itself.
    pub(super) fn errand(&self, stage: &Arc<Stage>) -> Errand {
        let seat = Seat::new(stage, self.actor(stage));
        match self.clone() {
            Self::Message(queue, _, body) => Box::pin(workers::work(seat, body, queue.life_ms())),
            Self::Sweep => Box::pin(workers::sweep(seat)),
            Self::Act(Act::Post { connection, body, .. }) => {
                Box::pin(outsiders::post(seat, connection, body))
            }
            Self::Act(Act::Respond { token, what, .. }) => Box::pin(outsiders::respond(seat, token, what)),
            Self::Act(Act::PauseSending { organization, paused, .. }) => {
                Box::pin(outsiders::pause_sending(seat, organization, paused))
            }
            Self::Act(Act::PauseCampaign { organization, campaign, paused, .. }) => {
                Box::pin(outsiders::pause_campaign(seat, organization, campaign, paused))
            }
            Self::Act(Act::Cancel { organization, drawn }) => {
                Box::pin(outsiders::cancel(seat, organization, drawn))
            }
            Self::Act(Act::Resend { organization, drawn }) => {
                Box::pin(outsiders::resend(seat, organization, drawn))
            }
            Self::Act(Act::ReadNps { organization, .. }) => Box::pin(outsiders::read_nps(seat, organization)),
        }
    }

    fn actor(&self, stage: &Stage) -> Actor {
        match self {
            Self::Message(QueueName::Delivery, ..) if stage.world().ledger.evidence_is_reliable() => {
                Actor::Spared
            }
            Self::Act(Act::Respond { what: LinkUse::Open, .. }) => Actor::Reader,
            Self::Sweep => Actor::Sweeper,
            _ => Actor::Exposed,
        }
    }

    /// In a few words, for the trace.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Message(queue, number, MessageBody::Hint(key)) => {
                format!("{queue:?} message {number} about {}", key.id)
            }
            Self::Message(queue, number, MessageBody::Report(report)) => {
                format!("{queue:?} message {number}: {:?} of {}", report.kind, report.tag.send_id)
            }
            Self::Sweep => "sweep".to_owned(),
            Self::Act(Act::Post { event_id, .. }) => format!("tool posts {event_id}"),
            Self::Act(other) => format!("{other:?}"),
        }
    }
}

/// What ends the faults' consequences that only an operator can end, and who reads the score afterwards.
pub(super) fn acts_of_healing() -> Vec<Act> {
    let resume = |organization| Act::PauseSending { organization, paused: false, tries: 0 };
    let mut acts: Vec<_> = ORGANIZATIONS.map(resume).to_vec();
    for organization in ORGANIZATIONS {
        acts.extend(super::scene::CAMPAIGNS.map(|campaign| Act::PauseCampaign {
            organization,
            campaign,
            paused: false,
            tries: 0,
        }));
    }
    acts
}
