//! Everything between a claim and the transport, read again under the claim (R1.6): may it still go, what does
//! it say, and is there room in this second. The one gate that every send passes (R3.4).

use crate::campaign::{AsOf, answered_as, asking};
use crate::invitation::send_mail::tag;
use crate::invitation::{SendMail, Sendable, sample_contact};
use crate::links::{ShortLink, SurveyLink, UnsubscribeLink};
use crate::ports::fault::Fault;
use crate::ports::mail::{OutgoingMail, OutgoingText, SendTag};
use crate::stored::UnitOfWork;
use jiff::{SignedDuration, Timestamp};
use relance_domain::account::Organization;
use relance_domain::alert::{Alert, AlertFacts, StaffMail};
use relance_domain::answer::Answer;
use relance_domain::campaign::{Campaign, MailTemplate, Theme, names_the_customer};
use relance_domain::contact::{Contact, Scope, Standing};
use relance_domain::invitation::{
    Asker, CancelReason, Composed, DueMail, Invitation, InvitationFacts, Reminder, Ruling, needs_no_reminder,
    rings_for, still_welcome,
};
use relance_domain::name::{Address, Way};
use relance_domain::source::TaskRecord;

/// A text that asks about yesterday's visit is not worth more tries.
const LONGEST_TRIED: SignedDuration = SignedDuration::from_hours(4);

/// One mail that asks: the first of its invitation, or a reminder.
#[derive(Clone, Copy)]
struct AskingMail<'a> {
    invitation: &'a Invitation,
    planned_for: Timestamp,
    reminder: Option<u8>,
}

/// What is handed over.
pub(super) enum Outgoing {
    /// To a mailbox.
    Mail(OutgoingMail),
    /// To a phone.
    Text(OutgoingText),
}

/// What it says.
enum Wording {
    /// In a mail.
    Mail { said: Composed, headers: Vec<(String, String)>, from_name: String },
    /// In a text message, which carriers may try to deliver for so long.
    Text { text: String, keep_trying: SignedDuration },
}

/// Why nothing is handed over.
pub(super) enum Halt {
    /// It must not go, or not now.
    Ruled(Ruling),
    /// Nobody could tell.
    Fault(Fault),
}

impl From<Ruling> for Halt {
    fn from(ruling: Ruling) -> Self {
        Self::Ruled(ruling)
    }
}

impl From<Fault> for Halt {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl SendMail<'_> {
    /// Everything between claim and transport, read again under the claim (R1.6).
    pub(super) async fn prepare<T: Sendable>(&self, claimed: &T, attempt: u32) -> Result<Outgoing, Halt> {
        let mut work = UnitOfWork::new(self.records);
        let organization = work.settings(claimed.organization()).await?.ok_or_else(nothing_to_say)?;
        if self.sender.stopped || organization.restore_epoch < self.sender.restore_epoch {
            return Err(self.later(SignedDuration::from_mins(1)).into());
        }
        let words = match (claimed.as_invitation(), claimed.as_reminder()) {
            (Some(invitation), _) => {
                let mail =
                    AskingMail { invitation, planned_for: invitation.send.planned_for, reminder: None };
                self.invitation_words(&mut work, &organization, mail).await?
            }
            (None, Some(reminder)) => self.reminder_words(&mut work, &organization, reminder).await?,
            (None, None) => self.staff_words(&mut work, &organization, claimed).await?,
        };
        if !self.budget.take(self.clock.now(), 1).await? {
            // Spread out, so that those who wait do not all come back in the same second (R1.8).
            let wait_s = i64::try_from(self.mint.below(15)).unwrap_or(0) + 1;
            return Err(self.later(SignedDuration::from_secs(wait_s)).into());
        }
        self.addressed(&organization, words, claimed.recipient(), tag(claimed, attempt)).await
    }

    async fn addressed(
        &self,
        organization: &Organization,
        words: Wording,
        recipient: Address,
        tag: SendTag,
    ) -> Result<Outgoing, Halt> {
        match (words, recipient) {
            (Wording::Mail { said, headers, from_name }, Address::Email(to)) => {
                Ok(Outgoing::Mail(OutgoingMail {
                    from_name: one_line(&from_name),
                    from_address: organization.sender.clone(),
                    to,
                    subject: one_line(&said.subject),
                    headers,
                    text: said.text,
                    html: said.html,
                    tag,
                }))
            }
            (Wording::Text { text, keep_trying }, Address::Phone(to)) => {
                let text = OutgoingText { to, text, keep_trying, tag };
                self.admit_text(organization, &text).await?;
                Ok(Outgoing::Text(text))
            }
            // Words are chosen by the address.
            (Wording::Mail { .. }, Address::Phone(_)) | (Wording::Text { .. }, Address::Email(_)) => {
                Err(nothing_to_say().into())
            }
        }
    }

