//! How all of it is shown (R6): what is promised, and what remains.
//! The other chapters are beside.

use super::Promise;

const PROOF: &str = "How all this is shown";

/// In the order of the page.
pub const PROMISES: &[Promise] = &[
    Promise {
        family: PROOF,
        id: "R6.1",
        title: "A simulator of everything outside",
        words: "The real use cases run on simulated ports that crash, lose, repeat, reorder, lag and lie; one seed replays one story.",
        residual: "What no port models.",
    },
    Promise {
        family: PROOF,
        id: "R6.2",
        title: "Ten thousand stories at each change",
        words: "Invariants hold in every one of ten thousand seeds.",
        residual: "Stories that no seed told yet.",
    },
    Promise {
        family: PROOF,
        id: "R6.3",
        title: "The simulator finds bugs",
        words: "Each of at least fifteen seeded bugs is found within that budget.",
        residual: "Bugs unlike them.",
    },
    Promise {
        family: PROOF,
        id: "R6.4",
        title: "Honest stand-ins",
        words: "One contract suite runs on the memory adapters and on the embedded engine; a property test compares the two.",
        residual: "Where the engine differs from AWS.",
    },
    Promise {
        family: PROOF,
        id: "R6.5",
        title: "Strangers' input is fuzzed",
        words: "Everything that reads what strangers send is fuzzed at each change, starting from what was ever found.",
        residual: "Inputs that a short run does not reach; `make fuzz` runs longer.",
    },
    Promise {
        family: PROOF,
        id: "R6.6",
        title: "Laws, not only examples",
        words: "Arithmetic, windows, merging and paging are checked against plain reference versions on random input.",
        residual: "None known.",
    },
    Promise {
        family: PROOF,
        id: "R6.8",
        title: "The wire itself",
        words: "The real SDK and the real SMTP client talk to servers that close, reset, stall and lie; requests are counted.",
        residual: "None known.",
    },
    Promise {
        family: PROOF,
        id: "R6.10",
        title: "This page",
        words: "Written from the names and notes of the tests themselves; a promise without a test stops the build.",
        residual: "A test that proves less than its name says.",
    },
];
