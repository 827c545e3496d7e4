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

use super::rating::Rating;
use super::words::InvitationWords;
use crate::frame::mail as layout;
use crate::frame::plain::Plain;
use crate::text::{self, Language};
use derive::{PlainPart, RATING, plain_parts};
use engine::{SourceKind, evaluated};
use maud::{PreEscaped, html};
use place::Shape;
use relance_domain::campaign::{MailTemplate, PICK_TAG, TemplateTexts};
use relance_domain::invitation::Composed;
use relance_domain::question::Missing;
use syntax::{Piece, take_apart};
pub use variable::Variable;
use variable::VariableValues;

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

/// At most so many bytes of a mail are its frame and small print, and each rating; a test holds this.
const FRAME: usize = 16_000;
const ONE_RATING: usize = 9_000;

/// A template that was understood.
struct Understood {
    subject: Option<Vec<Piece>>,
    html: Vec<Piece>,
    shape: Shape,
    text: Option<Vec<Piece>>,
}

/// Checks a template as it is saved, in each of its languages; what is fine but odd comes back as remarks.
///
/// # Errors
/// Everything to mend, with where it is written down.
pub fn check_template(template: &MailTemplate) -> Result<Vec<String>, Vec<Missing>> {
    let (mut remarks, mut flaws) = (Vec::new(), Vec::new());
    for (language, texts) in &template.texts {
        match check(texts, Language::of(language)) {
            Ok(found) => remarks.extend(found.into_iter().map(|odd| format!("texts.{language}: {odd}"))),
            Err(found) => flaws.extend(
                found
                    .into_iter()
                    .map(|flaw| Missing::new(format!("texts.{language}.{}", flaw.part), flaw.reason)),
            ),
        }
    }
    if flaws.is_empty() { Ok(remarks) } else { Err(flaws) }
}

/// Checks the template of one language.
///
/// # Errors
/// Everything to mend.
pub fn check(texts: &TemplateTexts, language: Language) -> Result<Vec<String>, Vec<Flaw>> {
    let template = understood(texts)?;
    if let Some(reason) = template.too_large() {
        return Err(vec![Flaw { part: "html", reason }]);
    }
    for known in [true, false] {
        template.tried(&variable::sample(language, known)).map_err(|flaw| vec![flaw])?;
    }
    Ok(remarks(&template))
}

/// The mail that a template makes of an invitation.
///
/// # Errors
/// The first thing to mend; a template that was checked has none.
pub(super) fn rendered(texts: &TemplateTexts, said: &InvitationWords<'_>) -> Result<Composed, Flaw> {
    let template = understood(texts).map_err(|mut flaws| flaws.remove(0))?;
    template.filled(said)
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
        (Some(html), Some(Ok(shape))) if flaws.is_empty() => Ok(Understood { subject, html, shape, text }),
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
    let parts = [("html", Some(&template.html)), ("text", template.text.as_ref())];
    let several = parts.into_iter().filter_map(|(part, pieces)| {
        let found = tags(pieces?);
        (found > 1).then(|| format!("`{part}` holds `{PICK_TAG}` {found} times: each is replaced"))
    });
    several.collect()
}

/// No value can look like the place of the rating: values are escaped, this is not.
fn place() -> String {
    format!("<{RATING}></{RATING}>")
}

impl Understood {
    /// Evaluates every part with invented values.
    fn tried(&self, values: &VariableValues) -> Result<(), Flaw> {
        self.subject(values)?;
        self.body(values)?;
        for part in self.text.iter().flat_map(|text| text.split(|piece| *piece == Piece::Satisfaction)) {
            evaluated(part, SourceKind::Plain, values, "").map_err(flaw("text"))?;
        }
        Ok(())
    }

