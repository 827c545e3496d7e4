//! A campaign's mail as one reader would get it, with what is odd about it (C22). Nothing is stored or sent.
//! Wording and layout live behind [`Compose`].

use crate::call::{BadField, Failure, Refusal, Reply, found};
use crate::invitation::{sample_contact, sample_invitation};
use crate::links::ShortLink;
use crate::ports::chance::Clock;
use crate::ports::compose::{CheckTemplate, Compose};
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::{Entity, UnitOfWork, key, load, load_settings};
use relance_domain::account::Organization;
use relance_domain::campaign::{Campaign, Encoding, MailTemplate, SmsLength, Theme};
use relance_domain::contact::Contact;
use relance_domain::invitation::{Composed, Invitation, InvitationFacts};
use relance_domain::name::{Address, CampaignId, ContactId, EmailAddress, LanguageTag, OrganizationId};

/// Mail programs show about so many characters of a subject.
const SUBJECT_SHOWN: usize = 60;

/// Makes previews.
pub struct PreviewMail<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Words mails.
    pub compose: Compose,
    /// Reads templates.
    pub check: CheckTemplate,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Start of every link.
    pub base_url: &'a str,
}

/// For whom the mail is worded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewReader {
    /// An invented person.
    Sample,
    /// Somebody of the directory.
    Contact(ContactId),
}

/// A mail that nobody gets.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Whose campaign.
    pub organization: Organization,
    pub campaign: Campaign,
    /// In which of its languages.
    pub language: LanguageTag,
    /// Who would be asked about which job.
    pub invitation: Invitation,
    /// Who that is.
    pub contact: Contact,
    pub mail: Composed,
    /// The text message, where the campaign asks by one.
    pub text: Option<String>,
    /// What is odd about it.
    pub warnings: Vec<String>,
}

