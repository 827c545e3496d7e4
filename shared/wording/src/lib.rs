//! Facts of the application in the words of `views`: which text of the campaign goes where in a mail. Used by the
//! sender, and by the API for previews. Layout and built-in texts live in `views`.

pub mod answers;

use relance_application::ports::compose::{AlertFacts, CheckTemplate, Compose, InvitationFacts};
use relance_application::ports::mail::Composed;
use relance_domain::account::Organization;
use relance_domain::campaign;
use relance_domain::campaign::{Campaign, CampaignTexts, Image, MailTemplate, RatingStyle, Theme};
use relance_domain::name::{Address, EmailAddress, LanguageTag, PhoneNumber};
use relance_domain::question::{Missing, NpsType, Question, QuestionKind, SurveyType};
use relance_views::Picture;
use relance_views::email::{self, Particulars, template};
use relance_views::text::{self, Footing};
use relance_views::theme::Look;

/// What templates can say, for descriptions.
pub use relance_views::email::template as template_language;

/// Words mails: by the organization's templates, or by the built-in ones.
pub struct Wording;

impl Compose for Wording {
    fn invitation(&self, facts: &InvitationFacts<'_>) -> Option<Composed> {
        let language = &facts.invitation.language;
        let texts = facts.campaign.texts_in(language)?;
        let words = Words::of(facts, texts);
        let mail = mail(facts, texts, &words);
        let own = facts.template.and_then(|template| template.texts.get(language));
        let repeated = |mail: Composed| match facts.reminder {
            Some(_) => {
                let subject = text::reminder_subject(language.as_str(), &mail.subject);
                Composed { subject, ..mail }
            }
            None => mail,
        };
        let Some(own) = own else { return Some(marked(repeated(composed(email::invitation(&mail))), facts)) };
        // A mail whose rating has no place is not sent (C12); saving refuses such templates.
        let rendered = template::render(own, &mail).map_err(|flaw| {
            tracing::error!(part = flaw.part, reason = flaw.reason, "a saved template cannot be used");
        });
        rendered.ok().map(|rendered| marked(repeated(composed(rendered)), facts))
    }

    fn text(&self, facts: &InvitationFacts<'_>) -> Option<String> {
        let InvitationFacts { organization, invitation, contact, .. } = facts;
        let texts = facts.campaign.texts_in(&invitation.language)?;
        let text = text::sms_invitation(&text::SmsInvitation {
            language: invitation.language.as_str(),
            company: &organization.name,
            sender_name: texts.sender_name.as_deref().unwrap_or(&organization.name),
            agent_name: invitation.agent_name.as_deref(),
            first_name: contact.and_then(|contact| contact.first_name.as_deref()),
            survey_url: facts.survey_url,
            own: texts.sms.as_deref(),
            reminder: facts.reminder.is_some(),
            by_hand: invitation.origin.batch.is_some(),
        });
        Some(if invitation.origin.test { format!("[Test] {text}") } else { text })
    }

    fn alert(&self, facts: &AlertFacts<'_>) -> Composed {
        let zone = facts.organization.zone();
        let (contact, invitation) = (facts.contact, facts.invitation);
        let name = contact.and_then(relance_domain::contact::Contact::full_name);
        let asked_at = invitation.map(|invitation| &invitation.address);
        let (email, phone) = (
            contact.and_then(|contact| contact.email.as_ref()),
            contact.and_then(|contact| contact.phone.as_ref()),
        );
        composed(email::unhappy_answer(&email::UnhappyAnswer {
            language: facts.organization.language.as_str(),
            company: &facts.organization.name,
            campaign_name: &facts.campaign.name,
            score: facts.answer.nps_score,
            nps_type: facts.answer.nps_type().map(NpsType::as_str),
            comment: answers::comment(facts.answer, facts.campaign),
            unsatisfied: answers::unsatisfied(facts.answer, facts.campaign, &facts.organization.language),
            customer_name: name.as_deref(),
            customer_email: asked_at.and_then(Address::email).or(email).map_or("", EmailAddress::as_str),
            customer_phone: asked_at.and_then(Address::phone).or(phone).map(PhoneNumber::as_str),
            agent_name: invitation.and_then(|invitation| invitation.agent_name.as_deref()),
            occurred_on: invitation.map(|invitation| invitation.occurred_at.to_zoned(zone.clone()).date()),
            answered_at: facts.answer.completed_at.to_zoned(zone.clone()),
            console_url: facts.console_url,
        }))
    }
}

impl CheckTemplate for Wording {
    fn check_template(&self, template: &MailTemplate) -> Result<Vec<String>, Vec<Missing>> {
        let mut remarks = Vec::new();
        let mut flaws = Vec::new();
        for (language, texts) in &template.texts {
            let field = |part: &str| format!("texts.{language}.{part}");
            match template::check(texts, language.as_str()) {
                Ok(found) => {
                    remarks.extend(found.into_iter().map(|remark| format!("texts.{language}: {remark}")));
                }
                Err(found) => flaws.extend(
                    found.into_iter().map(|flaw| Missing { field: field(flaw.part), reason: flaw.reason }),
                ),
            }
        }
        if flaws.is_empty() { Ok(remarks) } else { Err(flaws) }
    }
}

/// Address, alternative text, and size in pixels.
type ShownPicture = (String, String, Option<(u32, u32)>);

