//! Scenarios of the policy.
