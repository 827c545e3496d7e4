//! Records an answer: once per invitation, changeable within the edit window (R5.3, P10), in one transaction with
//! the invitation; in `public`, once per form of a public link. The same form twice has the same result; of two at
//! once, one counts.

mod anonymous;
mod public;

mod follow_review;

pub use follow_review::FollowReview;

use crate::answer::open_survey::{dated, open_in};
use crate::answer::{Opened, Respondent, Standstill, Survey, empty_tally};
use crate::links::SurveyLink;
use crate::ports::chance::{Clock, Mint};
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::ports::seal::Seal;
use crate::rule::{following, wait_s};
use crate::stored::{Entity, UnitOfWork};
use crate::transaction;
use jiff::Timestamp;
use relance_domain::answer::{
    Answer, FieldError, Form, Manner, Moments, Signal, nps_score, satisfied, signals, validate,
    validate_opening,
};
use relance_domain::invitation::{Command, Invitation, SendRules, step};
use relance_domain::name::AnswerId;
use relance_domain::question::Values;
use std::collections::BTreeSet;

/// Records answers.
pub struct SubmitAnswer<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Wakes the evaluation.
    pub announce: &'a dyn Announce,
    /// Checks links.
    pub seal: &'a dyn Seal,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names the answer.
    pub mint: &'a dyn Mint,
    /// How the form was shown.
    pub shown: Shown,
    /// How the form was sent. With the marks of a program the answer is kept apart, visible and restorable, counts
    /// nowhere and alerts nobody (R3.2).
    pub manner: Manner,
}

/// How a form was shown that is sent now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// Only its first screen: what is missing of the rest may come later.
    pub opening: bool,
    /// In another language than that of the mail.
    pub language: Option<String>,
}

/// What became of a form.
#[derive(Debug, Clone)]
pub enum Submitted {
    /// We did not make this link.
    Unknown,
    /// No form any more.
    Standstill(Standstill, Box<Survey>),
    /// The form is too old, or none of ours; nothing is recorded. The survey holds a fresh one.
    Stale(Box<Survey>),
    /// Something must be mended; nothing is recorded.
    Invalid(Vec<FieldError>, Box<Survey>),
    /// Recorded; `survey.answer` holds it.
    Recorded(Box<Survey>),
}

