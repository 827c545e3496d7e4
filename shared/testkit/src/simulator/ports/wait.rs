//! The time that a call takes, and the two places of a call where its caller may die.
//! What the call does is in the port that makes it.

use super::Seat;
use crate::simulator::stage::Event;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Waits on the way to a port or back from it.
pub(super) struct Wait<'s> {
    seat: &'s Seat,
    what: &'static str,
    until_ms: Option<i64>,
    there: bool,
}

impl<'s> Wait<'s> {
    pub(super) fn there(seat: &'s Seat, what: &'static str) -> Self {
        Self { seat, what, until_ms: None, there: true }
    }

    pub(super) fn back(seat: &'s Seat, what: &'static str) -> Self {
        Self { seat, what, until_ms: None, there: false }
    }

    fn begin(&mut self) -> Poll<()> {
        let (seat, what, there) = (self.seat, self.what, self.there);
        if seat.goes_wrong(|world| world.faults.crash) {
            let mut world = seat.world();
            world.crashed = true;
            world.count(if there { "crash before a call" } else { "crash after a call" });
            world.say(|| format!("{what}: dies {} it", if there { "before" } else { "after" }));
            return Poll::Pending;
        }
        let slow = seat.goes_wrong(|world| world.faults.slow);
        let mut world = seat.world();
        let takes_ms = match (slow, there) {
            (true, _) => world.chance.between(500, 9_000),
            (false, true) => world.chance.between(1, 20),
            (false, false) => return Poll::Ready(()),
        };
        let until_ms = world.now_ms + takes_ms;
        self.until_ms = Some(until_ms);
        let task = world.running;
        let world = &mut *world;
        world.agenda.add(until_ms, Event::Wake(task), &mut world.chance);
        Poll::Pending
    }
}

impl Future for Wait<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        match self.until_ms {
            None => self.begin(),
            Some(until_ms) if self.seat.world().now_ms >= until_ms => Poll::Ready(()),
            Some(_) => Poll::Pending,
        }
    }
}
