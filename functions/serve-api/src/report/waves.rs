//! `/campaigns/{id}/waves`: the waves of a campaign side by side. Comparing them lives in `application::report`.

use crate::Deps;
use crate::report::stats::IntervalShown;
use axum::Json;
use axum::extract::Path;
use jiff::Timestamp;
use relance_application::report::{ReadWaves, WaveResult};
use relance_domain::invitation::{Batch, Outcome};
use relance_domain::report::{Nps, NpsChange};
use relance_wire::{Call, HttpResult, PageLimit, Params, form};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The waves of one campaign.
#[derive(Serialize, ToSchema)]
pub struct WavesShown {
    /// The one to come; `null` while there is none: the campaign has no waves, or is not live.
    next: Option<NextWaveShown>,
    /// Those that have begun, newest first.
    items: Vec<WaveShown>,
}

/// A wave to come.
#[derive(Serialize, ToSchema)]
pub struct NextWaveShown {
    /// From 1.
    number: u32,
    /// When it begins.
    starts_at: Timestamp,
}

/// One wave and what came of it.
#[derive(Serialize, ToSchema)]
pub struct WaveShown {
    /// From 1.
    number: u32,
    /// When it began.
    starts_at: Timestamp,
    /// Its list, for `/campaigns/{id}/sends/{send}`; `null` when nobody was asked.
    send_id: Option<String>,
    /// `running`, `done` or `skipped`.
    #[schema(value_type = form::WaveState)]
    state: &'static str,
    /// Why nobody was asked.
    remark: Option<String>,
    /// People on the list.
    recipients: u32,
    /// Those who were asked.
    planned: u32,
    /// Answers, whenever they came.
    answers: u32,
    /// True while answers and score are hidden: the campaign is anonymous, and fewer than 5 people answered.
    hidden: bool,
    /// −100 to 100, to one decimal; `null` without answers.
    #[schema(minimum = -100, maximum = 100)]
    nps: Option<f64>,
    /// 95 % interval (adjusted Wald); `null` without answers.
    interval: Option<IntervalShown>,
    /// True when the score should not be relied on.
    low_confidence: bool,
    /// From the wave before to this one; `null` when one of them has no score.
    change: Option<ChangeShown>,
}

/// The difference of two scores.
#[derive(Serialize, ToSchema)]
pub struct ChangeShown {
    /// In points, to one decimal.
    #[schema(minimum = -200, maximum = 200)]
    points: f64,
    /// Where the true difference is, whenever and however often one looks, 19 times out of 20.
    interval: DifferenceShown,
    /// True when no change at all is outside of that interval.
    significant: bool,
}

/// From one end to the other, in points.
#[derive(Serialize, ToSchema)]
pub struct DifferenceShown {
    /// Lower end.
    #[schema(minimum = -200, maximum = 200)]
    low: f64,
    /// Upper end.
    #[schema(minimum = -200, maximum = 200)]
    high: f64,
}

impl ChangeShown {
    /// A change as it is answered.
    pub fn of(change: NpsChange) -> Self {
        let NpsChange { points, interval } = change;
        let interval = DifferenceShown { low: Nps::rounded(interval.low), high: Nps::rounded(interval.high) };
        Self { points: Nps::rounded(points), interval, significant: change.is_significant() }
    }
}

fn show(result: WaveResult) -> WaveShown {
    let WaveResult { wave, list, answers, hidden, nps, change } = result;
    let list = list.as_ref();
    let planned = |list: &Batch| list.outcomes.get(&Outcome::Planned).copied().unwrap_or(0);
    WaveShown {
        number: wave.number,
        starts_at: wave.at,
        send_id: wave.batch_id.map(String::from),
        state: match list {
            None => "skipped",
            Some(list) if list.is_done() => "done",
            Some(_) => "running",
        },
        remark: wave.remark,
        recipients: list.map_or(0, |list| list.recipients),
        planned: list.map_or(0, planned),
        answers,
        hidden,
        nps: nps.score().map(Nps::rounded),
        interval: nps.interval().map(IntervalShown::of),
        low_confidence: nps.low_confidence(),
        change: change.map(ChangeShown::of),
    }
}

/// How many.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Waves at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<PageLimit>,
}

/// The waves of a campaign, newest first, and the one to come.
#[utoipa::path(get, path = "/campaigns/{id}/waves", tag = "campaigns", operation_id = "waves",
    params(("id" = form::CampaignId, Path), Query), responses((status = 200, body = WavesShown)))]
pub async fn list(
    call: Call<Deps>,
    Path(id): Path<String>,
    Params(query): Params<Query>,
) -> HttpResult<Json<WavesShown>> {
    let most = relance_wire::wanted(query.limit, None).limit;
    let waves = ReadWaves { records: &*call.deps.records }.read(call.organization(), &id, most).await?;
    Ok(Json(WavesShown {
        next: waves.next.map(|next| NextWaveShown { number: next.number, starts_at: next.at }),
        items: waves.held.into_iter().map(show).collect(),
    }))
}
