//! `/stats/csat`, `/stats/ces`, `/stats/rates`: shares and means over a period, with how sure one can be of them.
//! Formulas live in the domain; NPS in `stats`.

use crate::Deps;
use crate::answer::answers::HiddenShown;
use crate::report::stats::{IntervalShown, PeriodShown, Query};
use axum::Json;
use relance_application::account::Caller;
use relance_application::report::{Figure, Figures, RatedQuestion, Statistics};
use relance_domain::report::{Mean, Measure, Nps, Share, easy_share, satisfied_share};
use relance_wire::{Call, HttpResult, Params};
use serde::Serialize;
use utoipa::ToSchema;

/// CSAT over a period: the share of satisfied answers to questions of kind `csat`.
#[derive(Serialize, ToSchema)]
pub struct CsatShown {
    /// 0 to 100 per cent, to one decimal; `null` without answers.
    #[schema(minimum = 0, maximum = 100)]
    csat: Option<f64>,
    /// Answers to questions of kind `csat`, each weighing the same.
    answers: u32,
    /// Those among the satisfied choices of their question: 4 and 5 of 5 where it names none.
    satisfied: u32,
    /// 95 % interval (Wilson); `null` without answers.
    interval: Option<IntervalShown>,
    /// True when it should not be relied on: under 30 answers, or an interval wider than ±20.
    low_confidence: bool,
    /// Average of the answers on base 10 (4 of 5 is 8), to two decimals.
    #[schema(minimum = 0, maximum = 10)]
    average_base_10: Option<f64>,
    /// Every question of kind `csat` or `rating` that was answered.
    questions: Vec<RatedShown>,
    /// What was counted.
    period: PeriodShown,
    /// Anonymous campaigns of which something is left out: fewer than 5 people said it. Absent without any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hidden: Vec<HiddenShown>,
    /// Where to look when nothing was counted.
    hint: Option<String>,
}

/// CES over a period: how far customers agree that it was easy, on a scale from 1 to 7, where 7 is very easy.
#[derive(Serialize, ToSchema)]
pub struct CesShown {
    /// Average, 1 to 7, to two decimals; `null` without answers.
    #[schema(minimum = 1, maximum = 7)]
    ces: Option<f64>,
    /// Answers to questions of kind `ces`.
    answers: u32,
    /// Those of 5, 6 or 7.
    easy: u32,
    /// Their share in per cent, to one decimal; `null` without answers.
    #[schema(minimum = 0, maximum = 100)]
    easy_share: Option<f64>,
    /// 95 % interval of that share (Wilson); `null` without answers.
    interval: Option<IntervalShown>,
    /// True when it should not be relied on: under 30 answers, or an interval wider than ±20.
    low_confidence: bool,
    /// Every question of kind `ces` that was answered.
    questions: Vec<RatedShown>,
    /// What was counted.
    period: PeriodShown,
    /// Anonymous campaigns of which something is left out: fewer than 5 people said it. Absent without any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hidden: Vec<HiddenShown>,
    /// Where to look when nothing was counted.
    hint: Option<String>,
}

/// One question with a scale.
#[derive(Serialize, ToSchema)]
pub struct RatedShown {
    /// Who asks it.
    campaign_id: String,
    /// The question.
    question_id: String,
    /// Best value of its scale, which begins at 1.
    best: u8,
    /// Answers with a number; what was skipped or does not apply is none.
    answers: u32,
    /// Share of satisfied answers in per cent, to one decimal; `null` without answers.
    #[schema(minimum = 0, maximum = 100)]
    satisfied_share: Option<f64>,
    /// Average on its own scale, to two decimals.
    #[schema(minimum = 0, maximum = 10)]
    average: Option<f64>,
    /// Average on base 10, to two decimals.
    #[schema(minimum = 0, maximum = 10)]
    average_base_10: Option<f64>,
}

/// Rates over a period.
#[derive(Serialize, ToSchema)]
pub struct RatesShown {
    /// People who were shown where they could leave a public review.
    reviews_shown: u32,
    /// Those of them who went there.
    reviews_clicked: u32,
    /// Their share in per cent, to one decimal; `null` when nobody was shown one. Whether they wrote a review is not
    /// known.
    #[schema(minimum = 0, maximum = 100)]
    review_click_rate: Option<f64>,
    /// What was counted.
    period: PeriodShown,
    /// Anonymous campaigns of which something is left out: fewer than 5 people said it. Absent without any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hidden: Vec<HiddenShown>,
    /// Where to look when nothing was counted.
    hint: Option<String>,
}

