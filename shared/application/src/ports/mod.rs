//! What the use cases need from the outside, named after the need; adapters and the testkit fill them in.
//! Ports speak domain types and the neutral [`records::RawRecord`]; no transport, no table layout.

pub mod chance;
pub mod compose;
pub mod due;
pub mod fault;
pub mod inbound;
pub mod limits;
pub mod mail;
pub mod records;
pub mod seal;
pub mod trail;
