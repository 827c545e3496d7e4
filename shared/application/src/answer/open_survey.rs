//! Opens a survey: by the link of an invitation here, by the public one in `public`. Reads only: a GET never records
//! anything (F32, R3.1). Recording lives in `submit_answer`.

mod public;
mod respondent;

use crate::campaign::{AsOf, answered_as, asking};
use crate::links::SurveyLink;
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::ports::seal::Seal;
use crate::stored::UnitOfWork;
use jiff::Timestamp;
use relance_domain::account::Organization;
use relance_domain::answer::{Answer, ReviewShown};
use relance_domain::campaign::{Campaign, CampaignTexts, Theme, names_the_customer};
use relance_domain::contact::Contact;
use relance_domain::invitation::{Invitation, SendState};
use relance_domain::name::{LanguageTag, QuestionId, choose_language};
use relance_domain::question::{Asked, NpsType};
use relance_domain::report::Span;
use relance_domain::schedule::Delay;

pub use public::{OpenPublicSurvey, PublicCall};
pub(super) use public::{fresh_form, open_public_in};
pub use respondent::{Respondent, Visitor};

/// Opens survey links.
pub struct OpenSurvey<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Checks links.
    pub seal: &'a dyn Seal,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

/// Everything that the survey's page needs.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Who asks.
    pub organization: Organization,
    /// What is asked, as it was worded when they were asked, the questions of the bank included.
    pub campaign: Campaign,
    /// Its own look, where it has chosen one.
    pub theme: Option<Theme>,
    /// Whom.
    pub respondent: Respondent,
    /// In which of its languages.
    pub language: LanguageTag,
    /// Who that is, where a text names them.
    pub contact: Option<Contact>,
    /// The answer so far, when the form was submitted before.
    pub answer: Option<Answer>,
    /// Until when an answer can be changed, when there is one.
    pub editable_until: Option<Timestamp>,
    /// Whether an alert follows from the answer that was just recorded (E6).
    pub alert_follows: bool,
}

impl Survey {
    /// Until when an answer can be changed: never again once it was changed often enough; an anonymous one cannot be found
    /// again.
    #[must_use]
    pub fn until_when_editable(&self, answer: &Answer) -> Option<Timestamp> {
        let Campaign { edit_window, respondents, .. } = &self.campaign;
        let until =
            if answer.takes_edits() { edit_window.after(answer.completed_at) } else { answer.completed_at };
        (!respondents.anonymous).then_some(until)
    }

    /// The survey in the language that its respondent has chosen, where it has that one.
    #[must_use]
    pub fn spoken(mut self: Box<Self>, wanted: Option<&str>) -> Box<Self> {
        self.language = choose_language(wanted, self.campaign.texts.keys(), &self.language).clone();
        self
    }

    /// The questions of its first screen: none where everything is one screen, because they are few, or because nobody could
    /// add to an anonymous answer, or after so short a while (R5.4, P10).
    #[must_use]
    pub fn opening(&self) -> Vec<QuestionId> {
        let takes_more = self.campaign.edit_window >= Delay::of_days(1);
        if self.campaign.respondents.anonymous || !takes_more || self.answer.is_some() {
            return Vec::new();
        }
        self.questions().opening().into_iter().cloned().collect()
    }

    /// Whether whoever gives this score is shown where to leave a review (E7, E9), and can be seen to go there: of those who
    /// answer by a public link nothing is known, so they are in no rate (M5).
    #[must_use]
    pub fn review_shown(&self, score: Option<u8>) -> Option<ReviewShown> {
        let band = score.and_then(NpsType::of);
        let asked = !self.campaign.after_answer.review_links_for(band).is_empty();
        (asked && self.respondent.invitation().is_some()).then(ReviewShown::default)
    }

    /// The questions that this respondent is asked, in order.
    #[must_use]
    pub fn questions(&self) -> Asked<'_> {
        self.campaign.asked_by(self.respondent.drawn_by())
    }
}

/// Why a true link shows no form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standstill {
    /// Its time is over.
    Expired,
    /// Cancelled, or replaced by a newer link.
    Closed,
    /// Answered, and too late to change it.
    Answered,
}

/// What a link opens.
#[derive(Debug, Clone)]
pub enum Opened {
    /// We did not make this link.
    Unknown,
    Form(Box<Survey>),
    /// No form any more, in the survey's words.
    Standstill(Standstill, Box<Survey>),
}

