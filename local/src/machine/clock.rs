//! The program's clock: the system's, moved forward by as much as somebody asked for. The shift survives a restart,
//! because time must never run backwards under stored due times.

use crate::files;
use jiff::{SignedDuration, Timestamp};
use relance_application::ports::chance::Clock;
use std::io;
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
            Ok(text) => text.trim().parse().map_err(|_| damaged(&file))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(files::named(&file, &error)),
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
            files::replace(file, shift_ms.to_string().as_bytes())?;
        }
        self.shift_ms.store(shift_ms, Ordering::SeqCst);
        Ok(())
    }
}

/// Time must not run backwards under stored due times, so nothing is assumed.
fn damaged(file: &Path) -> io::Error {
    let told = "it does not hold a number of milliseconds: put it back from a backup, or remove it if the clock was never moved";
    files::named(file, &io::Error::new(io::ErrorKind::InvalidData, told))
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
