//! Every stored type: its kind, its place, and what the indexes know of it.
//! | Type | group | id |
//! |---|---|---|
//! | organization, campaign, template, theme, image, category, bank question, connection, rule, API key, contact, invitation, reminder, staff mail, alert, calendar, decision, webhook, action | – | its id |
//! | answer | campaign | its id, which sorts by the local day of completion |
//! | campaign version | campaign | its number |
//! | standing | – | digest of the address |
//! | batch | campaign | its id |
//! | batch part | batch | its number |
//! | mute book | campaign or `all` | digest of the address |
//! | task | – | derived from source and task id |
//! | raw event | connection | derived from its identity |
//! | day tally | campaign | the local day |
//! | alert routing | – | `table` |
//! | SMS month | – | such as `2026-11` |

use crate::kind::Kind;
use crate::ports::records::OpenMark;
use crate::stored::Entity;
use jiff::{SignedDuration, Timestamp};
use relance_domain::account::{ApiKey, Organization, SmsMonth};
use relance_domain::alert::{Alert, AlertRouting, AlertStatus, Calendar, StaffMail};
use relance_domain::answer::Answer;
use relance_domain::campaign::{Campaign, CampaignVersion, Image, MailTemplate, Theme};
use relance_domain::contact::{Contact, Standing};
use relance_domain::invitation::{Batch, BatchPart, Decision, Invitation, MuteBook, Reminder};
use relance_domain::name::OrganizationId;
use relance_domain::outbound::{Action, Webhook};
use relance_domain::question::{BankQuestion, Category};
use relance_domain::report::DayTally;
use relance_domain::rule::Rule;
use relance_domain::source::{Connection, RawEvent, TaskRecord};

/// With whom a test mail shares its turn: not with its campaign, whose pause does not hold it.
const TESTS: &str = "tests";
/// Raw bodies are personal and only needed to explain a recent decision (R3.9).
const RAW_EVENTS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Lists of people are personal; what became of each is in the decisions too (R3.9).
const LISTS_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Decisions explain why somebody was or was not asked; a year and a month covers a yearly comparison.
const DECISIONS_KEPT: SignedDuration = SignedDuration::from_hours(396 * 24);

fn after(start: Timestamp, kept: SignedDuration) -> Option<Timestamp> {
    start.checked_add(kept).ok()
}

/// An alert that is not done stands on the board of its organization, by when it was raised (E10).
fn open_alert(alert: &Alert) -> Option<OpenMark> {
    (alert.status != AlertStatus::Done).then(|| OpenMark {
        at: alert.created_at,
        status: alert.status.as_str().to_owned(),
        owner: alert.assignee.to_string(),
    })
}

/// Whether something was written there.
macro_rules! given {
    () => {
        false
    };
    ($given:expr) => {
        true
    };
}

/// A stored type: whose it is, where it stands, and what the indexes know of it. What its row in the table of kinds says and
/// this does not, or the reverse, does not compile.
macro_rules! entity {
    ($type:ty, $kind:ident, |$value:ident| id: $id:expr $(, group: $group:expr)? $(, due: $due:expr)? $(, fair: $fair:expr)? $(, listed: $listed:expr)? $(, open: $open:expr)? $(, person: $person:expr)? $(, expires: $expires:expr)?) => {
        const _: () = {
            use $crate::kind::{Grouped, Kind, Retention, Says, Sweep};
            let row = Kind::$kind.row();
            assert!($crate::stored::given!($($group)?) != matches!(row.grouped, Grouped::Alone), "grouped otherwise than its row says");
            assert!($crate::stored::given!($($due)?) != matches!(row.sweep, Sweep::Never), "swept otherwise than its row says");
            assert!($crate::stored::given!($($due)?) || !$crate::stored::given!($($fair)?), "what is never due has no turn");
            assert!($crate::stored::given!($($expires)?) == matches!(row.kept, Retention::Expiring), "kept otherwise than its row says");
            assert!(row.table.has_listing() || !$crate::stored::given!($($listed)?), "its table has no listing");
            assert!(row.table.has_open() || !$crate::stored::given!($($open)?), "its table has no board");
            assert!($crate::stored::given!($($person)?) == row.told_of.is_some(), "a part of histories otherwise than its row says");
            assert!(matches!(row.says, Says::Personal) || !$crate::stored::given!($($person)?), "what is about a person is personal");
        };

        impl $crate::stored::Entity for $type {
            const KIND: $crate::kind::Kind = $crate::kind::Kind::$kind;
            fn organization(&self) -> &relance_domain::name::OrganizationId {
                &self.organization
            }
            fn id(&self) -> String {
                let $value = self;
                $id.to_string()
            }
            $(fn group(&self) -> String {
                let $value = self;
                $group.to_string()
            })?
            $(fn due_at(&self) -> Option<jiff::Timestamp> {
                let $value = self;
                $due
            })?
            $(fn fair_group(&self) -> Option<String> {
                let $value = self;
                Some($fair.to_string())
            })?
            $(fn listed_at(&self) -> Option<jiff::Timestamp> {
                let $value = self;
                Some($listed)
            })?
            $(fn open(&self) -> Option<$crate::ports::records::OpenMark> {
                let $value = self;
                $open
            })?
            $(fn person(&self) -> Option<String> {
                let $value = self;
                $person
            })?
            $(fn expires_at(&self) -> Option<jiff::Timestamp> {
                let $value = self;
                $expires
            })?
        }
    };
}

