//! How requests are read and answers written: bodies, merge-patches, query parameters, pages, versions.
//! What they mean lives with each resource.

mod body;
mod decode;
mod listing;
mod params;
mod schema;
mod version;

pub use body::Body;
pub use decode::{decoded, one_address, patched, patched_onto, secrets_in};
pub use listing::{Cursor, Limit, Listing, PageQuery, wanted};
pub use params::Params;
pub use schema::{
    CampaignTextsSchema, ConditionSchema, FieldMapSchema, FrequencyRuleSchema, LookSchema, ProblemBody,
    ProblemField, QuestionSchema, RatingStyleSchema, ReviewLinkSchema, SmsHoursSchema, TemplateTextsSchema,
    TriggerRuleSchema, TriggerSchema, VerificationSchema, WavesSchema, WindowSchema,
};
pub use version::{Seen, tagged};

use relance_adapters::edge::http::Problem;

/// The answer of a handler.
pub type Answer<T> = Result<T, Problem>;
