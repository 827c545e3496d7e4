//! Ids, secrets and jitter from the randomness of the operating system.
//! The mint that tests choose lives in `relance-testkit`; derived ids in `relance_domain::name`.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use relance_application::ports::chance::Mint;
use relance_domain::name::Unique;
use ulid::Ulid;

/// Mints ULIDs in lower case and secrets of 256 bits (R5.1).
#[derive(Debug, Clone, Copy, Default)]
pub struct UlidMint;

impl Mint for UlidMint {
    fn unique(&self, at: Timestamp) -> Unique {
        let at_ms = u64::try_from(at.as_millisecond()).unwrap_or(0);
        let random = u128::from_be_bytes(random_bytes());
        Unique::minted(Ulid::from_parts(at_ms, random).to_string().to_lowercase())
    }

    fn secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(random_bytes::<32>())
    }

    fn below(&self, bound: u64) -> u64 {
        let random = u64::from_be_bytes(random_bytes());
        // Multiply-shift (Lemire): the product is below `bound * 2^64`, so its upper half is below `bound`.
        u64::try_from((u128::from(random) * u128::from(bound)) >> 64).unwrap_or(0)
    }
}

fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(
        clippy::expect_used,
        reason = "a machine without randomness must not hand out guessable secrets"
    )]
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_lower_case_ulids_that_sort_by_their_instant() {
        let early = UlidMint.unique("2026-11-02T09:00:00.001Z".parse().unwrap());
        let late = UlidMint.unique("2026-11-02T09:00:00.002Z".parse().unwrap());

        assert!(early.as_str() < late.as_str());
        assert_eq!(early.as_str().len(), 26);
        assert_eq!(early.as_str(), early.as_str().to_lowercase());
        assert_eq!(Ulid::from_string(early.as_str()).unwrap().timestamp_ms(), 1_793_610_000_001);
    }

    #[test]
    fn nothing_is_minted_twice() {
        let secrets: BTreeSet<String> = (0..1_000).map(|_| UlidMint.secret()).collect();
        let ids = (0..1_000).map(|_| UlidMint.unique(Timestamp::UNIX_EPOCH).as_str().to_owned());

        assert_eq!(secrets.len(), 1_000);
        assert!(secrets.iter().all(|secret| secret.len() == 43));
        assert_eq!(ids.collect::<BTreeSet<_>>().len(), 1_000);
    }

    #[test]
    fn jitter_reaches_all_numbers_below_its_bound_and_no_other() {
        let seen: BTreeSet<u64> = (0..1_000).map(|_| UlidMint.below(7)).collect();

        assert_eq!(seen, (0..7).collect());
        assert_eq!(UlidMint.below(0), 0);
        assert_eq!(UlidMint.below(1), 0);
    }
}
