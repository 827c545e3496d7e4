//! Files and directories of the data directory: made for their owner's eyes only, because they hold personal data and keys.
//! What is in them lives with whoever writes it.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

/// Options under which a file that has to be made is its owner's alone.
#[must_use]
pub fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a directory, and those above it, unless it is there: its owner's alone.
///
/// # Errors
/// It cannot be made.
pub fn make_directory(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| named(path, &error))
}

/// An error that says which file it is about and, where that is plain, what to do.
#[must_use]
pub fn named(path: &Path, error: &io::Error) -> io::Error {
    let kind = error.kind();
    let todo = match kind {
        io::ErrorKind::PermissionDenied => ": the user that runs relance must own it",
        io::ErrorKind::ReadOnlyFilesystem => ": choose a directory that can be written, with `--data`",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ": make room on that disk",
        io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => ": something else has this name",
        _ => "",
    };
    io::Error::new(kind, format!("`{}`: {error}{todo}", path.display()))
}

/// Writes a whole file or leaves what was there: a crash, or a full disk, never leaves half of it.
///
/// # Errors
/// It cannot be written.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("draft");
    let write = || {
        let mut file = private().write(true).create(true).truncate(true).open(&draft)?;
        io::Write::write_all(&mut file, content)?;
        file.sync_all()?;
        std::fs::rename(&draft, path)
    };
    write().map_err(|error| named(path, &error))
}
