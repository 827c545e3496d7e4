//! The survey itself. The score, the comment to it and Send are one screen; the rest follows once they are recorded, so that
//! nobody's answer is lost who leaves there. Corrections stand beside the fields.
//! What a valid answer is lives in the domain; this file only shows what it is told.

use crate::campaign::Telling;
use crate::date;
use crate::frame::page::{self, Frame, NOT_OFFERED, anchor};
use crate::link;
use crate::picture::ShownPicture;
use crate::question::{Filled, Progress, QuestionField, Sight};
use crate::text::{self, Catalogue};
use crate::theme::RatingLook;
use jiff::Timestamp;
use maud::{Markup, html};
use relance_domain::answer::{controls, read};
use relance_domain::campaign::Theme;
use relance_domain::name::{LanguageTag, QuestionId};
use relance_domain::question::{Asked, Question, QuestionKind};
use std::collections::BTreeSet;

/// Name of the hidden field that says that only the first screen was filled in.
pub const OPENING: &str = "opening";
/// Name of the hidden field with the questions that were recorded before, with a space between: their answers go along.
pub const CARRIED: &str = "carried";

/// Which questions a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyStep<'a> {
    /// All of them: there are few, or an earlier answer is changed.
    Whole,
    /// The leading one and the comment to it.
    Opening,
    /// What was not on sight before; the answers to these questions are recorded already.
    Rest(&'a [QuestionId]),
}

#[derive(Clone, Copy)]
pub struct SurveyPage<'a> {
    /// Who asks whom, in which words.
    pub telling: Telling<'a>,
    /// The campaign's own look (C19-C21).
    pub theme: Option<&'a Theme>,
    pub asked: &'a Asked<'a>,
    /// What the form holds so far, and what is wrong with it.
    pub filled: Filled<'a>,
    /// Which of the questions are shown.
    pub step: SurveyStep<'a>,
    /// Whether the form could not be taken as a whole, for example because it is too old.
    pub is_stale: bool,
    /// Path that opens the survey and takes its form, without a query.
    pub path: &'a str,
    /// Set when an earlier answer is being changed: until when.
    pub editing_until: Option<Timestamp>,
    /// Tells this form from every other where anybody may answer: posted under [`page::FORM`].
    pub form: Option<&'a str>,
}

impl<'a> SurveyPage<'a> {
    /// Path in one of the survey's languages: whoever was asked is answered in the language of their mail unless they choose
    /// another.
    fn path_in(&self, language: &LanguageTag) -> String {
        let own = self.telling.invitation.is_some_and(|asked| asked.language == *language);
        if own { self.path.to_owned() } else { format!("{}?lang={language}", self.path) }
    }

    fn is_anonymous(&self) -> bool {
        self.telling.campaign.respondents.anonymous
    }

    /// The questions of this page, in the order of asking.
    fn questions(&self) -> Vec<&'a Question> {
        let opening: BTreeSet<&QuestionId> = self.asked.opening().into_iter().collect();
        let on_page = |question: &&Question| match self.step {
            SurveyStep::Whole => true,
            SurveyStep::Opening => opening.contains(&question.id),
            SurveyStep::Rest(carried) => !carried.contains(&question.id),
        };
        self.asked.questions().filter(on_page).collect()
    }

    /// Controls whose answers were recorded before, and what they hold.
    fn carried(&self) -> Vec<(String, &'a String)> {
        let SurveyStep::Rest(carried) = self.step else { return Vec::new() };
        let asked = self.asked.questions().filter(|question| carried.contains(&question.id));
        let given = |control: String| {
            let texts = self.filled.form.get(&control).map_or(&[][..], Vec::as_slice);
            texts.iter().map(move |text| (control.clone(), text)).collect::<Vec<_>>()
        };
        asked.flat_map(controls).flat_map(given).collect()
    }
}

/// Renders the survey, also with errors after a refused submission and to change an earlier answer.
#[must_use]
pub fn survey(page: &SurveyPage<'_>) -> String {
    let words = page.telling.words();
    let look = RatingLook { theme: page.theme, base_url: "" };
    let frame = Frame {
        beside: Some(languages(page, words)),
        with_script: page.asked.has_logic(),
        look_sheet: look.stylesheet_path(),
        author: Some(page.telling.language),
        ..Frame::of(words.language, Some(page.telling.company()))
    };
    let title = page.telling.title();
    let main = html! {
        (page::picture(ShownPicture::of(page.telling.campaign, page.telling.language, "").as_ref()))
        (head(page, words, &title))
        @if page.is_anonymous() { p.note { (words.say("anonymous-before")) } }
        (form(page, words, look))
    };

    frame.document(&title, &main, &foot(page, words))
}

