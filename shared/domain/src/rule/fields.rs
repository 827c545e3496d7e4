//! What rules can look at in an answer: its values and scores, who gave it, what was done, how it came (A9).
//! Comparing lives in `condition`; single answers are found in `question`, people in `source`.

use crate::answer::Answer;
use crate::condition::{Field, FieldKind, Known, MissingName, Name, Offer, Scale, Source, Value, Vocabulary};
use crate::contact::Contact;
use crate::invitation::Invitation;
use crate::name::Way;
use crate::question::{AnswerSlot, NpsType, Question};
use crate::source::{ContactSlot, LatestState, TaskRecord};
use jiff::Timestamp;

/// The fields of an answer to a campaign that asks these questions.
#[derive(Debug, Clone)]
pub struct RuleFields<'q> {
    /// All questions that the campaign asks, those of the bank among them.
    pub questions: Vec<&'q Question>,
}

/// Where the value of a field is found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the field of its name")]
pub enum RuleSlot {
    Answer(AnswerSlot),
    NpsScore,
    NpsType,
    Satisfied,
    Contact(ContactSlot),
    TaskType,
    TaskState,
    TaskPriority,
    TaskReasons,
    TaskTags,
    TaskChannel,
    AgentId,
    AgentName,
    CampaignId,
    Language,
    Channel,
    CompletedAt,
    SentAt,
    Origin,
}

const OFFERED: &str = "`answer.<question>`, `nps_score`, `nps_type`, `satisfied`, `contact.` with `id`, `first_name`, \
     `last_name`, `email`, `phone`, `language`, `street`, `house_number`, `box`, `postal_code`, `city`, `province`, \
     `state`, `country`, `tags`, `custom_1` to `custom_20` or `custom.<name>`, `task.` with `type`, `state`, \
     `priority`, `reasons`, `tags` or `channel`, `agent.id`, `agent.name`, and `meta.` with `campaign_id`, `language`, `channel`, `completed_at`, `sent_at` or `source`";

fn words(words: &[(&'static str, &'static str)]) -> FieldKind<'static> {
    FieldKind::Word(words.iter().map(|(id, key)| Offer { id, name: Name::Ours(key) }).collect())
}

impl Vocabulary for RuleFields<'_> {
    type Slot = RuleSlot;

    fn find<'v>(&'v self, field: &'v Field) -> Result<Known<'v, RuleSlot>, MissingName> {
        let known = |slot, kind, name| Ok(Known::new(slot, kind, Name::Ours(name)));
        let answered = |slot, kind, name| Ok(Known::answered(slot, kind, Name::Ours(name)));
        let bands = [("Promoter", "promoter"), ("Passive", "passive"), ("Detractor", "detractor")];
        let ways = [("email", "email"), ("sms", "sms"), ("link", "link")];
        match field.as_str() {
            "nps_score" => answered(RuleSlot::NpsScore, FieldKind::Number(Scale::whole(0, 10)), "nps_score"),
            "nps_type" => answered(RuleSlot::NpsType, words(&bands), "nps_type"),
            "satisfied" => known(RuleSlot::Satisfied, FieldKind::Boolean, "satisfied"),
            "task.type" => known(RuleSlot::TaskType, FieldKind::Text, "task.type"),
            "task.state" => known(RuleSlot::TaskState, FieldKind::Amount, "task.state"),
            "task.priority" => known(RuleSlot::TaskPriority, FieldKind::Amount, "task.priority"),
            "task.reasons" => known(RuleSlot::TaskReasons, FieldKind::Texts, "task.reasons"),
            "task.tags" => known(RuleSlot::TaskTags, FieldKind::Texts, "task.tags"),
            "agent.id" => known(RuleSlot::AgentId, FieldKind::Id, "agent.id"),
            "task.channel" => known(RuleSlot::TaskChannel, FieldKind::Text, "task.channel"),
            "agent.name" => known(RuleSlot::AgentName, FieldKind::Text, "agent.name"),
            "meta.campaign_id" => known(RuleSlot::CampaignId, FieldKind::Id, "meta.campaign_id"),
            "meta.language" => known(RuleSlot::Language, FieldKind::Text, "meta.language"),
            "meta.channel" => known(RuleSlot::Channel, words(&ways), "meta.channel"),
            "meta.completed_at" => known(RuleSlot::CompletedAt, FieldKind::Instant, "meta.completed_at"),
            "meta.sent_at" => known(RuleSlot::SentAt, FieldKind::Instant, "meta.sent_at"),
            "meta.source" => known(RuleSlot::Origin, FieldKind::Id, "meta.source"),
            _ => {
                let answer = AnswerSlot::find(&self.questions, field);
                let answer = answer.map(|found| found.map(|known| known.within(RuleSlot::Answer)));
                let contact = || {
                    ContactSlot::find(field).map(|found| found.map(|known| known.within(RuleSlot::Contact)))
                };
                answer.or_else(contact).unwrap_or(Err(MissingName::Field { offered: OFFERED }))
            }
        }
    }
}

