//! The outbox: where mails go on one machine without an SMTP server. One append-only file; a mail is taken once its
//! line is on the disk, so the outbox can always tell whether it took an attempt.

use async_trait::async_trait;
use jiff::Timestamp;
use relance_application::ports::chance::Clock;
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{Acceptance, Mailer, OutgoingMail, SendTag};
use relance_domain::name::{EmailAddress, OrganizationId};
use relance_domain::send::SendOutcome;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// One mail as it would have been sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Also its message id.
    pub id: String,
    /// Recipient.
    pub to: String,
    /// `Name <address>` of the sender.
    pub from: String,
    /// Subject line.
    pub subject: String,
    /// Extra headers.
    pub headers: BTreeMap<String, String>,
    /// Plain-text part.
    pub text: String,
    /// HTML part.
    pub html: String,
    /// Every address that the plain-text part links to, in order.
    pub links: Vec<String>,
    /// When it was taken.
    pub sent_at: Timestamp,
}

impl Letter {
    /// The mail as its recipient's server would get it; `None` when its addresses could not be sent to.
    #[must_use]
    pub fn source(&self) -> Option<Vec<u8>> {
        let (from_name, from) = self.from.rsplit_once(" <")?;
        let (organization, send) = self.id.split_once('.')?;
        let (send_id, attempt) = send.rsplit_once('.')?;
        let tag = SendTag {
            organization: OrganizationId::parse(organization).ok()?,
            send_id: send_id.to_owned(),
            attempt: attempt.parse().ok()?,
        };
        let mail = OutgoingMail {
            from_name: from_name.to_owned(),
            from_address: EmailAddress::parse(from.trim_end_matches('>')).ok()?,
            to: EmailAddress::parse(&self.to).ok()?,
            subject: self.subject.clone(),
            headers: self.headers.clone().into_iter().collect(),
            text: self.text.clone(),
            html: self.html.clone(),
            tag,
        };
        relance_adapters::mail::source(&mail).ok()
    }
}

#[derive(Default)]
struct Taken {
    letters: Vec<Arc<Letter>>,
    ids: BTreeMap<String, usize>,
}

/// Takes mails by writing them down.
pub struct Outbox {
    file: Mutex<File>,
    taken: Mutex<Taken>,
    clock: Arc<dyn Clock>,
}

impl Outbox {
    /// Opens the outbox in a directory; a line that a crash cut off was never taken and is removed.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn open(directory: &Path, clock: Arc<dyn Clock>) -> io::Result<Self> {
        std::fs::create_dir_all(directory)?;
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(directory.join("outbox.jsonl"))?;
        let (taken, whole) = read(&file)?;
        file.set_len(whole)?;
        Ok(Self { file: Mutex::new(file), taken: Mutex::new(taken), clock })
    }

    /// All mails, newest first.
    pub fn letters(&self) -> Vec<Arc<Letter>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).letters.iter().rev().cloned().collect()
    }

    /// One mail.
    pub fn letter(&self, id: &str) -> Option<Arc<Letter>> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.ids.get(id).and_then(|index| taken.letters.get(*index)).cloned()
    }

    fn take(&self, letter: Letter) -> io::Result<()> {
        let mut line = serde_json::to_vec(&letter)?;
        line.push(b'\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let start = file.seek(SeekFrom::End(0))?;
        if let Err(error) = file.write_all(&line).and_then(|()| file.sync_data()) {
            // A cut-off line would swallow the next one.
            file.set_len(start)?;
            return Err(error);
        }
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).add(letter);
        Ok(())
    }
}

impl Taken {
    fn add(&mut self, letter: Letter) {
        self.ids.insert(letter.id.clone(), self.letters.len());
        self.letters.push(Arc::new(letter));
    }
}

/// Reads whole lines; tells how many bytes they are.
fn read(file: &File) -> io::Result<(Taken, u64)> {
    let mut taken = Taken::default();
    let mut whole = 0;
    let mut reader = BufReader::new(file);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        let Some(letter) = line.strip_suffix('\n').and_then(|line| serde_json::from_str(line).ok()) else {
            break;
        };
        taken.add(letter);
        whole += line.len() as u64;
        line.clear();
    }
    Ok((taken, whole))
}

/// The outbox's name for an attempt: asking for it again tells whether it was taken.
fn id_of(tag: &SendTag) -> String {
    format!("{}.{}.{}", tag.organization, tag.send_id, tag.attempt)
}

#[async_trait]
impl Mailer for Outbox {
    async fn deliver(&self, mail: &OutgoingMail) -> SendOutcome {
        let id = id_of(&mail.tag);
        let letter = Letter {
            id: id.clone(),
            to: mail.to.to_string(),
            from: format!("{} <{}>", mail.from_name, mail.from_address),
            subject: mail.subject.clone(),
            headers: mail.headers.iter().cloned().collect(),
            text: mail.text.clone(),
            html: mail.html.clone(),
            links: links(&mail.text),
            sent_at: self.clock.now(),
        };
        match self.take(letter) {
            Ok(()) => SendOutcome::Accepted { message_id: id },
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be written");
                SendOutcome::NotReached
            }
        }
    }

    async fn was_accepted(&self, tag: &SendTag) -> Result<Acceptance, Fault> {
        let id = id_of(tag);
        let found = self.letter(&id).is_some();
        Ok(if found { Acceptance::Accepted(id) } else { Acceptance::NotAccepted })
    }
}

fn links(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || c == '<' || c == '>');
    words
        .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
        .map(str::to_owned)
        .collect()
}
