//! What a campaign says and when it asks, as the description of the API shows it; a test holds it against the domain.
//! How it looks is in `look`.
#![expect(dead_code, reason = "only their derived descriptions are used")]

use super::{ClockTime, ConditionSchema, Day, Line, Text, TriggerRuleName};
use utoipa::ToSchema;

/// What a campaign says in one language.
#[derive(ToSchema)]
#[schema(as = CampaignTexts)]
#[serde(deny_unknown_fields)]
pub struct CampaignTextsSchema {
    /// Display name of the sender; the organization's name when absent.
    sender_name: Option<Line>,
    /// Subject of the mail; needed to publish.
    #[schema(required = false)]
    subject: Line,
    /// Bold title of the mail and the page; needed to publish.
    #[schema(required = false)]
    title: Line,
    /// Shown under the title.
    description: Option<Text>,
    /// Why somebody is asked, above the question; by the occasion, in built-in words, when blank. This text, like the others of
    /// mails and pages, can name `{{ customer.first_name }}`, `{{ customer.last_name }}`, `{{ customer.full_name }}`,
    /// `{{ agent.name }}`, `{{ task.number }}`, `{{ task.type }}`, `{{ date }}`, `{{ company }}` and `{{ sender }}`.
    reason: Option<Text>,
    /// How the answers are used, at most 800 characters; a built-in text when blank.
    information: Option<Text>,
    /// Shown when the answer is recorded; a built-in text when absent.
    thank_you: Option<Text>,
    /// The same by band of the score, before `thank_you`.
    #[schema(required = false)]
    thank_you_by_band: ThankYouByBandSchema,
    /// The text message that asks, at most four parts with its link; a built-in one when absent. Can name `{{ company }}`,
    /// `{{ sender }}`, `{{ agent.name }}`, `{{ customer.first_name }}` and `{{ survey_url }}`; link and way to stop are
    /// added where they are missing.
    sms: Option<Text>,
}

/// Thanks in one language by band of the score.
#[derive(ToSchema)]
#[schema(as = ThankYouByBand)]
#[serde(deny_unknown_fields)]
pub struct ThankYouByBandSchema {
    /// For 9 and 10.
    promoter: Option<Text>,
    /// For 7 and 8.
    passive: Option<Text>,
    /// For 0 to 6.
    detractor: Option<Text>,
}

/// A site that takes reviews.
#[derive(ToSchema)]
#[schema(as = ReviewLink, example = json!({ "name": "Google", "url": "https://g.example/avis" }))]
#[serde(deny_unknown_fields)]
pub struct ReviewLinkSchema {
    /// Its name, as people know it; needed to publish.
    name: Text,
    /// Where the review is written, https; needed to publish.
    url: Text,
}

/// Which events start a campaign.
#[derive(ToSchema)]
#[schema(as = TriggerRule,
    example = json!({ "on": "task_state", "task_type": "Appel de service", "states": ["600", "610"] }))]
#[serde(deny_unknown_fields)]
pub struct TriggerRuleSchema {
    /// A state of tasks of one type, of any, or of those without a type; a request's closing; an invoice that was paid.
    on: TriggerRuleName,
    /// For `task_state`: the type.
    #[schema(nullable = false)]
    task_type: Option<Text>,
    /// For rules about tasks: the state codes.
    #[schema(nullable = false)]
    states: Option<Vec<Text>>,
    /// For `request_closed`: whole days after closing, 1 to 365, instead of the campaign's delay.
    #[schema(minimum = 1, maximum = 365)]
    days_after: Option<u16>,
}

/// When waves begin and whom they ask.
#[derive(ToSchema)]
#[schema(as = Waves, example = json!({ "first": "2027-01-04", "at": "10:00", "every_months": 6 }))]
#[serde(deny_unknown_fields)]
pub struct WavesSchema {
    /// Local day of the first one, such as `2027-01-04`.
    first: Day,
    /// Local time of day at which each begins; `10:00` when absent.
    #[schema(required = false)]
    at: ClockTime,
    /// Months from one to the next, 1 to 24.
    #[schema(minimum = 1, maximum = 24)]
    every_months: u8,
    /// Whom of the directory, on fields `contact.…`; everybody when absent.
    criteria: Option<ConditionSchema>,
}
