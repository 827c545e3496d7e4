//! `/settings`: the organization's own, with the kill switch. What may be saved is decided in `application::account`.

use crate::Deps;
use axum::response::Response;
use jiff::{Timestamp, civil::Date};
use relance_application::account::Settings;
use relance_application::call::Failure;
use relance_application::stored::Stored;
use relance_domain::account::{ContactPolicy, Organization, SendingPause, SmsMonth, SmsPolicy};
use relance_domain::name::{CallingCode, EmailAddress, LanguageTag};
use relance_domain::schedule::{Delay, FrequencyRule, SmsHours};
use relance_domain::source::Channels;
use relance_wire::form::{self, FrequencyRuleSchema, SmsHoursSchema};
use relance_wire::{Call, HttpResult, IfMatch, JsonBody, patched, tagged};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What can be changed.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsBody {
    /// As customers know it; appears in mails and pages.
    #[schema(required = false)]
    name: String,
    /// IANA name; days and periods follow it.
    #[schema(required = false)]
    time_zone: String,
    /// For staff mails, and for new campaigns.
    #[schema(value_type = form::LanguageTag, required = false)]
    language: LanguageTag,
    /// Who is in charge where nobody else is named, such as of the alerts about detractors that a new campaign raises; the
    /// address that mails come from when absent.
    #[serde(default)]
    #[schema(value_type = Option<form::EmailAddress>)]
    owner: Option<EmailAddress>,
    /// `DD:HH:MM`: at most one survey per address and period over all campaigns.
    #[serde(default)]
    #[schema(value_type = Option<form::Delay>)]
    mute: Option<Delay>,
    /// The kill switch.
    #[serde(default)]
    sending_paused: SwitchBody,
    /// Channels of contact by name, on or off, for campaigns that do not say.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, bool>)]
    channels: Channels,
    /// Local days on which nothing goes out to customers, such as `2026-12-25`.
    #[serde(default)]
    #[schema(value_type = Vec<form::Day>, max_items = 200)]
    quiet_days: BTreeSet<Date>,
    /// How often anybody may be asked; every rule must pass. Reminders do not count.
    #[serde(default)]
    #[schema(value_type = Vec<FrequencyRuleSchema>, max_items = 20)]
    frequency_rules: Vec<FrequencyRule>,
    /// `DD:HH:MM`: nobody is asked about an event that is told later than this; at least an hour.
    #[serde(default = "usual_age")]
    #[schema(value_type = form::Delay)]
    too_old_after: Delay,
    /// Parts of text messages that may go out in a calendar month of the organization's clock; 0 = no texts.
    #[serde(default = "usual_cap")]
    #[schema(maximum = 1_000_000)]
    sms_monthly_cap: u32,
    /// Days and hours of the customer's own day in which texts go out, within 9:00 and 21:00.
    #[serde(default)]
    #[schema(value_type = SmsHoursSchema)]
    sms_hours: SmsHours,
    /// Such as `+1`: of which country national phone numbers are; without it they are not understood.
    #[serde(default)]
    #[schema(value_type = Option<form::CallingCode>)]
    sms_calling_code: Option<CallingCode>,
    /// True while the carrier takes no texts from us; set it to `false` once that is mended.
    #[serde(default)]
    sms_paused: bool,
}

fn usual_age() -> Delay {
    ContactPolicy::default().too_old_after
}

fn usual_cap() -> u32 {
    SmsPolicy::default().monthly_cap
}

/// The kill switch: `{"paused": true, "reason": "…"}` stops all sending, `{"paused": false}` resumes it.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SwitchBody {
    /// True while nothing may be sent.
    paused: bool,
    /// Why; needed to pause.
    #[serde(default)]
    reason: Option<String>,
}

/// The settings.
#[derive(Serialize, ToSchema)]
pub struct SettingsShown {
    /// The organization's id.
    #[schema(value_type = form::OrganizationId)]
    id: String,
    /// As customers know it.
    name: String,
    /// IANA name.
    time_zone: String,
    /// For staff mails, and for new campaigns.
    #[schema(value_type = form::LanguageTag)]
    language: LanguageTag,
    /// Where mails come from.
    sender: String,
    /// Who is in charge where nobody else is named.
    owner: Option<String>,
    /// `DD:HH:MM` over all campaigns.
    #[schema(value_type = Option<form::Delay>)]
    mute: Option<Delay>,
    /// The kill switch.
    sending_paused: SwitchShown,
    /// Channels of contact by name, on or off.
    #[schema(value_type = BTreeMap<String, bool>)]
    channels: Channels,
    /// Local days on which nothing goes out to customers.
    #[schema(value_type = Vec<form::Day>)]
    quiet_days: BTreeSet<Date>,
    /// How often anybody may be asked.
    #[schema(value_type = Vec<FrequencyRuleSchema>)]
    frequency_rules: Vec<FrequencyRule>,
    /// `DD:HH:MM`: how old an event may be when it is told.
    #[schema(value_type = form::Delay)]
    too_old_after: Delay,
    /// Parts of text messages that may go out in a calendar month.
    sms_monthly_cap: u32,
    /// Days and hours in which texts go out.
    #[schema(value_type = SmsHoursSchema)]
    sms_hours: SmsHours,
    /// Of which country national phone numbers are.
    #[schema(value_type = Option<form::CallingCode>)]
    sms_calling_code: Option<CallingCode>,
    /// True while the carrier takes no texts from us.
    sms_paused: bool,
    /// Why.
    sms_paused_reason: Option<String>,
    /// What was texted this month.
    sms_this_month: SmsMonthShown,
}

