//! What must not be known: keys that seal links, secrets of connections on one machine; and digests made with them.
//! Secrets on AWS live in `aws`.

pub(crate) mod mac;
mod seal;
mod secrets_file;

pub use seal::{HmacSeal, InvalidSealKey, SealKey};
pub use secrets_file::FileSecrets;
