//! `relance backup`: a data directory as it is at one moment, in a new one, while a program uses it or not. The store comes
//! first: whatever it counts as sent is in the outbox that is copied after it.

use super::{CommandReport, NoPlace, NotDone};
use crate::files;
use clap::Args;
use rusqlite::{Connection, OpenFlags};
use std::io;
use std::path::{Path, PathBuf};

/// What is copied beside the store, if it is there: notes of lengths before what they are the lengths of.
const FILES: [&str; 6] =
    ["outbox-length", "sms-length", "link-key", "api-key", "clock-shift-ms", "installed"];
const DIRECTORIES: [&str; 2] = ["outbox", "secrets"];

/// Copy a data directory.
#[derive(Debug, Clone, Args)]
pub struct Backup {
    /// The directory to make; it holds personal data and keys, and is readable by you alone
    to: PathBuf,
    /// The data directory of this machine
    #[arg(
        long,
        env = "RELANCE_DATA",
        default_value = "./relance-data",
        value_name = "DIR",
        hide_env_values = true
    )]
    data: PathBuf,
}

impl Backup {
    pub(super) async fn run(&self) -> Result<CommandReport, NotDone> {
        let (data, to) = (self.data.clone(), self.to.clone());
        let copied = tokio::task::spawn_blocking(move || copy(&data, &to)).await;
        copied
            .map_err(|_| NotDone::Refused("the copy was cut short: remove it and try again".to_owned()))??;
        let (data, to) = (self.data.display(), self.to.display());
        Ok(CommandReport::well(format!(
            "`{data}` is in `{to}`; docs/one-machine.md says how to start from it"
        )))
    }
}

fn copy(data: &Path, to: &Path) -> Result<(), NotDone> {
    let store = data.join("relance.db");
    if !store.is_file() {
        return Err(NoPlace::Empty(data.display().to_string()).into());
    }
    if to.exists() {
        return Err(NotDone::Refused(format!("`{}` is there already: choose another name", to.display())));
    }
    files::make_directory(to)?;
    copy_store(&store, &to.join("relance.db"))?;
    for name in FILES {
        copy_file(&data.join(name), &to.join(name))?;
    }
    for name in DIRECTORIES {
        copy_directory(&data.join(name), &to.join(name))?;
    }
    Ok(())
}

/// As one reader sees it, whoever writes meanwhile.
fn copy_store(from: &Path, to: &Path) -> Result<(), NotDone> {
    files::private().write(true).create_new(true).open(to).map_err(|error| files::named(to, &error))?;
    let unreadable = |error: rusqlite::Error| NotDone::Refused(format!("`{}`: {error}", from.display()));
    let store = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(unreadable)?;
    store.execute("VACUUM INTO ?1", [to.to_string_lossy()]).map_err(unreadable)?;
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    if !from.exists() {
        return Ok(());
    }
    let copied = std::fs::File::open(from).and_then(|mut from| {
        let mut to = files::private().write(true).create_new(true).open(to)?;
        io::copy(&mut from, &mut to)?;
        to.sync_all()
    });
    copied.map_err(|error| files::named(from, &error))
}

fn copy_directory(from: &Path, to: &Path) -> io::Result<()> {
    if !from.exists() {
        return Ok(());
    }
    files::make_directory(to)?;
    for entry in std::fs::read_dir(from).map_err(|error| files::named(from, &error))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            copy_file(&entry.path(), &to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
