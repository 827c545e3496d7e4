//! Shapes of the domain's own types as the description of the API shows them; the domain knows no OpenAPI. A test
//! holds them against what the domain really writes.
#![expect(dead_code, reason = "only their derived descriptions are used")]

mod condition;
mod look;

pub use condition::ConditionSchema;
use jiff::Timestamp;
pub use look::{LookSchema, RatingStyleSchema, TemplateTextsSchema};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An error (RFC 9457).
#[derive(ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// `about:blank`: the status says it all.
    #[schema(rename = "type")]
    kind: String,
    /// The status in words.
    title: String,
    /// HTTP status.
    status: u16,
    /// What happened, for people.
    detail: String,
    /// The fields to mend, all at once.
    errors: Option<Vec<ProblemField>>,
}

/// One field to mend.
#[derive(ToSchema)]
pub struct ProblemField {
    /// JSON path of the field, such as `texts.fr.subject`.
    field: String,
    /// What to do about it.
    reason: String,
}

/// What a campaign says in one language.
#[derive(ToSchema)]
#[schema(as = CampaignTexts)]
pub struct CampaignTextsSchema {
    /// Display name of the sender; the organization's name when absent.
    sender_name: Option<String>,
    /// Subject of the mail; needed to publish.
    subject: String,
    /// Bold title of the mail and the page; needed to publish.
    title: String,
    /// Shown under the title.
    description: Option<String>,
    /// How the answers are used, at most 800 characters; a built-in text when blank.
    #[schema(max_length = 800)]
    information: Option<String>,
    /// Shown when the answer is recorded; a built-in text when absent.
    thank_you: Option<String>,
    /// The same by band of the score, before `thank_you`.
    #[schema(value_type = ThankYouByBandSchema)]
    thank_you_by_band: (),
    /// The text message that asks, at most four parts with its link; a built-in one when absent. Can name `{{ company }}`,
    /// `{{ sender }}`, `{{ agent.name }}`, `{{ customer.first_name }}` and `{{ survey_url }}`; link and way to stop are
    /// added where they are missing.
    sms: Option<String>,
}

/// Thanks in one language by band of the score.
#[derive(ToSchema)]
#[schema(as = ThankYouByBand)]
pub struct ThankYouByBandSchema {
    /// For 9 and 10.
    promoter: Option<String>,
    /// For 7 and 8.
    passive: Option<String>,
    /// For 0 to 6.
    detractor: Option<String>,
}

/// A site that takes reviews.
#[derive(ToSchema)]
#[schema(as = ReviewLink)]
pub struct ReviewLinkSchema {
    /// Its name, as people know it.
    name: String,
    /// Where the review is written, https.
    url: String,
}

/// One question.
#[derive(Debug, ToSchema)]
#[schema(as = Question)]
pub struct QuestionSchema {
    /// Starts with `q_`; also the name of its form control.
    id: String,
    /// What is asked, per language.
    texts: BTreeMap<String, String>,
    /// `nps`, `csat`, `ces`, `rating`, `single`, `multiple`, `text`, `matrix` or `statement`.
    #[schema(pattern = "^(nps|csat|ces|rating|single|multiple|text|matrix|statement)$")]
    kind: String,
    /// The best value of a `rating` or of the rows of a `matrix`, 2 to 10.
    max: Option<u8>,
    /// The choices of a `single` or `multiple`, or of the rows of a `matrix`.
    choices: Option<Vec<ChoiceSchema>>,
    /// The rows of a `matrix`, each answered by a control `{question}.{row}`.
    rows: Option<Vec<ChoiceSchema>>,
    /// Must be answered before the form is accepted; never while it is hidden.
    required: Option<bool>,
    /// Offers "does not apply", which is stored as `not_applicable` and counts nowhere.
    not_applicable: Option<bool>,
    /// Numbers or ids of choices that are satisfied answers; the kind's own when absent, no filter when empty.
    #[schema(value_type = Option<Vec<Object>>)]
    satisfied_choices: Option<()>,
    /// Shown only when this holds of earlier answers: `answer.<question>`, `answer.<question>.<row>`, `nps_score`, `nps_type`.
    #[schema(value_type = Option<ConditionSchema>)]
    show_if: Option<()>,
    /// Where to go on from here: the first jump that holds, else the next question.
    jump_if: Option<Vec<JumpSchema>>,
}

/// Where to go on when a condition holds.
#[derive(Debug, ToSchema)]
#[schema(as = Jump)]
pub struct JumpSchema {
    /// Of answers up to and including the question's own.
    #[schema(value_type = ConditionSchema)]
    when: (),
    /// A later question's id, or `end`.
    to: String,
}

/// One choice of a closed question, or one row of a matrix.
#[derive(Debug, ToSchema)]
#[schema(as = Choice)]
pub struct ChoiceSchema {
    /// Stored value; stays when labels change.
    id: String,
    /// What is shown, per language.
    texts: BTreeMap<String, String>,
}