impl OpenSurvey<'_> {
    /// Opens a presented token.
    pub async fn run(&self, token: &str) -> Result<Opened, Fault> {
        let Some(link) = SurveyLink::open(self.records, self.seal, token).await? else {
            return Ok(Opened::Unknown);
        };
        let mut work = UnitOfWork::new(self.records);
        open_in(&mut work, &link, self.clock.now()).await
    }
}

impl Opened {
    /// The same in the language that its respondent has chosen.
    #[must_use]
    pub fn spoken(self, wanted: Option<&str>) -> Self {
        match self {
            Self::Unknown => Self::Unknown,
            Self::Form(survey) => Self::Form(survey.spoken(wanted)),
            Self::Standstill(why, survey) => Self::Standstill(why, survey.spoken(wanted)),
        }
    }
}

/// Opens a checked link inside a unit of work, so that submitting decides on exactly what it commits.
pub(super) async fn open_in(
    work: &mut UnitOfWork<'_>,
    link: &SurveyLink,
    now: Timestamp,
) -> Result<Opened, Fault> {
    let organization = &link.organization;
    let Some(invitation) = work.get::<Invitation>(organization, link.invitation.as_str()).await? else {
        return Ok(Opened::Unknown);
    };
    let campaign = work.glance::<Campaign>(organization, invitation.campaign_id.as_str()).await?;
    let organization = work.glance_settings(organization).await?;
    let (Some(campaign), Some(organization)) = (campaign, organization) else { return Ok(Opened::Unknown) };
    let answer = match &invitation.answer_id {
        Some(id) => work.get_in::<Answer>(&organization.id, campaign.id.as_str(), id.as_str()).await?,
        None => None,
    };
    let respondent = Respondent::Invited(Box::new(invitation));
    let survey = asked(work, organization, campaign, respondent, answer).await?;
    Ok(match standstill(&survey, now) {
        Some(standstill) => Opened::Standstill(standstill, survey),
        None => Opened::Form(survey),
    })
}

/// The survey as this respondent sees it, with the answer so far.
async fn asked(
    work: &mut UnitOfWork<'_>,
    organization: Organization,
    campaign: Campaign,
    respondent: Respondent,
    answer: Option<Answer>,
) -> Result<Box<Survey>, Fault> {
    let theme = work.get_if::<Theme>(&organization.id, campaign.look.theme_id.as_ref()).await?;
    let wanted = respondent.asked_at().map_or(AsOf::Now, AsOf::Asked);
    let campaign = match &answer {
        Some(answer) => answered_as(work, campaign, answer).await?,
        None => asking(work, campaign, wanted).await?,
    };
    let contact = named(work, &campaign, &respondent).await?;
    let language = respondent.language().clone();
    let survey = Survey {
        organization,
        campaign,
        theme,
        respondent,
        language,
        contact,
        answer: None,
        editable_until: None,
        alert_follows: false,
    };
    let editable_until = answer.as_ref().and_then(|answer| survey.until_when_editable(answer));
    Ok(Box::new(Survey { answer, editable_until, ..survey }))
}

/// The person whom the campaign's texts name; nobody is read where no text does.
async fn named(
    work: &mut UnitOfWork<'_>,
    campaign: &Campaign,
    respondent: &Respondent,
) -> Result<Option<Contact>, Fault> {
    let names = |texts: &CampaignTexts| texts.said().iter().any(|(_, text)| names_the_customer(text));
    match respondent.contact_id() {
        Some(id) if campaign.texts.values().any(names) => {
            work.get::<Contact>(&campaign.organization, id.as_str()).await
        }
        _ => Ok(None),
    }
}

/// The instant that is kept of something that happened: of anonymous answers the start of its local day, which is one
/// range of their ids too (R5.4).
pub(super) fn dated(organization: &Organization, campaign: &Campaign, at: Timestamp) -> Timestamp {
    let zone = organization.zone();
    let day = at.to_zoned(zone.clone()).date();
    if campaign.respondents.anonymous { Span::instants(day, &zone).start } else { at }
}

fn standstill(survey: &Survey, now: Timestamp) -> Option<Standstill> {
    if let Some(until) = survey.editable_until {
        return (now > until).then_some(Standstill::Answered);
    }
    let Respondent::Invited(invitation) = &survey.respondent else { return None };
    if invitation.is_answered() {
        return Some(Standstill::Answered);
    }
    let over = matches!(
        invitation.send.state,
        SendState::Cancelled { .. } | SendState::Failed { .. } | SendState::Expired
    );
    if over || invitation.replaced_by.is_some() {
        return Some(Standstill::Closed);
    }
    (now > invitation.expires_at(survey.campaign.expires_after)).then_some(Standstill::Expired)
}
