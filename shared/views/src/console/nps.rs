//! The score as a card: its heading states the finding, its graphs only repeat what words and figures say.
//! Formulas live in the domain.

use super::table::{Column, table};
use crate::text::Catalogue;
use maud::{Markup, html};

/// A score and how sure one can be of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// −100 to 100.
    pub points: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// Should not be relied on.
    pub low_confidence: bool,
    /// Answers of 0 to 6.
    pub detractors: u32,
    /// Answers of 7 and 8.
    pub passives: u32,
    /// Answers of 9 and 10.
    pub promoters: u32,
}

/// Between two bands of the bar, in hundredths of its width.
const GAP: f64 = 0.5;

pub(super) fn card(words: Catalogue, score: Option<&Score>, hidden: usize) -> Markup {
    html! {
        section.card.nps aria-labelledby="nps" {
            @if let Some(score) = score { (known(words, score)) } @else {
                h2 #nps { (words.say("nps-none")) }
                @if hidden == 0 { p { (words.say("nps-none-next")) } }
            }
            @if hidden > 0 { p.caution { (words.fill("nps-hidden", &[("count", hidden.into())])) } }
        }
    }
}

fn known(words: Catalogue, score: &Score) -> Markup {
    let answers = score.detractors + score.passives + score.promoters;
    let finding =
        words.fill("nps-finding", &[("score", points(score.points).into()), ("count", answers.into())]);
    let (low, high) = (points(score.low), points(score.high));
    let bands = [
        ("detractor", words.say("band-detractors"), score.detractors),
        ("passive", words.say("band-passives"), score.passives),
        ("promoter", words.say("band-promoters"), score.promoters),
    ];
    html! {
        h2 #nps { (finding) }
        @if score.low_confidence { p.caution { (words.say("nps-low-confidence")) } }
        p { (words.fill("nps-interval", &[("low", low.into()), ("high", high.into())])) }
        (axis(score))
        (bar(&bands, answers))
        (legend(words, &bands, answers))
    }
}

/// The score on its scale, with the interval as a band.
fn axis(score: &Score) -> Markup {
    // From −100..=100 to the hundredths of the width.
    let at = |points: f64| f64::midpoint(points, 100.0);
    let (low, high, mark) = (at(score.low), at(score.high), at(score.points));
    html! {
        div.axis aria-hidden="true" {
            svg viewBox="0 0 100 8" preserveAspectRatio="none" focusable="false" {
                rect.line x="0" y="3.5" width="100" height="1" {}
                rect.line x="49.8" y="1" width="0.4" height="6" {}
                rect.interval x=(fixed(low)) y="2" width=(fixed(high - low)) height="4" {}
                rect.mark x=(fixed((mark - 0.5).clamp(0.0, 99.0))) y="0" width="1" height="8" {}
            }
            p { span { "−100" } span { "0" } span { "100" } }
        }
    }
}

type Band = (&'static str, String, u32);

fn bar(bands: &[Band], answers: u32) -> Markup {
    let mut from = 0.0;
    let parts = bands.iter().filter(|(_, _, count)| *count > 0).map(|(class, _, count)| {
        let (start, width) = (from, 100.0 * f64::from(*count) / f64::from(answers));
        from += width;
        let gap = if from > 99.9 { 0.0 } else { GAP };
        (*class, fixed(start), fixed((width - gap).max(GAP)))
    });
    let parts: Vec<_> = parts.collect();
    html! {
        svg.bar viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            @for (class, x, width) in &parts { rect class=(class) x=(x) y="0" width=(width) height="10" {} }
        }
    }
}

fn legend(words: Catalogue, bands: &[Band], answers: u32) -> Markup {
    let columns = [
        Column::words(words.say("band")),
        Column::figures(words.say("count")),
        Column::figures(words.say("share")),
    ];
    let rows: Vec<Vec<Markup>> = bands
        .iter()
        .map(|(class, name, count)| {
            let share = format!("{:.0}", 100.0 * f64::from(*count) / f64::from(answers));
            vec![
                html! { span class={ "swatch " (class) } aria-hidden="true" {} (name) },
                html! { (count) },
                html! { (words.fill("percent", &[("share", share.into())])) },
            ]
        })
        .collect();
    html! { div.bands { (table("nps", &columns, &rows)) } }
}

/// Whole points with a true minus sign; never "−0".
pub(super) fn points(points: f64) -> String {
    let whole = points.abs().round();
    format!("{}{whole:.0}", if points <= -0.5 { "−" } else { "" })
}

fn fixed(number: f64) -> String {
    format!("{number:.2}")
}
