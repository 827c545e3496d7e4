//! The outbox: where mails and texts go on one machine without an SMTP server. An append-only file of each; a mail is taken
//! once its line is on the disk, so the outbox can always tell whether it took an attempt, and keeps none in memory.

mod log;
mod mark;
mod sms;

use crate::files;
use async_trait::async_trait;
use jiff::Timestamp;
use log::{Log, Named};
use relance_application::ports::chance::Clock;
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{Acceptance, Mailer, OutgoingMail, SendTag};
use relance_domain::invitation::SendOutcome;
use relance_domain::name::{EmailAddress, OrganizationId, SendId};
use serde::{Deserialize, Serialize};
pub use sms::Sms;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

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
            send_id: SendId::parse(send_id).ok()?,
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

impl Named for Letter {
    fn id(&self) -> &str {
        &self.id
    }
}

/// Takes mails and texts by writing them down.
pub struct Outbox {
    letters: Log<Letter>,
    texts: Log<Sms>,
    clock: Arc<dyn Clock>,
}

impl Outbox {
    /// Opens the outbox of a data directory. How long its files are is noted beside it, so that they are missed.
    ///
    /// # Errors
    /// A file is damaged, or cannot be read or written.
    pub fn open(data: &Path, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let directory = data.join("outbox");
        files::make_directory(&directory)?;
        let letters = Log::open(&directory.join("outbox.jsonl"), &data.join("outbox-length"))?;
        let texts = Log::open(&directory.join("sms.jsonl"), &data.join("sms-length"))?;
        Ok(Self { letters, texts, clock })
    }

    /// How many mails were taken.
    pub fn count(&self) -> usize {
        self.letters.count()
    }

    /// The newest mails, newest first.
    pub fn letters(&self, most: usize) -> io::Result<Vec<Letter>> {
        self.letters.newest(most)
    }

    /// One mail as JSON, by its number.
    pub fn letter_line(&self, number: usize) -> io::Result<Vec<u8>> {
        self.letters.line(number)
    }

    /// One mail.
    pub fn letter(&self, id: &str) -> io::Result<Option<Letter>> {
        self.letters.find(id)
    }

    /// How many texts were taken.
    pub fn texts_count(&self) -> usize {
        self.texts.count()
    }

    /// The newest texts, newest first.
    pub fn texts(&self, most: usize) -> io::Result<Vec<Sms>> {
        self.texts.newest(most)
    }

    /// One text as JSON, by its number.
    pub fn text_line(&self, number: usize) -> io::Result<Vec<u8>> {
        self.texts.line(number)
    }
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
        outcome(id, self.letters.take(&letter))
    }

    async fn was_accepted(&self, tag: &SendTag) -> Result<Acceptance, Fault> {
        self.letters.acceptance(id_of(tag)).map_err(|error| unreadable(&error))
    }
}

/// What became of something that was to be taken: it is there, or nothing left us.
fn outcome(id: String, taken: io::Result<()>) -> SendOutcome {
    match taken {
        Ok(()) => SendOutcome::Accepted { message_id: id },
        Err(error) => {
            tracing::error!(%error, "the outbox cannot be written");
            SendOutcome::NotReached
        }
    }
}

fn unreadable(error: &io::Error) -> Fault {
    Fault::transient(format!("the outbox cannot be read: {error}"))
}

fn links(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || c == '<' || c == '>');
    words
        .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
        .map(str::to_owned)
        .collect()
}
