//! SHA-256 digests and the unique parts of ids that are derived from them.
//! Random and time-ordered ids come from the `Mint` port, never from here.

use sha2::{Digest as _, Sha256};
use std::fmt;

/// Crockford's base 32 in lower case, as in ULIDs: no `i`, `l`, `o`, `u`.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A SHA-256 digest: the only form in which tokens are stored, and how addresses appear in keys.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Digest of several parts; each part is length-prefixed, so `["ab","c"]` and `["a","bc"]` differ.
    #[must_use]
    pub fn of(parts: &[&str]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        Self(hasher.finalize().into())
    }

    /// Plain SHA-256 of bytes, for values that others compute too.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The first 64 bits as a number: a stable, evenly spread choice (sampling, shards).
    #[must_use]
    pub fn as_number(&self) -> u64 {
        self.0.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
    }

    /// Its beginning as letters and digits, for what people may have to type: each holds almost six bits, twenty-one at most
    /// are evenly spread.
    #[must_use]
    pub fn in_letters(&self, count: usize) -> String {
        const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let bits = self.0.iter().take(16).fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
        let letter = |rest: &mut u128| {
            let at = usize::try_from(*rest % 62).unwrap_or(0);
            *rest /= 62;
            LETTERS.get(at).copied().map(char::from)
        };
        (0..count).scan(bits, |rest, _| letter(rest)).collect()
    }

    /// All 256 bits, lower-case hexadecimal.
    #[must_use]
    pub fn to_hex(&self) -> String {
        self.0.iter().fold(String::with_capacity(64), |mut text, byte| {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
            text
        })
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

/// The part of an id after its prefix: minted (time-ordered, random) or derived from what it names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unique(String);

impl Unique {
    /// 130 bits of the parts' digest: the same parts always name the same thing (R1.1, A31).
    #[must_use]
    pub fn derived(parts: &[&str]) -> Self {
        let Digest(bytes) = Digest::of(parts);
        let mut text = String::with_capacity(26);
        let (mut buffer, mut bits) = (0_u32, 0_u32);
        for byte in bytes.iter().take(17) {
            buffer = (buffer << 8) | u32::from(*byte);
            bits += 8;
            while bits >= 5 && text.len() < 26 {
                bits -= 5;
                let index = (buffer >> bits) & 31;
                text.push(ALPHABET.get(index as usize).map_or('0', |c| char::from(*c)));
            }
            buffer &= (1 << bits) - 1;
        }
        Self(text)
    }

    /// The ten characters with which every ULID made at an instant begins: no id of that instant or later sorts
    /// before them, and every id made before does.
    #[must_use]
    pub fn first_at(at: jiff::Timestamp) -> Self {
        let millis = at.as_millisecond().max(0).unsigned_abs();
        let character = |place: u32| ALPHABET.get(((millis >> (5 * place)) & 31) as usize);
        Self((0..10).rev().filter_map(character).map(|c| char::from(*c)).collect())
    }

    /// The first ten characters of a unique part, which say its instant if it is one in order of time.
    #[must_use]
    pub fn instant_in(text: &str) -> Option<Self> {
        text.get(..10).map(|part| Self(part.to_owned()))
    }

    /// Sorts like a ULID made at `at`, and names always the same thing: 80 bits of the parts' digest follow its time.
    #[must_use]
    pub fn derived_at(at: jiff::Timestamp, parts: &[&str]) -> Self {
        let tail: String = Self::derived(parts).0.chars().take(16).collect();
        Self(Self::first_at(at).0 + &tail)
    }

    /// Takes a freshly minted unique text; only a `Mint` adapter calls this.
    #[must_use]
    pub fn minted(text: String) -> Self {
        Self(text)
    }

    /// The text that follows the prefix of an id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_not_confused_with_their_concatenation() {
        assert_ne!(Unique::derived(&["ab", "c"]), Unique::derived(&["a", "bc"]));
        assert_eq!(Unique::derived(&["ab", "c"]), Unique::derived(&["ab", "c"]));
        assert_eq!(Unique::derived(&["x"]).as_str().len(), 26);
    }

    #[test]
    fn a_derived_id_keeps_its_place_in_time() {
        let at = |ms| jiff::Timestamp::from_millisecond(ms).unwrap_or_default();

        let early = Unique::derived_at(at(1_800_000_000_000), &["x"]);
        let late = Unique::derived_at(at(1_800_000_000_001), &["a"]);

        assert_eq!(early.as_str().len(), 26);
        assert!(early.as_str() < late.as_str());
        assert_eq!(early, Unique::derived_at(at(1_800_000_000_000), &["x"]));
        assert!(early.as_str().starts_with(Unique::first_at(at(1_800_000_000_000)).as_str()));
    }

    #[test]
    fn plain_digest_is_the_published_sha_256() {
        assert_eq!(
            Digest::of_bytes(b"abc").to_hex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
