//! Mails in an organization's own words and pictures.
//! What every mail says is in `mails`.

mod images;
mod templates;
