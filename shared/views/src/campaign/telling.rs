//! A campaign's words for one reader. Names in double braces are filled in here and nowhere else, so that no text reaches
//! anybody with its braces; where a text is blank, built-in words say what happened: nobody was visited who phoned.

use crate::date;
use crate::text::{Catalogue, filled, one_line};
use jiff::civil::Date;
use relance_domain::account::Organization;
use relance_domain::campaign::{Campaign, CampaignTexts, OccasionKind, TEXT_TAGS, fill};
use relance_domain::contact::Contact;
use relance_domain::invitation::{Invitation, InvitationFacts};
use relance_domain::name::LanguageTag;
use relance_domain::question::{NpsType, Question, QuestionKind};

/// Who tells something to whom, about what.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// Who tells.
    pub organization: &'a Organization,
    /// In which words.
    pub campaign: &'a Campaign,
    /// In which of its languages.
    pub language: &'a LanguageTag,
    /// How they were asked; nothing for whoever comes by a public link.
    pub invitation: Option<&'a Invitation>,
    /// Who is told, where a text may name them.
    pub contact: Option<&'a Contact>,
}

impl<'a> From<&InvitationFacts<'a>> for Telling<'a> {
    fn from(facts: &InvitationFacts<'a>) -> Self {
        let InvitationFacts { organization, campaign, invitation, contact, .. } = *facts;
        Self { organization, campaign, language: &invitation.language, invitation: Some(invitation), contact }
    }
}

impl<'a> Telling<'a> {
    pub(crate) fn words(&self) -> Catalogue {
        Catalogue::read_in(self.language)
    }

