//! What a campaign's mail will be, before any customer gets it: previews, and test mails that never count.
//! Sending itself is the one protocol of `send` (R3.4).

mod preview;
mod test_mail;

pub use preview::{Preview, PreviewMail, Reader};
pub use test_mail::SendTest;
