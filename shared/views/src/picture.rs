//! A picture shown above a mail or a page (B6). Everything stays readable when it is not loaded.
//! Keeping and serving pictures lives elsewhere; which one a campaign shows, in its look.

use relance_domain::campaign::{Campaign, Image};
use relance_domain::name::LanguageTag;

/// Highest that it is shown, in pixels.
const TALLEST: u32 = 140;
/// Widest, in pixels: the column of a mail.
const WIDEST: u32 = 552;

/// A picture with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    /// `https` address, or a path of our own site on a page; anything else is left out.
    pub(crate) url: String,
    /// What it says, in the reader's language.
    pub(crate) alt: String,
    /// Width and height in pixels, where known: room is kept before it loads, and Outlook obeys nothing else.
    size: Option<(u32, u32)>,
}

impl Picture {
    /// The campaign's picture; addresses of mails begin with `base_url`, those of pages with nothing.
    pub(crate) fn of(campaign: &Campaign, language: &LanguageTag, base_url: &str) -> Option<Self> {
        let shown = campaign.look.picture.as_ref()?;
        let alt = shown.alt.get(language).or_else(|| shown.alt.values().next());
        let size = Image::facts(&shown.image_id).map(|facts| (facts.width, facts.height));
        let path = Image::path(&campaign.organization, &shown.image_id);
        Some(Self { url: format!("{base_url}{path}"), alt: alt.cloned().unwrap_or_default(), size })
    }

    /// Width and height at which it is shown: never larger than it is, and always in its own shape.
    pub(crate) fn shown_size(&self) -> Option<(u32, u32)> {
        let (width, height) = self.size.filter(|(width, height)| *width > 0 && *height > 0)?;
        let height_shown = height.min(TALLEST).min(height * WIDEST / width).max(1);
        Some(((width * height_shown / height).max(1), height_shown))
    }
}
