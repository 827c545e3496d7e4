//! Rules on answers, and when they apply.
//! What they raise is in `alert`.

mod rules;
mod when_rules_apply;
