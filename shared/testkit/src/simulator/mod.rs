//! The simulator (reliability 6.1): the real use cases on simulated ports, with everything that can go wrong drawn
//! from one seed, then healed; and the laws that must hold all the time. The product knows nothing of it.

mod cast;
mod chance;
mod laws;
mod patch;
mod ports;
mod scene;
mod stage;

use cast::{Errand, Job};
pub use laws::Violation;
pub use patch::{Patch, Straight};
use relance_application::contact::Wish;
use stage::{Act, Event, LinkUse, NextEvent, Stage, TaskId};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::task::{Context, Waker};

/// How often in a thousand sweeps a new process makes the next one, which knows nothing of those before.
const NEW_SWEEPER: u64 = 50;
const DAY_MS: i64 = 24 * 3_600_000;
/// More than any seed needs after the faults: a protocol that does not come to rest is stopped here.
const LONGEST_REST_MS: i64 = 12 * DAY_MS;

/// What one seed showed.
#[derive(Debug, Clone)]
pub struct SeedVerdict {
    pub seed: u64,
    /// The first law that did not hold.
    pub violation: Option<Violation>,
    /// How often each noteworthy thing happened.
    pub counts: BTreeMap<&'static str, u64>,
    /// What happened, line by line, when it was asked for.
    pub trace: Vec<String>,
}

/// Plays one seed. The same seed and patch always play the same.
#[must_use]
pub fn simulate(seed: u64, patch: Arc<dyn Patch>, traced: bool) -> SeedVerdict {
    let stage = Arc::new(Stage::new(seed, scene::start(seed), patch, traced));
    let mut play = Play { stage: stage.clone(), tasks: BTreeMap::new(), started: 0, healed_ms: None };
    let faults = format!("{:?}", stage.world().faults);
    stage.world().say(|| faults);
    scene::set(&stage);
    play.until_healed(scene::time_of_healing(&stage));
    play.until_rest();
    if play.goes_on() {
        laws::at_rest(&stage);
        play.read_scores();
    }
    let mut world = stage.world();
    let trace = world.trace.take().unwrap_or_default();
    SeedVerdict { seed, violation: world.ledger.violation().cloned(), counts: world.counts.clone(), trace }
}

/// The running simulation.
struct Play {
    stage: Arc<Stage>,
    tasks: BTreeMap<TaskId, (Job, Errand)>,
    started: TaskId,
    /// When the faults were over.
    healed_ms: Option<i64>,
}

impl Play {
    fn goes_on(&self) -> bool {
        self.stage.world().ledger.violation().is_none()
    }

    /// Everything up to an instant, then no more faults; operators resume what was stopped.
    fn until_healed(&mut self, heal_ms: i64) {
        while self.goes_on() && self.next(Some(heal_ms)) {}
        let mut world = self.stage.world();
        let world = &mut *world;
        world.now_ms = world.now_ms.max(heal_ms);
        self.healed_ms = Some(world.now_ms);
        world.faults = chance::Faults { skew_ms: world.faults.skew_ms, ..chance::Faults::default() };
        world.say(|| "faults are over".to_owned());
        if !world.stays_paused {
            for act in cast::acts_of_healing() {
                let at_ms = world.now_ms + world.chance.between(0, 60_000);
                world.agenda.add(at_ms, Event::Play(act), &mut world.chance);
            }
        }
    }

    fn until_rest(&mut self) {
        while self.goes_on() && self.next(None) {}
    }

    /// A day later, twice: the first reader folds the days, the second one reads what was folded.
    fn read_scores(&mut self) {
        for _ in 0..2 {
            let mut world = self.stage.world();
            let world_ref = &mut *world;
            let at_ms = world_ref.now_ms + DAY_MS;
            for organization in scene::ORGANIZATIONS {
                let act = Act::ReadNps { organization, tries: 0 };
                world_ref.agenda.add(at_ms, Event::Play(act), &mut world_ref.chance);
            }
            drop(world);
            self.until_rest();
        }
    }

