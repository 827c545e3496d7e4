//! Facts of the application in the words of `views`: which text of the campaign goes where in a mail.
//! Layout and built-in texts live in `views`.

use relance_application::ports::mail::Composed;
use relance_application::send::{AlertFacts, Compose, InvitationFacts};
use relance_domain::answer::{Answer, AnswerValue, NpsType};
use relance_domain::campaign::{Campaign, Question, QuestionKind};
use relance_domain::name::{LanguageTag, PhoneNumber};
use relance_views::{email, text};

/// Words mails with the built-in templates.
pub struct Wording;

impl Compose for Wording {
    fn invitation(&self, facts: &InvitationFacts<'_>) -> Option<Composed> {
        let InvitationFacts { organization, campaign, invitation, survey_url, unsubscribe_url } = facts;
        let language = &invitation.language;
        let texts = campaign.texts_in(language)?;
        let nps = campaign.questions.iter().find(|question| question.kind == QuestionKind::Nps);
        let question = nps.map(|question| wording(question, language, &organization.name));
        let own = texts.information.as_deref().filter(|text| !text.trim().is_empty());
        let information = own
            .map_or_else(|| text::default_information(language.as_str(), &organization.name), str::to_owned);
        Some(composed(email::invitation(&email::Invitation {
            language: language.as_str(),
            company: &organization.name,
            sender_name: texts.sender_name.as_deref().unwrap_or(&organization.name),
            from_address: organization.sender.as_str(),
            subject: &texts.subject,
            preheader: None,
            title: &texts.title,
            description: texts.description.as_deref(),
            picture: None,
            agent_name: invitation.agent_name.as_deref(),
            occurred_on: invitation.occurred_at.to_zoned(organization.zone()).date(),
            question: question.as_deref(),
            question_id: nps.map_or("", |question| question.id.as_str()),
            survey_url,
            unsubscribe_url,
            information: &information,
            privacy_url: campaign.privacy_url.as_deref(),
        })))
    }

    fn alert(&self, facts: &AlertFacts<'_>) -> Composed {
        let zone = facts.organization.zone();
        let (contact, invitation) = (facts.contact, facts.invitation);
        let occurred_at = invitation.map_or(facts.answer.completed_at, |invitation| invitation.occurred_at);
        let name = contact.and_then(relance_domain::organization::Contact::full_name);
        composed(email::detractor_alert(&email::DetractorAlert {
            language: facts.organization.language.as_str(),
            company: &facts.organization.name,
            campaign_name: &facts.campaign.name,
            score: facts.answer.nps_score,
            nps_type: facts.answer.nps_type().map(NpsType::as_str),
            comment: comment(facts.campaign, facts.answer),
            customer_name: name.as_deref(),
            customer_email: invitation.map_or("", |invitation| invitation.address.as_str()),
            customer_phone: contact.and_then(|contact| contact.phone.as_ref()).map(PhoneNumber::as_str),
            agent_name: invitation.and_then(|invitation| invitation.agent_name.as_deref()),
            occurred_on: occurred_at.to_zoned(zone.clone()).date(),
            answered_at: facts.answer.completed_at.to_zoned(zone),
            console_url: facts.console_url,
        }))
    }
}

fn composed(mail: email::Rendered) -> Composed {
    Composed { subject: mail.subject, html: mail.html, text: mail.text }
}

fn wording(question: &Question, language: &LanguageTag, company: &str) -> String {
    let own = question.texts.get(language).filter(|text| !text.trim().is_empty());
    own.cloned().unwrap_or_else(|| text::default_nps_question(language.as_str(), company))
}

/// The first free text of the answer, in the order of the questions.
fn comment<'a>(campaign: &Campaign, answer: &'a Answer) -> Option<&'a str> {
    let open = campaign.questions.iter().filter(|question| question.kind == QuestionKind::Text);
    open.filter_map(|question| answer.values.get(&question.id)).find_map(|value| match value {
        AnswerValue::Text(text) => Some(text.as_str()),
        _ => None,
    })
}
