//! Rules on answers, and when they apply.
//! What they raise is in `alert`.

mod detractors;
mod rules;
mod when_rules_apply;
