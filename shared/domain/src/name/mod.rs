//! Values that name a thing or a person; each is parsed once and valid for ever.
//! What the named things are lives in the other modules.

mod address;
mod digest;
mod email;
mod id;
mod language;
pub mod letters;
mod phone;
mod send_id;

pub use address::{Address, InvalidAddress, Way};
pub use digest::{Digest, Unique};
pub use email::{EmailAddress, InvalidEmail};
pub use id::{
    ActionId, AlertId, AnswerId, ApiKeyId, AuditEntryId, BatchId, CampaignId, CategoryId, ConnectionId,
    ContactId, DecisionId, EventId, ImageId, InvalidId, InvitationId, LONGEST_ID, OrganizationId, QuestionId,
    ReminderId, RuleId, StaffMailId, TemplateId, ThemeId, WebhookId,
};
pub use language::{InvalidLanguage, LanguageTag, choose_language};
pub use phone::{CallingCode, InvalidCallingCode, InvalidPhone, PhoneNumber};
pub use send_id::{InvalidSendId, SendId};
