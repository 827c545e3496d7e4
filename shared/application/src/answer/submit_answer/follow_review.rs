//! Leads whoever answered to a site that takes reviews, and notes once that they went (M5: `review_click_rate`).
//! Who is shown which sites is decided in the domain.

use crate::answer::open_survey::open_in;
use crate::answer::{Opened, empty_tally};
use crate::links::SurveyLink;
use crate::ports::chance::Clock;
use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::ports::seal::Seal;
use crate::stored::UnitOfWork;
use crate::transaction;
use relance_domain::answer::ReviewShown;

/// Follows review links.
pub struct FollowReview<'a> {
    /// Where everything is.
    pub records: &'a dyn Records,
    /// Checks links.
    pub seal: &'a dyn Seal,
    /// Tells the time.
    pub clock: &'a dyn Clock,
}

impl FollowReview<'_> {
    /// The address of the site of this name, for the person of a survey link: only ever one that the campaign has stored
    /// (R5.6). `None` when there is none to go to.
    pub async fn run(&self, token: &str, site: &str) -> Result<Option<String>, Fault> {
        let Some(link) = SurveyLink::open(self.records, self.seal, token).await? else { return Ok(None) };
        Ok(transaction!(work in self.records => self.attempt(&mut work, &link, site)))
    }

    async fn attempt(
        &self,
        work: &mut UnitOfWork<'_>,
        link: &SurveyLink,
        site: &str,
    ) -> Result<Option<String>, Fault> {
        let now = self.clock.now();
        let (Opened::Form(survey) | Opened::Standstill(_, survey)) = open_in(work, link, now).await? else {
            return Ok(None);
        };
        let band = survey.answer.as_ref().and_then(relance_domain::answer::Answer::nps_type);
        let mut sites = survey.campaign.after_answer.review_links_for(band).iter();
        let Some(url) = sites.find(|link| link.name == site).map(|link| link.url.clone()) else {
            return Ok(None);
        };
        let unclicked = |review: &ReviewShown| review.clicked_at.is_none();
        match survey.answer {
            Some(mut answer) if answer.review.as_ref().is_some_and(unclicked) => {
                answer.review = Some(ReviewShown { clicked_at: Some(now) });
                work.put(&answer)?;
                empty_tally(work, &survey.organization, &answer).await?;
                Ok(Some(url))
            }
            _ => Ok(Some(url)),
        }
    }
}