/// Why one is asked and what it is about; on the second screen, that the first one is recorded.
fn head(page: &SurveyPage<'_>, words: Catalogue, title: &str) -> Markup {
    let until = page.editing_until.map(|until| until.to_zoned(page.telling.organization.zone()));
    html! {
        @if let SurveyStep::Rest(_) = page.step {
            p.note role="status" { (words.say("thanks-title")) }
            h1 { (words.say("rest-title")) }
            p { (words.say("rest-text")) }
        } @else {
            @if let Some(reason) = page.telling.reason() { p.why { (reason) "." } }
            h1 { (text::one_line(title)) }
            @for line in text::paragraphs(&page.telling.description()) { p.intro { (link::linked(&line)) } }
            @if let Some(until) = until {
                p.note { (words.fill("editing", &[("moment", date::moment(words.language, &until).into())])) }
            }
        }
    }
}

/// `novalidate`: corrections come from us, in the survey's language and not the browser's.
fn form(page: &SurveyPage<'_>, words: Catalogue, look: RatingLook<'_>) -> Markup {
    let icon = look.icon();
    let fields = fields(page, words, icon.as_deref());
    let numbered = fields.iter().filter(|field| field.progress.is_some()).count();
    // The script counts again whenever questions come or go.
    let template = words.fill("progress", &[("number", "{n}".into()), ("total", "{t}".into())]);
    let rules = page.asked.has_logic().then(|| rules(page.asked));
    let counted = (rules.is_some() && page.step != SurveyStep::Opening).then_some(template);
    let hidden: Vec<_> = fields.iter().filter(|field| field.is_hidden()).map(QuestionField::id).collect();
    let hidden = (!hidden.is_empty()).then(|| hidden.join(" "));
    let action = page.path_in(page.telling.language);
    let step = (page.step == SurveyStep::Opening).then_some("opening");
    let class = step.into_iter().chain(look.class()).collect::<Vec<_>>().join(" ");
    html! {
        form class=(class) method="post" action=(link::safe_or_path(&action).unwrap_or_default())
            accept-charset="utf-8" novalidate data-logic=[rules] data-progress=[counted] {
            (error_summary(page, &fields, words))
            (more(&fields, words))
            (unseen_fields(page))
            @for field in &fields { (field.markup()) }
            (honeypot(words))
            button.primary type="submit" name=[hidden.as_ref().map(|_| NOT_OFFERED)] value=[hidden] {
                @match page.step {
                    _ if page.editing_until.is_some() => { (words.say("save")) }
                    SurveyStep::Rest(_) => { (words.say("send-rest")) }
                    _ => { (words.fill("send", &[("count", numbered.into())])) }
                }
            }
        }
    }
}

/// What the form carries along without showing it.
fn unseen_fields(page: &SurveyPage<'_>) -> Markup {
    let ids = |carried: &[QuestionId]| carried.iter().map(QuestionId::as_str).collect::<Vec<_>>().join(" ");
    html! {
        @if let Some(form) = page.form { input type="hidden" name=(page::FORM) value=(form); }
        @match page.step {
            SurveyStep::Whole => {}
            SurveyStep::Opening => { input type="hidden" name=(OPENING) value="1"; }
            SurveyStep::Rest(carried) => { input type="hidden" name=(CARRIED) value=(ids(carried)); }
        }
        @for (control, text) in page.carried() { input type="hidden" name=(control) value=(text); }
    }
}

/// The display logic as the page's script reads it: every question in the order of asking, since jumps lead along all.
fn rules(asked: &Asked<'_>) -> String {
    let rule = |question: &&Question| {
        let Question { id, options, kind, .. } = question;
        let nps = *kind == QuestionKind::Nps;
        serde_json::json!({ "id": id, "nps": nps, "show_if": options.show_if, "jump_if": options.jump_if })
    };
    asked.order().iter().map(rule).collect::<serde_json::Value>().to_string()
}

