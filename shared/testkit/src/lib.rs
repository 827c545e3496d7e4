//! What tests put in the place of the outside world: memory adapters, a clock and a mint that tests choose.
//! Nothing here is part of the product; the contract suite (`tests/contract`) keeps the memory adapters honest.

pub mod builders;
pub mod clock;
pub mod memory;
pub mod mint;
pub mod simulator;

pub use clock::FixedClock;
pub use memory::MemoryRecords;
pub use mint::SeededMint;
