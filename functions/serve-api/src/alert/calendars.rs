//! `/calendars`: when the teams of an organization work. Counting in them lives in the domain.

use crate::Deps;
use crate::alert::closed_days::closed_days;
use axum::extract::{FromRequest as _, Path, Request};
use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use relance_application::alert::{CalendarDraft, Calendars};
use relance_application::call::{Page, Refusal, Reply};
use relance_application::stored::Stored;
use relance_domain::alert::Calendar;
use relance_domain::schedule::{Day, Hours, OpenHours, OpenHoursForm};
use relance_wire::{
    Call, HttpResult, IfMatch, JsonBody, MAX_BODY, MergePatch, PageQuery, Problem, Removable, Representation,
    Resource, Summaries, Writable, WritingSummaries, decoded, form, patched, plain,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What can be written of a calendar.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarBody {
    /// Shown to managers only.
    name: String,
    /// The zone whose clocks the hours follow.
    #[schema(value_type = form::TimeZone)]
    time_zone: String,
    /// Hours by day of the week, each from (included) to (excluded), up to 8 a day; a day that is absent is free.
    #[schema(value_type = BTreeMap<form::Weekday, Vec<Vec<form::ClockTime>>>,
        example = json!({ "mon": [["08:00", "12:00"], ["13:00", "17:00"]], "tue": [["08:00", "17:00"]] }))]
    days: BTreeMap<Day, Vec<Hours>>,
    /// Days on which nobody works, up to 1,040.
    #[serde(default)]
    #[schema(value_type = Vec<form::Day>, max_items = 1_040)]
    closed: BTreeSet<Date>,
    /// `null`: no address is read. Give the file itself to `/calendars/{id}/closed-days`.
    #[serde(default)]
    #[schema(value_type = Option<form::Url>)]
    ical_url: Option<String>,
}

/// A calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarShown {
    /// Its id, for `calendar_id` in `/alert-routing`.
    #[schema(value_type = form::CalendarId)]
    id: String,
    #[serde(flatten)]
    body: CalendarBody,
    /// When it was made.
    created_at: Timestamp,
    /// When it last changed.
    updated_at: Timestamp,
}

impl From<&Calendar> for CalendarBody {
    fn from(calendar: &Calendar) -> Self {
        let OpenHoursForm { time_zone, days, closed } = calendar.hours.clone().into();
        Self { name: calendar.name.clone(), time_zone, days, closed, ical_url: None }
    }
}

impl CalendarBody {
    fn draft(self) -> Result<CalendarDraft, Refusal> {
        let Self { name, time_zone, days, closed, ical_url } = self;
        if ical_url.is_some() {
            let words = "no address is read: give the file itself to `/calendars/{id}/closed-days`";
            return Err(Refusal::bad_field("ical_url", words));
        }
        let hours = OpenHours::try_from(OpenHoursForm { time_zone, days, closed });
        let hours = hours.map_err(|error| Refusal::bad_field(error.field(), error.to_string()))?;
        Ok(CalendarDraft { name: name.trim().to_owned(), hours })
    }
}

fn show(calendar: &Calendar) -> CalendarShown {
    CalendarShown {
        id: calendar.id.to_string(),
        body: calendar.into(),
        created_at: calendar.created_at,
        updated_at: calendar.updated_at,
    }
}

fn answer(stored: Stored<Calendar>) -> Representation<CalendarShown> {
    Representation::shown(stored, |calendar| show(&calendar))
}

fn calendars(deps: &Deps) -> Calendars<'_> {
    Calendars { records: &*deps.records, clock: &*deps.clock, mint: &*deps.mint }
}

impl Resource for CalendarShown {
    type Deps = Deps;
    type Id = form::CalendarId;
    type Query = PageQuery;
    type Listed = Self;

    const PATH: &'static str = "/calendars";
    const ABOUT: Summaries = Summaries { list: "Calendars, oldest first", get: "One calendar" };

