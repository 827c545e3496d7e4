//! Opens the public link of a campaign, for anybody who comes along. What is closed and what never was look the same:
//! whoever guesses learns nothing.

use crate::answer::open_survey::{asked, dated};
use crate::answer::{Respondent, Survey, Visitor};
use crate::links::{PublicForm, SurveyName};
use crate::ports::chance::{Clock, Mint};
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::ports::seal::Seal;
use crate::stored::UnitOfWork;
use jiff::Timestamp;
use relance_domain::account::Organization;
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::name::{AnswerId, CampaignId, OrganizationId, Unique, choose_language};

/// A public link as somebody called it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicCall {
    /// Whose survey.
    pub organization: OrganizationId,
    /// Which one.
    pub campaign: CampaignId,
    /// The languages that they want, most wanted first; anything that is no tag is passed over.
    pub languages: Vec<String>,
}

impl PublicCall {
    /// Reads the names in a link; `None` for what cannot be a survey's.
    #[must_use]
    pub fn parse(organization: &str, campaign: &str, languages: Vec<String>) -> Option<Self> {
        let organization = OrganizationId::parse(organization).ok()?;
        Some(Self { organization, campaign: CampaignId::parse(campaign).ok()?, languages })
    }

    pub(crate) fn survey(&self) -> SurveyName<'_> {
        SurveyName { organization: &self.organization, campaign: &self.campaign }
    }
}

impl Visitor {
    /// The id of the answer that their form leads to: the same form is the same answer (P10). It sorts by when the form
    /// was shown, which is of the same local day.
    #[must_use]
    pub fn answer_id(&self, organization: &Organization, campaign: &Campaign) -> AnswerId {
        let parts = ["public", organization.id.as_str(), campaign.id.as_str(), &self.form.chance];
        AnswerId::new(&Unique::derived_at(dated(organization, campaign, self.form.shown_at), &parts))
    }
}

/// Opens public links.
pub struct OpenPublicSurvey<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Seals forms.
    pub seal: &'a dyn Seal,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Tells forms apart.
    pub mint: &'a dyn Mint,
}

impl OpenPublicSurvey<'_> {
    /// The survey with the form of this token, or with a fresh form; `None` when there is no survey to answer.
    pub async fn run(&self, call: &PublicCall, token: Option<&str>) -> Result<Option<Box<Survey>>, Fault> {
        let known = match token {
            Some(token) => PublicForm::open(self.seal, call.survey(), token).await?,
            None => None,
        };
        let form = match known {
            Some(form) => form,
            None => fresh_form(self.seal, call, self.clock.now(), self.mint).await?,
        };
        open_public_in(&mut UnitOfWork::new(self.records), call, form).await
    }
}

/// A form that nobody has seen yet.
pub(crate) async fn fresh_form(
    seal: &dyn Seal,
    call: &PublicCall,
    now: Timestamp,
    mint: &dyn Mint,
) -> Result<PublicForm, Fault> {
    PublicForm::seal(seal, call.survey(), now, mint.secret()).await
}

/// Opens a public survey inside a unit of work, so that submitting decides on exactly what it commits.
pub(crate) async fn open_public_in(
    work: &mut UnitOfWork<'_>,
    call: &PublicCall,
    form: PublicForm,
) -> Result<Option<Box<Survey>>, Fault> {
    let campaign = work.get::<Campaign>(&call.organization, call.campaign.as_str()).await?;
    let open = |campaign: &Campaign| campaign.is_live() && campaign.respondents.public_link;
    let Some(campaign) = campaign.filter(open) else { return Ok(None) };
    let organization = work.settings(&call.organization).await?;
    let Some(organization) = organization else { return Ok(None) };
    let wanted = call.languages.iter().map(String::as_str);
    let language = choose_language(wanted, campaign.texts.keys(), &campaign.default_language).clone();
    let visitor = Visitor { language, form };
    let id = visitor.answer_id(&organization, &campaign);
    let answer = work.get_in::<Answer>(&organization.id, campaign.id.as_str(), id.as_str()).await?;
    asked(work, organization, campaign, Respondent::Anybody(visitor), answer).await.map(Some)
}
