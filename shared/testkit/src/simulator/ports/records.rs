//! The store and its due index as one actor sees them: real conditions on shared records, lag, lost answers.
//! Keeping the records is the memory adapter's.

use super::{Actor, Seat};
use crate::simulator::laws;
use crate::simulator::stage::{Stage, ready};
use async_trait::async_trait;
use jiff::Timestamp;
use relance_application::due::where_it_begins;
use relance_application::kind::{Grouped, Kind, Queue};
use relance_application::ports::due::{DueEntry, DueIndex};
use relance_application::ports::fault::Fault;
use relance_application::ports::records::{
    Change, Committed, Key, Listed, Lookup, Range, RawRecord, Records,
};
use relance_domain::name::OrganizationId;
use std::sync::PoisonError;

impl Seat {
    /// Nothing is read or written across organizations; routes and short links lead into the first one (I10).
    fn stays_in(&self, organization: &OrganizationId, kind: Kind) {
        if kind.row().grouped == Grouped::Outside || self.actor == Actor::Sweeper {
            return;
        }
        let mut own = self.organization.lock().unwrap_or_else(PoisonError::into_inner);
        let own = own.get_or_insert_with(|| organization.clone());
        if own != organization {
            let what = format!("a run for `{own}` touches a {kind:?} of `{organization}`");
            self.world().ledger.broken("I10", what);
        }
    }

    fn may_write(&self, changes: &[Change]) {
        if matches!(self.actor, Actor::Reader | Actor::Sweeper) {
            let kinds: Vec<_> = changes.iter().map(|change| change.key().partition.kind).collect();
            self.world().ledger.broken("I6", format!("what only looks writes {kinds:?}"));
        }
        for change in changes {
            self.stays_in(&change.key().partition.organization, change.key().partition.kind);
        }
    }
}

#[async_trait]
impl Records for Seat {
    async fn get(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        self.stays_in(&key.partition.organization, key.partition.kind);
        self.call("get", || self.stage.get(key)).await
    }

    async fn range(&self, range: &Range) -> Result<Vec<RawRecord>, Fault> {
        self.stays_in(&range.partition.organization, range.partition.kind);
        self.call("range", || at_once(self.stage.store.range(range))).await
    }

    async fn listed(&self, lookup: &Lookup<'_>) -> Result<Vec<Listed>, Fault> {
        self.stays_in(lookup.organization, lookup.listing.kind());
        self.call("listed", || at_once(self.stage.store.listed(lookup))).await
    }

    async fn commit(&self, changes: &[Change]) -> Result<Committed, Fault> {
        self.may_write(changes);
        self.call("commit", || self.stage.commit(changes)).await
    }
}

#[async_trait]
impl DueIndex for Seat {
    async fn due_between(
        &self,
        kind: Kind,
        after: Option<&DueEntry>,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<DueEntry>, Fault> {
        self.call("due_between", || self.stage.due_between(kind, after, before, limit)).await
    }

    async fn redate(&self, entry: &DueEntry, to: Timestamp) -> Result<bool, Fault> {
        self.call("redate", || self.stage.redate(entry, to)).await
    }
}

fn at_once<T>(future: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    ready(future).unwrap_or_else(|| Err(Fault::permanent("the memory adapter waited")))
}

impl Stage {
    fn get(&self, key: &Key) -> Result<Option<RawRecord>, Fault> {
        let found = at_once(self.store.get(key))?;
        let world = self.world();
        Ok(self.patch.read(found, world.before.get(key)))
    }

    pub(in crate::simulator) fn commit(&self, changes: &[Change]) -> Result<Committed, Fault> {
        let changes = self.patch.commit(changes.to_vec(), &self.store);
        let keys: Vec<&Key> = changes.iter().map(Change::key).collect();
        let before = keys.iter().map(|key| at_once(self.store.get(key))).collect::<Result<Vec<_>, _>>()?;
        let committed = at_once(self.store.commit(&changes))?;
        if committed == Committed::Conflict {
            self.world().count("conflict");
            self.world().say(|| format!("commit: conflict on one of {} records", changes.len()));
            return Ok(committed);
        }
        let mut written = Vec::with_capacity(keys.len());
        for (key, before) in keys.into_iter().zip(before) {
            written.extend(self.written(key, before)?);
        }
        laws::after_commit(self, written);
        Ok(committed)
    }

