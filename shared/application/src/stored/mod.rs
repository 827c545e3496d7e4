//! How domain types become records, the unit of work that loads, changes and commits them together, and how a whole
//! organization is carried from one store to another.
//! Tables and attributes are the adapter's business.

mod entities;
mod entity;
mod pages;
mod transaction;
mod unit_of_work;

pub(crate) use entities::{entity, given};
pub use entity::{
    Entity, Key, Stored, key, key_in, load, load_settings, partition, partition_in, record_of, settings_key,
    stored_as,
};
pub use pages::{Entries, Pages, read_between, read_whole};
pub use transaction::{Tries, put_each_once};
pub use unit_of_work::UnitOfWork;