pub(crate) use {entity, given};

/// The only one that is its own owner.
impl Entity for Organization {
    const KIND: Kind = Kind::Organization;
    fn organization(&self) -> &OrganizationId {
        &self.id
    }
    fn id(&self) -> String {
        super::entity::SETTINGS.to_owned()
    }
}

entity!(Campaign, Campaign, |c| id: c.id, due: c.due_at());
entity!(CampaignVersion, CampaignVersion, |v| id: CampaignVersion::id_of(v.number), group: v.campaign_id);
entity!(Category, Category, |c| id: c.id);
entity!(BankQuestion, Question, |q| id: q.question.id);
entity!(Connection, Connection, |c| id: c.id);
entity!(MailTemplate, Template, |t| id: t.id);
entity!(Theme, Theme, |t| id: t.id);
entity!(Image, Image, |i| id: i.id);
entity!(Rule, Rule, |r| id: r.id);
entity!(ApiKey, ApiKey, |k| id: k.id);
entity!(Contact, Contact, |c| id: c.id);
entity!(Standing, Standing, |s| id: s.digest);
entity!(MuteBook, MuteBook, |b| id: b.digest, group: b.scope.as_str());
entity!(TaskRecord, Task, |t| id: t.id);
entity!(Invitation, Invitation, |i| id: i.id, due: i.send.due_at(),
    fair: if i.origin.test { TESTS } else { i.campaign_id.as_str() },
    person: (!i.origin.test).then(|| i.contact_id.to_string()));
entity!(Batch, Batch, |b| id: b.id, group: b.campaign_id, due: b.due_at());
entity!(BatchPart, BatchPart, |p| id: BatchPart::id_of(p.number), group: p.batch_id,
    expires: after(p.created_at, LISTS_KEPT));
entity!(Reminder, Reminder, |r| id: r.id, due: r.send.due_at(), fair: r.campaign_id);
entity!(StaffMail, StaffMail, |m| id: m.id, due: m.send.due_at());
entity!(Webhook, Webhook, |w| id: w.id);
entity!(Action, Action, |a| id: a.id, due: a.due_at(), fair: a.webhook_id);
entity!(Answer, Answer, |a| id: a.id, group: a.campaign_id, due: a.due_at(),
    person: a.contact_id.as_ref().map(ToString::to_string));
entity!(Alert, Alert, |a| id: a.id, open: open_alert(a), person: a.contact_id.as_ref().map(ToString::to_string));
entity!(Calendar, Calendar, |c| id: c.id);
entity!(AlertRouting, AlertRouting, |_table| id: AlertRouting::ID);
entity!(SmsMonth, SmsMonth, |m| id: m.month, expires: after(m.counted_at, DECISIONS_KEPT));
entity!(DayTally, DayTally, |t| id: t.day, group: t.campaign_id);
entity!(RawEvent, RawEvent, |e| id: e.id, group: e.connection, due: e.due_at(), listed: e.received_at,
    expires: after(e.received_at, RAW_EVENTS_KEPT));
entity!(Decision, Decision, |d| id: d.id, expires: after(d.decided_at, DECISIONS_KEPT));
