//! The transport: takes mails or not, says so or not, and reports later what became of them, or not.
//! What must hold when a mail is taken is in `laws`.

use super::Seat;
use super::wait::Wait;
use crate::simulator::chance::Chance;
use crate::simulator::laws;
use crate::simulator::scene::ORGANIZATIONS;
use crate::simulator::stage::{Act, Event, LinkUse, MessageBody, QueueName, Stage, World};
use async_trait::async_trait;
use jiff::Timestamp;
use relance_application::contact::Wish;
use relance_application::invitation::{DeliveryReport, ReportKind};
use relance_application::ports::compose::Compose;
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{Acceptance, Mailer, OutgoingMail, OutgoingText, SendTag, Texter};
use relance_domain::invitation::{Composed, InvitationFacts, SendOutcome};
use relance_domain::name::Address;
use std::ops::Range;

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Mails that say nothing but their links, one a line.
pub(in crate::simulator) const LINKS: Compose = Compose {
    invitation: |facts| Some(said("survey", links(facts))),
    text: |facts| Some(links(facts)),
    alert: |facts| said("alert", facts.console_url.to_owned()),
};

fn links(facts: &InvitationFacts<'_>) -> String {
    format!("{}\n{}", facts.survey_url, facts.unsubscribe_url)
}

fn said(subject: &str, text: String) -> Composed {
    Composed { subject: subject.to_owned(), html: String::new(), text }
}

/// A mail or a text at the door of its transport: what goes wrong there is the same.
pub(in crate::simulator) struct Parcel {
    pub(in crate::simulator) tag: SendTag,
    pub(in crate::simulator) to: Address,
    pub(in crate::simulator) text: String,
}

#[async_trait]
impl Mailer for Seat {
    async fn deliver(&self, mail: &OutgoingMail) -> SendOutcome {
        let OutgoingMail { tag, to, text, .. } = mail.clone();
        self.bring(&Parcel { tag, to: to.into(), text }).await
    }

    async fn was_accepted(&self, tag: &SendTag) -> Result<Acceptance, Fault> {
        self.ask_about(tag).await
    }
}

#[async_trait]
impl Texter for Seat {
    async fn deliver(&self, text: &OutgoingText) -> SendOutcome {
        let OutgoingText { tag, to, text, .. } = text.clone();
        self.bring(&Parcel { tag, to: to.into(), text }).await
    }

    async fn was_accepted(&self, tag: &SendTag) -> Result<Acceptance, Fault> {
        self.ask_about(tag).await
    }
}

impl Seat {
    async fn bring(&self, mail: &Parcel) -> SendOutcome {
        Wait::there(self, "deliver").await;
        if self.goes_wrong(|world| world.faults.refuse) {
            return self.stage.patch.outcome(SendOutcome::NotReached);
        }
        let said = self.stage.hand_over(mail);
        Wait::back(self, "deliver").await;
        let lost = self.goes_wrong(|world| world.faults.lose_answer);
        self.stage.patch.outcome(if lost { SendOutcome::Unknown } else { said })
    }

    async fn ask_about(&self, tag: &SendTag) -> Result<Acceptance, Fault> {
        self.call("was_accepted", || {
            let world = self.world();
            let taken = world.ledger.message_of(tag.send_id.as_str(), tag.attempt);
            Ok(match taken {
                _ if self.stage.patch.denies_doubtful_mails() => Acceptance::NotAccepted,
                Some(message_id) if world.transport_remembers => Acceptance::Accepted(message_id),
                None if world.transport_remembers => Acceptance::NotAccepted,
                _ => Acceptance::Unknown,
            })
        })
        .await
    }
}

impl Stage {
    fn hand_over(&self, mail: &Parcel) -> SendOutcome {
        let mut said = self.request(mail);
        for _ in 1..self.patch.requests(&said) {
            said = self.request(mail);
        }
        said
    }

    /// One request to the transport.
    fn request(&self, mail: &Parcel) -> SendOutcome {
        let mut world = self.world();
        let faults = world.faults.clone();
        let chance = &mut world.chance;
        let said = if chance.happens(faults.throttle) {
            SendOutcome::Throttled
        } else if chance.happens(faults.quota) {
            SendOutcome::QuotaExceeded
        } else if chance.happens(faults.blocked) {
            SendOutcome::SenderBlocked { reason: "the account is suspended".to_owned() }
        } else if chance.happens(faults.reject) {
            SendOutcome::Rejected { reason: "the content was refused".to_owned() }
        } else if chance.happens(faults.mail_in_doubt) {
            let taken = chance.happens(500);
            drop(world);
            if taken {
                self.take(mail);
            }
            self.world().say(|| format!("mail {} in doubt, taken: {taken}", mail.tag.send_id));
            return SendOutcome::Unknown;
        } else {
            drop(world);
            return SendOutcome::Accepted { message_id: self.take(mail) };
        };
        if matches!(said, SendOutcome::SenderBlocked { .. }) {
            world.alarm(mail.tag.organization.as_str());
        }
        world.count(word(&said));
        world.say(|| format!("mail {}: {}", mail.tag.send_id, word(&said)));
        said
    }

