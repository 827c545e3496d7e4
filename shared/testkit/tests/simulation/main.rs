//! The simulator as a gate (R6.2): thousands of seeds hold every law, any seed is replayed by one command, failing
//! seeds stay as named tests, and seeded bugs prove that the laws see (R6.3).
#![expect(clippy::print_stdout, reason = "a failing seed must be told together with its command")]

mod bugs;
mod crowd;
mod seeds;
