//! What a key of the API opens, and what it may give to another key.
//! Which call asks for which scope is said in `serve-api`.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// What a call asks of its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyScope {
    /// Sees everything of the organization.
    Read,
    /// Changes everything of the organization, and sees it: every change answers what it changed.
    Manage,
    /// Gives events, and nothing else.
    Hooks,
}

impl KeyScope {
    /// Every scope.
    pub const ALL: [Self; 3] = [Self::Read, Self::Manage, Self::Hooks];

    /// The scope in one word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Manage => "manage",
            Self::Hooks => "hooks",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// A sentence that names the words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|scope| scope.as_str() == text);
        known.ok_or_else(|| format!("`{text}` is none of `read`, `manage`, `hooks`"))
    }
}

/// What one key opens: at least something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeSet<KeyScope>", into = "BTreeSet<KeyScope>")]
pub struct KeyScopes(BTreeSet<KeyScope>);

/// A key that opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("name at least one of `read`, `manage`, `hooks`")]
pub struct NoScope;

impl KeyScopes {
    /// Everything.
    #[must_use]
    pub fn all() -> Self {
        Self(KeyScope::ALL.into())
    }

    /// Whether a call that asks for this is let in.
    #[must_use]
    pub fn allow(&self, scope: KeyScope) -> bool {
        self.0.contains(&scope) || (scope == KeyScope::Read && self.0.contains(&KeyScope::Manage))
    }

    /// Whether another key with these opens nothing that these do not.
    #[must_use]
    pub fn may_give(&self, other: &Self) -> bool {
        other.0.iter().all(|scope| self.allow(*scope))
    }

    /// Each of them.
    pub fn each(&self) -> impl Iterator<Item = KeyScope> {
        self.0.iter().copied()
    }
}

impl TryFrom<BTreeSet<KeyScope>> for KeyScopes {
    type Error = NoScope;
    fn try_from(scopes: BTreeSet<KeyScope>) -> Result<Self, NoScope> {
        if scopes.is_empty() { Err(NoScope) } else { Ok(Self(scopes)) }
    }
}

impl From<KeyScopes> for BTreeSet<KeyScope> {
    fn from(scopes: KeyScopes) -> Self {
        scopes.0
    }
}

impl fmt::Display for KeyScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.each().map(KeyScope::as_str).collect();
        f.write_str(&words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::KeyScope::{Hooks, Manage, Read};
    use super::*;

    fn scopes(scopes: &[KeyScope]) -> KeyScopes {
        KeyScopes::try_from(scopes.iter().copied().collect::<BTreeSet<_>>()).unwrap()
    }

    #[test]
    fn r5_9_a_key_opens_what_its_scopes_say() {
        let table: [(&[KeyScope], &[KeyScope]); 5] = [
            (&[Read], &[Read]),
            (&[Manage], &[Read, Manage]),
            (&[Hooks], &[Hooks]),
            (&[Read, Hooks], &[Read, Hooks]),
            (&[Read, Manage, Hooks], &[Read, Manage, Hooks]),
        ];

        for (given, opened) in table {
            let opens: Vec<_> =
                KeyScope::ALL.into_iter().filter(|scope| scopes(given).allow(*scope)).collect();
            assert_eq!(opens, opened, "{given:?}");
        }
    }

    #[test]
    fn r5_9_a_key_gives_no_more_than_it_has() {
        assert!(scopes(&[Manage]).may_give(&scopes(&[Read, Manage])));
        assert!(KeyScopes::all().may_give(&KeyScopes::all()));
        for more in [&[Hooks][..], &[Read, Hooks], &KeyScope::ALL] {
            assert!(!scopes(&[Read, Manage]).may_give(&scopes(more)), "{more:?}");
        }
    }

    #[test]
    fn a_key_that_opens_nothing_is_none() {
        let read = |text| serde_json::from_str::<KeyScopes>(text);

        assert!(read("[]").is_err());
        assert_eq!(read(r#"["hooks","read"]"#).unwrap().to_string(), "read, hooks");
        assert!(read(r#"["admin"]"#).is_err());
    }
}