    /// Remembers what a record was before, and has the sweeper come when it is due.
    fn written(&self, key: &Key, before: Option<RawRecord>) -> Result<Option<RawRecord>, Fault> {
        let after = at_once(self.store.get(key))?;
        let due = |record: Option<&RawRecord>| record.and_then(|record| record.due_at);
        let (from, to) = (due(before.as_ref()), due(after.as_ref()));
        let mut world = self.world();
        let now_ms = world.now_ms;
        world.index.moved(key, from, to, now_ms);
        world.say(|| match &after {
            Some(record) => format!("stored {}", laws::in_short(record)),
            None => format!("deleted {}", key.id),
        });
        world.before.extend(before.map(|before| (key.clone(), before)));
        drop(world);
        self.want_sweep_for(key.partition.kind, to);
        Ok(after)
    }

    /// Timed sends are hinted ten minutes ahead, everything else when its time has come; clocks may be fast.
    pub(in crate::simulator) fn want_sweep_for(&self, kind: Kind, due_at: Option<Timestamp>) {
        const AHEAD_MS: i64 = 10 * 60_000;
        let Some(due_at) = due_at else { return };
        let aside = where_it_begins(kind).is_ok_and(|aside| aside.due_at <= due_at);
        let ahead_ms = if kind.row().queue == Some(Queue::Send) { AHEAD_MS } else { 0 };
        let mut world = self.world();
        let world = &mut *world;
        // What a pause holds back is looked at by every sweep; one in four hours tells as much.
        let due_ms = if aside { world.now_ms + 24 * AHEAD_MS } else { due_at.as_millisecond() };
        let at_ms = (due_ms - ahead_ms - world.faults.skew_ms).max(world.now_ms + 1);
        world.agenda.want_sweep(at_ms, &mut world.chance);
    }

    /// Whatever is due now wants another sweep, in case that this one misses it.
    pub(in crate::simulator) fn want_next_sweep(&self) {
        for kind in Kind::due() {
            let first = at_once(self.store.due_before(kind, Timestamp::MAX, 1)).unwrap_or_default();
            self.want_sweep_for(kind, first.first().map(|entry| entry.due_at));
            let Ok(aside) = where_it_begins(kind) else { continue };
            let held =
                at_once(self.store.due_between(kind, Some(&aside), Timestamp::MAX, 1)).unwrap_or_default();
            self.want_sweep_for(kind, held.first().map(|entry| entry.due_at));
        }
    }

    fn due_between(
        &self,
        kind: Kind,
        after: Option<&DueEntry>,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<DueEntry>, Fault> {
        let present = at_once(self.store.due_before(kind, Timestamp::MAX, usize::MAX))?;
        let mut world = self.world();
        let lag_ms = world.faults.lag_ms;
        let as_of_ms = world.now_ms - world.chance.between(0, lag_ms);
        let mut shown = world.index.as_of(kind, present, as_of_ms);
        shown.sort_by(|a, b| a.place().cmp(&b.place()));
        let shown =
            shown.into_iter().filter(|entry| entry.due_at < before && entry.is_behind(after)).take(limit);
        Ok(self.patch.due(shown.collect()))
    }

    fn redate(&self, entry: &DueEntry, to: Timestamp) -> Result<bool, Fault> {
        let to = self.patch.redate(to);
        let moved = at_once(self.store.redate(entry, to))?;
        if moved {
            let mut world = self.world();
            let now_ms = world.now_ms;
            world.index.moved(&entry.key, Some(entry.due_at), Some(to), now_ms);
            world.say(|| format!("re-dated {} to {to:.3}", entry.key.id));
            drop(world);
            self.want_sweep_for(entry.key.partition.kind, Some(to));
        }
        Ok(moved)
    }
}
