//! The organization's looks: mail templates, and what a campaign may choose of them.
//! What they are in a mail or on a page lives in `views`.

mod chosen;
mod images;
mod templates;
mod themes;

pub(super) use chosen::check_look;
pub use images::Images;
pub use templates::{Checked, Templates};
pub use themes::Themes;
