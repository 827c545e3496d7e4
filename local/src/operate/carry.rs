//! `relance export` and `relance import`: a whole organization as JSON lines, from one place to another.
//! Which records travel is decided in `application::stored`.

use super::{CommandReport, NotDone, PlaceArgs};
use clap::Args;
use relance_adapters::chance::SystemClock;
use relance_application::account::{Arrived, Carry, Line};
use relance_application::ports::fault::Fault;
use relance_domain::name::OrganizationId;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Out of a place.
#[derive(Debug, Clone, Args)]
pub struct ExportArgs {
    /// Short name of the account
    #[arg(long, value_parser = OrganizationId::parse)]
    organization: OrganizationId,
    /// The file to write; it holds personal data, and is readable by you alone
    file: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    overwrite: bool,
    #[command(flatten)]
    place: PlaceArgs,
}

impl ExportArgs {
    pub(super) async fn run(&self) -> Result<CommandReport, NotDone> {
        if self.file.exists() && !self.overwrite {
            let file = self.file.display();
            return Err(NotDone::Refused(format!(
                "`{file}` is there already: choose another name, or add `--overwrite`"
            )));
        }
        let store = self.place.open().await?;
        let carry = Carry { records: store.records.as_ref(), clock: &SystemClock };
        let done = write_whole(&self.file, &carry, &self.organization).await;
        store.close().await;
        let count = done?;
        let (organization, file) = (&self.organization, self.file.display());
        if count == 0 {
            return Err(NotDone::Refused(format!("there is no organization `{organization}` there")));
        }
        Ok(CommandReport::well(format!(
            "{count} records of `{organization}` are in `{file}`; secrets of connections are not"
        )))
    }
}

/// Written beside the file and renamed at the end: a file of that name is always whole.
async fn write_whole(
    file: &Path,
    carry: &Carry<'_>,
    organization: &OrganizationId,
) -> Result<usize, NotDone> {
    let unusable = |error| NotDone::File(file.display().to_string(), error);
    let draft = file.with_extension("draft");
    let mut written = BufWriter::new(private(&draft).map_err(unusable)?);
    let mut take = |line: Line| {
        let text = serde_json::to_string(&line).map_err(io::Error::other);
        let kept = text.and_then(|text| writeln!(written, "{text}"));
        kept.map_err(|error| Fault::permanent(format!("a line cannot be written: {error}")))
    };
    let count = carry.export(organization, &mut take).await?;
    written
        .into_inner()
        .map_err(io::IntoInnerError::into_error)
        .and_then(|file| file.sync_all())
        .map_err(unusable)?;
    std::fs::rename(&draft, file).map_err(unusable)?;
    Ok(count)
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Into a place.
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    /// Short name that the account has there
    #[arg(long, value_parser = OrganizationId::parse)]
    organization: OrganizationId,
    /// The file that `relance export` wrote
    file: PathBuf,
    #[command(flatten)]
    place: PlaceArgs,
}

impl ImportArgs {
    pub(super) async fn run(&self) -> Result<CommandReport, NotDone> {
        let file = File::open(&self.file);
        let file = file.map_err(|error| NotDone::File(self.file.display().to_string(), error))?;
        let store = self.place.open().await?;
        let carry = Carry { records: store.records.as_ref(), clock: &SystemClock };
        let done = self.read(BufReader::new(file), &carry).await;
        store.close().await;
        let (stored, known) = done?;
        Ok(CommandReport::well(format!(
            "{stored} records of `{}` arrived, {known} were there before; its sending is paused: stop it where it came \
             from, set the secrets of its connections, then resume it in the settings",
            self.organization
        )))
    }

    async fn read(&self, lines: impl io::BufRead, carry: &Carry<'_>) -> Result<(usize, usize), NotDone> {
        let (mut stored, mut known) = (0, 0);
        for (number, line) in lines.lines().enumerate() {
            let at = || format!("line {} of `{}`", number + 1, self.file.display());
            let line = line.map_err(|error| NotDone::File(self.file.display().to_string(), error))?;
            // The parser's own words may quote personal data.
            let line: Line = serde_json::from_str(&line)
                .map_err(|_| NotDone::Refused(format!("{} is not a record", at())))?;
            match carry.import(&self.organization, line).await? {
                Arrived::Stored => stored += 1,
                Arrived::Known => known += 1,
            }
        }
        Ok((stored, known))
    }
}
