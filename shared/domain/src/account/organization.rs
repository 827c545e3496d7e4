//! The account and its settings.
//! Per-campaign settings live in `campaign`.

use crate::account::SmsPolicy;
use crate::name::{EmailAddress, LanguageTag, OrganizationId};
use crate::schedule::{Delay, FrequencyRule};
use crate::source::Channels;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Why sending is stopped for a whole organization (R1.10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendingPause {
    /// Since when.
    pub since: Timestamp,
    /// For people: who or what stopped it, and why.
    pub reason: String,
    /// When it resumes by itself; otherwise an operator resumes it.
    pub until: Option<Timestamp>,
}

/// Whom the organization contacts, how often and on which days, over all its campaigns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactPolicy {
    /// Channels whose customers are asked (C3), for campaigns that do not say.
    pub channels: Channels,
    /// Local days on which nothing goes out to customers.
    pub quiet_days: BTreeSet<Date>,
    /// How often anybody may be asked (C17, D25); all of them must pass (C18).
    pub frequency: Vec<FrequencyRule>,
    /// Text messages: hours and the monthly cap (R3.10).
    pub sms: SmsPolicy,
    /// How old an event may be when it is told: nobody is asked about an older one.
    pub too_old_after: Delay,
}

impl Default for ContactPolicy {
    fn default() -> Self {
        Self {
            channels: Channels::default(),
            quiet_days: BTreeSet::new(),
            frequency: Vec::new(),
            sms: SmsPolicy::default(),
            too_old_after: Delay::of_days(30),
        }
    }
}

/// An account with its own data, time zone and languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// First part of every key.
    pub id: OrganizationId,
    /// As customers know it; appears in mails and pages.
    pub name: String,
    /// IANA name; days and periods follow it.
    pub time_zone: String,
    /// For staff mails and for customers whose language no campaign text decides.
    pub language: LanguageTag,
    /// The verified identity that mails come from (B12).
    pub sender: EmailAddress,
    /// Who is in charge where nobody else is named.
    #[serde(default)]
    pub owner: Option<EmailAddress>,
    /// Account-wide mute (B25): at most one survey per address and period over all campaigns.
    pub mute: Option<Delay>,
    /// Kill switch: set while nothing may be sent.
    pub sending_paused: Option<SendingPause>,
    /// How many restores of the tables this organization was reconciled after (R2.7). Nothing is sent while the
    /// installation went through more.
    #[serde(default)]
    pub restore_epoch: u32,
    /// Whom it contacts, how often, when.
    #[serde(default)]
    pub contact_policy: ContactPolicy,
}

impl Organization {
    /// An account as it is opened: without limits of its own, and nothing is paused.
    #[must_use]
    pub fn new(
        id: OrganizationId,
        name: String,
        time_zone: String,
        language: LanguageTag,
        sender: EmailAddress,
    ) -> Self {
        Self {
            id,
            name,
            time_zone,
            language,
            sender,
            owner: None,
            mute: None,
            sending_paused: None,
            restore_epoch: 0,
            contact_policy: ContactPolicy::default(),
        }
    }

    /// The zone itself; UTC when the name is unknown, which saving refuses.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }

    /// Who is in charge where nobody else is named: whoever reads what comes to the sender, as long as nobody is.
    #[must_use]
    pub fn in_charge(&self) -> &EmailAddress {
        self.owner.as_ref().unwrap_or(&self.sender)
    }

    /// True while nothing may be sent (R1.10).
    #[must_use]
    pub fn is_paused(&self, now: Timestamp) -> bool {
        self.sending_paused.as_ref().is_some_and(|pause| pause.until.is_none_or(|until| now < until))
    }
}
