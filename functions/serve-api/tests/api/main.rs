//! The API as its callers see it: requests in, answers out, over the memory store.
//! Each module speaks about one group of resources; `rights` about all of them.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests state what must hold")]

mod conventions;
mod description;
mod keys;
mod people;
mod results;
mod rights;
mod sending;
mod setup;
mod whole;
mod world;
