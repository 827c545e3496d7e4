//! The table of kinds: for every kind of record, where it is kept, what wakes it, how it is divided, how long it is kept
//! and whose it is. Everything that differs by kind is read off here, so a forgotten column does not compile.
//!
//! A new kind of record is one line below and one `entity!` in `stored::entities`.

use serde::{Deserialize, Serialize};

/// One of the three tables (house rule "Data").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    /// What the organization would miss: restored point in time, never forgotten by itself.
    Core,
    /// What happened, forgotten after its retention; and what binds us about addresses, never forgotten: a restore of
    /// core forgets no opt-out and no text that was paid for (R2.7).
    Events,
    /// What is only remembered for a while.
    Sessions,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 3] = [Self::Core, Self::Events, Self::Sessions];

    /// Whether its records can be due.
    #[must_use]
    pub const fn has_due_index(self) -> bool {
        matches!(self, Self::Core | Self::Events)
    }

    /// Whether its records can be listed newest first over all groups.
    #[must_use]
    pub const fn has_listing(self) -> bool {
        matches!(self, Self::Events)
    }

    /// Whether its records can be among what people still have to do.
    #[must_use]
    pub const fn has_open(self) -> bool {
        matches!(self, Self::Core)
    }

    /// Whether its records can be a part of a person's history.
    #[must_use]
    pub const fn has_person(self) -> bool {
        matches!(self, Self::Core)
    }
}

/// A queue that takes hints about records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Queue {
    /// Events to plan, lists to work through, answers to evaluate.
    Work,
    /// Mails and texts to send.
    Send,
    /// Calls to endpoints of others.
    Actions,
}

impl Queue {
    /// Every queue.
    pub const ALL: [Self; 3] = [Self::Work, Self::Send, Self::Actions];
}

/// What a worker does with a record that it is woken for; which queue brings the hint follows from it. Workers match it
/// whole, so a kind with a new one does not compile until somebody does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Duty {
    /// Plans invitations from an event.
    Plan,
    /// Begins a campaign's wave.
    BeginWave,
    /// Works through a list of people.
    WorkThrough,
    /// Finds what follows from an answer.
    Evaluate,
    /// Asks somebody.
    SendInvitation,
    /// Asks somebody again.
    SendReminder,
    /// Tells somebody of the organization.
    SendStaffMail,
    /// Calls an endpoint of others.
    Call,
}

impl Duty {
    /// Which queue takes hints about it.
    #[must_use]
    pub const fn queue(self) -> Queue {
        match self {
            Self::Plan | Self::BeginWave | Self::WorkThrough | Self::Evaluate => Queue::Work,
            Self::SendInvitation | Self::SendReminder | Self::SendStaffMail => Queue::Send,
            Self::Call => Queue::Actions,
        }
    }
}

/// How the sweep of the due index treats records of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sweep {
    /// Never due.
    Never,
    /// Due at once, written with a watchdog a minute ahead: touched only once that minute is over.
    Work,
    /// Few, and wanted at once: hinted ahead and re-dated, so that a lost hint costs a minute.
    Staff,
    /// What customers get: hinted ahead without moving its entry, so that a mail that goes out in time is not written
    /// twice for the sweeper's sake.
    Customer,
}

/// What divides the records of a kind beside their organization: the `group` of their partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grouped {
    /// Nothing.
    Alone,
    Campaign,
    /// The list of people that they belong to.
    Batch,
    /// The campaign, or the whole organization.
    Scope,
    /// The connection by which they came, or the API.
    Connection,
    /// They stand outside of every organization.
    Outside,
}

/// How long records of a kind are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retention {
    /// Until somebody removes them.
    Always,
    /// Until the retention that the record itself names.
    Expiring,
}

/// Whether records of a kind say something of a customer: what export and erase of one person look at (R3.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Says {
    /// Nothing of any customer, or their address's digest at most.
    Business,
    /// Something of one customer.
    Personal,
}