impl SubmitAnswer<'_> {
    /// Records the form that was sent with a presented token.
    ///
    /// # Errors
    /// Faults of the store or of the key store; the respondent should try again.
    pub async fn run(&self, token: &str, form: &Form) -> Result<Submitted, Fault> {
        let Some(link) = SurveyLink::open(self.records, self.seal, token).await? else {
            return Ok(Submitted::Unknown);
        };
        let submitted = transaction!(work in self.records => self.attempt(&mut work, &link, form));
        self.told(&submitted).await;
        Ok(submitted)
    }

    /// Wakes the evaluation of what was recorded.
    async fn told(&self, submitted: &Submitted) {
        if let Submitted::Recorded(survey) = submitted {
            let pending = survey.answer.as_ref().filter(|answer| answer.evaluated_at.is_none());
            let now = self.clock.now();
            let hints: Vec<_> =
                pending.iter().map(|answer| answer.announcement(wait_s(now, answer.settles_at()))).collect();
            self.announce.announce(&hints).await;
        }
    }

    async fn attempt(
        &self,
        work: &mut UnitOfWork<'_>,
        link: &SurveyLink,
        form: &Form,
    ) -> Result<Submitted, Fault> {
        let now = self.clock.now();
        match open_in(work, link, now).await?.spoken(self.shown.language.as_deref()) {
            Opened::Unknown => Ok(Submitted::Unknown),
            Opened::Standstill(standstill, survey) => Ok(Submitted::Standstill(standstill, survey)),
            Opened::Form(survey) => self.record(work, survey, form, now).await,
        }
    }

    /// Records a form of an open survey.
    async fn record(
        &self,
        work: &mut UnitOfWork<'_>,
        mut survey: Box<Survey>,
        form: &Form,
        now: Timestamp,
    ) -> Result<Submitted, Fault> {
        let opening = self.shown.opening && !survey.opening().is_empty();
        let read = match read(&survey, form, opening) {
            Ok(read) => read,
            Err(errors) => return Ok(Submitted::Invalid(errors, survey)),
        };
        if survey.respondent.is_test() {
            survey.answer = Some(self.answer(&survey, read, now));
            return Ok(Submitted::Recorded(survey));
        }
        let answer = match survey.answer.take() {
            Some(before) => self.again(work, &mut survey, before, read, now).await?,
            None => self.first(work, &mut survey, read, now).await?,
        };
        survey.editable_until = survey.until_when_editable(&answer);
        survey.answer = Some(answer);
        Ok(Submitted::Recorded(survey))
    }

    /// The answer as it is changed; the same form again changes nothing.
    async fn again(
        &self,
        work: &mut UnitOfWork<'_>,
        survey: &mut Survey,
        before: Answer,
        read: Read,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        let signals = self.signals(survey, Some(&before), read.nps_score, now);
        let review = before.review.or_else(|| survey.review_shown(read.nps_score));
        let after = Answer { review, ..changed(before, read, signals, now) };
        if after.evaluated_at.is_none() {
            survey.alert_follows = following(work, &after).await?.callback;
        }
        if after.edited_at == Some(now) {
            work.put(&after)?;
            empty_tally(work, &survey.organization, &after).await?;
        }
        Ok(after)
    }

    fn signals(
        &self,
        survey: &Survey,
        before: Option<&Answer>,
        score: Option<u8>,
        now: Timestamp,
    ) -> BTreeSet<Signal> {
        let asked = survey.questions();
        let earlier = before.into_iter().flat_map(|before| before.earlier.iter().chain([&before.values]));
        let scores: Vec<u8> = earlier.filter_map(|values| nps_score(&asked, values)).chain(score).collect();
        let first_at = before.map_or(now, |before| before.completed_at);
        let mailed_at = survey.respondent.mailed_at();
        signals(&self.manner, Moments { mailed_at, first_at, scores: &scores, now })
    }

    /// The answer as it would be stored; one to a test mail is shown and never stored.
    fn answer(&self, survey: &Survey, read: Read, now: Timestamp) -> Answer {
        let signals = self.signals(survey, None, read.nps_score, now);
        let apart = survey.respondent.is_test() || signals.iter().any(|signal| signal.is_proof());
        let answer = Answer {
            id: self.id_of(survey, now),
            organization: survey.organization.id.clone(),
            campaign_id: survey.campaign.id.clone(),
            invitation_id: survey.respondent.invitation_id(),
            contact_id: survey.respondent.contact_id(),
            wave: survey.respondent.wave(),
            occasion: survey.respondent.invitation().and_then(|asked| asked.occasion(&survey.campaign)),
            language: survey.language.clone(),
            unfinished: read.unfinished,
            values: read.values,
            nps_score: read.nps_score,
            satisfied: read.satisfied,
            campaign_version: Some(survey.campaign.version.number),
            from_bank: Vec::new(),
            review: survey.review_shown(read.nps_score),
            completed_at: now,
            edited_at: None,
            earlier: Vec::new(),
            signals,
            ignored: apart,
            evaluated_at: apart.then_some(now),
        };
        if survey.campaign.respondents.anonymous { anonymous::veiled(answer, survey) } else { answer }
    }

    fn id_of(&self, survey: &Survey, now: Timestamp) -> AnswerId {
        match &survey.respondent {
            Respondent::Invited(_) => {
                AnswerId::new(&self.mint.unique(dated(&survey.organization, &survey.campaign, now)))
            }
            Respondent::Anybody(visitor) => visitor.answer_id(&survey.organization, &survey.campaign),
        }
    }

    async fn first(
        &self,
        work: &mut UnitOfWork<'_>,
        survey: &mut Survey,
        read: Read,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        let mut answer = self.answer(survey, read, now);
        if answer.evaluated_at.is_none() {
            let following = following(work, &answer).await?;
            survey.alert_follows = following.callback;
            // What the rest may lead to is not known yet.
            answer.evaluated_at = (following.is_nothing() && !answer.unfinished).then_some(now);
        }
        work.put(&answer)?;
        if let Respondent::Invited(invitation) = &mut survey.respondent {
            **invitation = if survey.campaign.respondents.anonymous {
                anonymous::answered(invitation)
            } else {
                answered(invitation, &answer, now)
            };
            work.put(invitation.as_ref())?;
        }
        Ok(answer)
    }
}

/// The answer with new values; the same answer when nothing changed.
fn changed(before: Answer, read: Read, signals: BTreeSet<Signal>, now: Timestamp) -> Answer {
    if before.values == read.values {
        return before;
    }
    let Read { values, nps_score, satisfied, unfinished } = read;
    let mut answer = before;
    if signals.iter().any(|signal| signal.is_proof()) {
        answer.ignored = true;
        answer.evaluated_at.get_or_insert(now);
    }
    answer.signals.extend(signals);
    answer.earlier.push(std::mem::replace(&mut answer.values, values));
    Answer { nps_score, satisfied, unfinished, edited_at: Some(now), ..answer }
}

/// What a form says, and what follows from it.
struct Read {
    values: Values,
    nps_score: Option<u8>,
    satisfied: Option<bool>,
    unfinished: bool,
}

/// Of a first screen, nothing is wrong with what was not on it.
fn read(survey: &Survey, form: &Form, opening: bool) -> Result<Read, Vec<FieldError>> {
    let asked = survey.questions();
    let values = if opening { validate_opening(&asked, form)? } else { validate(&asked, form)? };
    let (nps_score, satisfied) = (nps_score(&asked, &values), satisfied(&asked, &values));
    Ok(Read { values, nps_score, satisfied, unfinished: opening })
}

/// An answer proves that its mail arrived, whatever the transport said (reliability 1.2).
fn answered(invitation: &Invitation, answer: &Answer, now: Timestamp) -> Invitation {
    let proof = Command::Accepted { attempt: None, message_id: None };
    let progress = step(&invitation.send, &proof, now, &SendRules::default()).next;
    let send = progress.unwrap_or_else(|| invitation.send.clone());
    Invitation { send, answer_id: Some(answer.id.clone()), ..invitation.clone() }
}