impl PreviewMail<'_> {
    /// Words the mail in a language of the campaign; its default language when none is asked for.
    ///
    /// # Errors
    /// Refusals: no such campaign or contact, a language that it does not have.
    pub async fn run(
        &self,
        organization: &OrganizationId,
        campaign: &str,
        language: Option<&LanguageTag>,
        reader: &PreviewReader,
    ) -> Reply<Preview> {
        let campaign = self.campaign(organization, campaign).await?;
        let language = language_of(&campaign, language)?;
        let organization = found(load_settings(self.records, organization).await?, "organization")?.value;
        let contact = self.contact(&organization, reader).await?;
        let template = self.chosen::<MailTemplate>(&campaign, campaign.look.template_id.as_ref()).await?;
        let theme = self.chosen::<Theme>(&campaign, campaign.look.theme_id.as_ref()).await?;
        let now = self.clock.now();
        let address = Address::from(contact.email.clone().unwrap_or_else(|| organization.sender.clone()));
        let mut invitation = sample_invitation(&campaign, &address, &language, "preview", now)?;
        // What customers will get, so not marked as a test.
        invitation.origin.test = false;
        let facts = InvitationFacts {
            organization: &organization,
            campaign: &campaign,
            invitation: &invitation,
            base_url: self.base_url,
            survey_url: &format!("{}/s/preview", self.base_url),
            unsubscribe_url: &format!("{}/u/preview", self.base_url),
            template: template.as_ref(),
            theme: theme.as_ref(),
            contact: Some(&contact),
            reminder: None,
        };
        let text = self.text(&facts);
        let Some(mail) = (self.compose.invitation)(&facts) else {
            return Err(Refusal::conflict("there are no texts to make a mail of yet").into());
        };
        let mut warnings = self.warnings(&mail, template.as_ref(), &language);
        warnings.extend(text.as_deref().and_then(long_text));
        Ok(Preview { organization, campaign, language, invitation, contact, mail, text, warnings })
    }

    async fn campaign(&self, organization: &OrganizationId, id: &str) -> Reply<Campaign> {
        let id = CampaignId::parse(id).map_err(|_| Refusal::not_found("campaign"))?;
        let key = key::<Campaign>(organization, id.as_str());
        Ok(found(load::<Campaign>(self.records, &key).await?, "campaign")?.value)
    }

    async fn chosen<T: Entity>(
        &self,
        campaign: &Campaign,
        id: Option<&impl AsRef<str>>,
    ) -> Result<Option<T>, Fault> {
        UnitOfWork::new(self.records).get_if::<T>(&campaign.organization, id).await
    }

    /// The text message, where the campaign asks by one, with a link as long as a real one: that is most of its length.
    fn text(&self, facts: &InvitationFacts<'_>) -> Option<String> {
        if !facts.campaign.reach.send_by.uses_sms() {
            return None;
        }
        let survey_url = format!("{}/s/{}", self.base_url, "0".repeat(ShortLink::LENGTH));
        (self.compose.text)(&InvitationFacts { survey_url: &survey_url, ..*facts })
    }

    async fn contact(&self, organization: &Organization, reader: &PreviewReader) -> Reply<Contact> {
        let now = self.clock.now();
        let PreviewReader::Contact(id) = reader else {
            return Ok(sample_contact(&organization.id, &sample_address()?.into(), now));
        };
        let key = key::<Contact>(&organization.id, id.as_str());
        let known = load::<Contact>(self.records, &key).await?;
        let known = known.ok_or_else(|| Refusal::bad_field("contact_id", "there is no such contact"))?;
        Ok(known.value)
    }

    fn warnings(
        &self,
        mail: &Composed,
        template: Option<&MailTemplate>,
        language: &LanguageTag,
    ) -> Vec<String> {
        let mut warnings = Vec::new();
        let subject = mail.subject.chars().count();
        if subject == 0 {
            warnings.push("the subject is empty".to_owned());
        }
        if subject > SUBJECT_SHOWN {
            warnings.push(format!(
                "the subject has {subject} characters: mail programs show about {SUBJECT_SHOWN}"
            ));
        }
        if mail.html.len() > Composed::LARGEST {
            let (size, most) = (mail.html.len() / 1_000, Composed::LARGEST / 1_000);
            warnings.push(format!("the mail has {size} kB: some mail programs cut it after {most}"));
        }
        if let Some(template) = template {
            if !template.texts.contains_key(language) {
                let name = &template.name;
                warnings.push(format!("`{name}` has no texts in `{language}`: the built-in mail is used"));
            }
            warnings.extend((self.check)(template).unwrap_or_default());
        }
        warnings
    }
}

/// What makes a text dear.
fn long_text(text: &str) -> Option<String> {
    let SmsLength { encoding, parts, .. } = SmsLength::of(text);
    match encoding {
        Encoding::Ucs2 => Some(format!(
            "the text takes {parts} parts: letters such as `ê`, `ç` or an emoji make every part hold 67 instead of 153"
        )),
        Encoding::Gsm7 if parts > SmsLength::MOST_PARTS => Some(format!("the text takes {parts} parts")),
        Encoding::Gsm7 => None,
    }
}

/// The wanted language of a campaign, else its default one.
pub(super) fn language_of(campaign: &Campaign, wanted: Option<&LanguageTag>) -> Result<LanguageTag, Failure> {
    let language = wanted.unwrap_or(&campaign.default_language);
    if campaign.texts.contains_key(language) {
        return Ok(language.clone());
    }
    let known: Vec<_> = campaign.texts.keys().map(|tag| format!("`{tag}`")).collect();
    let reason = if known.is_empty() {
        "the campaign has no texts yet".to_owned()
    } else {
        format!("the campaign has no texts in `{language}`: use {}", known.join(" or "))
    };
    Err(Refusal::invalid("a field cannot be used", vec![BadField::new("language", reason)]).into())
}

fn sample_address() -> Result<EmailAddress, Failure> {
    EmailAddress::parse("lea.roy@example.com")
        .map_err(|error| crate::ports::fault::Fault::permanent(error.to_string()).into())
}
