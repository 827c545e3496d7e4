//! Which channels of contact are surveyed (C3, C4): phone, mail, web form, social, chat, by the tool's own names.
//! Whose map decides, the campaign's or the organization's, is the policy's affair.

use crate::name::letters::evenly_spaced;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Why a map of channels cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidChannels {
    /// A name that no tool would send.
    #[error("`{0}` is not a channel: use 1 to 40 characters")]
    Name(String),
    /// Two spellings of one channel.
    #[error("`{0}` is named twice: spelling in capitals makes no difference")]
    Twice(String),
    /// More than anybody has.
    #[error("name at most 40 channels")]
    TooMany,
}

/// Channels by name, each switched on or off. Empty: not configured, so nothing is decided by channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, bool>", into = "BTreeMap<String, bool>")]
pub struct Channels(BTreeMap<String, bool>);

impl Channels {
    const MOST: usize = 40;
    const LONGEST: usize = 40;

    /// Whether customers of a channel are surveyed; `None` when channels are not configured. An unknown channel,
    /// and a task that names none, is not surveyed (C4).
    #[must_use]
    pub fn allow(&self, channel: Option<&str>) -> Option<bool> {
        if self.0.is_empty() {
            return None;
        }
        let wanted = folded(channel.unwrap_or_default());
        Some(self.0.iter().any(|(name, on)| *on && folded(name) == wanted))
    }
}

fn folded(name: &str) -> String {
    evenly_spaced(name).to_lowercase()
}

impl TryFrom<BTreeMap<String, bool>> for Channels {
    type Error = InvalidChannels;
    fn try_from(map: BTreeMap<String, bool>) -> Result<Self, InvalidChannels> {
        if map.len() > Self::MOST {
            return Err(InvalidChannels::TooMany);
        }
        let mut seen = BTreeSet::new();
        for name in map.keys() {
            let shown = || name.chars().take(Self::LONGEST).collect();
            if !(1..=Self::LONGEST).contains(&name.trim().chars().count()) {
                return Err(InvalidChannels::Name(shown()));
            }
            if !seen.insert(folded(name)) {
                return Err(InvalidChannels::Twice(shown()));
            }
        }
        Ok(Self(map))
    }
}

impl From<Channels> for BTreeMap<String, bool> {
    fn from(channels: Channels) -> Self {
        channels.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channels(entries: &[(&str, bool)]) -> Result<Channels, InvalidChannels> {
        let map: BTreeMap<String, bool> =
            entries.iter().map(|(name, on)| ((*name).to_owned(), *on)).collect();
        map.try_into()
    }

    #[test]
    fn c3_c4_only_what_is_switched_on_is_surveyed_and_the_unknown_is_not() {
        let configured = channels(&[("phone", true), ("Chat", false)]);

        let allow = |channel| configured.as_ref().map(|channels| channels.allow(channel));

        assert_eq!(allow(Some(" Phone ")), Ok(Some(true)));
        for off in [Some("chat"), Some("fax"), Some(""), None] {
            assert_eq!(allow(off), Ok(Some(false)), "{off:?}");
        }
        assert_eq!(Channels::default().allow(None), None);
    }

    #[test]
    fn names_are_checked_when_they_are_written_down() {
        assert_eq!(channels(&[(" ", true)]), Err(InvalidChannels::Name(" ".to_owned())));
        assert_eq!(
            channels(&[("Phone", true), ("phone", false)]),
            Err(InvalidChannels::Twice("phone".to_owned()))
        );
    }
}
