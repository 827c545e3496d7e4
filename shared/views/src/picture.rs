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
pub(crate) struct ShownPicture {
    /// `https` address, or a path of our own site on a page; anything else is left out.
    pub(crate) url: String,
    /// What it says, in the reader's language.
    pub(crate) alt: String,
    /// Where known: room is kept before it loads, and Outlook obeys nothing else.
    size: Option<Size>,
}

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl ShownPicture {
    /// The campaign's picture; addresses of mails begin with `base_url`, those of pages with nothing.
    pub(crate) fn of(campaign: &Campaign, language: &LanguageTag, base_url: &str) -> Option<Self> {
        let shown = campaign.look.picture.as_ref()?;
        let alt = shown.alt.get(language).or_else(|| shown.alt.values().next());
        let size =
            Image::facts(&shown.image_id).map(|facts| Size { width: facts.width, height: facts.height });
        let path = Image::path(&campaign.organization, &shown.image_id);
        Some(Self { url: format!("{base_url}{path}"), alt: alt.cloned().unwrap_or_default(), size })
    }

    /// The size at which it is shown: never larger than it is, and always in its own shape.
    pub(crate) fn shown_size(&self) -> Option<Size> {
        let Size { width, height } = self.size.filter(|size| size.width > 0 && size.height > 0)?;
        let height_shown = height.min(TALLEST).min(height * WIDEST / width).max(1);
        Some(Size { width: (width * height_shown / height).max(1), height: height_shown })
    }
}
