//! Themes: how an organization's rating looks (C19-C21), and its accent.
//! Eleven labelled targets are always there; a theme only decorates them. Markup lives in `views`.

use crate::campaign::Colour;
use crate::name::{ImageId, OrganizationId, ThemeId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    pub id: ThemeId,
    /// Owner.
    pub organization: OrganizationId,
    /// Shown to managers only.
    pub name: String,
    /// How the eleven targets look.
    pub rating: RatingStyle,
    /// Links, buttons and what is chosen; the house's accent when absent.
    pub accent: Option<Colour>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// How the eleven targets look. The numeral is always written (C19).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "style", rename_all = "snake_case", deny_unknown_fields)]
pub enum RatingStyle {
    /// A star above each numeral: the default (C19).
    #[default]
    Stars,
    /// Nothing but the numerals.
    Numerals,
    /// The organization's own picture above each numeral (C20).
    Icons {
        /// A small picture; shown at 20 pixels.
        image_id: ImageId,
    },
    /// Grounds from the first stop to the last (C21).
    Gradient {
        /// Two or three.
        stops: Vec<Colour>,
    },
}
