//! Secrets of connections as files that only their owner can read: for one machine (R4.6).
//! On AWS they live in the parameter store, behind the same port.

use async_trait::async_trait;
use relance_application::ports::fault::Fault;
use relance_application::ports::seal::Secrets;
use std::fmt::Write as _;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A directory with one file per secret: `{name}.json`, a JSON array of its live values, newest first.
#[derive(Debug, Clone)]
pub struct FileSecrets {
    directory: PathBuf,
    one_writer: Arc<Mutex<()>>,
}

impl FileSecrets {
    /// Keeps secrets in `directory`, which is made on the first write, for its owner only.
    #[must_use]
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into(), one_writer: Arc::default() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.join(format!("{}.json", file_name(name)))
    }
}

#[async_trait]
impl Secrets for FileSecrets {
    async fn live(&self, name: &str) -> Result<Vec<String>, Fault> {
        let path = self.path(name);
        let text = match aside(move || fs::read_to_string(path)).await? {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(|error| unusable("read", error))?,
        };
        serde_json::from_str(&text)
            .map_err(|_| Fault::permanent("a secret file does not hold a list of texts"))
    }

    async fn replace(&self, name: &str, values: &[String]) -> Result<(), Fault> {
        let text = serde_json::json!(values).to_string();
        let (path, one_writer) = (self.path(name), Arc::clone(&self.one_writer));
        let write = move || {
            let _alone = one_writer.lock().unwrap_or_else(PoisonError::into_inner);
            write_whole(&path, &text)
        };
        aside(write).await?.map_err(|error| unusable("written", error))
    }
}

/// Runs what may block away from the threads that serve.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| Fault::transient("access to a secret file was cut short"))
}

fn unusable(done: &str, error: io::Error) -> Fault {
    Fault::transient(format!("a secret file cannot be {done}: {}", error.kind())).because(error)
}

/// Lower-case letters, digits, `_` and `-` stand for themselves, every other byte for its hexadecimal code:
/// no name leaves the directory, and names stay byte-exact where file names ignore case.
fn file_name(name: &str) -> String {
    name.bytes().fold(String::with_capacity(name.len()), |mut text, byte| {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' => text.push(char::from(byte)),
            _ => _ = write!(text, "%{byte:02x}"),
        }
        text
    })
}

/// Readers see the old values or the new ones, also after a power cut: write aside, sync, rename, sync.
fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    private_directory().create(directory)?;
    let aside = path.with_extension("new");
    let mut file = private_file().open(&aside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&aside, path)?;
    File::open(directory)?.sync_all()
}

fn private_directory() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests;
