//! What is asked, to whom, when: the definition of a campaign and its parts.
//! Whether one event leads to an invitation is decided in `trigger`.

mod address_source;
mod definition;
mod delay;
mod look;
mod publish;
mod question;
mod trigger_rule;

pub use address_source::{AddressSource, InvalidAddressSource};
pub use definition::{Campaign, CampaignStatus, CampaignTexts};
pub use delay::{Delay, InvalidDelay};
pub use look::{Look, MailTemplate, PICK_TAG, TemplateTexts};
pub use publish::{Missing, missing_to_publish};
pub use question::{Choice, InvalidQuestion, Question, QuestionKind, questions_asked};
pub use trigger_rule::TriggerRule;
