//! Mails from templates that organizations write themselves (C11, C12, R3.8): checked when they are saved, rendered
//! with facts that are never read as part of a template. The frame around them is `layout`'s.

mod derive;
mod engine;
mod expression;
mod place;
mod syntax;
#[cfg(test)]
mod tests;
mod variable;

use super::{Invitation, Rendered, invitation, layout, plain::Plain, rating::Rating};
use crate::text::{self, Catalogue};
use derive::{Part, RATING, plain_parts};
use engine::{Kind, evaluated};
use maud::{PreEscaped, html};
use place::Shape;
use relance_domain::campaign::{PICK_TAG, TemplateTexts};
use syntax::{Piece, take_apart};
pub use variable::Variable;

/// One thing to mend in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// `subject`, `html` or `text`.
    pub part: &'static str,
    /// What to do about it.
    pub reason: String,
}

/// The filters of the template language.
pub const FILTERS: [&str; 5] = expression::FILTERS;

/// Every variable of the template language.
#[must_use]
pub fn variables() -> &'static [Variable] {
    &variable::VARIABLES
}

/// A template that was understood.
struct Understood {
    subject: Option<Vec<Piece>>,
    html: (Vec<Piece>, Shape),
    text: Option<Vec<Piece>>,
}

/// Checks a template as it is saved; what is fine but odd comes back as remarks.
///
/// # Errors
/// Everything to mend.
pub fn check(texts: &TemplateTexts, language: &str) -> Result<Vec<String>, Vec<Flaw>> {
    let template = understood(texts)?;
    for known in [true, false] {
        rendered(&template, &variable::sample(language, known)).map_err(|flaw| vec![flaw])?;
    }
    Ok(remarks(&template))
}

/// The mail that a template makes of an invitation.
///
/// # Errors
/// The first thing to mend; a template that was checked has none.
pub fn render(texts: &TemplateTexts, mail: &Invitation<'_>) -> Result<Rendered, Flaw> {
    let template = understood(texts).map_err(|mut flaws| flaws.remove(0))?;
    rendered(&template, mail)
}

