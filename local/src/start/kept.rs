//! What the data directory keeps beside its store: the keys made at the first start, and the note that there was one.
//! A file that is gone or damaged is told, never made anew under what depends on it (R2.1).

use super::StartError;
use crate::files;
use relance_adapters::secret::SealKey;
use relance_application::ports::chance::Mint;
use relance_domain::name::Digest;
use std::io;
use std::path::{Path, PathBuf};

/// Stands before what can be checked.
const CHECKED: &str = "v1";
/// Of a digest, what is enough to notice damage.
const CHECK: usize = 16;

/// A data directory, as it was found.
pub(super) struct Kept<'a> {
    data: &'a Path,
    mint: &'a dyn Mint,
}

impl<'a> Kept<'a> {
    pub(super) fn new(data: &'a Path, mint: &'a dyn Mint) -> Self {
        Self { data, mint }
    }

    fn began(&self) -> PathBuf {
        self.data.join("installed")
    }

    /// Before the store is opened, which would make an empty one: what an installation had must still be there.
    pub(super) fn is_whole(&self) -> Result<(), StartError> {
        if !self.began().exists() {
            return Ok(());
        }
        let store = self.data.join("relance.db");
        let there = std::fs::metadata(&store).is_ok_and(|found| found.len() > 0);
        for (there, path) in [(there, store), (self.link_file().exists(), self.link_file())] {
            if !there {
                return Err(StartError::Missing(
                    path.display().to_string(),
                    self.began().display().to_string(),
                ));
            }
        }
        Ok(())
    }

    /// From now on, what is there must stay.
    pub(super) fn begin(&self) -> io::Result<()> {
        let note =
            "This directory holds an installation of relance: its store and its keys belong together.\n";
        if self.began().exists() { Ok(()) } else { files::replace(&self.began(), note.as_bytes()) }
    }

    fn link_file(&self) -> PathBuf {
        self.data.join("link-key")
    }

    /// The key that seals links: made once, because every link ever mailed depends on it.
    pub(super) fn link_key(&self) -> io::Result<SealKey> {
        let file = self.link_file();
        let damaged = |told: &str| {
            let told = format!("{told}; every link that was mailed depends on it: put it back from a backup");
            files::named(&file, &io::Error::new(io::ErrorKind::InvalidData, told))
        };
        let secret = match read(&file)? {
            None => {
                let secret = self.mint.secret();
                files::replace(&file, checked(&secret).as_bytes())?;
                secret
            }
            Some(text) => whole(&text).ok_or_else(|| damaged("it is damaged"))?.to_owned(),
        };
        SealKey::new("1", secret.as_bytes()).map_err(|error| damaged(&error.to_string()))
    }

    /// The key of the API that was given, else the one of this directory.
    pub(super) fn or_given(&self, given: Option<&str>) -> io::Result<LocalKey> {
        given.map_or_else(
            || self.api_key(),
            |key| Ok(LocalKey { key: key.to_owned(), shown: KeyShown::Given }),
        )
    }

    /// The key made at the first start; removing the file is how it is replaced.
    fn api_key(&self) -> io::Result<LocalKey> {
        let file = self.data.join("api-key");
        if let Some(key) = read(&file)? {
            if key.len() < super::options::SHORTEST_KEY {
                let told = "it holds no key: put it back from a backup, or remove it to have a new key made";
                return Err(files::named(&file, &io::Error::new(io::ErrorKind::InvalidData, told)));
            }
            return Ok(LocalKey { key, shown: KeyShown::Kept(file) });
        }
        let key = format!("rlk_{}", self.mint.secret());
        files::replace(&file, key.as_bytes())?;
        Ok(LocalKey { shown: KeyShown::Fresh(key.clone()), key })
    }
}

/// The key that opens the API of this machine.
pub(super) struct LocalKey {
    pub(super) key: String,
    pub(super) shown: KeyShown,
}

/// What is said of a key: itself once, then where it is.
pub(super) enum KeyShown {
    Fresh(String),
    Kept(PathBuf),
    /// Whoever gave it knows it.
    Given,
}

impl KeyShown {
    pub(super) fn told(&self) -> Option<String> {
        match self {
            Self::Fresh(key) => Some(format!("api key: {key}")),
            Self::Kept(file) => Some(format!("api key: in {}", file.display())),
            Self::Given => None,
        }
    }
}

fn read(file: &Path) -> io::Result<Option<String>> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text.trim().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(files::named(file, &error)),
    }
}

fn check(secret: &str) -> String {
    Digest::of_bytes(secret.as_bytes()).to_hex().chars().take(CHECK).collect()
}

fn checked(secret: &str) -> String {
    format!("{CHECKED}:{}:{secret}", check(secret))
}

/// The secret of a file, if it is the one that was written. Files of earlier versions hold the secret alone.
fn whole(text: &str) -> Option<&str> {
    let Some((version, rest)) = text.split_once(':') else { return Some(text) };
    let (noted, secret) = rest.split_once(':')?;
    (version == CHECKED && noted == check(secret)).then_some(secret)
}
