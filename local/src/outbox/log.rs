//! One append-only file of lines: what is in it was taken, and a line that a crash cut off was not.
//! What the lines are about lives beside it.

use crate::files;
use relance_application::ports::mail::Acceptance;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// What has a name of its own.
pub(super) trait Named: Serialize + DeserializeOwned {
    /// Its name.
    fn id(&self) -> &str;
}

struct Taken<T> {
    all: Vec<Arc<T>>,
    ids: BTreeMap<String, usize>,
}

/// Everything that was taken, on disk and at hand.
pub(super) struct Log<T> {
    file: Mutex<File>,
    taken: Mutex<Taken<T>>,
}

impl<T: Named> Log<T> {
    /// Opens the file, for its owner's eyes only; a line that was cut off is removed.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = files::private().read(true).append(true).create(true).open(path)?;
        let (taken, whole) = read(&file)?;
        file.set_len(whole)?;
        Ok(Self { file: Mutex::new(file), taken: Mutex::new(taken) })
    }

    /// All of them, newest first.
    pub(super) fn newest_first(&self) -> Vec<Arc<T>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).all.iter().rev().cloned().collect()
    }

    /// One by its name.
    pub(super) fn find(&self, id: &str) -> Option<Arc<T>> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.ids.get(id).and_then(|index| taken.all.get(*index)).cloned()
    }

    /// Whether one of this name was taken: the file knows for sure.
    pub(super) fn acceptance(&self, id: String) -> Acceptance {
        if self.find(&id).is_some() { Acceptance::Accepted(id) } else { Acceptance::NotAccepted }
    }

    /// Takes one: it is taken once its line is on the disk.
    pub(super) fn take(&self, one: T) -> io::Result<()> {
        let mut line = serde_json::to_vec(&one)?;
        line.push(b'\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let start = file.seek(SeekFrom::End(0))?;
        if let Err(error) = file.write_all(&line).and_then(|()| file.sync_data()) {
            // A cut-off line would swallow the next one.
            file.set_len(start)?;
            return Err(error);
        }
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).add(one);
        Ok(())
    }
}

impl<T: Named> Taken<T> {
    fn add(&mut self, one: T) {
        self.ids.insert(one.id().to_owned(), self.all.len());
        self.all.push(Arc::new(one));
    }
}

/// Reads whole lines; tells how many bytes they are.
fn read<T: Named>(file: &File) -> io::Result<(Taken<T>, u64)> {
    let mut taken = Taken { all: Vec::new(), ids: BTreeMap::new() };
    let mut whole = 0;
    let mut reader = BufReader::new(file);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        let Some(one) = line.strip_suffix('\n').and_then(|line| serde_json::from_str(line).ok()) else {
            break;
        };
        taken.add(one);
        whole += line.len() as u64;
        line.clear();
    }
    Ok((taken, whole))
}
