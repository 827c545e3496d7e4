//! What people read: mails, texts, the respondent's pages, the console, and their words in French and English.
//! Pure functions of the domain's own types; no clock, no I/O, no decision about who receives what.
//!
//! Each room sees only those above it in this list; from `contact` on, a room is a subject of the house:
//! - [`text`]: the catalogues (`fr.ftl`, `en.ftl`) and which of them somebody reads
//! - [`link`]: the one filter every `href` and `src` passes
//! - [`date`]: dates and hours in words
//! - [`theme`]: the tokens of the look, and an organization's own look
//! - [`picture`]: a campaign's picture
//! - [`frame`]: what is around every page, mail and page of the console, with their style sheets and the one script
//! - [`condition`]: conditions in one sentence
//! - [`contact`]: the pages behind the unsubscribe link
//! - [`question`]: a question and what can be answered, as controls of a form and in words
//! - [`campaign`]: what a campaign tells, in its own words or built-in ones
//! - [`invitation`]: the mail and the text that ask, and the language of mail templates
//! - [`answer`]: the survey, the thanks, and the pages behind links that lead nowhere
//! - [`alert`]: the mail to an alert's owner, and its page in the console
//! - [`report`]: the console's overview
//! - [`account`]: signing in to the console

pub mod account;
pub mod alert;
pub mod answer;
pub mod campaign;
pub mod condition;
pub mod contact;
pub mod date;
pub mod frame;
pub mod invitation;
pub mod link;
pub mod picture;
pub mod question;
pub mod report;
pub mod text;
pub mod theme;
