//! Windows, hours and rules on frequency as the description of the API shows them; a test holds them against the domain.
//! Delays and times of day are in `text`.
#![expect(dead_code, reason = "only their derived descriptions are used")]

use super::{CampaignId, ClockTime, Delay, Name, Per, Text, Weekday, ZoneOf};
use utoipa::ToSchema;

/// Days of the week, and hours of the day.
#[derive(ToSchema)]
#[schema(as = SendWindow, example = json!({ "days": ["mon", "tue"], "from": "09:00", "to": "17:00" }))]
#[serde(deny_unknown_fields)]
pub struct WindowSchema {
    /// All of them when absent.
    #[schema(required = false, min_items = 1)]
    days: Vec<Weekday>,
    /// Included; the beginning of the day when absent.
    #[schema(required = false)]
    from: ClockTime,
    /// Excluded, and later than `from`; the end of the day when absent.
    #[schema(required = false)]
    to: ClockTime,
    /// Whose clock it follows.
    #[schema(required = false)]
    zone: ZoneOf,
}

/// Days of the week, and hours of the customer's day, in which texts go out.
#[derive(ToSchema)]
#[schema(as = SmsHours, example = json!({ "days": ["mon", "tue"], "from": "09:00", "to": "17:00" }))]
#[serde(deny_unknown_fields)]
pub struct SmsHoursSchema {
    /// All of them when absent.
    #[schema(required = false, min_items = 1)]
    days: Vec<Weekday>,
    /// Included; `09:00` when absent, never earlier.
    #[schema(required = false)]
    from: ClockTime,
    /// Excluded; `21:00` when absent, never later.
    #[schema(required = false)]
    to: ClockTime,
}

/// A rule on how often anybody may be asked: `max` with `period`, or `gap`, or all three.
#[derive(ToSchema)]
#[schema(as = FrequencyRule, example = json!({ "name": "Deux par trimestre", "max": 2, "period": "90:00:00" }))]
#[serde(deny_unknown_fields)]
pub struct FrequencyRuleSchema {
    /// Decisions name it; on one line.
    name: Name,
    /// Sends at most in any `period`.
    #[schema(minimum = 0, maximum = 65_535)]
    max: Option<u16>,
    /// Rolling.
    period: Option<Delay>,
    /// Between two sends at least.
    gap: Option<Delay>,
    /// Who is counted as one.
    #[schema(required = false)]
    per: Per,
    /// Which sends it is about; all of them when empty.
    #[schema(required = false)]
    when: FrequencyScopeSchema,
}

/// Which sends a rule is about: each list that is not empty must hold the send's own.
#[derive(ToSchema)]
#[schema(as = FrequencyScope)]
#[serde(deny_unknown_fields)]
pub struct FrequencyScopeSchema {
    /// Of these campaigns.
    #[schema(required = false)]
    campaigns: Vec<CampaignId>,
    /// About tasks of these types.
    #[schema(required = false)]
    task_types: Vec<Text>,
    /// For customers who used these channels.
    #[schema(required = false)]
    channels: Vec<Text>,
}
