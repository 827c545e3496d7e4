//! What follows from an answer: alerts with an owner, and calls to endpoints of others.
//! Recording answers is in `answering`.

mod alerts;
mod rules;
mod telling;
mod when_rules_apply;
