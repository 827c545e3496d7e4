//! How domain types become records, the unit of work that loads, changes and commits them together, and how a whole
//! organization is carried from one store to another.
//! Tables and attributes are the adapter's business.

mod entities;
mod entity;
mod transaction;
mod unit_of_work;

pub use entity::{
    Entity, Key, Stored, key, key_in, load, load_settings, partition, partition_in, read_all, read_whole,
    record_of, settings_key, stored_as,
};
pub use transaction::Tries;
pub use unit_of_work::UnitOfWork;
