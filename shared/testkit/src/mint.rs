//! A mint whose every coin is known in advance: the same seed gives the same ids, secrets and jitter.
//! The mint of the product, which asks the operating system for randomness, lives in `relance-adapters`.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use relance_application::ports::chance::Mint;
use relance_domain::name::Unique;
use std::sync::atomic::{AtomicU64, Ordering};
use ulid::Ulid;

/// Mints from a seed. Threads may share it; each call draws the next numbers of one sequence.
#[derive(Debug)]
pub struct SeededMint {
    state: AtomicU64,
}

impl SeededMint {
    /// A mint whose whole sequence follows from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: AtomicU64::new(seed) }
    }

    /// The next 64 bits (`SplitMix64`: Steele, Lea, Flood, OOPSLA 2014).
    fn draw(&self) -> u64 {
        const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut z = self.state.fetch_add(GAMMA, Ordering::Relaxed).wrapping_add(GAMMA);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Mint for SeededMint {
    fn unique(&self, at: Timestamp) -> Unique {
        let at_ms = u64::try_from(at.as_millisecond()).unwrap_or(0);
        let random = (u128::from(self.draw()) << 64) | u128::from(self.draw());
        Unique::minted(Ulid::from_parts(at_ms, random).to_string().to_lowercase())
    }

    fn secret(&self) -> String {
        let bytes: Vec<u8> = (0..4).flat_map(|_| self.draw().to_be_bytes()).collect();
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn below(&self, bound: u64) -> u64 {
        self.draw().checked_rem(bound).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn a_seed_fixes_the_whole_sequence() {
        let coins = |mint: &SeededMint| {
            (
                mint.unique(Timestamp::UNIX_EPOCH),
                mint.secret(),
                mint.below(1_000),
                mint.unique(Timestamp::MAX),
            )
        };

        assert_eq!(coins(&SeededMint::new(7)), coins(&SeededMint::new(7)));
        assert_ne!(coins(&SeededMint::new(7)), coins(&SeededMint::new(8)));
    }

    #[test]
    fn ids_have_26_characters_and_sort_by_their_instant() {
        let mint = SeededMint::new(1);
        let early = mint.unique("2026-11-02T09:00:00.001Z".parse().unwrap());
        let late = mint.unique("2026-11-02T09:00:00.002Z".parse().unwrap());

        assert!(early.as_str() < late.as_str());
        assert_eq!(early.as_str().len(), 26);
        assert!(early.as_str().bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase()));
    }

    #[test]
    fn secrets_have_256_bits_and_jitter_stays_below_its_bound() {
        let mint = SeededMint::new(1);

        assert_eq!(mint.secret().len(), 43);
        assert_ne!(mint.secret(), mint.secret());
        assert!((0..1_000).all(|_| mint.below(7) < 7));
        assert_eq!(mint.below(0), 0);
    }
}
