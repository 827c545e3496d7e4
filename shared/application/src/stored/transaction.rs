//! One decision in one transaction: read, decide, save on condition, and decide again when somebody else was faster.
//! What is read and wanted stands in the unit of work.

use crate::ports::fault::Fault;
use crate::ports::limits::MAX_CHANGES;
use crate::ports::records::Records;
use crate::stored::{Entity, UnitOfWork};

/// How often a decision is made again because somebody else was faster: more than any real crowd on one record.
const MAX_TRIES: usize = 40;

/// Counts how often one decision was tried.
#[derive(Default)]
pub struct Tries(usize);

impl Tries {
    /// True until somebody else was faster.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.0 == 0
    }

    /// Somebody else was faster once more.
    ///
    /// # Errors
    /// A transient fault when the record is too busy.
    pub fn again(&mut self) -> Result<(), Fault> {
        self.0 += 1;
        if self.0 < MAX_TRIES {
            Ok(())
        } else {
            Err(Fault::transient("the record changes too often to be written"))
        }
    }
}

/// Decides in a fresh unit of work and commits it, until the commit meets no conflict:
/// `transaction!(work in self.records => self.attempt(&mut work, ..))`. Its value is the decision's; its faults leave the
/// function that it stands in. A decision that wants nothing stored ends without a write. After `knowing`, a record that
/// was read already, for the first try: if it changed since, the commit says so, and the next try reads it.
///
/// (A macro, because a closure that lends its unit of work to a future cannot promise on stable Rust that the future may
/// move between threads.)
#[macro_export]
macro_rules! transaction {
    ($work:ident in $records:expr => $decide:expr) => {
        $crate::transaction!($work in $records, knowing None => $decide)
    };
    ($work:ident in $records:expr, knowing $known:expr => $decide:expr) => {{
        let mut tries = $crate::stored::Tries::default();
        let mut known = $known;
        loop {
            let mut $work = $crate::stored::UnitOfWork::knowing($records, known.take()).after(&tries);
            let decided = $decide.await?;
            if $work.commit().await? == $crate::ports::records::Committed::Done {
                break decided;
            }
            tries.again()?;
        }
    }};
}

/// Stores each of these unless it is there already, in as many transactions as it takes, and gives all of them as they are
/// stored now: for things with derived ids, of which whoever is killed between two transactions does the rest again.
///
/// # Errors
/// Faults of the store; some may be stored.
pub async fn put_each_once<T: Entity>(records: &dyn Records, values: &[T]) -> Result<Vec<T>, Fault> {
    let mut stored = Vec::new();
    for part in values.chunks(MAX_CHANGES) {
        stored.extend(transaction!(work in records => put_part(&mut work, part)));
    }
    Ok(stored)
}

async fn put_part<T: Entity>(work: &mut UnitOfWork<'_>, part: &[T]) -> Result<Vec<T>, Fault> {
    let mut stored = Vec::new();
    for value in part {
        let known = work.get_key::<T>(&value.key()).await?;
        if known.is_none() {
            work.put(value)?;
        }
        stored.push(known.unwrap_or_else(|| value.clone()));
    }
    Ok(stored)
}
