//! Servers that do as they are told, badly when asked to.
//! What must come of it is written in the scenarios.

pub mod http;
pub mod smtp;
