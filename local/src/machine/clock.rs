//! The program's clock: the system's, moved forward by as much as somebody asked for. The shift survives a restart,
//! because time must never run backwards under stored due times.

use crate::files;
use jiff::{SignedDuration, Timestamp};
use relance_application::ports::chance::Clock;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};

/// The system's time and a shift.
pub struct ShiftedClock {
    shift_ms: AtomicI64,
    file: Option<PathBuf>,
}

impl ShiftedClock {
    /// The clock of a data directory, with the shift that it was left with.
    ///
    /// # Errors
    /// The file that holds the shift exists and cannot be read.
    pub fn open(directory: &Path) -> io::Result<Self> {
        let file = directory.join("clock-shift-ms");
        let shift_ms = match std::fs::read_to_string(&file) {
            Ok(text) => text.trim().parse().unwrap_or(0),
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error),
        };
        Ok(Self { shift_ms: AtomicI64::new(shift_ms), file: Some(file) })
    }

    /// Moves forward to an instant; never backwards. The new shift is written down before it is used.
    ///
    /// # Errors
    /// The shift cannot be written.
    pub fn move_to(&self, instant: Timestamp) -> io::Result<()> {
        let by_ms = i64::try_from(instant.duration_since(self.now()).as_millis()).unwrap_or(0).max(0);
        let shift_ms = self.shift_ms.load(Ordering::SeqCst).saturating_add(by_ms);
        if let Some(file) = &self.file {
            let draft = file.with_extension("draft");
            let mut written = files::private().write(true).create(true).truncate(true).open(&draft)?;
            written.write_all(shift_ms.to_string().as_bytes())?;
            std::fs::rename(&draft, file)?;
        }
        self.shift_ms.store(shift_ms, Ordering::SeqCst);
        Ok(())
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place where this program asks the system for the time"
        )]
        let system = Timestamp::now();
        let shift = SignedDuration::from_millis(self.shift_ms.load(Ordering::SeqCst));
        system.checked_add(shift).unwrap_or(Timestamp::MAX)
    }
}
