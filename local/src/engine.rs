//! The embedded engine: a DynamoDB-compatible store in one `SQLite` file, called inside this process. It has no socket:
//! nothing but this program can reach it. The code that talks to it is that of AWS, in `relance_adapters::dynamo`.

mod call;
mod health;

use crate::files;
use async_trait::async_trait;
use dynoxide::Database;
use health::{Health, MarkedOpen};
use relance_adapters::dynamo::{
    Client, EngineAnswer, EngineCall, EngineEnded, InProcess, TableNames, client_in_process,
    tables::create_missing,
};
use relance_application::ports::fault::Fault;
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::task::AbortHandle;
use tokio::time::Instant;

/// How often expired records are forgotten.
const SWEPT_EVERY: Duration = Duration::from_mins(10);

/// Why the engine does not start.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The directory cannot be used.
    #[error("the store cannot be opened: {0}")]
    Unusable(#[from] io::Error),
    /// Two programs must not send the same mails.
    #[error("another relance already uses `{0}`: stop it first, or choose another directory with `--data`")]
    InUse(String),
    /// The file is damaged, or not a store.
    #[error("the store in `{0}` cannot be read: {1}; put it back from a backup")]
    Unreadable(String, String),
    /// The tables cannot be made.
    #[error("the tables cannot be made: {0}")]
    NoTables(#[from] Fault),
}

/// A running engine. A commit that was answered is on the disk (`SQLite`'s write-ahead log, synced at every
/// commit), so the process may end in any way. It ends when it is dropped or stopped, after the calls under way:
/// clients that outlive it get no answer.
#[derive(Debug)]
pub struct Engine {
    client: Client,
    tables: TableNames,
    store: Arc<Store>,
    sweeping: AbortHandle,
}

impl Engine {
    /// Opens the store in `directory`, which is made when absent.
    ///
    /// # Errors
    /// [`EngineError`] says what stands in the way.
    pub async fn start(directory: &Path) -> Result<Self, EngineError> {
        files::make_directory(directory)?;
        let lock = lock(directory)?;
        let health = Health::of(directory);
        health.log_is_there()?;
        let database = open(&health.file)?;
        health.is_sound()?;
        let open = health.mark_open()?;
        let store = Arc::new(Store(RwLock::new(Some(OpenStore { open, database, _lock: lock }))));
        let client = client_in_process(store.clone());
        let tables = TableNames::prefixed("relance");
        create_missing(&client, &tables).await?;
        let sweeping = tokio::spawn(forget_expired(store.clone())).abort_handle();
        Ok(Self { client, tables, store, sweeping })
    }

    /// A client of the engine. Cheap to clone.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// What the tables are called.
    #[must_use]
    pub fn tables(&self) -> &TableNames {
        &self.tables
    }

    /// Lets calls under way finish, closes the file and frees the directory.
    pub async fn stop(self) {
        // Closing moves the log into the file, which takes its time on the disk.
        _ = tokio::task::spawn_blocking(|| drop(self)).await;
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.sweeping.abort();
        self.store.close();
    }
}

/// Fields are dropped in this order: the directory is free when the file is closed.
struct OpenStore {
    open: MarkedOpen,
    database: Database,
    _lock: File,
}

/// The store, until it is closed.
struct Store(RwLock<Option<OpenStore>>);

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    /// Does something with the open store, which does not close meanwhile.
    fn with<T>(&self, ask: impl FnOnce(&Database) -> T) -> Result<T, EngineEnded> {
        let opened = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Ok(ask(&opened.as_ref().ok_or(EngineEnded)?.database))
    }

    fn close(&self) {
        let opened = self.0.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(opened) = &opened {
            opened.open.clear();
        }
        drop(opened);
    }
}

#[async_trait]
impl InProcess for Store {
    async fn answer(&self, asked: EngineCall) -> Result<EngineAnswer, EngineEnded> {
        // Nothing else on the way to the store ever waits: without this, a long row of calls would keep its thread.
        tokio::task::consume_budget().await;
        self.with(|database| call::answer(database, &asked))
    }
}

/// What TTL does on AWS. The engine gives way to calls between pages.
async fn forget_expired(store: Arc<Store>) {
    // Not at the start, where everybody waits for something else; on AWS it may take days.
    let mut ticks = tokio::time::interval_at(Instant::now() + SWEPT_EVERY, SWEPT_EVERY);
    loop {
        ticks.tick().await;
        let store = store.clone();
        match tokio::task::spawn_blocking(move || store.with(Database::sweep_ttl)).await {
            Ok(Ok(Ok(forgotten))) => tracing::debug!(forgotten, "expired records"),
            failed => tracing::warn!(?failed, "expired records are still there"),
        }
    }
}

fn open(path: &Path) -> Result<Database, EngineError> {
    let shown = path.display().to_string();
    // The engine would make it readable for everybody.
    files::private().append(true).create(true).open(path).map_err(|error| files::named(path, &error))?;
    Database::new(&shown).map_err(|error| EngineError::Unreadable(shown, error.to_string()))
}

/// Held for as long as the file is open; the operating system lets go of it when the process ends.
fn lock(directory: &Path) -> Result<File, EngineError> {
    let file = what_is_locked(directory)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(EngineError::InUse(directory.display().to_string())),
        Err(TryLockError::Error(error)) => Err(files::named(directory, &error).into()),
    }
}

/// The directory itself: a file in it could be removed, and a second program let in.
#[cfg(unix)]
fn what_is_locked(directory: &Path) -> io::Result<File> {
    File::open(directory).map_err(|error| files::named(directory, &error))
}

#[cfg(not(unix))]
fn what_is_locked(directory: &Path) -> io::Result<File> {
    let file = directory.join("relance.lock");
    let open = files::private().write(true).create(true).truncate(false).open(&file);
    open.map_err(|error| files::named(&file, &error))
}

#[cfg(test)]
mod tests;
