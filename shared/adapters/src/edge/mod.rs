//! What functions share where they meet the world: queue batches, spans of the log, uploaded pictures, codes to scan, where
//! a request comes from, how fast one source may come, what the mails of a batch share.
//! Routes and bodies are each function's own.

#[cfg(feature = "lambda")]
pub mod batch;
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "http")]
mod peer;
#[cfg(feature = "pictures")]
mod picture;
#[cfg(feature = "pictures")]
mod qr;
#[cfg(any(feature = "http", feature = "lambda"))]
mod span;
mod throttle;
#[cfg(feature = "lambda")]
mod together;

#[cfg(feature = "http")]
pub use peer::{Peer, source};
#[cfg(feature = "pictures")]
pub use picture::Pictures;
#[cfg(feature = "pictures")]
pub use qr::{qr_png, qr_svg};
pub use throttle::{SourcePace, Throttle};
#[cfg(feature = "lambda")]
pub use together::Together;
