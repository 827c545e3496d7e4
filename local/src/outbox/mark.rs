//! How long a log was when its last line was taken: a file that is shorter has lost lines, whoever removed them.
//! What is in the log is read beside this.

use crate::files;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// Written in place, always as wide, so that a crash leaves one number or the other.
const WIDTH: usize = 20;

/// The noted length of one log.
pub(super) struct Mark {
    file: File,
    path: PathBuf,
    length: u64,
}

impl Mark {
    /// Opens the note; nothing is noted yet where there is none.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let named = |error| files::named(path, &error);
        let open = files::private().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = open.map_err(named)?;
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(named)?;
        let digits = std::str::from_utf8(&text).unwrap_or("?").trim_end();
        let length = if digits.is_empty() { Ok(0) } else { digits.parse() };
        let told =
            "it does not hold the length of its log: remove it once you know that no mail is missing there";
        let damaged = |_| named(io::Error::new(io::ErrorKind::InvalidData, told));
        Ok(Self { file, path: path.to_owned(), length: length.map_err(damaged)? })
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Refuses a log that has become shorter.
    pub(super) fn holds(&self, log: &Path, length: u64) -> io::Result<()> {
        if length >= self.length {
            return Ok(());
        }
        let told = format!(
            "it had {} bytes and has {length}: what is missing counts as sent; put the file back from a backup, or \
             remove `{}` to go on without",
            self.length,
            self.path.display()
        );
        Err(files::named(log, &io::Error::new(io::ErrorKind::InvalidData, told)))
    }

    /// Not synced: after a loss of power it may be behind, and never ahead of what is on the disk.
    pub(super) fn note(&mut self, length: u64) -> io::Result<()> {
        if length != self.length {
            self.file.seek(SeekFrom::Start(0))?;
            self.file.write_all(format!("{length:<WIDTH$}").as_bytes())?;
            self.length = length;
        }
        Ok(())
    }
}
