//! What a survey mail says, put into words once for both of its parts, and what surrounds the question in each of them:
//! the frame, who sends it and why, how answers are used, the way out (C8-C10, R3.3).

use crate::campaign::Telling;
use crate::date;
use crate::frame::mail::{self as layout, Sheet};
use crate::frame::plain::Plain;
use crate::link;
use crate::picture::ShownPicture;
use crate::text::{self, Catalogue};
use crate::theme::RatingLook;
use maud::{Markup, html};
use relance_domain::invitation::InvitationFacts;

/// What a mail says, put into words once for both of its parts.
pub(super) struct InvitationWords<'a> {
    pub(super) facts: &'a InvitationFacts<'a>,
    pub(super) telling: Telling<'a>,
    pub(super) words: Catalogue,
    pub(super) look: RatingLook<'a>,
    pub(super) subject: String,
    pub(super) title: String,
    pub(super) reason: Option<String>,
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
