//! One append-only file of lines, and where each begins: what is in it was taken. Lines stay on the disk; a line that a crash
//! cut off was not taken, and any other damage is told (R2.1). What the lines are about lives beside it.

use super::mark::Mark;
use crate::files;
use relance_application::ports::mail::Acceptance;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::File;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::io::{self, BufRead, BufReader, Read as _, Seek, SeekFrom, Write as _};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What has a name of its own.
pub(super) trait Named: Serialize + DeserializeOwned {
    /// Its name.
    fn id(&self) -> &str;
}

/// Everything that was taken, on disk.
pub(super) struct Log<T> {
    open: Mutex<Open>,
    path: PathBuf,
    lines: PhantomData<fn() -> T>,
}

struct Open {
    file: File,
    index: LineIndex,
    mark: Mark,
}

impl<T: Named> Log<T> {
    /// Opens the file, for its owner's eyes only, and looks through it once; a line that was cut off is removed. `mark` is
    /// where its length is noted, to know of lines that somebody else removed.
    ///
    /// # Errors
    /// The file is damaged, shorter than it was, or cannot be used.
    pub(super) fn open(path: &Path, mark: &Path) -> io::Result<Self> {
        let named = |error| files::named(path, &error);
        let file = files::private().read(true).append(true).create(true).open(path).map_err(named)?;
        let mark = Mark::open(mark)?;
        mark.holds(path, file.metadata().map_err(named)?.len())?;
        let index = LineIndex::of(&file, mark.length()).map_err(named)?;
        let mut open = Open { file, index, mark };
        open.whole().map_err(named)?;
        Ok(Self { open: Mutex::new(open), path: path.to_owned(), lines: PhantomData })
    }

    fn open_file(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.open_file().index.starts.len()
    }

    /// The newest of them, newest first.
    pub(super) fn newest(&self, most: usize) -> io::Result<Vec<T>> {
        let count = self.count();
        (count.saturating_sub(most)..count).rev().map(|number| self.read(number)).collect()
    }

    /// One line as it stands, by its number.
    pub(super) fn line(&self, number: usize) -> io::Result<Vec<u8>> {
        self.open_file().line(number).map_err(|error| files::named(&self.path, &error))
    }

    /// One by its name.
    pub(super) fn find(&self, id: &str) -> io::Result<Option<T>> {
        let number = self.open_file().index.numbers.get(&digest(id)).copied();
        let found = number.map(|number| self.read(number as usize)).transpose()?;
        Ok(found.filter(|found| found.id() == id))
    }

    /// Whether one of this name was taken: the file knows for sure.
    pub(super) fn acceptance(&self, id: String) -> io::Result<Acceptance> {
        let taken = self.find(&id)?.is_some();
        Ok(if taken { Acceptance::Accepted(id) } else { Acceptance::NotAccepted })
    }

    /// Takes one: it is taken once its line is on the disk.
    pub(super) fn take(&self, one: &T) -> io::Result<()> {
        let mut line = serde_json::to_vec(one)?;
        line.push(b'\n');
        self.open_file().add(&line, one.id()).map_err(|error| files::named(&self.path, &error))
    }

    fn read(&self, number: usize) -> io::Result<T> {
        let line = self.line(number)?;
        serde_json::from_slice(&line).map_err(|error| files::named(&self.path, &error.into()))
    }
}

impl Open {
    fn line(&mut self, number: usize) -> io::Result<Vec<u8>> {
        let gone = || io::Error::from(io::ErrorKind::NotFound);
        let start = *self.index.starts.get(number).ok_or_else(gone)?;
        let end = self.index.starts.get(number + 1).copied().unwrap_or(self.index.end);
        let length = usize::try_from(end.saturating_sub(start)).map_err(io::Error::other)?;
        let mut line = vec![0; length];
        self.file.seek(SeekFrom::Start(start))?;
        self.file.read_exact(&mut line)?;
        line.pop();
        Ok(line)
    }

    /// What a write that failed left behind would swallow the next line.
    fn whole(&mut self) -> io::Result<()> {
        if self.file.metadata()?.len() != self.index.end {
            self.file.set_len(self.index.end)?;
        }
        self.mark.note(self.index.end)
    }

    fn add(&mut self, line: &[u8], id: &str) -> io::Result<()> {
        self.whole()?;
        self.file.write_all(line)?;
        self.file.sync_data()?;
        self.index.add(id, line.len() as u64)?;
        self.mark.note(self.index.end)
    }
}

/// Where each line begins, and which number a name has: some thirty bytes for each, whatever it says.
#[derive(Default)]
struct LineIndex {
    starts: Vec<u64>,
    numbers: HashMap<u64, u32, BuildHasherDefault<DefaultHasher>>,
    end: u64,
}

fn digest(id: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(id)
}

/// All that is asked of a line when the file is opened.
#[derive(Deserialize)]
struct LineName {
    id: String,
}

impl LineIndex {
    fn add(&mut self, id: &str, length: u64) -> io::Result<()> {
        let number = u32::try_from(self.starts.len()).map_err(io::Error::other)?;
        self.numbers.insert(digest(id), number);
        self.starts.push(self.end);
        self.end += length;
        Ok(())
    }

    /// Looks through a file of which `kept` bytes were whole lines before.
    fn of(file: &File, kept: u64) -> io::Result<Self> {
        let mut index = Self::default();
        let mut reader = BufReader::new(file);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            match serde_json::from_slice::<LineName>(&line) {
                Ok(name) if line.ends_with(b"\n") => index.add(&name.id, line.len() as u64)?,
                // Only the last write can be cut off, and what was noted as whole is no such write.
                _ if index.end >= kept && !line.ends_with(b"\n") => break,
                _ => return Err(index.damaged()),
            }
            line.clear();
        }
        Ok(index)
    }

    fn damaged(&self) -> io::Error {
        let told = format!(
            "line {} (from byte {} on) is damaged: put the file back from a backup, or remove that line by hand",
            self.starts.len() + 1,
            self.end
        );
        io::Error::new(io::ErrorKind::InvalidData, told)
    }
}
