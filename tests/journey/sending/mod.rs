//! Mails on their way: what they say, whose turn it is, and when sending stops itself.
//! Who is asked at all is in `planning`; the protocol of one mail is proved in the simulator.

mod breaker;
mod fairness;
mod lists;
mod mails;
mod own;
mod reminders;
mod trials;
