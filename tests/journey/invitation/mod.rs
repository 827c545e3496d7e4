//! One ask to one address: whether it is planned, when it goes, by which way, and what stops it.
//! What it leads to is in `answer`.

mod breaker;
mod by_hand;
mod criteria;
mod fairness;
mod frequency;
mod mails;
mod paused;
mod planning;
mod reminders;
mod short_links;
mod sms;
mod timing;
mod trials;
mod waves;
