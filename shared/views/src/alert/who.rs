//! Who is to be called back about what, as far as it is known: read alike by the mail and by the page of an alert.
//! What was erased since is absent.

use crate::date;
use crate::text::{Catalogue, filled};
use jiff::tz::TimeZone;
use relance_domain::alert::{Alert, AlertKind};
use relance_domain::answer::Answer;
use relance_domain::campaign::Campaign;
use relance_domain::contact::Contact;
use relance_domain::invitation::Invitation;
use relance_domain::name::{Address, EmailAddress, PhoneNumber};
use relance_domain::question::NpsType;

/// The customer of an alert, and what they were asked about.
#[derive(Clone, Copy)]
pub(super) struct Who<'a> {
    pub(super) contact: Option<&'a Contact>,
    pub(super) invitation: Option<&'a Invitation>,
    pub(super) campaign: Option<&'a Campaign>,
}

/// A fact with what it is called.
pub(super) struct Labelled {
    pub(super) label: String,
    pub(super) value: String,
}

impl<'a> Who<'a> {
    /// Where they were asked, else where the directory says.
    pub(super) fn email(&self) -> Option<&'a str> {
        let asked_at = self.invitation.and_then(|asked| asked.address.email());
        let known = || self.contact.and_then(|contact| contact.email.as_ref());
        asked_at.or_else(known).map(EmailAddress::as_str)
    }

    pub(super) fn phone(&self) -> Option<&'a str> {
        let asked_at = self.invitation.and_then(|asked| Address::phone(&asked.address));
        let known = || self.contact.and_then(|contact| contact.phone.as_ref());
        asked_at.or_else(known).map(PhoneNumber::as_str)
    }

    /// Their name, else an address; nothing for somebody who answered by a public link.
    pub(super) fn name(&self) -> Option<String> {
        let name = filled(self.contact.and_then(Contact::full_name).as_deref());
        name.or_else(|| self.email().map(str::to_owned)).or_else(|| self.phone().map(str::to_owned))
    }

    /// What it was about: "Visit" and "November 20, by Sam".
    pub(super) fn occasion(&self, words: Catalogue, zone: &TimeZone, with_year: bool) -> Option<Labelled> {
        let invitation = self.invitation?;
        let kind = match self.campaign {
            Some(campaign) => invitation.occasion_kind(campaign)?,
            None => invitation.origin.job.kind,
        };
        let on = invitation.occurred_at.to_zoned(zone.clone()).date();
        let day = if with_year { date::full_day(words.language, on) } else { date::day(words.language, on) };
        let told = match filled(invitation.agent_name.as_deref()) {
            Some(agent) => words.fill("occasion-agent", &[("date", day.into()), ("agent", agent.into())]),
            None => day,
        };
        Some(Labelled { label: words.fill("occasion", &[("occasion", kind.as_str().into())]), value: told })
    }
}

/// What happened, in one line. Only a low score is why somebody must be called back; what a rule merely looks for is said as
/// it was answered.
pub(super) fn title(words: Catalogue, alert: &Alert, answer: Option<&Answer>, customer: &str) -> String {
    let is_low = |answer: &&Answer| answer.nps_type() == Some(NpsType::Detractor);
    let (score, otherwise) = match alert.kind {
        AlertKind::Detractor => (answer.filter(is_low), "alert-subject"),
        AlertKind::Unsatisfied => (None, "alert-subject"),
        AlertKind::Noticed => (answer, "alert-subject-noticed"),
    };
    match score.and_then(|answer| answer.nps_score) {
        Some(score) => {
            words.fill("alert-subject-score", &[("customer", customer.into()), ("score", score.into())])
        }
        None => words.fill(otherwise, &[("customer", customer.into())]),
    }
}

/// The band of a score in the reader's language.
pub(super) fn band(words: Catalogue, band: NpsType) -> String {
    words.fill("nps-type", &[("type", band.as_str().to_lowercase().into())])
}
