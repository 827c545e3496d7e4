//! Time and chance of the real machine. Tests choose their own.

mod clock;
mod mint;

pub use clock::SystemClock;
pub use mint::UlidMint;