    /// Gmail shows only the beginning of a longer mail, without the way to stop it.
    fn too_large(&self) -> Option<String> {
        let own: usize = self.html.iter().map(|piece| piece.source().len()).sum();
        let ratings = self.html.iter().filter(|piece| **piece == Piece::Satisfaction).count();
        let whole = FRAME + own + ratings * ONE_RATING;
        (whole > Composed::LARGEST).then(|| {
            let (whole, most) = (whole / 1_000, Composed::LARGEST / 1_000);
            format!(
                "with its frame the mail has {whole} kB: mail programs cut it after {most}, so shorten it"
            )
        })
    }

    fn subject(&self, values: &VariableValues) -> Result<Option<String>, Flaw> {
        let subject = self.subject.as_ref().map(|pieces| evaluated(pieces, SourceKind::Plain, values, ""));
        let subject = subject.transpose().map_err(flaw("subject"))?;
        Ok(subject.filter(|subject| !subject.trim().is_empty()))
    }

    fn body(&self, values: &VariableValues) -> Result<String, Flaw> {
        let own = evaluated(&self.html, SourceKind::Html, values, &place()).map_err(flaw("html"))?;
        if own.contains(&place()) {
            Ok(own)
        } else {
            Err(flaw("html")(format!("`{PICK_TAG}` was not replaced")))
        }
    }

    fn filled(&self, said: &InvitationWords<'_>) -> Result<Composed, Flaw> {
        let values = variable::values(said);
        let rating = Rating::of(said);
        let subject = self.subject(&values)?.unwrap_or_else(|| said.subject.clone());
        let own = self.body(&values)?;
        let text = match &self.text {
            Some(pieces) => written_text(pieces, &values, said, &rating).map_err(flaw("text"))?,
            None => derived_text(&own, said, &rating),
        };
        let own = own.replace(&place(), &rating.markup().into_string());
        let html = match self.shape {
            Shape::Content => framed(said, &own, &text),
            Shape::Document => with_small_print(said, &own),
        };
        Ok(Composed { subject: text::one_line(&subject), html, text })
    }
}

fn flaw(part: &'static str) -> impl Fn(String) -> Flaw {
    move |reason| Flaw { part, reason }
}

/// The content in the same frame as the built-in mail.
fn framed(said: &InvitationWords<'_>, own: &str, text: &str) -> String {
    // Written out by hand, so that no value, which is escaped, can look like it.
    const SLOT: &str = "<div class=\"slot\"></div>";
    let content = html! {
        mj-text css-class="ink" { (PreEscaped(SLOT)) }
        (said.small_print())
    };
    said.sheet(content).html(text).replacen(SLOT, own, 1)
}

/// A document of its own keeps its layout; what every survey mail must say ends it (R3.3, C8-C10).
fn with_small_print(said: &InvitationWords<'_>, own: &str) -> String {
    let print = layout::plain_small_print(&said.small_print_lines()).into_string();
    let end = own.to_ascii_lowercase().rfind("</body");
    match end.and_then(|end| own.split_at_checked(end)) {
        Some((before, after)) => format!("{before}{print}{after}"),
        None => format!("{own}{print}"),
    }
}

fn written_text(
    pieces: &[Piece],
    values: &VariableValues,
    said: &InvitationWords<'_>,
    rating: &Rating<'_>,
) -> Result<String, String> {
    let mut written = Plain::new(said.words);
    // Part by part, so that no value can look like the place of the rating.
    for (index, part) in pieces.split(|piece| *piece == Piece::Satisfaction).enumerate() {
        if index > 0 {
            rating.plain(&mut written);
        }
        let part = evaluated(part, SourceKind::Plain, values, "")?;
        for paragraph in part.replace("\r\n", "\n").split("\n\n") {
            written.paragraph(paragraph);
        }
    }
    said.plain_small_print(&mut written);
    Ok(written.finish())
}

fn derived_text(own: &str, said: &InvitationWords<'_>, rating: &Rating<'_>) -> String {
    let mut written = Plain::new(said.words);
    written.paragraph(said.telling.company());
    for part in plain_parts(own) {
        match part {
            PlainPart::Paragraph(text) => written.paragraph(&text),
            PlainPart::Rating => rating.plain(&mut written),
        }
    }
    said.plain_small_print(&mut written);
    written.finish()
}
