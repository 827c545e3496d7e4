//! What people read: mails, the respondent's pages, the console, and their words in French and English.
//! Pure functions of plain structs; no clock, no I/O, no decision about who receives what.
//!
//! | Module | Holds |
//! |---|---|
//! | [`email`] | the invitation and the alert, as HTML and as plain text |
//! | [`page`] | the survey, its outcomes, the unsubscribe pages, their style sheet |
//! | [`console`] | what a manager works with, and its style sheet |
//! | [`text`] | the catalogues (`fr.ftl`, `en.ftl`), default texts, corrections beside a field |
//! | [`condition`] | conditions in one sentence |
//! | [`date`] | dates and hours in words |
//! | [`theme`] | the tokens of the look that a mail needs inlined; pages have them in `tokens.css` |
//! | [`link`] | the one filter every `href` and `src` passes |

pub mod condition;
pub mod console;
pub mod date;
pub mod email;
pub mod link;
pub mod page;
pub mod text;
pub mod theme;

/// A picture shown above a mail or a page (B6). Everything stays readable when it is not loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture<'a> {
    /// `https` address, or a path of our own site on a page; anything else is left out.
    pub url: &'a str,
    /// What the picture says, in the reader's language.
    pub alt: &'a str,
    /// Width and height in pixels, where known: room is kept before it loads, and Outlook obeys nothing else.
    pub size: Option<(u32, u32)>,
}

/// Highest that a picture above a mail or a page is shown, in pixels.
const TALLEST_PICTURE: u32 = 140;
/// Widest, in pixels: the column of a mail.
const WIDEST_PICTURE: u32 = 552;

impl Picture<'_> {
    /// Width and height at which it is shown: never larger than it is.
    pub(crate) fn shown_size(&self) -> Option<(u32, u32)> {
        let (width, height) = self.size.filter(|(width, height)| *width > 0 && *height > 0)?;
        let height_shown = height.min(TALLEST_PICTURE).min(height * WIDEST_PICTURE / width).max(1);
        Some(((width * height_shown / height).max(1), height_shown))
    }
}