/// What was texted in one month.
#[derive(Serialize, ToSchema)]
pub struct SmsMonthShown {
    /// Such as `2026-11`, by the organization's clock.
    month: String,
    /// Parts handed over.
    parts: u32,
    /// Parts that may still go.
    left: u32,
}

/// Whether sending is stopped.
#[derive(Serialize, ToSchema)]
pub struct SwitchShown {
    /// True while nothing may be sent.
    paused: bool,
    /// Why.
    reason: Option<String>,
    /// Since when.
    since: Option<Timestamp>,
    /// When it resumes by itself.
    until: Option<Timestamp>,
}

impl SettingsBody {
    fn of(settings: &Organization) -> Self {
        let pause = settings.sending_paused.as_ref();
        Self {
            name: settings.name.clone(),
            time_zone: settings.time_zone.clone(),
            language: settings.language.clone(),
            owner: settings.owner.clone(),
            mute: settings.mute,
            sending_paused: SwitchBody {
                paused: pause.is_some(),
                reason: pause.map(|pause| pause.reason.clone()),
            },
            channels: settings.contact_policy.channels.clone(),
            quiet_days: settings.contact_policy.quiet_days.clone(),
            frequency_rules: settings.contact_policy.frequency.clone(),
            too_old_after: settings.contact_policy.too_old_after,
            sms_monthly_cap: settings.contact_policy.sms.monthly_cap,
            sms_hours: settings.contact_policy.sms.hours.clone(),
            sms_calling_code: settings.contact_policy.sms.calling_code.clone(),
            sms_paused: settings.contact_policy.sms.paused.is_some(),
        }
    }

    fn onto(self, present: &Organization, now: Timestamp) -> Organization {
        let reason = self.sending_paused.reason.unwrap_or_default();
        let before = present.sending_paused.as_ref().filter(|pause| pause.reason == reason);
        let by_hand = || SendingPause { since: now, reason: "stopped by hand".to_owned(), until: None };
        let pause = || match before {
            Some(pause) => pause.clone(),
            None => SendingPause { since: now, reason, until: None },
        };
        Organization {
            name: self.name.trim().to_owned(),
            time_zone: self.time_zone,
            language: self.language,
            owner: self.owner,
            mute: self.mute.filter(|mute| !mute.is_none()),
            sending_paused: self.sending_paused.paused.then(pause),
            contact_policy: ContactPolicy {
                channels: self.channels,
                quiet_days: self.quiet_days,
                frequency: self.frequency_rules,
                too_old_after: self.too_old_after,
                sms: SmsPolicy {
                    monthly_cap: self.sms_monthly_cap,
                    hours: self.sms_hours,
                    calling_code: self.sms_calling_code,
                    paused: self
                        .sms_paused
                        .then(|| present.contact_policy.sms.paused.clone().unwrap_or_else(by_hand)),
                },
            },
            ..present.clone()
        }
    }
}

fn answer(stored: &Stored<Organization>, month: SmsMonth, now: Timestamp) -> Response {
    let settings = stored.value.clone();
    let sms = settings.contact_policy.sms.clone();
    let sms_paused = sms.is_paused(now);
    let paused = settings.is_paused(now);
    let pause = settings.sending_paused.filter(|_| paused);
    let shown = SettingsShown {
        id: settings.id.to_string(),
        name: settings.name,
        time_zone: settings.time_zone,
        language: settings.language,
        sender: settings.sender.to_string(),
        owner: settings.owner.map(|owner| owner.to_string()),
        mute: settings.mute,
        sending_paused: SwitchShown {
            paused,
            since: pause.as_ref().map(|pause| pause.since),
            until: pause.as_ref().and_then(|pause| pause.until),
            reason: pause.map(|pause| pause.reason),
        },
        channels: settings.contact_policy.channels,
        quiet_days: settings.contact_policy.quiet_days,
        frequency_rules: settings.contact_policy.frequency,
        too_old_after: settings.contact_policy.too_old_after,
        sms_this_month: SmsMonthShown {
            left: sms.monthly_cap.saturating_sub(month.parts),
            month: month.month,
            parts: month.parts,
        },
        sms_monthly_cap: sms.monthly_cap,
        sms_hours: sms.hours,
        sms_calling_code: sms.calling_code,
        sms_paused,
        sms_paused_reason: sms.paused.filter(|_| sms_paused).map(|pause| pause.reason),
    };
    tagged(stored.version, shown)
}

/// The organization's settings.
#[utoipa::path(get, path = "/settings", tag = "settings", responses((status = 200, body = SettingsShown)))]
pub async fn get(call: Call<Deps>) -> HttpResult<Response> {
    let settings = Settings { records: &*call.deps.records };
    let (stored, now) = (settings.get(call.organization()).await?, call.deps.clock.now());
    let month = settings.sms_month(&stored.value, now).await.map_err(Failure::from)?;
    Ok(answer(&stored, month, now))
}

/// Changes settings (merge-patch).
#[utoipa::path(patch, path = "/settings", tag = "settings",
    params(("If-Match" = Option<String>, Header, description = "The `ETag` that you have seen")),
    request_body(content = SettingsBody, content_type = "application/merge-patch+json"),
    responses((status = 200, body = SettingsShown)))]
pub async fn change(
    call: Call<Deps>,
    IfMatch(seen): IfMatch,
    JsonBody(given): JsonBody,
) -> HttpResult<Response> {
    let now = call.deps.clock.now();
    let edit = |present: &Organization| Ok(patched(&SettingsBody::of(present), &given)?.onto(present, now));
    let settings = Settings { records: &*call.deps.records };
    let stored = settings.change(call.organization(), seen, &edit).await?;
    let month = settings.sms_month(&stored.value, now).await.map_err(Failure::from)?;
    Ok(answer(&stored, month, now))
}
