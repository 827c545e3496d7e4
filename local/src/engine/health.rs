//! Whether the store's files are those that were left: its log is there if it was not closed, and its pages are sound.
//! What is in them is the engine's; `SQLite` has no checksums of what a page holds.

use super::EngineError;
use crate::files;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// The files of a store.
pub(super) struct Health {
    pub(super) file: PathBuf,
    log: PathBuf,
    mark: PathBuf,
}

/// Stays until the store is closed.
pub(super) struct MarkedOpen(PathBuf);

impl Health {
    pub(super) fn of(directory: &Path) -> Self {
        let at = |name: &str| directory.join(name);
        Self { file: at("relance.db"), log: at("relance.db-wal"), mark: at("relance.open") }
    }

    fn bad(&self, told: impl Into<String>) -> EngineError {
        EngineError::Unreadable(self.file.display().to_string(), told.into())
    }

    /// What was written last is in the log until the store is closed.
    pub(super) fn log_is_there(&self) -> Result<(), EngineError> {
        if self.mark.exists() && !self.log.exists() {
            return Err(self
                .bad("it was not closed, and what was written last is gone with its file `relance.db-wal`"));
        }
        Ok(())
    }

    /// Looks at every page, once it is open and its log was taken in.
    pub(super) fn is_sound(&self) -> Result<(), EngineError> {
        let unreadable = |error: rusqlite::Error| self.bad(error.to_string());
        let connection = Connection::open_with_flags(&self.file, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let connection = connection.map_err(unreadable)?;
        let told: String =
            connection.pragma_query_value(None, "quick_check", |row| row.get(0)).map_err(unreadable)?;
        if told == "ok" { Ok(()) } else { Err(self.bad(told)) }
    }

    pub(super) fn mark_open(&self) -> Result<MarkedOpen, EngineError> {
        files::replace(&self.mark, b"")?;
        Ok(MarkedOpen(self.mark.clone()))
    }
}

impl MarkedOpen {
    /// Before the store is closed, which takes its log away. Where it stays, the log is missed only if it is gone too.
    pub(super) fn clear(&self) {
        _ = std::fs::remove_file(&self.0);
    }
}
