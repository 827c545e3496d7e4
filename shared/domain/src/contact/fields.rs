//! What conditions can look at in a person of the directory: `contact.…`, without any event.
//! Which fields a person has is said in `source`, whose events describe them.

use super::Contact;
use crate::condition::{Field, Known, MissingName, Source, Value, Vocabulary};
use crate::name::{EmailAddress, PhoneNumber};
use crate::source::ContactSlot;
use jiff::Timestamp;

/// The fields of a person of the directory.
#[derive(Debug, Clone, Copy)]
pub struct ContactFields;

const OFFERED: &str = "`contact.` with `id`, `first_name`, `last_name`, `email`, `phone`, `language`, `street`, \
     `house_number`, `box`, `postal_code`, `city`, `province`, `state`, `country`, `tags`, `custom_1` to `custom_20` or \
     `custom.<name>`, and nothing of an event";

impl Vocabulary for ContactFields {
    type Slot = ContactSlot;

    fn find<'v>(&'v self, field: &'v Field) -> Result<Known<'v, ContactSlot>, MissingName> {
        ContactSlot::find(field).unwrap_or(Err(MissingName::Field { offered: OFFERED }))
    }
}

/// A person, as conditions look at them at one moment.
#[derive(Debug, Clone, Copy)]
pub struct PersonNow<'a> {
    /// Who.
    pub contact: &'a Contact,
    /// When.
    pub now: Timestamp,
}

impl Contact {
    /// The value that they have in a slot.
    #[must_use]
    pub fn value<'s>(&'s self, slot: &ContactSlot) -> Value<'s> {
        Value::from(match slot {
            ContactSlot::Tags => return Value::Texts(&self.tags),
            ContactSlot::Id => Some(self.id.as_str()),
            ContactSlot::FirstName => self.first_name.as_deref(),
            ContactSlot::LastName => self.last_name.as_deref(),
            ContactSlot::Email => self.email.as_ref().map(EmailAddress::as_str),
            ContactSlot::Phone => self.phone.as_ref().map(PhoneNumber::as_str),
            ContactSlot::Language => self.language.as_deref(),
            ContactSlot::Named(name) => self.fields.get(name).map(String::as_str),
        })
    }
}

impl Source<ContactSlot> for PersonNow<'_> {
    fn value<'s>(&'s self, slot: &'s ContactSlot) -> Value<'s> {
        self.contact.value(slot)
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}
