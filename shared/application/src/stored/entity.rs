//! The mapping between one domain type and its records, in both directions.
//! Which types are stored, under which names, is listed in `entities`.

use crate::kind::{Grouped, Kind};
use crate::ports::due::Announcement;
use crate::ports::fault::Fault;
pub use crate::ports::records::Key;
use crate::ports::records::{OpenMark, Partition, RawRecord, RecordBody, Records, Version};
use jiff::Timestamp;
use relance_domain::account::Organization;
use relance_domain::name::OrganizationId;
use serde::{Serialize, de::DeserializeOwned};

/// The id of the one record of an organization's settings.
pub(super) const SETTINGS: &str = "settings";

/// A domain type that is stored as one record.
pub trait Entity: Serialize + DeserializeOwned + Clone + Send + Sync {
    /// What kind of record it is.
    const KIND: Kind;

    /// Owner of the record.
    fn organization(&self) -> &OrganizationId;

    /// Subdivision of its partition.
    fn group(&self) -> String {
        String::new()
    }

    /// Its id in the partition.
    fn id(&self) -> String;

    /// When it next needs work (I1); derived from its state, so no transition can forget it.
    fn due_at(&self) -> Option<Timestamp> {
        None
    }

    /// With whom it shares its turn among what is due (R1.11).
    fn fair_group(&self) -> Option<String> {
        None
    }

    /// Its place in the newest-first listing of its kind.
    fn listed_at(&self) -> Option<Timestamp> {
        None
    }

    /// Its place among what people still have to do.
    fn open(&self) -> Option<OpenMark> {
        None
    }

    /// Whom it is about: a person of the directory, or the digest of an address.
    fn person(&self) -> Option<String> {
        None
    }

    /// When the store may forget it.
    fn expires_at(&self) -> Option<Timestamp> {
        None
    }

    /// Its record's name.
    fn key(&self) -> Key {
        key_in::<Self>(self.organization(), &self.group(), &self.id())
    }

    /// The hint that it wants work in `delay_s` seconds.
    fn announcement(&self, delay_s: u16) -> Announcement {
        Announcement { hint: (&self.key()).into(), fair_group: self.fair_group(), delay_s }
    }
}

/// A value and the version at which it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored<T> {
    /// What was read.
    pub value: T,
    /// Where a conditional write continues from.
    pub version: Version,
}

/// The partition of a type whose records are not divided.
#[must_use]
pub fn partition<T: Entity>(organization: &OrganizationId) -> Partition {
    const { assert!(matches!(T::KIND.row().grouped, Grouped::Alone), "name the group: `partition_in`") };
    Partition { organization: organization.clone(), kind: T::KIND, group: String::new() }
}

/// The partition of one group of a type's records.
#[must_use]
pub fn partition_in<T: Entity>(organization: &OrganizationId, group: &str) -> Partition {
    Partition { organization: organization.clone(), kind: T::KIND, group: group.to_owned() }
}

/// The name of a record of a type that is not divided.
#[must_use]
pub fn key<T: Entity>(organization: &OrganizationId, id: &str) -> Key {
    Key { partition: partition::<T>(organization), id: id.to_owned() }
}

/// The name of a record of one group.
#[must_use]
pub fn key_in<T: Entity>(organization: &OrganizationId, group: &str, id: &str) -> Key {
    Key { partition: partition_in::<T>(organization, group), id: id.to_owned() }
}

/// The name of the record of an organization's settings.
#[must_use]
pub fn settings_key(organization: &OrganizationId) -> Key {
    key::<Organization>(organization, SETTINGS)
}

/// The record that stores a value; `version` is the one that it was read at, 0 for a new one.
///
/// # Errors
/// [`Fault::Permanent`] when the value does not serialise to an object.
pub fn record_of<T: Entity>(value: &T, version: Version) -> Result<RawRecord, Fault> {
    let Ok(serde_json::Value::Object(body)) = serde_json::to_value(value) else {
        return Err(Fault::permanent(format!("a record of kind {:?} is not an object", T::KIND)));
    };
    let due_at = value.due_at();
    Ok(RawRecord {
        key: value.key(),
        version,
        body,
        due_at,
        fair_group: due_at.and_then(|_| value.fair_group()),
        listed_at: value.listed_at(),
        open: value.open(),
        person: value.person(),
        expires_at: value.expires_at(),
    })
}

/// The value that a record stores. Attributes that it does not know are left alone by every update.
///
/// # Errors
/// [`Fault::Permanent`] naming the kind and the field that could not be read, never its content.
pub fn stored_as<T: Entity>(record: RawRecord) -> Result<Stored<T>, Fault> {
    let RawRecord { key, version, body, .. } = record;
    let value = value_of::<T>(body).map_err(|error| unreadable(&key, &error))?;
    Ok(Stored { value, version })
}

fn value_of<T: Entity>(body: RecordBody) -> Result<T, serde_json::Error> {
    serde_json::from_value(serde_json::Value::Object(body))
}

/// Serde's messages repeat values only for wrong types and variants; the line and column say where.
fn unreadable(key: &Key, error: &serde_json::Error) -> Fault {
    let class = if error.is_data() { "an unexpected shape" } else { "unreadable content" };
    Fault::permanent(format!("record `{}` of kind {:?} has {class}", key.id, key.partition.kind))
}

/// Reads one value.
pub async fn load<T: Entity>(records: &dyn Records, key: &Key) -> Result<Option<Stored<T>>, Fault> {
    records.get(key).await?.map(stored_as).transpose()
}

/// Reads the settings of an organization.
pub async fn load_settings(
    records: &dyn Records,
    organization: &OrganizationId,
) -> Result<Option<Stored<Organization>>, Fault> {
    load::<Organization>(records, &settings_key(organization)).await
}
