//! How a campaign looks: its mail template and what belongs to the look of its mails and pages.
//! What it asks and says lives in `definition`; markup in `views`.

mod choice;
mod colour;
mod image;
mod template;
mod theme;

pub use choice::Look;
pub use colour::{Colour, InvalidColour, READABLE, gradient};
pub use image::{Image, ImageFacts, ImageKind, Picture};
pub use template::{MailTemplate, PICK_TAG, TemplateTexts};
pub use theme::{RatingStyle, Theme};
