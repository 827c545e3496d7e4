//! What comes in from outside: hooks, whose sender is checked before they are read as our events; uploaded pictures.
//! Accepting and storing raw events is the use case [`crate::source::AcceptEvent`].

use crate::ports::fault::Fault;
use async_trait::async_trait;
use jiff::Timestamp;
use relance_domain::campaign::ImageFacts;
use relance_domain::name::ImageId;
use relance_domain::source::{Connection, TriggerEvent};

/// One received request, untouched: signatures are over these very bytes (R4.1).
#[derive(Debug, Clone)]
pub struct RawHook {
    /// Header names in lower case, with values, in order of arrival.
    pub headers: Vec<(String, String)>,
    /// Request method and full URL, which some schemes sign.
    pub method: String,
    /// Full URL as the sender saw it.
    pub url: String,
    /// The body's bytes.
    pub body: Vec<u8>,
    /// Whether the sender is on this machine (the demo connection accepts unsigned events from there only).
    pub from_loopback: bool,
}

impl RawHook {
    /// First value of a header, by lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Why a request was not believed. Says what to check, never what would have been right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotVerified {
    /// No signature where the connection's kind puts it.
    #[error("the signature header is missing")]
    MissingSignature,
    /// The signature is not one of ours over these bytes.
    #[error("the signature does not match")]
    WrongSignature,
    /// The signed time is more than 300 s away, or unreadable.
    #[error("the signed timestamp is too old, too new or unreadable")]
    StaleTimestamp,
    /// The connection takes unsigned events from this machine only.
    #[error("unsigned events are taken from this machine only")]
    NotLoopback,
    /// The connection has no secret yet, so nothing can be verified (an unauthenticated source is impossible).
    #[error("the connection has no secret yet: set one before sending events")]
    NoSecret,
}

/// Checks the sender of a request by the scheme of its connection.
#[async_trait]
pub trait VerifyHook: Send + Sync {
    /// Verifies the raw bytes. The outer result is a fault of ours, the inner one a doubt about the sender.
    async fn verify(
        &self,
        connection: &Connection,
        hook: &RawHook,
        now: Timestamp,
    ) -> Result<Result<(), NotVerified>, Fault>;
}

/// Why a stored body is not an event of its connection's kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnreadableEvent(pub String);

/// Reads bodies in the words of each tool. Pure and synchronous.
pub trait ReadEvent: Send + Sync {
    /// The tool's own name for this delivery, used to store it once: its event id, or a digest of
    /// `source|type|entity id|occurred_at`, or of the whole body when nothing else is there.
    fn identity(&self, connection: &Connection, body: &[u8]) -> String;

    /// Why nothing would come of what a body tells, where its kind alone says so: such events are not taken.
    fn without_effect(&self, connection: &Connection, body: &[u8]) -> Option<String>;

    /// The event in our words; some bodies hold several, some none that we know.
    ///
    /// # Errors
    /// [`UnreadableEvent`] with a reason for the decision log (no personal text).
    fn read(&self, connection: &Connection, body: &[u8]) -> Result<Vec<TriggerEvent>, UnreadableEvent>;
}

/// A picture that was read and encoded anew: nothing of the upload but its pixels is left.
#[derive(Clone, PartialEq, Eq)]
pub struct Encoded {
    /// Size and kind.
    pub facts: ImageFacts,
    /// Its id, by its bytes.
    pub id: ImageId,
    /// Its bytes, base 64, at most [`relance_domain::campaign::Image::LARGEST`] before encoding.
    pub content: String,
}

/// Why an upload is not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPicture {
    /// Another type, whatever it was called.
    #[error("send a png, jpeg or webp picture: these bytes are something else")]
    OtherType,
    /// Larger than anybody needs.
    #[error("the picture has {width} by {height} pixels: at most {most} on each side")]
    TooManyPixels {
        width: u32,
        height: u32,
        /// The most on each side.
        most: u32,
    },
    /// More pixels than are decoded.
    #[error("the picture has {width} by {height} pixels: at most {most_megapixels} million in all")]
    TooLarge {
        width: u32,
        height: u32,
        /// The most, in millions.
        most_megapixels: u32,
    },
    /// Cut short or damaged.
    #[error("the picture cannot be read: it may be damaged")]
    Damaged,
}

/// Reads uploaded pictures.
#[async_trait]
pub trait EncodePicture: Send + Sync {
    /// Recognizes the type by its bytes, checks the size before it decodes, drops everything but the pixels. Nobody else's
    /// request waits for it.
    ///
    /// # Errors
    /// [`NotAPicture`].
    async fn encode(&self, upload: &[u8]) -> Result<Encoded, NotAPicture>;
}
