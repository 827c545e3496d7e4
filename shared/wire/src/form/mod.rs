//! Newtypes, closed sets and shapes of the domain as the description of the API shows them; the domain knows no OpenAPI.
//! Shapes of one resource alone are described where they are read.

mod campaign;
mod condition;
mod look;
mod number;
mod problem;
mod question;
mod schedule;
mod source;
mod text;
mod word;

pub use campaign::{CampaignTextsSchema, ReviewLinkSchema, TriggerRuleSchema, WavesSchema};
pub use condition::ConditionSchema;
pub use look::{LookSchema, RatingStyleSchema, TemplateTextsSchema};
pub use number::{Byte, Decimal, Score};
pub use problem::{ProblemBody, ProblemField};
pub use question::{AnswerValueSchema, QuestionSchema};
pub use schedule::{FrequencyRuleSchema, SmsHoursSchema, WindowSchema};
pub use source::{CustomerSchema, FieldMapSchema, TriggerSchema, VerificationSchema};
pub use text::{
    Address, AddressSource, AlertId, AnswerId, ApiKeyId, AuditEntryId, BatchId, CalendarId, CallingCode,
    CampaignId, CategoryId, ChoiceId, ClockTime, Colour, ComparedText, ConnectionId, ContactId, Cursor, Day,
    DecisionId, Delay, EmailAddress, EventId, Html, ImageId, InvitationId, JsonPointer, JumpTarget,
    LanguageTag, Line, Month, Name, OrganizationId, Period, PhoneNumber, PhoneSource, QuestionId, Reason,
    RuleId, Secret, TemplateId, Text, ThemeId, TimeZone, Url, WebhookId,
};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
pub use word::{
    Acceptance, AgentWish, AlertKind, AlertStatus, BadFieldCode, CampaignStatus, ConnectionKind,
    ContactStatus, Deed, Delivery, Doer, Encoding, InvitationState, KeyScope, MediaType, NpsType,
    OccasionKind, OnMute, OnUncertain, OptOutOrigin, Outcome, Per, QuestionKind, RatingStyleName,
    ReviewPrompt, RunState, SendBy, Signal, SignatureSchemeName, Strength, SuppressedBy, SurveyType, Thing,
    TriggerKind, TriggerRuleName, VersionPart, WaveState, WebhookEvent, Weekday, ZoneOf,
};

/// States of an invitation, each in one word.
pub const INVITATION_STATES: [&str; 9] =
    ["planned", "sending", "uncertain", "sent", "answered", "held", "cancelled", "expired", "failed"];

/// Every newtype and closed set, by its name.
pub(crate) fn all() -> Vec<(String, RefOr<Schema>)> {
    let mut all = text::all();
    all.extend(number::all());
    all.extend(word::all());
    all
}

#[cfg(test)]
mod tests;
