//! One actor's view of the outside: every port, each call of which takes time, may fail, may lose its answer,
//! and may be where the actor dies. What goes wrong is drawn from the seed.

mod mail;
mod records;
mod small;
mod wait;

use super::stage::{Stage, World};
pub(super) use mail::{LINKS, Parcel};
use relance_application::ports::fault::Fault;
use relance_domain::name::OrganizationId;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, MutexGuard};
use wait::Wait;

/// Who sits at the ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Actor {
    /// Exposed to everything that goes wrong.
    Exposed,
    /// Spared: used where a seed promises that something works.
    Spared,
    /// Exposed, and must not write: pages that are opened.
    Reader,
    /// Exposed, and must not write either: it asks of everybody what is paused.
    Sweeper,
}

/// All ports of one run of one use case.
pub(super) struct Seat {
    pub(super) stage: Arc<Stage>,
    actor: Actor,
    /// How far this worker's clock is off.
    skew_ms: AtomicI64,
    /// The one organization that this run may touch, once it is known (I10).
    organization: Mutex<Option<OrganizationId>>,
}

impl Seat {
    pub(super) fn new(stage: &Arc<Stage>, actor: Actor) -> Self {
        let mut world = stage.world();
        let bound = world.faults.skew_ms;
        let skew_ms = world.chance.between(-bound, bound);
        drop(world);
        Self { stage: stage.clone(), actor, skew_ms: AtomicI64::new(skew_ms), organization: Mutex::new(None) }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.stage.world()
    }

    /// One call of a port: the way there, the effect, the way back.
    async fn call<T: Send>(
        &self,
        what: &'static str,
        effect: impl FnOnce() -> Result<T, Fault> + Send,
    ) -> Result<T, Fault> {
        Wait::there(self, what).await;
        if self.goes_wrong(|world| world.faults.refuse) {
            self.world().count("refused call");
            self.world().say(|| format!("{what}: refused"));
            return Err(Fault::transient("the call was refused"));
        }
        let done = effect()?;
        Wait::back(self, what).await;
        if self.goes_wrong(|world| world.faults.lose_answer) {
            self.world().count("lost answer");
            self.world().say(|| format!("{what}: done, and its answer lost"));
            return Err(Fault::transient("the answer was lost"));
        }
        Ok(done)
    }

    fn goes_wrong(&self, how_often: impl FnOnce(&World) -> u64) -> bool {
        let mut world = self.world();
        let per_mille = how_often(&world);
        self.actor != Actor::Spared && world.chance.happens(per_mille)
    }
}