/// An answer with what is known around it, as rules look at it.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    pub answer: &'a Answer,
    /// The invitation that led to it; none of a public link.
    pub invitation: Option<&'a Invitation>,
    /// Who gave it.
    pub contact: Option<&'a Contact>,
    /// The job that it is about, as its tool last told of it.
    pub task: Option<&'a TaskRecord>,
}

impl Source<RuleSlot> for Answered<'_> {
    fn value<'s>(&'s self, slot: &'s RuleSlot) -> Value<'s> {
        let Self { answer, invitation, contact, task } = *self;
        let latest = task.and_then(|task| task.latest.as_ref());
        let of_task = |read: fn(&'s LatestState) -> Value<'s>| latest.map_or(Value::Absent, read);
        let of_invitation = |read: fn(&'s Invitation) -> Value<'s>| invitation.map_or(Value::Absent, read);
        match slot {
            RuleSlot::Answer(slot) => slot.among(&answer.values),
            RuleSlot::NpsScore => answer.nps_score.map_or(Value::Absent, |score| Value::Number(score.into())),
            RuleSlot::NpsType => Value::from(answer.nps_type().map(NpsType::as_str)),
            RuleSlot::Satisfied => answer.satisfied.map_or(Value::Absent, Value::Boolean),
            RuleSlot::Contact(slot) => contact.map_or(Value::Absent, |contact| contact.value(slot)),
            RuleSlot::TaskType => of_invitation(|invitation| Value::from(&invitation.task_type)),
            RuleSlot::TaskState => of_task(|latest| Value::from(&latest.state)),
            RuleSlot::TaskPriority => of_task(|latest| Value::from(&latest.priority)),
            RuleSlot::TaskReasons => of_task(|latest| Value::Texts(&latest.reasons)),
            RuleSlot::TaskTags => of_task(|latest| Value::Texts(&latest.tags)),
            RuleSlot::AgentId => of_task(|latest| Value::from(&latest.agent_id)),
            RuleSlot::TaskChannel => of_invitation(|invitation| Value::from(&invitation.origin.channel)),
            RuleSlot::AgentName => of_invitation(|invitation| Value::from(&invitation.agent_name)),
            RuleSlot::CampaignId => Value::Text(answer.campaign_id.as_str()),
            RuleSlot::Language => Value::Text(answer.language.as_str()),
            RuleSlot::Channel => {
                Value::Text(invitation.map_or("link", |invitation| match invitation.address.way() {
                    Way::Email => "email",
                    Way::Sms => "sms",
                }))
            }
            RuleSlot::CompletedAt => Value::Instant(answer.completed_at),
            RuleSlot::SentAt => {
                of_invitation(|invitation| invitation.send.sent_at().map_or(Value::Absent, Value::Instant))
            }
            RuleSlot::Origin => of_invitation(|invitation| Value::Text(invitation.source.as_str())),
        }
    }

    /// An answer is judged at the moment at which it was given.
    fn now(&self) -> Timestamp {
        self.answer.completed_at
    }
}
