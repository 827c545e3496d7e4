//! The live secrets of connections, remembered for at most five minutes (R4.6). Times are given, never asked for.
//! Where secrets are kept is behind the `Secrets` port.

use jiff::{SignedDuration, Timestamp};
use relance_application::ports::fault::Fault;
use relance_application::ports::seal::Secrets;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A replaced secret stops working after this long at the latest.
const MAX_AGE: SignedDuration = SignedDuration::from_mins(5);

/// A wrong signature fetches again after this long: a new secret works at once, and a flood of forged requests
/// costs four look-ups a minute.
const MIN_AGE: SignedDuration = SignedDuration::from_secs(15);

/// Secrets in force at once: the new one, and the one that it replaces.
const IN_FORCE: usize = 2;

type Live = Arc<[String]>;

/// Secrets by name. Has no `Debug`, so that no log can show one.
pub(super) struct LiveSecrets {
    store: Arc<dyn Secrets>,
    remembered: Mutex<HashMap<String, (Timestamp, Live)>>,
}

impl LiveSecrets {
    pub(super) fn new(store: Arc<dyn Secrets>) -> Self {
        Self { store, remembered: Mutex::default() }
    }

    /// The secrets in force, newest first.
    pub(super) async fn live(&self, name: &str, now: Timestamp) -> Result<Live, Fault> {
        match self.younger_than(MAX_AGE, name, now) {
            Some(live) => Ok(live),
            None => self.fetch(name, now).await,
        }
    }

    /// The secrets fetched again, unless that was done a moment ago.
    pub(super) async fn refreshed(&self, name: &str, now: Timestamp) -> Result<Option<Live>, Fault> {
        match self.younger_than(MIN_AGE, name, now) {
            Some(_) => Ok(None),
            None => self.fetch(name, now).await.map(Some),
        }
    }

    fn younger_than(&self, age: SignedDuration, name: &str, now: Timestamp) -> Option<Live> {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let (fetched_at, live) = remembered.get(name)?;
        (SignedDuration::ZERO..age).contains(&now.duration_since(*fetched_at)).then(|| Arc::clone(live))
    }

    /// Blank values would let anybody in, so they are none. The absence of secrets is not remembered: the first
    /// one works at once.
    async fn fetch(&self, name: &str, now: Timestamp) -> Result<Live, Fault> {
        let values = self.store.live(name).await?;
        let live: Live = values.into_iter().filter(|value| !value.trim().is_empty()).take(IN_FORCE).collect();
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if live.is_empty() {
            remembered.remove(name);
        } else {
            remembered.insert(name.to_owned(), (now, Arc::clone(&live)));
        }
        Ok(live)
    }
}
