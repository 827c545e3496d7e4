//! Time and chance, which every test chooses: the clock, and what is minted fresh.
//! Derived identifiers are pure and live in `relance_domain::name`.

use jiff::Timestamp;
use relance_domain::name::Unique;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The current instant.
    fn now(&self) -> Timestamp;
}

/// Makes unique, random things.
pub trait Mint: Send + Sync {
    /// The unique part of a new id: 26 lower-case characters that sort by `at` (a ULID).
    fn unique(&self, at: Timestamp) -> Unique;

    /// A new secret of 256 random bits, base64url without padding.
    fn secret(&self) -> String;

    /// A number from 0 up to and excluding `bound` (0 when `bound` is 0), for jitter.
    fn below(&self, bound: u64) -> u64;
}
