//! The mail that asks a customer how it went, with the first question inside (B12-B17, C8-C10): an HTML part and a plain
//! part that say the same. Templates of an organization's own are read in `template`.

use super::rating::Rating;
use super::template;
use super::words::InvitationWords;
use crate::frame::mail as layout;
use crate::frame::plain::Plain;
use crate::theme::LIGHT;
use maud::{Markup, html};
use relance_domain::invitation::{Composed, InvitationFacts};

/// The mail of an invitation. Score links are `{survey_url}?q={question_id}&v={score}`; following one only opens the page
/// (R3.1). `None` when the campaign has no texts to say it in, or a template whose rating has no place (C12), which saving
/// refuses.
#[must_use]
pub fn mail(facts: &InvitationFacts<'_>) -> Option<Composed> {
    let said = InvitationWords::of(facts)?;
    let own = facts.template.and_then(|template| template.texts.get(&facts.invitation.language));
    let composed = match own {
        Some(own) => template::rendered(own, &said).ok()?,
        None => said.composed(),
    };
    let subject = said.marked(&composed.subject);
    Some(Composed { subject, ..composed })
}

impl InvitationWords<'_> {
    fn composed(&self) -> Composed {
        let rating = Rating::of(self);
        let text = self.plain(&rating);
        let html = self.sheet(self.content(&rating)).html(&text);
        Composed { subject: self.subject.clone(), html, text }
    }

    /// A repetition says so (P5), and nobody takes a test for a customer's mail.
    fn marked(&self, subject: &str) -> String {
        let again = self.words.fill("reminder-subject", &[("subject", subject.into())]);
        let subject = if self.facts.reminder.is_some() { again.as_str() } else { subject };
        if self.facts.invitation.origin.test { format!("[Test] {subject}") } else { subject.to_owned() }
    }

    /// Why one is asked, what it is about, and then the question, as the largest text of the mail.
    fn content(&self, rating: &Rating<'_>) -> Markup {
        html! {
            @if let Some(reason) = &self.reason {
                mj-text css-class="soft" color=(LIGHT.soft) padding="0 24px 4px" { (reason) "." }
            }
            (layout::subheading(&self.title))
            @if self.facts.reminder.is_some() { (layout::prose(&self.words.say("reminder-line"))) }
            (layout::prose(&self.telling.description()))
            mj-text css-class="ink" padding="12px 24px 4px" { (rating.markup()) }
            (self.small_print())
        }
    }

    fn plain(&self, rating: &Rating<'_>) -> String {
        let mut text = Plain::new(self.words);
        text.paragraph(self.telling.company());
        if let Some(reason) = &self.reason {
            text.paragraph(&format!("{reason}."));
        }
        text.paragraph(&self.title);
        if self.facts.reminder.is_some() {
            text.paragraph(&self.words.say("reminder-line"));
        }
        text.paragraph(&self.telling.description());
        rating.plain(&mut text);
        self.plain_small_print(&mut text);
        text.finish()
    }
}