/// CSAT of one campaign, or of all.
#[utoipa::path(get, path = "/stats/csat", tag = "stats", params(Query), responses((status = 200, body = CsatShown)))]
pub async fn csat(call: Call<Deps>, Params(query): Params<Query>) -> HttpResult<Json<CsatShown>> {
    let Figures { reading, questions, hint } =
        read(&call.deps, &call.caller, query, Figure::Of(Measure::Csat)).await?;
    let (mut share, mut base_10) = (Share::default(), Mean::default());
    for rated in questions.iter().filter(|rated| rated.measure == Measure::Csat) {
        share.merge(satisfied_share(&rated.question, &rated.scores));
        base_10.merge(Mean::base_10(&rated.scores, best(rated)));
    }
    Ok(Json(CsatShown {
        csat: share.percent().map(Nps::rounded),
        answers: share.answers,
        satisfied: share.wanted,
        interval: share.interval().map(IntervalShown::between),
        low_confidence: share.low_confidence(),
        average_base_10: base_10.value().map(Mean::rounded),
        questions: questions.iter().filter(|rated| rated.measure != Measure::Ces).map(show).collect(),
        period: PeriodShown::of(reading.span),
        hidden: HiddenShown::all(&reading.hidden),
        hint,
    }))
}

/// CES of one campaign, or of all.
#[utoipa::path(get, path = "/stats/ces", tag = "stats", params(Query), responses((status = 200, body = CesShown)))]
pub async fn ces(call: Call<Deps>, Params(query): Params<Query>) -> HttpResult<Json<CesShown>> {
    let Figures { reading, questions, hint } =
        read(&call.deps, &call.caller, query, Figure::Of(Measure::Ces)).await?;
    let (mut share, mut mean) = (Share::default(), Mean::default());
    let of_effort = || questions.iter().filter(|rated| rated.measure == Measure::Ces);
    for rated in of_effort() {
        share.merge(easy_share(&rated.scores));
        mean.merge(Mean::of(&rated.scores));
    }
    Ok(Json(CesShown {
        ces: mean.value().map(Mean::rounded),
        answers: share.answers,
        easy: share.wanted,
        easy_share: share.percent().map(Nps::rounded),
        interval: share.interval().map(IntervalShown::between),
        low_confidence: share.low_confidence(),
        questions: of_effort().map(show).collect(),
        period: PeriodShown::of(reading.span),
        hidden: HiddenShown::all(&reading.hidden),
        hint,
    }))
}

/// Rates of one campaign, or of all.
#[utoipa::path(get, path = "/stats/rates", tag = "stats", params(Query), responses((status = 200, body = RatesShown)))]
pub async fn rates(call: Call<Deps>, Params(query): Params<Query>) -> HttpResult<Json<RatesShown>> {
    let Figures { reading, hint, .. } = read(&call.deps, &call.caller, query, Figure::Reviews).await?;
    let (shown, clicked) = (reading.counts.reviews_shown, reading.counts.reviews_clicked);
    let rate = Share { wanted: clicked, answers: shown };
    Ok(Json(RatesShown {
        reviews_shown: shown,
        reviews_clicked: clicked,
        review_click_rate: rate.percent().map(Nps::rounded),
        period: PeriodShown::of(reading.span),
        hidden: HiddenShown::all(&reading.hidden),
        hint,
    }))
}

async fn read(deps: &Deps, caller: &Caller, query: Query, figure: Figure) -> HttpResult<Figures> {
    let statistics = Statistics { records: &*deps.records, clock: &*deps.clock };
    let period = query.period();
    Ok(statistics.read(&caller.organization, query.campaign(), figure, period).await?)
}

fn show(rated: &RatedQuestion) -> RatedShown {
    let share = satisfied_share(&rated.question, &rated.scores);
    RatedShown {
        campaign_id: rated.campaign_id.to_string(),
        question_id: rated.question.id.to_string(),
        best: best(rated),
        answers: share.answers,
        satisfied_share: share.percent().map(Nps::rounded),
        average: Mean::of(&rated.scores).value().map(Mean::rounded),
        average_base_10: Mean::base_10(&rated.scores, best(rated)).value().map(Mean::rounded),
    }
}

fn best(rated: &RatedQuestion) -> u8 {
    rated.question.kind.scale().map_or(10, |scale| *scale.end())
}