/// Which events start a campaign.
#[derive(ToSchema)]
#[schema(as = TriggerRule)]
pub struct TriggerRuleSchema {
    /// `task_state` (of one type), `any_task_state`, `untyped_task_state` (jobs without a type), `request_closed` or
    /// `invoice_paid`.
    #[schema(pattern = "^(task_state|any_task_state|untyped_task_state|request_closed|invoice_paid)$")]
    on: String,
    /// For `task_state`: the type.
    task_type: Option<String>,
    /// For rules about tasks: the state codes.
    states: Option<Vec<String>>,
    /// For `request_closed`: whole days after closing, 1 to 365, instead of the campaign's delay.
    #[schema(minimum = 1, maximum = 365)]
    days_after: Option<u16>,
}

/// Days of the week, and hours of the day.
#[derive(ToSchema)]
#[schema(as = SendWindow)]
pub struct WindowSchema {
    /// `mon` to `sun`; all of them when absent.
    days: Option<Vec<String>>,
    /// `HH:MM`, included.
    from: Option<String>,
    /// `HH:MM`, excluded; `24:00` is the end of the day.
    to: Option<String>,
    /// `organization` or `customer`: whose clock it follows.
    zone: Option<String>,
}

/// Days of the week, and hours of the customer's day, in which texts go out.
#[derive(ToSchema)]
#[schema(as = SmsHours)]
pub struct SmsHoursSchema {
    /// `mon` to `sun`; all of them when absent.
    days: Option<Vec<String>>,
    /// `HH:MM`, included; `09:00` when absent, never earlier.
    from: Option<String>,
    /// `HH:MM`, excluded; `21:00` when absent, never later.
    to: Option<String>,
}

/// A rule on how often anybody may be asked.
#[derive(ToSchema)]
#[schema(as = FrequencyRule)]
pub struct FrequencyRuleSchema {
    /// Decisions name it.
    name: String,
    /// Sends at most in any `period`.
    #[schema(minimum = 1, maximum = 1000)]
    max: Option<u16>,
    /// `DD:HH:MM`, rolling.
    period: Option<String>,
    /// `DD:HH:MM` between two sends at least.
    gap: Option<String>,
    /// `address` or `contact`: who is counted as one.
    per: Option<String>,
    /// `campaigns`, `task_types`, `channels`: which sends it is about; all of them when empty.
    #[schema(value_type = Option<Object>)]
    when: Option<()>,
}

/// How requests of a connection are verified.
#[derive(ToSchema)]
#[schema(as = Verification)]
pub struct VerificationSchema {
    /// `loopback_only`, `standard_webhooks`, `housecall_pro`, `bearer`, `hmac` or `secret_header`.
    #[schema(pattern = "^(loopback_only|standard_webhooks|housecall_pro|bearer|hmac|secret_header)$")]
    scheme: String,
    /// For `hmac` and `secret_header`: the header's name in lower case.
    header: Option<String>,
}

/// JSON pointers into a generic body; `email` is needed. Every field of the envelope has one of its own name.
#[derive(ToSchema)]
#[schema(as = FieldMap)]
pub struct FieldMapSchema(BTreeMap<String, String>);

/// A business event: the envelope of the standard hook.
#[derive(ToSchema)]
#[schema(as = Trigger)]
pub struct TriggerSchema {
    /// The sender's name for this event; repeats of it have no effect.
    event_id: String,
    /// `task.state_changed`, `request.closed`, `request.reopened`, `invoice.paid`, `contact.updated` or
    /// `transaction.recorded`.
    #[schema(rename = "type")]
    kind: String,
    /// When it happened; delays start here.
    occurred_at: Timestamp,
    /// The task, request or invoice.
    #[schema(value_type = Option<Object>)]
    task: Option<()>,
    /// The person it was done for.
    #[schema(value_type = Option<Object>)]
    customer: Option<()>,
    /// Who did it.
    #[schema(value_type = Option<Object>)]
    agent: Option<()>,
    /// The agent asks not to survey this case.
    survey_opt_out: Option<bool>,
    /// Set on `transaction.recorded`.
    #[schema(value_type = Option<Object>)]
    transaction: Option<()>,
}

/// When waves begin and whom they ask.
#[derive(ToSchema)]
#[schema(as = Waves)]
pub struct WavesSchema {
    /// Local day of the first one, such as `2027-01-04`.
    first: String,
    /// Local time of day at which each begins, such as `10:00`; that when absent.
    at: String,
    /// Months from one to the next, 1 to 24.
    #[schema(minimum = 1, maximum = 24)]
    every_months: u8,
    /// Whom of the directory, on fields `contact.…`; everybody when absent.
    #[schema(value_type = Option<ConditionSchema>)]
    criteria: (),
}

#[cfg(test)]
mod tests;