fn understood(texts: &TemplateTexts) -> Result<Understood, Vec<Flaw>> {
    let flaw = |part: &'static str| move |reason: String| vec![Flaw { part, reason }];
    let mut flaws = Vec::new();
    let mut keep = |found: Result<Vec<Piece>, Vec<Flaw>>| found.map_err(|found| flaws.extend(found)).ok();
    let subject = filled(texts.subject.as_deref());
    let subject =
        subject.and_then(|source| keep(take_apart(source).and_then(untagged).map_err(flaw("subject"))));
    let text = filled(texts.text.as_deref());
    let text = text.and_then(|source| keep(take_apart(source).and_then(tagged).map_err(flaw("text"))));
    let html = keep(take_apart(&texts.html).and_then(tagged).map_err(flaw("html")));
    let shape = html.as_deref().map(place::checked);
    match (html, shape) {
        (Some(html), Some(Ok(shape))) if flaws.is_empty() => {
            Ok(Understood { subject, html: (html, shape), text })
        }
        (_, Some(Err(reasons))) => {
            flaws.extend(reasons.into_iter().map(|reason| Flaw { part: "html", reason }));
            Err(flaws)
        }
        _ => Err(flaws),
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

/// C12, F11: the tag is case-sensitive, and a template without it asks nothing.
fn tagged(pieces: Vec<Piece>) -> Result<Vec<Piece>, String> {
    if pieces.contains(&Piece::Satisfaction) {
        Ok(pieces)
    } else {
        Err(format!("put `{PICK_TAG}` where the rating goes, written exactly so"))
    }
}

fn untagged(pieces: Vec<Piece>) -> Result<Vec<Piece>, String> {
    if pieces.contains(&Piece::Satisfaction) {
        Err(format!("`{PICK_TAG}` belongs in the mail, not in its subject"))
    } else {
        Ok(pieces)
    }
}

fn remarks(template: &Understood) -> Vec<String> {
    let tags = |pieces: &[Piece]| pieces.iter().filter(|piece| **piece == Piece::Satisfaction).count();
    let parts = [("html", Some(&template.html.0)), ("text", template.text.as_ref())];
    let several = parts.into_iter().filter_map(|(part, pieces)| {
        let found = tags(pieces?);
        (found > 1).then(|| format!("`{part}` holds `{PICK_TAG}` {found} times: each is replaced"))
    });
    several.collect()
}

fn rendered(template: &Understood, mail: &Invitation<'_>) -> Result<Rendered, Flaw> {
    let words = Catalogue::of(mail.language);
    let flaw = |part: &'static str| move |reason: String| Flaw { part, reason };
    let rating = Rating::of(mail, words);
    let subject = match &template.subject {
        Some(pieces) => evaluated(pieces, Kind::Plain, mail, "").map_err(flaw("subject"))?,
        None => String::new(),
    };
    let subject = filled(Some(&subject)).unwrap_or(mail.subject);
    // No value can look like the place of the rating: values are escaped, this is not.
    let place = format!("<{RATING}></{RATING}>");
    let (pieces, shape) = &template.html;
    let own = evaluated(pieces, Kind::Html, mail, &place).map_err(flaw("html"))?;
    if !own.contains(&place) {
        return Err(flaw("html")(format!("`{PICK_TAG}` was not replaced")));
    }
    let text = match &template.text {
        Some(pieces) => written_text(pieces, mail, &rating, words).map_err(flaw("text"))?,
        None => derived_text(&own, mail, &rating, words),
    };
    let own = own.replace(&place, &rating.markup().into_string());
    let html = match shape {
        Shape::Content => framed(mail, words, &own, &text),
        Shape::Document => with_small_print(mail, words, &own),
    };
    Ok(Rendered { subject: text::one_line(subject), html, text })
}

/// The content in the same frame as the built-in mail.
fn framed(mail: &Invitation<'_>, words: Catalogue, own: &str, text: &str) -> String {
    // Written out by hand, so that no value, which is escaped, can look like it.
    const SLOT: &str = "<div class=\"slot\"></div>";
    let content = html! {
        mj-text css-class="ink" { (PreEscaped(SLOT)) }
        (invitation::small_print(mail, words))
    };
    invitation::sheet(mail, words, content).html(text).replacen(SLOT, own, 1)
}

/// A document of its own keeps its layout; what every survey mail must say ends it (R3.3, C8-C10).
fn with_small_print(mail: &Invitation<'_>, words: Catalogue, own: &str) -> String {
    let print = layout::plain_small_print(&invitation::small_print_lines(mail, words)).into_string();
    let end = own.to_ascii_lowercase().rfind("</body");
    match end.and_then(|end| own.split_at_checked(end)) {
        Some((before, after)) => format!("{before}{print}{after}"),
        None => format!("{own}{print}"),
    }
}

fn written_text(
    pieces: &[Piece],
    mail: &Invitation<'_>,
    rating: &Rating<'_>,
    words: Catalogue,
) -> Result<String, String> {
    let mut written = Plain::new(words);
    // Part by part, so that no value can look like the place of the rating.
    for (index, part) in pieces.split(|piece| *piece == Piece::Satisfaction).enumerate() {
        if index > 0 {
            rating.plain(&mut written);
        }
        let part = evaluated(part, Kind::Plain, mail, "")?;
        for paragraph in part.replace("\r\n", "\n").split("\n\n") {
            written.paragraph(paragraph);
        }
    }
    invitation::plain_small_print(mail, words, &mut written);
    Ok(written.finish())
}

fn derived_text(own: &str, mail: &Invitation<'_>, rating: &Rating<'_>, words: Catalogue) -> String {
    let mut written = Plain::new(words);
    written.paragraph(mail.company);
    for part in plain_parts(own) {
        match part {
            Part::Paragraph(text) => written.paragraph(&text),
            Part::Rating => rating.plain(&mut written),
        }
    }
    invitation::plain_small_print(mail, words, &mut written);
    written.finish()
}
