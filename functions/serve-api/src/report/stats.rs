//! `/stats/nps`: the score over a period, with how sure one can be of it. Formulas live in the domain.

use crate::Deps;
use crate::answer::answers::{HiddenShown, PeriodName};
use axum::Json;
use relance_application::report::{Figure, Figures, Statistics};
use relance_domain::name::CampaignId;
use relance_domain::report::{Bounds, Interval, Nps, Period, Span};
use relance_wire::{Call, HttpResult, Params, form};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use utoipa::{IntoParams, ToSchema};

/// NPS over a period.
#[derive(Serialize, ToSchema)]
pub struct NpsShown {
    /// −100 to 100, to one decimal; `null` without answers.
    #[schema(minimum = -100, maximum = 100)]
    nps: Option<f64>,
    /// Answers with a score.
    answers: u32,
    /// 9 and 10.
    promoters: u32,
    /// 7 and 8.
    passives: u32,
    /// 0 to 6.
    detractors: u32,
    /// 95 % interval of a single look (adjusted Wald); `null` without answers.
    interval: Option<IntervalShown>,
    /// 95 % interval that holds whenever and however often one looks: the one to judge a score by that is watched.
    anytime_interval: IntervalShown,
    /// True when the score should not be relied on: under 30 answers, or an interval wider than ±20.
    low_confidence: bool,
    /// What was counted.
    period: PeriodShown,
    /// Anonymous campaigns that are not in it: fewer than 5 of their answers are in this period. Absent without any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hidden: Vec<HiddenShown>,
    /// Where to look when nothing was counted.
    hint: Option<String>,
}

/// An interval in points.
#[derive(Serialize, ToSchema)]
pub struct IntervalShown {
    /// Lower end.
    #[schema(minimum = -100, maximum = 100)]
    low: f64,
    /// Upper end.
    #[schema(minimum = -100, maximum = 100)]
    high: f64,
}

impl IntervalShown {
    /// From one end to the other, as it is answered.
    pub fn between(interval: RangeInclusive<f64>) -> Self {
        Self { low: Nps::rounded(*interval.start()), high: Nps::rounded(*interval.end()) }
    }

    /// Where something is, whenever one looks, as it is answered.
    pub fn anytime(bounds: Bounds) -> Self {
        Self::between(bounds.low..=bounds.high)
    }

    /// An interval of NPS as it is answered.
    pub fn of(interval: Interval) -> Self {
        Self::between(interval.low..=interval.high)
    }
}

/// Local days of the organization, both included.
#[derive(Serialize, ToSchema)]
pub struct PeriodShown {
    /// First day.
    #[schema(value_type = form::Day)]
    from: String,
    /// Last day.
    #[schema(value_type = form::Day)]
    to: String,
}

impl PeriodShown {
    /// A span of days as it is answered.
    pub fn of(span: Span) -> Self {
        Self { from: span.first.to_string(), to: span.last.to_string() }
    }
}

fn show(figures: Figures) -> NpsShown {
    let Figures { reading, hint, .. } = figures;
    let nps = reading.counts.nps.nps();
    NpsShown {
        nps: nps.score().map(Nps::rounded),
        answers: nps.answers(),
        promoters: nps.promoters,
        passives: nps.passives,
        detractors: nps.detractors,
        interval: nps.interval().map(IntervalShown::of),
        anytime_interval: IntervalShown::anytime(nps.anytime()),
        low_confidence: nps.low_confidence(),
        period: PeriodShown::of(reading.span),
        hidden: HiddenShown::all(&reading.hidden),
        hint,
    }
}

/// Which figures.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// One campaign; all of them when absent.
    #[param(value_type = Option<form::CampaignId>)]
    campaign: Option<CampaignId>,
    /// `today`, `7d`, `30d` (as when absent), `current_month`, `last_month`, `quarter`, `year`, `all` or
    /// `2026-11-01..2026-11-30`, in the organization's time zone.
    #[param(value_type = Option<form::Period>)]
    period: Option<PeriodName>,
}

impl Query {
    /// The period, the last thirty days when absent.
    pub fn period(&self) -> Period {
        self.period.as_ref().map_or(Period::LastDays(30), |PeriodName(period)| *period)
    }

    /// The campaign, where one was named.
    pub fn campaign(&self) -> Option<&CampaignId> {
        self.campaign.as_ref()
    }
}

/// NPS of one campaign, or of all.
#[utoipa::path(get, path = "/stats/nps", tag = "stats", params(Query),
    responses((status = 200, body = NpsShown)))]
pub async fn nps(call: Call<Deps>, Params(query): Params<Query>) -> HttpResult<Json<NpsShown>> {
    let statistics = Statistics { records: &*call.deps.records, clock: &*call.deps.clock };
    let (campaign, period) = (query.campaign(), query.period());
    let found = statistics.read(call.organization(), campaign, Figure::Nps, period).await?;
    Ok(Json(show(found)))
}