    pub(super) fn later(&self, wait: SignedDuration) -> Ruling {
        let now = self.clock.now();
        Ruling::Later { at: now.checked_add(wait).unwrap_or(now) }
    }

    async fn invitation_words(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &Organization,
        mail: AskingMail<'_>,
    ) -> Result<Wording, Halt> {
        let AskingMail { invitation, reminder, .. } = mail;
        let campaign = self.let_through(work, organization, mail).await?;
        // A reminder repeats what was asked; the first mail asks what is asked now.
        let wanted = invitation.send.sent_at().map_or(AsOf::Now, AsOf::Asked);
        let campaign = &asking(work, campaign, wanted).await?;
        if invitation.address.way() == Way::Sms && self.texter.is_none() {
            return Err(Ruling::Never { reason: CancelReason::NoSms }.into());
        }
        let survey_url = &self.survey_url(invitation, campaign).await?;
        let unsubscribe_url = &self.unsubscribe_url(invitation).await?;
        let own = OwnLook::load(work, campaign, invitation).await?;
        let facts = InvitationFacts {
            organization,
            campaign,
            invitation,
            base_url: &self.sender.base_url,
            survey_url,
            unsubscribe_url,
            template: own.template.as_ref(),
            theme: own.theme.as_ref(),
            contact: own.contact.as_ref(),
            reminder,
        };
        let words = match invitation.address.way() {
            Way::Sms => self.text_of(&facts),
            Way::Email => self.mail_of(&facts),
        };
        Ok(words.ok_or_else(nothing_to_say)?)
    }

    /// The campaign of a mail that may go by all that is known now: wishes, verdicts, the task, pauses, limits.
    async fn let_through(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &Organization,
        mail: AskingMail<'_>,
    ) -> Result<Campaign, Halt> {
        let AskingMail { invitation, planned_for, reminder } = mail;
        let id = &organization.id;
        let campaign = work.get::<Campaign>(id, invitation.campaign_id.as_str()).await?;
        let standing = work.get::<Standing>(id, &invitation.address.digest().to_hex()).await?;
        let task = invitation.task_id.as_ref().map(|task| TaskRecord::id_of(&invitation.source, task));
        let task = work.get_if::<TaskRecord>(id, task.as_ref()).await?;
        let (campaign, standing, task) = (campaign.as_ref(), standing.as_ref(), task.as_ref());
        let due = DueMail { invitation, organization, campaign, standing, task, planned_for };
        still_welcome(due, self.clock.now()).map_or(Ok(()), Err)?;
        let campaign = campaign.ok_or_else(nothing_to_say)?;
        if reminder.is_none() {
            let asker = Asker { organization, campaign };
            self.too_often(work, asker, invitation).await?.map_or(Ok(()), Err)?;
        }
        Ok(campaign.clone())
    }

    /// In a text every character counts.
    async fn survey_url(&self, invitation: &Invitation, campaign: &Campaign) -> Result<String, Fault> {
        let token = match invitation.address.way() {
            Way::Email => SurveyLink::seal(self.seal, invitation).await?,
            Way::Sms => {
                let open_until = campaign.expires_after.after(self.clock.now());
                ShortLink::keep(self.records, self.seal, invitation, open_until).await?.token
            }
        };
        Ok(format!("{}/s/{token}", self.sender.base_url))
    }

    async fn unsubscribe_url(&self, invitation: &Invitation) -> Result<String, Fault> {
        let scope = Scope::Campaign(invitation.campaign_id.clone());
        let (organization, digest) = (&invitation.organization, invitation.address.digest());
        let token = UnsubscribeLink::seal(self.seal, organization, &scope, digest).await?;
        let spoken = format!("{}={}", UnsubscribeLink::LANGUAGE, invitation.language);
        Ok(format!("{}/u/{token}?{spoken}", self.sender.base_url))
    }

    fn text_of(&self, facts: &InvitationFacts<'_>) -> Option<Wording> {
        let origin = &facts.invitation.origin;
        let left = rings_for(facts.organization, origin.time_zone.as_deref(), self.clock.now());
        let keep_trying = if origin.test { LONGEST_TRIED } else { left.min(LONGEST_TRIED) };
        (self.compose.text)(facts).map(|text| Wording::Text { text, keep_trying })
    }

    fn mail_of(&self, facts: &InvitationFacts<'_>) -> Option<Wording> {
        let said = (self.compose.invitation)(facts)?;
        let texts = facts.campaign.texts_in(&facts.invitation.language);
        let own_name = texts.and_then(|texts| texts.sender_name.clone());
        let from_name = own_name.unwrap_or_else(|| facts.organization.name.clone());
        Some(Wording::Mail { said, headers: one_click_headers(facts.unsubscribe_url), from_name })
    }