    async fn list(call: Call<Deps>, query: PageQuery) -> Reply<Page<Self>> {
        let page = calendars(&call.deps).list(call.organization(), &query.wanted()).await?;
        Ok(page.map(|calendar| show(&calendar)))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        Ok(answer(calendars(&call.deps).get(call.organization(), &id).await?))
    }
}

impl Writable for CalendarShown {
    type New = CalendarBody;
    type Changes = CalendarBody;

    const WRITING: WritingSummaries = WritingSummaries {
        create: "A new calendar",
        change: "Changes a calendar (merge-patch); alerts that were raised keep their deadlines",
    };

    async fn create(call: Call<Deps>, given: Map<String, Value>) -> Reply<Representation<Self>> {
        let draft = decoded::<CalendarBody>(&given)?.draft()?;
        Ok(answer(calendars(&call.deps).create(call.organization(), draft).await?))
    }

    async fn change(
        call: Call<Deps>,
        id: String,
        MergePatch { seen, given }: MergePatch,
    ) -> Reply<Representation<Self>> {
        let edit = |present: &Calendar| {
            let CalendarDraft { name, hours } = patched(&CalendarBody::from(present), &given)?.draft()?;
            Ok(Calendar { name, hours, ..present.clone() })
        };
        Ok(answer(calendars(&call.deps).change(call.organization(), &id, seen, &edit).await?))
    }
}

impl Removable for CalendarShown {
    const REMOVING: &'static str = "Removes a calendar in which no deadline is counted";

    async fn remove(call: Call<Deps>, id: String) -> Reply<()> {
        calendars(&call.deps).remove(call.organization(), &id).await
    }
}

/// The calendar of this id as it is given whole, whether there was one or not; alerts that were raised keep their deadlines.
#[utoipa::path(put, path = "/calendars/{id}", tag = "calendars",
    params(("id" = form::CalendarId, Path),
        ("If-Match" = Option<String>, Header, description = "The `ETag` that you have seen")),
    request_body = CalendarBody, responses((status = 200, body = CalendarShown)))]
pub async fn put(
    call: Call<Deps>,
    Path(id): Path<String>,
    IfMatch(seen): IfMatch,
    JsonBody(given): JsonBody,
) -> HttpResult<Representation<CalendarShown>> {
    let draft = decoded::<CalendarBody>(&given)?.draft()?;
    Ok(answer(calendars(&call.deps).put(call.organization(), &id, seen, draft).await?))
}

/// Closes a calendar on the days of an iCalendar file too, such as a country's holidays: the file is the body. Events of
/// less than a day close nothing; a day that is closed already stays so.
#[utoipa::path(post, path = "/calendars/{id}/closed-days", tag = "calendars", operation_id = "close",
    params(("id" = form::CalendarId, Path)),
    request_body(content = String, content_type = "text/calendar",
        description = "An iCalendar file (RFC 5545) whose events are whole days, none of them repeated by a rule"),
    responses((status = 200, body = CalendarShown)))]
pub async fn close(
    call: Call<Deps>,
    Path(id): Path<String>,
    request: Request,
) -> HttpResult<Representation<CalendarShown>> {
    calendars(&call.deps).get(call.organization(), &id).await?;
    plain(request.headers())?;
    let too_large = |_| {
        let words = format!("the body is larger than {MAX_BODY} bytes, or no text");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, words)
    };
    let file = String::from_request(request, &()).await.map_err(too_large)?;
    let closed = closed_days(&file)?;
    let edit = |present: &Calendar| {
        let hours = present.hours.clone().closed_also(closed.days.iter().copied());
        let hours = hours.map_err(|error| Refusal::bad_field(error.field(), error.to_string()))?;
        Ok(Calendar { hours, ..present.clone() })
    };
    Ok(answer(calendars(&call.deps).change(call.organization(), &id, None, &edit).await?))
}