    /// One thing happens; `false` when nothing more does, before `until_ms` where there is one.
    fn next(&mut self, until_ms: Option<i64>) -> bool {
        let mut world = self.stage.world();
        let Some(NextEvent { at_ms, event }) = world.agenda.next() else { return false };
        if until_ms.is_some_and(|until_ms| at_ms >= until_ms) {
            let world = &mut *world;
            world.agenda.add(at_ms, event, &mut world.chance);
            return false;
        }
        world.now_ms = world.now_ms.max(at_ms);
        if self.healed_ms.is_some_and(|healed_ms| world.now_ms > healed_ms + LONGEST_REST_MS) {
            world.ledger.broken("I4", "it does not come to rest".to_owned());
        }
        drop(world);
        self.happen(event);
        true
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Wake(task) => self.run(task),
            Event::Kill(task) => self.kill(task),
            Event::Receive(queue, number) => self.receive(queue, number),
            Event::Sweep => self.sweep(),
            Event::Play(act) => self.start(Job::Act(act)),
        }
    }

    fn receive(&mut self, queue: stage::QueueName, number: u64) {
        let mut world = self.stage.world();
        let Some(body) = world.queues.receive(number) else { return };
        let world_ref = &mut *world;
        let again_ms = world_ref.now_ms + queue.visibility_ms();
        world_ref.agenda.add(again_ms, Event::Receive(queue, number), &mut world_ref.chance);
        drop(world);
        self.start(Job::Message(queue, number, body));
    }

    fn sweep(&mut self) {
        let mut world = self.stage.world();
        let miss = world.faults.miss_sweep;
        let missed = world.chance.happens(miss);
        let twice = world.chance.happens(20);
        if world.chance.happens(NEW_SWEEPER) {
            world.reached = Arc::default();
        }
        drop(world);
        if !missed {
            self.start(Job::Sweep);
        }
        if twice {
            self.start(Job::Sweep);
        }
        self.stage.want_next_sweep();
    }

    fn start(&mut self, job: Job) {
        self.started += 1;
        let task = self.started;
        let mut world = self.stage.world();
        let world_ref = &mut *world;
        world_ref.running = task;
        world_ref.say(|| format!("-- {}", job.words()));
        if let Job::Act(Act::Respond { token, what: LinkUse::Wish(Wish::Resubscribe), .. }) = &job {
            world_ref.ledger.will_return(token);
        }
        let kill_ms = world_ref.now_ms + job.life_ms();
        world_ref.agenda.add(kill_ms, Event::Kill(task), &mut world_ref.chance);
        drop(world);
        let errand = job.errand(&self.stage);
        self.tasks.insert(task, (job, errand));
        self.run(task);
    }

    fn run(&mut self, task: TaskId) {
        let Some((job, errand)) = self.tasks.get_mut(&task) else { return };
        let mut world = self.stage.world();
        world.running = task;
        world.crashed = false;
        drop(world);
        let polled = errand.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let crashed = self.stage.world().crashed;
        let end = match polled {
            std::task::Poll::Ready(end) => Some(end),
            std::task::Poll::Pending if crashed => None,
            std::task::Poll::Pending => return,
        };
        if let Some(Err(fault)) = &end {
            self.stage.world().say(|| format!("fails: {fault}"));
        }
        cast::ended(&self.stage, job, end);
        self.tasks.remove(&task);
    }

    fn kill(&mut self, task: TaskId) {
        let Some((job, _)) = self.tasks.remove(&task) else { return };
        let mut world = self.stage.world();
        world.running = task;
        world.count("killed at its deadline");
        world.say(|| "killed at its deadline".to_owned());
        drop(world);
        cast::ended(&self.stage, &job, None);
    }
}

/// A part of the scene that is known to be well formed.
fn sure<T, E: std::fmt::Debug>(made: Result<T, E>) -> T {
    #[expect(clippy::expect_used, reason = "a wrong scene must stop the test")]
    made.expect("a well-formed part of the scene")
}
