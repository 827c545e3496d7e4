//! Records what was sent with a form of a public link: one answer per form (P10), of nobody in particular. A form that
//! was not shown today is answered with a fresh one: ids of answers sort by their local day, and nobody collects forms.

use crate::answer::open_survey::{fresh_form, open_public_in};
use crate::answer::{PublicCall, Respondent, Standstill, SubmitAnswer, Submitted, Survey};
use crate::links::PublicForm;
use crate::ports::fault::Fault;
use crate::stored::UnitOfWork;
use crate::transaction;
use jiff::{Timestamp, civil::Date};
use relance_domain::answer::Form;

impl SubmitAnswer<'_> {
    /// Records the form that was sent to a public link with a presented form token.
    ///
    /// # Errors
    /// Faults of the store or of the key store; the respondent should try again.
    pub async fn run_public(
        &self,
        call: &PublicCall,
        token: Option<&str>,
        form: &Form,
    ) -> Result<Submitted, Fault> {
        let known = match token {
            Some(token) => PublicForm::open(self.seal, call.survey(), token).await?,
            None => None,
        };
        let submitted = match known {
            Some(shown) => {
                transaction!(work in self.records => self.attempt_public(&mut work, call, shown.clone(), form))
            }
            None => self.stale(call).await?,
        };
        self.told(&submitted).await;
        Ok(submitted)
    }

    async fn attempt_public(
        &self,
        work: &mut UnitOfWork<'_>,
        call: &PublicCall,
        shown: PublicForm,
        form: &Form,
    ) -> Result<Submitted, Fault> {
        let now = self.clock.now();
        let Some(survey) = open_public_in(work, call, shown).await? else {
            return Ok(Submitted::Unknown);
        };
        if survey.answer.is_some() && survey.editable_until.is_none_or(|until| now > until) {
            return Ok(Submitted::Standstill(Standstill::Answered, survey));
        }
        if survey.answer.is_none() && !shown_today(&survey, now) {
            return self.stale(call).await;
        }
        self.record(work, survey, form, now).await
    }

    async fn stale(&self, call: &PublicCall) -> Result<Submitted, Fault> {
        let fresh = fresh_form(self.seal, call, self.clock.now(), self.mint).await?;
        let survey = open_public_in(&mut UnitOfWork::new(self.records), call, fresh).await?;
        Ok(survey.map_or(Submitted::Unknown, Submitted::Stale))
    }
}

fn shown_today(survey: &Survey, now: Timestamp) -> bool {
    let Respondent::Anybody(visitor) = &survey.respondent else { return false };
    let day = |at: Timestamp| -> Date { at.to_zoned(survey.organization.zone()).date() };
    day(visitor.form.shown_at) == day(now)
}