/// Texts that have to be found or made before they can be borrowed.
struct Words {
    question: Option<String>,
    information: String,
    /// The campaign's picture.
    picture: Option<ShownPicture>,
    icon: Option<String>,
}

impl Words {
    fn of(facts: &InvitationFacts<'_>, texts: &CampaignTexts) -> Self {
        let (language, company) = (&facts.invitation.language, &facts.organization.name);
        Self {
            question: facts.campaign.leading_question().and_then(|lead| wording(lead, language, company)),
            information: information(texts.information.as_deref(), facts.campaign, (language, company)),
            picture: facts.campaign.look.picture.as_ref().map(|picture| picture_of(facts, picture)),
            icon: facts.theme.and_then(|theme| icon_of(facts, theme)),
        }
    }
}

fn picture_of(facts: &InvitationFacts<'_>, shown: &campaign::Picture) -> ShownPicture {
    let path = Image::path(&facts.organization.id, &shown.image_id);
    let alt = shown.alt.get(&facts.invitation.language).or_else(|| shown.alt.values().next());
    let size = Image::facts(&shown.image_id).map(|facts| (facts.width, facts.height));
    (format!("{}{path}", facts.base_url), alt.cloned().unwrap_or_default(), size)
}

fn icon_of(facts: &InvitationFacts<'_>, theme: &Theme) -> Option<String> {
    match &theme.rating {
        RatingStyle::Icons { image_id } => {
            Some(format!("{}{}", facts.base_url, Image::path(&facts.organization.id, image_id)))
        }
        _ => None,
    }
}

fn mail<'a>(
    facts: &'a InvitationFacts<'_>,
    texts: &'a CampaignTexts,
    words: &'a Words,
) -> email::Invitation<'a> {
    let InvitationFacts { organization, campaign, invitation, contact, .. } = facts;
    email::Invitation {
        language: invitation.language.as_str(),
        company: &organization.name,
        sender_name: texts.sender_name.as_deref().unwrap_or(&organization.name),
        from_address: organization.sender.as_str(),
        subject: &texts.subject,
        preheader: None,
        reminder: facts.reminder.is_some(),
        by_hand: invitation.origin.batch.is_some(),
        title: &texts.title,
        description: texts.description.as_deref(),
        picture: words.picture.as_ref().map(|(url, alt, size)| Picture { url, alt, size: *size }),
        look: Look { theme: facts.theme, icon: words.icon.as_deref() },
        agent_name: invitation.agent_name.as_deref(),
        occurred_on: invitation.occurred_at.to_zoned(organization.zone()).date(),
        question: words.question.as_deref(),
        question_id: campaign.leading_question().map_or("", |question| question.id.as_str()),
        measure: measure(campaign.survey_type),
        survey_url: facts.survey_url,
        unsubscribe_url: facts.unsubscribe_url,
        information: &words.information,
        privacy_url: campaign.privacy_url.as_deref(),
        particulars: Particulars {
            first_name: contact.and_then(|contact| contact.first_name.as_deref()),
            last_name: contact.and_then(|contact| contact.last_name.as_deref()),
            task_number: invitation.task_id.as_deref(),
            task_type: invitation.task_type.as_deref(),
        },
    }
}

/// Nobody takes a test for a customer's mail.
fn marked(mail: Composed, facts: &InvitationFacts<'_>) -> Composed {
    if facts.invitation.origin.test {
        Composed { subject: format!("[Test] {}", mail.subject), ..mail }
    } else {
        mail
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

fn information(own: Option<&str>, campaign: &Campaign, (language, company): (&LanguageTag, &str)) -> String {
    let footing = if campaign.respondents.anonymous { Footing::Anonymous } else { Footing::Known };
    text::information((language.as_str(), company), own, footing)
}

/// The messages of a campaign, the built-in ones where it has none of its own.
#[must_use]
pub fn messages(organization: &Organization, campaign: &Campaign, language: &LanguageTag) -> Messages {
    let texts = campaign.texts_in(language);
    let own = |text: Option<&String>| text.filter(|text| !text.trim().is_empty()).cloned();
    let (tag, company) = (language.as_str(), &organization.name);
    let told = texts.and_then(|texts| texts.information.as_deref());
    let thank_you = own(texts.and_then(|texts| texts.thank_you.as_ref()));
    Messages {
        information: information(told, campaign, (language, company)),
        thank_you: thank_you.unwrap_or_else(|| text::default_thank_you(tag, company)),
    }
}

fn composed(mail: email::Rendered) -> Composed {
    Composed { subject: mail.subject, html: mail.html, text: mail.text }
}

/// The question as it is asked; an NPS question without words of its own in the built-in ones (C1).
fn wording(question: &Question, language: &LanguageTag, company: &str) -> Option<String> {
    let own = question.texts.get(language).filter(|text| !text.trim().is_empty()).cloned();
    let built_in = || text::default_nps_question(language.as_str(), company);
    own.or_else(|| (question.kind == QuestionKind::Nps).then(built_in))
}

fn measure(measured: SurveyType) -> text::Measure {
    match measured {
        SurveyType::Nps => text::Measure::Recommendation,
        SurveyType::Csat => text::Measure::Satisfaction,
        SurveyType::Ces => text::Measure::Ease,
    }
}
