//! What is stored, as the product's own types: for tests of what is kept, and of what existed before a test begins.
//! What people can see of it is read by the API.

use crate::World;
use relance_application::ports::records::{Change, Committed, Records as _};
use relance_application::stored::{Entity, record_of, stored_as};

impl World {
    /// Everything of one type that is stored, in no order.
    pub fn stored<T: Entity>(&self) -> Vec<T> {
        let all = self.records().everything().into_iter();
        let of_type = all.filter(|record| record.key.partition.kind == T::KIND);
        of_type.map(|record| stored_as(record).unwrap().value).collect()
    }

    /// Changes everything of one type behind the product's back.
    pub async fn given<T: Entity>(&self, change: impl Fn(&mut T)) {
        let all = self.records().everything().into_iter();
        for record in all.filter(|record| record.key.partition.kind == T::KIND) {
            let mut stored = stored_as::<T>(record).unwrap();
            change(&mut stored.value);
            let update = Change::Update(record_of(&stored.value, stored.version).unwrap());
            assert_eq!(self.records().commit(&[update]).await, Ok(Committed::Done));
        }
    }
}
