//! One thing that keeps a question or a campaign from being asked.
//! What is looked for lives in `check` and in `campaign::publish`.

use serde::Serialize;

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// JSON path of the field, such as `texts.fr.subject`.
    pub field: String,
    /// What to do about it.
    pub reason: String,
}

impl Missing {
    #[must_use]
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { field: field.into(), reason: reason.into() }
    }
}
