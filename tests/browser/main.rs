//! Pages and mails in a real browser, against the real program: in both languages, on a phone and on a desk, by day
//! and by night, with and without scripts, by finger and by keyboard. Pictures are kept in `target/browser`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a broken page must stop the test"
)]

mod answering;
mod browser;
mod keyboard;
mod looks;
mod program;
mod scanners;
