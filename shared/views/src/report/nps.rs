//! The score as a card: its heading states the finding, its graphs only repeat what words and figures say.
//! Formulas live in the domain.

use crate::frame::table::{Column, table};
use crate::text::Catalogue;
use maud::{Markup, html};
use relance_domain::report::{Bounds, Interval, Nps};

/// Between two bands of the bar, in hundredths of its width.
const GAP: f64 = 0.5;

pub(super) fn card(words: Catalogue, nps: &Nps, hidden: usize) -> Markup {
    html! {
        section.card.nps aria-labelledby="nps" {
            @if let Some((score, interval)) = nps.score().zip(nps.interval()) {
                (known(words, nps, score, interval))
            } @else {
                h2 #nps { (words.say("nps-none")) }
                @if hidden == 0 { p { (words.say("nps-none-next")) } }
            }
            @if hidden > 0 { p.caution { (words.fill("nps-hidden", &[("count", hidden.into())])) } }
        }
    }
}

fn known(words: Catalogue, nps: &Nps, score: f64, interval: Interval) -> Markup {
    let answers = nps.detractors + nps.passives + nps.promoters;
    let finding = words.fill("nps-finding", &[("score", points(score).into()), ("count", answers.into())]);
    let (low, high) = (points(interval.low), points(interval.high));
    let Bounds { low: from, high: to } = nps.anytime();
    let (from, to) = (points(from), points(to));
    let bands = [
        Band { class: "detractor", name: words.say("band-detractors"), count: nps.detractors },
        Band { class: "passive", name: words.say("band-passives"), count: nps.passives },
        Band { class: "promoter", name: words.say("band-promoters"), count: nps.promoters },
    ];
    html! {
        h2 #nps { (finding) }
        @if nps.low_confidence() { p.caution { (words.say("nps-low-confidence")) } }
        p { (words.fill("nps-interval", &[("low", low.into()), ("high", high.into())])) }
        p.soft { (words.fill("nps-anytime", &[("low", from.into()), ("high", to.into())])) }
        (axis(score, interval))
        (bar(&bands, answers))
        (legend(words, &bands, answers))
    }
}

/// The score on its scale, with the interval as a band.
fn axis(score: f64, interval: Interval) -> Markup {
    // From −100..=100 to the hundredths of the width.
    let at = |points: f64| f64::midpoint(points, 100.0);
    let (low, high, mark) = (at(interval.low), at(interval.high), at(score));
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

struct Band {
    class: &'static str,
    name: String,
    count: u32,
}

fn bar(bands: &[Band], answers: u32) -> Markup {
    let mut from = 0.0;
    let parts = bands.iter().filter(|band| band.count > 0).map(|Band { class, count, .. }| {
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
        .map(|Band { class, name, count }| {
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
