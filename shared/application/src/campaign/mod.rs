//! Campaigns, their versions and their look; which questions somebody is asked.
//! Sending them lives in `invitation`.

mod asking;
mod campaigns;
mod images;
mod look;
mod show_image;
mod templates;
mod themes;

pub(crate) use asking::{AsOf, answered_as, asking};
pub use campaigns::Campaigns;
pub use images::Images;
pub(crate) use look::check_look;
pub use show_image::show_image;
pub use templates::{CheckedTemplate, Templates};
pub use themes::Themes;
