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
    builder.create(path)
}
