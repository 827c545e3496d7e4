//! Which of the organization's looks a campaign has chosen.
//! The looks themselves are records of their own, shared by campaigns.

use crate::campaign::Picture;
use crate::name::{TemplateId, ThemeId};
use serde::{Deserialize, Serialize};

/// A campaign's choices of look; everything has a built-in default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Look {
    /// The mail template (C11); the built-in mail when absent.
    pub template_id: Option<TemplateId>,
    /// How the rating looks (C19-C21); stars when absent.
    pub theme_id: Option<ThemeId>,
    /// Shown above the mail and the page (B6).
    pub picture: Option<Picture>,
}
