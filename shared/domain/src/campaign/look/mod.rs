//! How a campaign looks: its mail template and what belongs to the look of its mails and pages.
//! What it asks and says lives in `definition`; markup in `views`.

mod choice;
mod template;

pub use choice::Look;
pub use template::{MailTemplate, PICK_TAG, TemplateTexts};
