//! The embedded engine: a DynamoDB-compatible store in one `SQLite` file, served on loopback inside this process.
//! The code that talks to it is that of AWS and lives in `relance_adapters::dynamo`.

use dynoxide::Database;
use relance_adapters::dynamo::{Client, TableNames, client_of_engine, tables::create_missing};
use relance_application::ports::fault::Fault;
use std::fs::{self, File, TryLockError};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::thread::{self, JoinHandle};
use std::time::Duration;
use tokio::sync::oneshot;

/// How often expired records are forgotten.
const SWEPT_EVERY: Duration = Duration::from_mins(10);

/// Why the engine does not start.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The directory or the port cannot be used.
    #[error("the store cannot be opened: {0}")]
    Unusable(#[from] io::Error),
    /// Two programs must not send the same mails.
    #[error("another relance already uses `{0}`")]
    InUse(String),
    /// The file is damaged, or not a store.
    #[error("the store in `{0}` cannot be read: {1}")]
    Unreadable(String, String),
    /// The tables cannot be made.
    #[error("the tables cannot be made: {0}")]
    NoTables(#[from] Fault),
}

/// A running engine. A commit that was answered is on the disk (`SQLite`'s write-ahead log, synced at every
/// commit), so the process may end in any way. Dropping the engine ends it soon, [`Engine::stop`] for certain.
#[derive(Debug)]
pub struct Engine {
    client: Client,
    tables: TableNames,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Engine {
    /// Opens the store in `directory`, which is made when absent, and serves it on a free loopback port.
    ///
    /// # Errors
    /// [`EngineError`] says what stands in the way.
    pub async fn start(directory: &Path) -> Result<Self, EngineError> {
        fs::create_dir_all(directory)?;
        let lock = lock(directory)?;
        let database = open(&directory.join("relance.db"))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let client = client_of_engine(&format!("http://{}", listener.local_addr()?));
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new().name("engine".to_owned()).spawn(move || {
            serve(listener, &database, stopped);
            drop((database, lock));
        })?;
        let tables = TableNames::prefixed("relance");
        create_missing(&client, &tables).await?;
        Ok(Self { client, tables, stop, thread })
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

    /// Lets running requests finish, closes the file and frees the directory.
    pub async fn stop(self) {
        drop(self.client);
        // Both can only fail when the thread has ended already.
        _ = self.stop.send(());
        _ = tokio::task::spawn_blocking(|| self.thread.join()).await;
    }
}

/// The engine blocks on the disk, so it gets a thread of its own instead of one of those that serve.
fn serve(listener: TcpListener, database: &Database, stopped: oneshot::Receiver<()>) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        tracing::error!("the engine has no runtime");
        return;
    };
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(|error| error.to_string())?;
        let sweeping = tokio::spawn(forget_expired(database.clone()));
        let shutdown = async { _ = stopped.await };
        let served = dynoxide::server::serve_with_shutdown(listener, database.clone(), shutdown).await;
        sweeping.abort();
        served
    });
    if let Err(reason) = served {
        tracing::error!(reason, "the engine has ended");
    }
}

/// What TTL does on AWS. The engine gives way to requests between pages.
async fn forget_expired(database: Database) {
    let mut ticks = tokio::time::interval(SWEPT_EVERY);
    loop {
        ticks.tick().await;
        let database = database.clone();
        match tokio::task::spawn_blocking(move || database.sweep_ttl()).await {
            Ok(Ok(forgotten)) => tracing::debug!(forgotten, "expired records"),
            failed => tracing::warn!(?failed, "expired records are still there"),
        }
    }
}

fn open(path: &Path) -> Result<Database, EngineError> {
    let shown = path.display().to_string();
    // A store holds personal data: the file is made for its owner only, before the engine opens it.
    let mut options = File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    Database::new(&shown).map_err(|error| EngineError::Unreadable(shown, error.to_string()))
}

/// Held for as long as the file is open; the operating system lets go of it when the process ends.
fn lock(directory: &Path) -> Result<File, EngineError> {
    let file = File::create(directory.join("relance.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(EngineError::InUse(directory.display().to_string())),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests;
