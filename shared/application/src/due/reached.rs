//! How far the sweeps of one process came, so that each send is hinted once although its entry stays where it is.
//! Only a memory: a process that begins anew hints again what is due soon, and a second hint changes nothing (R2.3).

use crate::kind::Kind;
use crate::ports::due::DueEntry;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The last entry of each kind that was hinted ahead. Share one between all sweeps of a process.
#[derive(Debug, Default)]
pub struct Reached(Mutex<BTreeMap<Kind, DueEntry>>);

impl Reached {
    /// The last entry of this kind whose hint was taken, and before which none is left to hint.
    pub(super) fn by(&self, kind: Kind) -> Option<DueEntry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&kind).cloned()
    }

    /// Remembers it, if there is one further on.
    pub(super) fn come_to(&self, kind: Kind, entry: Option<&DueEntry>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) =
            entry.filter(|entry| known.get(&kind).is_none_or(|known| known.place() < entry.place()))
        {
            known.insert(kind, entry.clone());
        }
    }
}