/// Whether a change of such a record by somebody with a key or a session is told of in the audit (R5.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Auditing {
    /// It is.
    Audited,
    /// It follows from something that is, tells of itself what happened, or is nobody's wish.
    Silent,
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Where records are kept.
    pub table: Table,
    /// What is done with one that is due.
    pub duty: Option<Duty>,
    /// Which queue takes hints about them.
    pub queue: Option<Queue>,
    /// How the sweep treats them.
    pub sweep: Sweep,
    /// What divides them.
    pub grouped: Grouped,
    /// How long they are kept.
    pub kept: Retention,
    /// Whose they are.
    pub says: Says,
    /// Whether changes by people are told of.
    pub trace: Auditing,
    /// Into how many partitions of the table one organization's records (of one group) are spread: one partition takes
    /// a thousand writes a second. Sixty-four for what there is of every person, eight for what is listed by time,
    /// one for what is few. Never changes once there is data.
    pub lanes: u16,
    /// How ids begin of what can be a part of a person's history: there, the ids alone tell kinds apart and sort by time.
    pub told_of: Option<&'static str>,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident: $table:ident, $duty:tt, $sweep:ident, $grouped:ident, $kept:ident, $says:ident, $trace:ident, $lanes:literal $(, $told_of:literal)?;)+) => {
        /// What kind of thing a record is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind {
            $($(#[doc = $doc])+ $kind,)+
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The kind's row of the table.
            #[must_use]
            pub const fn row(self) -> Row {
                match self {
                    $(Self::$kind => Row {
                        table: Table::$table,
                        duty: duty!($duty),
                        queue: queue_of(duty!($duty)),
                        sweep: Sweep::$sweep,
                        grouped: Grouped::$grouped,
                        kept: Retention::$kept,
                        says: Says::$says,
                        trace: Auditing::$trace,
                        lanes: $lanes,
                        told_of: told_of!($($told_of)?),
                    },)+
                }
            }
        }
    };
}

const fn queue_of(duty: Option<Duty>) -> Option<Queue> {
    match duty {
        Some(duty) => Some(duty.queue()),
        None => None,
    }
}

macro_rules! duty {
    (-) => {
        None
    };
    ($duty:ident) => {
        Some(Duty::$duty)
    };
}

macro_rules! told_of {
    () => {
        None
    };
    ($prefix:literal) => {
        Some($prefix)
    };
}

kinds! {
    // kind: table, duty, sweep, grouped by, kept, says, trace, lanes[, how the ids of a person's history begin]
    /// Finds the organization behind a public name (hook, API key) before the organization is known.
    Route: Core, -, Never, Outside, Always, Business, Silent, 1;
    /// What a link in a text message opens, found before anybody knows whose it is.
    ShortLink: Events, -, Never, Outside, Expiring, Business, Silent, 8;
    /// The account and its settings.
    Organization: Core, -, Never, Alone, Always, Business, Audited, 1;
    /// A configured source of events.
    Connection: Core, -, Never, Alone, Always, Business, Audited, 1;
    /// A key of the JSON API.
    ApiKey: Core, -, Never, Alone, Always, Business, Audited, 1;
    /// What is asked, to whom, when; due when its next wave is.
    Campaign: Core, BeginWave, Work, Alone, Always, Business, Audited, 1;
    /// What a campaign asked and told from one change to the next.
    CampaignVersion: Core, -, Never, Campaign, Always, Business, Silent, 1;
    /// Questions of the bank that belong together.
    Category: Core, -, Never, Alone, Always, Business, Audited, 1;
    /// A question that several campaigns may ask.
    Question: Core, -, Never, Alone, Always, Business, Audited, 1;
    /// A mail template of an organization.
    Template: Core, -, Never, Alone, Always, Business, Audited, 1;
    /// How a rating looks.
    Theme: Core, -, Never, Alone, Always, Business, Audited, 1;
    /// A picture, by its content.
    Image: Core, -, Never, Alone, Always, Business, Audited, 1;
    /// Conditions and an action on answers.
    Rule: Core, -, Never, Alone, Always, Business, Audited, 1;
    /// A person of the directory.
    Contact: Core, -, Never, Alone, Always, Personal, Audited, 64;
    /// What binds us about one address: opt-outs, and what providers told us of it.
    Standing: Events, -, Never, Alone, Always, Business, Audited, 64;
    /// Latest known state of a task and the invitations that it led to.
    Task: Core, -, Never, Alone, Always, Business, Silent, 64;
    /// Reserved send times of one address in one scope (R1.2).
    MuteBook: Core, -, Never, Scope, Always, Business, Silent, 64;
    /// One planned or sent ask.
    Invitation: Core, SendInvitation, Customer, Alone, Always, Personal, Audited, 8, "inv_";
    /// One repetition of an ask to somebody who has not answered.
    Reminder: Core, SendReminder, Customer, Alone, Always, Personal, Silent, 8;
    /// One manual send to many people, or one wave.
    Batch: Core, WorkThrough, Work, Campaign, Always, Business, Audited, 1;
    /// Recipients of a batch.
    BatchPart: Events, -, Never, Batch, Expiring, Personal, Silent, 1;
    /// One mail to somebody of the organization.
    StaffMail: Core, SendStaffMail, Staff, Alone, Always, Business, Silent, 1;
    /// An endpoint that is told what happens.
    Webhook: Core, -, Never, Alone, Always, Business, Audited, 1;
    /// One call that is owed to an endpoint.
    Action: Core, Call, Work, Alone, Always, Business, Silent, 8;
    /// One submitted form.
    Answer: Core, Evaluate, Work, Campaign, Always, Personal, Audited, 8, "ans_";
    /// A thing that a person must handle.
    Alert: Core, -, Never, Alone, Always, Personal, Audited, 8, "alr_";
    /// The working hours of a team.
    Calendar: Core, -, Never, Alone, Always, Business, Audited, 1;
    /// Who handles which alert, and by when.
    AlertRouting: Core, -, Never, Alone, Always, Business, Audited, 1;
    /// A folded day of answers.
    DayTally: Core, -, Never, Campaign, Always, Business, Silent, 1;
    /// Parts of texts handed over in one month.
    SmsMonth: Events, -, Never, Alone, Expiring, Business, Silent, 1;
    /// One raw inbound event.
    RawEvent: Events, Plan, Work, Connection, Expiring, Personal, Silent, 8;
    /// The logged outcome of one trigger.
    Decision: Events, -, Never, Alone, Expiring, Business, Silent, 8;
    /// One change, and who made it.
    AuditEntry: Events, -, Never, Alone, Expiring, Business, Silent, 1;
    /// One delivery report of a provider.
    Evidence: Events, -, Never, Alone, Expiring, Business, Silent, 8;
    /// A stored answer to a repeated API request.
    Idempotency: Sessions, -, Never, Alone, Expiring, Business, Silent, 1;
    /// A one-time link into the console.
    SignIn: Sessions, -, Never, Alone, Expiring, Business, Silent, 1;
    /// Somebody signed in to the console.
    Session: Sessions, -, Never, Alone, Expiring, Business, Silent, 1;
}

