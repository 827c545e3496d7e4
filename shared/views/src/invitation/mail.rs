//! The mail that asks a customer how it went, with the first question inside (B12-B17, C8-C10): an HTML part and a plain
//! part that say the same. Templates of an organization's own are read in `template`.

use super::rating::Rating;
use super::template;
use crate::campaign::Telling;
use crate::date;
use crate::frame::mail::{self as layout, Sheet};
use crate::frame::plain::Plain;
use crate::link;
use crate::picture::ShownPicture;
use crate::text::{self, Catalogue};
use crate::theme::{LIGHT, RatingLook};
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

/// What a mail says, put into words once for both of its parts.
pub(super) struct InvitationWords<'a> {
    pub(super) facts: &'a InvitationFacts<'a>,
    pub(super) telling: Telling<'a>,
    pub(super) words: Catalogue,
    pub(super) look: RatingLook<'a>,
    pub(super) subject: String,
    title: String,
    reason: Option<String>,
    picture: Option<ShownPicture>,
}

impl<'a> InvitationWords<'a> {
    pub(super) fn of(facts: &'a InvitationFacts<'a>) -> Option<Self> {
        let telling = Telling::from(facts);
        let subject = telling.own(Some(&telling.texts()?.subject)).unwrap_or_default();
        Some(Self {
            words: telling.words(),
            look: RatingLook { theme: facts.theme, base_url: facts.base_url },
            subject: text::one_line(&subject),
            title: telling.title(),
            reason: telling.reason(),
            picture: ShownPicture::of(facts.campaign, telling.language, facts.base_url),
            telling,
            facts,
        })
    }

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

    /// The frame of an invitation around its content.
    pub(super) fn sheet(&self, content: Markup) -> Sheet<'_> {
        let lead = self.facts.campaign.leading_question().map(|question| self.telling.question(question));
        let reason = self.reason.iter().map(|reason| format!("{reason}.")).chain(lead);
        Sheet {
            language: self.words.language,
            title: &self.title,
            preheader: reason.collect::<Vec<_>>().join(" "),
            company: self.telling.company(),
            picture: self.picture.as_ref(),
            look: self.look,
            content,
            footer: html! {
                (layout::small(&html! { (self.sent_by()) }))
                (layout::small(&self.way_out()))
            },
        }
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

    /// How the answers are used, on the paper (C8-C10).
    pub(super) fn small_print(&self) -> Markup {
        html! {
            (layout::rule())
            @for line in self.use_of_answers() { (layout::small(&line)) }
        }
    }

    /// Everything that ends a survey mail with a layout of its own: use of the answers, sender, unsubscribe (R3.3).
    pub(super) fn small_print_lines(&self) -> Vec<Markup> {
        let mut lines = self.use_of_answers();
        lines.push(html! { (self.sent_by()) });
        lines.push(self.way_out());
        lines
    }

    fn use_of_answers(&self) -> Vec<Markup> {
        let told = text::paragraphs(&self.telling.information());
        let policy = self.facts.campaign.privacy_url.as_deref().and_then(link::safe);
        let policy = policy.map(|url| layout::anchor(&self.words.say("privacy-link"), url));
        told.iter().map(|line| link::linked(line)).chain(policy).collect()
    }

    fn way_out(&self) -> Markup {
        layout::anchor(&self.words.say("unsubscribe-link"), self.facts.unsubscribe_url)
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

    /// The same small print in a plain part.
    pub(super) fn plain_small_print(&self, text: &mut Plain) {
        text.paragraph(&self.telling.information());
        if let Some(url) = &self.facts.campaign.privacy_url {
            text.link(&self.words.say("privacy-link"), url);
        }
        text.paragraph(&self.sent_by());
        text.link(&self.words.say("unsubscribe-link"), self.facts.unsubscribe_url);
    }

    /// Who sends it: the name it is signed with, the company when that is another name, the address, and about what.
    fn sent_by(&self) -> String {
        let (name, company) = (text::one_line(self.telling.sender()), text::one_line(self.telling.company()));
        let sender = if name == company {
            company
        } else {
            self.words.fill("sender-of", &[("sender", name.into()), ("company", company.into())])
        };
        let on = self.telling.occurred_on().map(|on| date::day(self.words.language, on));
        let occasion = self.telling.occasion().map_or("none", |kind| kind.as_str());
        let address = self.facts.organization.sender.as_str();
        self.words.fill(
            "sent-by",
            &[
                ("sender", sender.into()),
                ("address", address.into()),
                ("occasion", occasion.into()),
                ("date", on.unwrap_or_default().into()),
            ],
        )
    }
}