    pub(crate) fn texts(&self) -> Option<&'a CampaignTexts> {
        self.campaign.texts_in(self.language)
    }

    /// The name as customers know it.
    pub(crate) fn company(&self) -> &'a str {
        &self.organization.name
    }

    /// The name that a mail is signed with (B12).
    pub(crate) fn sender(&self) -> &'a str {
        let own = self.texts().and_then(|texts| texts.sender_name.as_deref());
        own.filter(|name| !name.trim().is_empty()).unwrap_or(&self.organization.name)
    }

    /// What it was to the customer; nothing where nobody knows, or where they were asked by hand.
    pub(crate) fn occasion(&self) -> Option<OccasionKind> {
        self.invitation?.occasion_kind(self.campaign)
    }

    /// The day of it.
    pub(crate) fn occurred_on(&self) -> Option<Date> {
        Some(self.invitation?.occurred_at.to_zoned(self.organization.zone()).date())
    }

    /// Who did it.
    pub(crate) fn agent(&self) -> Option<String> {
        filled(self.invitation?.agent_name.as_deref())
    }

    /// A text of the campaign with its names filled in; `None` when it is blank. One whose names cannot be filled in,
    /// which saving refuses, stays as it is.
    pub(crate) fn own(&self, text: Option<&str>) -> Option<String> {
        let text = text.filter(|text| !text.trim().is_empty())?;
        Some(fill(text, &TEXT_TAGS, &|name| self.value(name)).unwrap_or_else(|_| text.to_owned()))
    }

    /// What a name in double braces stands for; blank where nobody knows.
    pub(crate) fn value(&self, name: &str) -> String {
        let person = |part: fn(&Contact) -> Option<&str>| filled(self.contact.and_then(part));
        let job = self.invitation;
        let known = match name {
            "customer.first_name" | "contact.first_name" => person(|one| one.first_name.as_deref()),
            "customer.last_name" | "contact.last_name" => person(|one| one.last_name.as_deref()),
            "customer.full_name" => filled(self.contact.and_then(Contact::full_name).as_deref()),
            "agent.name" => self.agent(),
            "task.number" => {
                let number = |asked: &Invitation| asked.origin.job.number.clone().or(asked.task_id.clone());
                filled(job.and_then(number).as_deref())
            }
            "task.type" => filled(job.and_then(|asked| asked.task_type.as_deref())),
            "date" => self.occurred_on().map(|on| date::day(self.words().language, on)),
            "company" => filled(Some(self.company())),
            "sender" => filled(Some(self.sender())),
            _ => None,
        };
        known.unwrap_or_default()
    }

    /// The title of mail and page (B14).
    pub(crate) fn title(&self) -> String {
        let own = self.own(self.texts().map(|texts| texts.title.as_str()));
        own.unwrap_or_else(|| one_line(self.company()))
    }

    /// What stands under it (B15).
    pub(crate) fn description(&self) -> String {
        self.own(self.texts().and_then(|texts| texts.description.as_deref())).unwrap_or_default()
    }

    /// Why somebody is asked, without a full stop: "Following Sam's visit on November 20".
    pub(crate) fn reason(&self) -> Option<String> {
        let own = self.own(self.texts().and_then(|texts| texts.reason.as_deref()));
        own.or_else(|| self.built_in_reason()).map(|reason| one_line(&reason))
    }

    fn built_in_reason(&self) -> Option<String> {
        let words = self.words();
        let on = self.occurred_on()?;
        let Some(kind) = self.occasion() else {
            return Some(words.fill("reason-by-hand", &[("company", one_line(self.company()).into())]));
        };
        let (kind, day) = (kind.as_str(), date::day(words.language, on));
        Some(match self.agent() {
            Some(agent) => words.fill(
                "reason-agent",
                &[("occasion", kind.into()), ("agent", agent.into()), ("date", day.into())],
            ),
            None => words.fill("reason", &[("occasion", kind.into()), ("date", day.into())]),
        })
    }

    /// How the answers are used: the campaign's own words, or built-in ones when they are blank (C9); before them, where it
    /// is so, that answers are anonymous (R5.4).
    pub(crate) fn information(&self) -> String {
        let words = self.words();
        let anonymous = self.campaign.respondents.anonymous;
        let built_in = || {
            let company = ("company", one_line(self.company()).into());
            match self.occasion() {
                _ if anonymous => words.fill("anonymous-information", &[company]),
                Some(kind) => {
                    words.fill("default-information", &[company, ("occasion", kind.as_str().into())])
                }
                None if self.invitation.is_some() => {
                    words.fill("default-information", &[company, ("occasion", "none".into())])
                }
                None => words.fill("public-information", &[company]),
            }
        };
        let told = self.own(self.texts().and_then(|texts| texts.information.as_deref()));
        let told = told.unwrap_or_else(built_in);
        if anonymous { format!("{}\n{told}", words.say("anonymous-answers")) } else { told }
    }

    /// A question as it is asked; an NPS question without words of its own in the built-in ones (C1).
    pub(crate) fn question(&self, question: &Question) -> String {
        let own = question.texts.get(self.language).filter(|text| !text.trim().is_empty());
        let other = || crate::question::said(&question.texts, self.language);
        match own.map(String::as_str) {
            Some(own) => own.to_owned(),
            None if question.kind == QuestionKind::Nps => {
                self.words().fill("default-nps-question", &[("company", one_line(self.company()).into())])
            }
            None => other().unwrap_or_default().to_owned(),
        }
    }

    /// What is said once an answer is recorded: the campaign's own words for the band of the score, or for everybody, else
    /// built-in ones for the band.
    pub(crate) fn thanks(&self, band: Option<NpsType>) -> String {
        let own = self.texts().and_then(|texts| {
            let by_band = band.and_then(|band| texts.thank_you_by_band.of(band));
            by_band.or(texts.thank_you.as_deref())
        });
        self.own(own).unwrap_or_else(|| {
            let company = ("company", one_line(self.company()).into());
            match band {
                Some(NpsType::Promoter) => self.words().fill("thanks-promoter", &[company]),
                Some(NpsType::Passive) => self.words().fill("thanks-passive", &[company]),
                Some(NpsType::Detractor) => self.words().fill("thanks-detractor", &[company]),
                None => self.words().fill("thanks-next", &[company]),
            }
        })
    }
}

/// What the form says in one language (C22).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Messages {
    /// How the answers are used (C8, C9).
    pub information: String,
    /// Said when an answer is recorded.
    pub thank_you: String,
}

/// The messages of a campaign, the built-in ones where it has none of its own.
#[must_use]
pub fn messages(telling: &Telling<'_>) -> Messages {
    let thanks = telling.thanks(None);
    let told = telling.own(telling.texts().and_then(|texts| texts.thank_you.as_deref()));
    let thank_you = told.unwrap_or_else(|| format!("{} {thanks}", telling.words().say("thanks-title")));
    Messages { information: telling.information(), thank_you }
}