impl Kind {
    /// Kinds that the sweep treats so.
    pub fn swept(sweep: Sweep) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |kind| kind.row().sweep == sweep)
    }

    /// Kinds that can be due at all, what customers get last.
    pub fn due() -> impl Iterator<Item = Self> {
        [Sweep::Work, Sweep::Staff, Sweep::Customer].into_iter().flat_map(Self::swept)
    }

    /// Whether records move to another store with their organization; the rest lasts only for a while, or is made anew.
    #[must_use]
    pub const fn travels(self) -> bool {
        !matches!(self.row(), Row { table: Table::Sessions, .. } | Row { grouped: Grouped::Outside, .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_due_has_a_queue_and_nothing_else_has_one() {
        for kind in Kind::ALL {
            let Row { queue, sweep, table, .. } = kind.row();

            assert_eq!(queue.is_some(), sweep != Sweep::Never, "{kind:?}");
            assert!(
                sweep == Sweep::Never || table != Table::Sessions,
                "{kind:?}: sessions have no due index"
            );
        }
    }

    #[test]
    fn no_two_kinds_have_the_same_duty() {
        let duties: Vec<_> = Kind::ALL.iter().filter_map(|kind| kind.row().duty).collect();

        let each: std::collections::HashSet<_> = duties.iter().collect();
        assert_eq!(each.len(), duties.len(), "{duties:?}");
    }

    #[test]
    fn what_customers_get_goes_by_the_queue_of_sends() {
        for kind in Kind::swept(Sweep::Customer).chain(Kind::swept(Sweep::Staff)) {
            assert_eq!(kind.row().queue, Some(Queue::Send), "{kind:?}");
        }
    }

    #[test]
    fn what_tells_of_a_person_stands_in_a_table_that_keeps_histories_under_ids_of_its_own() {
        let told: Vec<_> = Kind::ALL.iter().filter(|kind| kind.row().told_of.is_some()).collect();

        let beginnings: std::collections::BTreeSet<_> = told.iter().map(|kind| kind.row().told_of).collect();
        assert_eq!(beginnings.len(), told.len(), "two kinds begin alike");
        assert!(told.iter().all(|kind| kind.row().table.has_person()), "{told:?}");
    }

    #[test]
    fn sessions_and_routes_stay_where_they_are() {
        let left: Vec<_> = Kind::ALL.iter().filter(|kind| !kind.travels()).collect();

        assert_eq!(left, [&Kind::Route, &Kind::ShortLink, &Kind::Idempotency, &Kind::SignIn, &Kind::Session]);
    }
}