    /// A reminder says what its invitation said, if that is still worth saying; then the same gate is asked.
    async fn reminder_words(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &Organization,
        reminder: &Reminder,
    ) -> Result<Wording, Halt> {
        let id = &organization.id;
        let invitation = work.get::<Invitation>(id, reminder.invitation_id.as_str()).await?;
        let campaign = work.get::<Campaign>(id, reminder.campaign_id.as_str()).await?;
        if let Some(ruling) = needs_no_reminder(invitation.as_ref(), campaign.as_ref(), self.clock.now()) {
            return Err(ruling.into());
        }
        let invitation = invitation.ok_or_else(nothing_to_say)?;
        let invitation = Invitation { address: reminder.address.clone(), ..invitation };
        let planned_for = reminder.send.planned_for;
        let mail = AskingMail { invitation: &invitation, planned_for, reminder: Some(reminder.number) };
        self.invitation_words(work, organization, mail).await
    }

    async fn staff_words<T: Sendable>(
        &self,
        work: &mut UnitOfWork<'_>,
        organization: &Organization,
        mail: &T,
    ) -> Result<Wording, Halt> {
        let id = &organization.id;
        let standing = work.get::<Standing>(id, &mail.recipient().digest().to_hex()).await?;
        if standing.is_some_and(|standing| standing.suppressed.is_some()) {
            return Err(Ruling::Never { reason: CancelReason::Suppressed }.into());
        }
        if organization.is_paused(self.clock.now()) {
            return Err(self.later(SignedDuration::from_mins(1)).into());
        }
        let staff = work.get::<StaffMail>(id, &mail.id()).await?.ok_or_else(nothing_to_say)?;
        let alert = work.get::<Alert>(id, staff.alert_id.as_str()).await?.ok_or_else(nothing_to_say)?;
        let (campaign, answer) = (alert.campaign_id.as_str(), alert.answer_id.as_str());
        let answer = work.get_in::<Answer>(id, campaign, answer).await?.ok_or_else(nothing_to_say)?;
        let campaign = work.get::<Campaign>(id, campaign).await?.ok_or_else(nothing_to_say)?;
        let campaign = answered_as(work, campaign, &answer).await?;
        let contact = work.get_if::<Contact>(id, alert.contact_id.as_ref()).await?;
        let invitation = work.get_if::<Invitation>(id, answer.invitation_id.as_ref()).await?;
        let said = (self.compose.alert)(&AlertFacts {
            organization,
            alert: &alert,
            campaign: &campaign,
            answer: &answer,
            invitation: invitation.as_ref(),
            contact: contact.as_ref(),
            console_url: &format!("{}/console/alerts/{}", self.sender.base_url, alert.id),
        });
        Ok(Wording::Mail { said, headers: Vec::new(), from_name: "relance".to_owned() })
    }
}

/// What the campaign has chosen of the organization's looks, and the person whom a template may name. Nothing is read
/// for the built-in mail; what was deleted since is replaced by the built-in default, so that no mail waits for it.
struct OwnLook {
    template: Option<MailTemplate>,
    theme: Option<Theme>,
    contact: Option<Contact>,
}

impl OwnLook {
    async fn load(
        work: &mut UnitOfWork<'_>,
        campaign: &Campaign,
        invitation: &Invitation,
    ) -> Result<Self, Fault> {
        let organization = &campaign.organization;
        let theme = work.get_if::<Theme>(organization, campaign.look.theme_id.as_ref()).await?;
        let texts = campaign.texts_in(&invitation.language);
        let named = texts.is_some_and(|texts| match invitation.address.way() {
            Way::Sms => texts.sms.as_deref().is_some_and(names_the_customer),
            Way::Email => texts.said().iter().any(|(_, text)| names_the_customer(text)),
        });
        let template = match &campaign.look.template_id {
            Some(id) => work.get::<MailTemplate>(organization, id.as_str()).await?,
            None if named => None,
            None => return Ok(Self { template: None, theme, contact: None }),
        };
        let known = work.get::<Contact>(organization, invitation.contact_id.as_str()).await?;
        let invented = || sample_contact(organization, &invitation.address, invitation.created_at);
        let contact = known.or_else(|| invitation.origin.test.then(invented));
        Ok(Self { template, theme, contact })
    }
}

fn nothing_to_say() -> Ruling {
    Ruling::Never { reason: CancelReason::NothingToSay }
}

/// RFC 8058: one-click unsubscribe, by POST only (R3.3).
fn one_click_headers(url: &str) -> Vec<(String, String)> {
    vec![
        ("List-Unsubscribe".to_owned(), format!("<{url}>")),
        ("List-Unsubscribe-Post".to_owned(), "List-Unsubscribe=One-Click".to_owned()),
    ]
}

/// Control characters never reach a header (R3.7, B12).
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}