/// The way to the same survey in its other languages, each named in itself.
fn languages(page: &SurveyPage<'_>, words: Catalogue) -> Markup {
    let others = page.telling.campaign.texts.keys().filter(|tag| *tag != page.telling.language);
    let others: Vec<_> = others.map(|tag| (tag.as_str(), page.path_in(tag))).collect();
    html! {
        @if !others.is_empty() {
            nav.languages aria-label=(words.say("languages")) {
                @for (tag, path) in &others {
                    @if let Some(path) = link::safe_or_path(path) {
                        a href=(path) lang=(tag) hreflang=(tag) { (text::language_name(tag)) }
                    }
                }
            }
        }
    }
}

fn fields<'a>(page: &SurveyPage<'a>, words: Catalogue, icon: Option<&'a str>) -> Vec<QuestionField<'a>> {
    let reading = read(page.asked, page.filled.form);
    let led: Vec<&QuestionId> = reading.shown.iter().map(|question| &question.id).collect();
    let sight = |question: &Question| match () {
        () if !led.contains(&&question.id) => Sight::Hidden,
        () if page.filled.fresh.contains(&question.id) => Sight::Fresh,
        () => Sight::Shown,
    };
    let field = |(index, question): (usize, &'a Question)| QuestionField {
        question,
        language: page.telling.language,
        words,
        filled: page.filled,
        sight: sight(question),
        position: index + 1,
        progress: None,
        counted: page.asked.has_logic() && page.step != SurveyStep::Opening && question.kind.is_asked(),
        focused: false,
        leading: index == 0 && !matches!(page.step, SurveyStep::Rest(_)),
        icon,
        text: page.telling.question(question),
    };
    let mut fields: Vec<QuestionField<'a>> = page.questions().into_iter().enumerate().map(field).collect();
    number(&mut fields, page.step);
    let wrong = fields.iter().position(QuestionField::is_wrong);
    if let Some(first) = wrong.or_else(|| fields.iter().position(QuestionField::is_fresh)) {
        fields.iter_mut().skip(first).take(1).for_each(|field| field.focused = true);
    }
    fields
}

/// "2 of 4", where all of them are in view.
fn number(fields: &mut [QuestionField<'_>], step: SurveyStep<'_>) {
    let numbered = |field: &QuestionField<'_>| !field.is_hidden() && field.question.kind.is_asked();
    let total =
        if step == SurveyStep::Opening { 1 } else { fields.iter().filter(|one| numbered(one)).count() };
    let shown = fields.iter_mut().filter(|field| numbered(field));
    shown.zip(1..).for_each(|(field, number)| field.progress = Some(Progress { number, total }));
}

/// Says that nothing was sent yet, because the answers led to more questions.
fn more(fields: &[QuestionField<'_>], words: Catalogue) -> Markup {
    let fresh = fields.iter().filter(|field| field.is_fresh()).count();
    html! {
        @if fresh > 0 && !fields.iter().any(QuestionField::is_wrong) {
            p.note role="status" { (words.fill("more-questions", &[("count", fresh.into())])) }
        }
    }
}

/// Names every field to correct and leads to it; the first of them already has the focus.
fn error_summary(page: &SurveyPage<'_>, fields: &[QuestionField<'_>], words: Catalogue) -> Markup {
    let wrong: Vec<_> = fields.iter().filter(|field| field.is_wrong()).collect();
    let only_the_form = wrong.is_empty();
    html! {
        @if !only_the_form || page.is_stale {
            div.errors role="alert" tabindex="-1" autofocus[only_the_form] {
                h2 { (words.fill("error-summary", &[("count", wrong.len().into())])) }
                @if page.is_stale { p { (words.say("unreadable-form")) } }
                @if !only_the_form {
                    ul {
                        @for field in wrong {
                            li { a href=(format!("#{}", field.target())) { (text::one_line(&field.text)) } }
                        }
                    }
                }
            }
        }
    }
}

/// M7.8: hidden from eyes and from screen readers alike, out of the tab order, ignored by form fillers.
fn honeypot(words: Catalogue) -> Markup {
    html! {
        div.trap aria-hidden="true" {
            label for=(page::HONEYPOT) { (words.say("honeypot")) }
            input type="text" id=(page::HONEYPOT) name=(page::HONEYPOT) tabindex="-1" autocomplete="off";
        }
    }
}

fn foot(page: &SurveyPage<'_>, words: Catalogue) -> Markup {
    html! {
        @for line in text::paragraphs(&page.telling.information()) { p { (link::linked(&line)) } }
        (anchor("", &words.say("privacy-link"), page.telling.campaign.privacy_url.as_deref()))
    }
}