    /// The mail is on its way: nothing can call it back.
    fn take(&self, mail: &Parcel) -> String {
        let message_id = laws::mail_taken(self, mail);
        let mut world = self.world();
        world.count("mail taken");
        world.say(|| format!("mail {} attempt {} TAKEN", mail.tag.send_id, mail.tag.attempt));
        let kind = fate(&mut world);
        let lose_all = world.faults.lose_report / 2;
        let silent = world.chance.happens(lose_all);
        for (kind, after_ms) in [(ReportKind::Accepted, 2 * SECOND_MS), (kind, 40 * SECOND_MS)] {
            let after_ms = world.chance.between(100, after_ms);
            let report = DeliveryReport {
                tag: mail.tag.clone(),
                message_id: message_id.clone(),
                kind,
                said: None,
                recipient: mail.to.clone(),
                at: Timestamp::from_millisecond(world.now_ms + after_ms).unwrap_or(Timestamp::MAX),
            };
            world.report(self.patch.report(report), after_ms, silent);
        }
        if matches!(kind, ReportKind::Delivered | ReportKind::Complaint) {
            world.customer_reads(&mail.text);
        }
        message_id
    }
}

fn word(said: &SendOutcome) -> &'static str {
    match said {
        SendOutcome::Throttled => "throttled",
        SendOutcome::QuotaExceeded => "quota exceeded",
        SendOutcome::SenderBlocked { .. } => "sender blocked",
        SendOutcome::Rejected { .. } | SendOutcome::AddressRefused { .. } => "mail rejected",
        _ => "other outcome",
    }
}

fn fate(world: &mut World) -> ReportKind {
    let bounce = world.faults.bounce;
    if !world.chance.happens(bounce) {
        return ReportKind::Delivered;
    }
    let kinds = [ReportKind::HardBounce, ReportKind::SoftBounce, ReportKind::Complaint, ReportKind::Rejected];
    world.chance.pick(&kinds, ReportKind::Delivered)
}

impl World {
    /// An operator hears that the breaker tripped, sees to the sender and resumes sending.
    fn alarm(&mut self, organization: &str) {
        let Some(organization) = ORGANIZATIONS.into_iter().find(|known| *known == organization) else {
            return;
        };
        let at_ms = self.now_ms + self.chance.between(5 * MINUTE_MS, HOUR_MS);
        let resume = Act::PauseSending { organization, paused: false, tries: 0 };
        self.agenda.add(at_ms, Event::Play(resume), &mut self.chance);
    }

    /// A report comes in time, late, twice or never.
    fn report(&mut self, report: DeliveryReport, after_ms: i64, silent: bool) {
        let faults = self.faults.clone();
        if silent || self.chance.happens(faults.lose_report) {
            self.count("lost report");
            self.say(|| format!("report {:?} of {} is lost", report.kind, report.tag.send_id));
            return;
        }
        let late = self.chance.happens(faults.late_report);
        let late_ms = if late { self.chance.between(HOUR_MS, 5 * HOUR_MS) } else { 0 };
        if self.chance.happens(faults.repeat_report) {
            let again_ms = after_ms + self.chance.between(0, 2 * HOUR_MS);
            self.enqueue(QueueName::Delivery, MessageBody::Report(report.clone()), again_ms);
        }
        self.enqueue(QueueName::Delivery, MessageBody::Report(report), after_ms + late_ms);
    }

    /// What the customer, and the scanners before them, do with the links of a survey's mail.
    fn customer_reads(&mut self, text: &str) {
        let token = |line: Option<&str>| line.and_then(|url| url.rsplit('/').next()).map(str::to_owned);
        let mut lines = text.lines();
        let (survey, unsubscribe) = (token(lines.next()), token(lines.next()));
        let (Some(survey), Some(unsubscribe)) = (survey, unsubscribe) else { return };
        if self.chance.happens(400) {
            self.uses(&survey, LinkUse::Open, SECOND_MS..2 * MINUTE_MS);
        }
        if self.chance.happens(600) {
            let score = score(&mut self.chance);
            let first_ms = self.uses(&survey, LinkUse::Submit(score), 10 * SECOND_MS..30 * HOUR_MS);
            if self.chance.happens(200) {
                self.uses(&survey, LinkUse::Submit(score), first_ms..first_ms + 60);
            }
            if self.chance.happens(300) {
                let changed = LinkUse::Submit(self.chance.below(11).to_le_bytes()[0]);
                self.uses(&survey, changed, first_ms..first_ms + 30 * HOUR_MS);
            }
        }
        if self.chance.happens(150) {
            let wish = LinkUse::Wish(Wish::Unsubscribe);
            let first_ms = self.uses(&unsubscribe, wish, SECOND_MS..10 * HOUR_MS);
            if self.chance.happens(200) {
                let back = LinkUse::Wish(Wish::Resubscribe);
                self.uses(&unsubscribe, back, first_ms..first_ms + 10 * HOUR_MS);
            }
        }
        if self.chance.happens(50) {
            self.uses(&survey, LinkUse::Forge, SECOND_MS..HOUR_MS);
        }
    }

    fn uses(&mut self, token: &str, what: LinkUse, within_ms: Range<i64>) -> i64 {
        let after_ms = self.chance.between(within_ms.start, within_ms.end);
        let act = Act::Respond { token: token.to_owned(), what, tries: 0 };
        self.agenda.add(self.now_ms + after_ms, Event::Play(act), &mut self.chance);
        after_ms
    }
}

fn score(chance: &mut Chance) -> u8 {
    chance.below(11).to_le_bytes()[0]
}
