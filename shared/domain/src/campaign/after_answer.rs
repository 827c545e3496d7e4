//! What people see once their answer is recorded: thanks by band of the score, and where they may leave a review (E7-E9).
//! Where the campaign leads them instead is its `redirect_url`.

use crate::question::NpsType;
use serde::{Deserialize, Serialize};

/// Thanks in one language by band of the score.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThankYouByBand {
    /// For 9 and 10.
    pub promoter: Option<String>,
    /// For 7 and 8.
    pub passive: Option<String>,
    /// For 0 to 6.
    pub detractor: Option<String>,
}

impl ThankYouByBand {
    /// The text for a band, where one was written.
    #[must_use]
    pub fn of(&self, band: NpsType) -> Option<&str> {
        let text = match band {
            NpsType::Promoter => &self.promoter,
            NpsType::Passive => &self.passive,
            NpsType::Detractor => &self.detractor,
        };
        text.as_deref().filter(|text| !text.trim().is_empty())
    }
}

/// Whether and where people are asked for a public review.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AfterAnswer {
    /// Sites that take reviews, in the order shown.
    pub review_links: Vec<ReviewLink>,
    /// Who is asked.
    pub review_prompt: ReviewPrompt,
}

/// A site that takes reviews.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewLink {
    /// Its name, as people know it.
    pub name: String,
    /// Where the review is written, https.
    pub url: String,
}

/// Who is asked for a public review (E9).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewPrompt {
    /// Everybody who answered: what review sites and consumer law ask for.
    #[default]
    All,
    /// Scores of 9 and 10 only (E8): "review gating", forbidden by Google and by the FTC's rule of October 2024.
    PromotersOnly,
    /// Nobody.
    Off,
}

impl AfterAnswer {
    /// The sites that somebody with this band is shown; without a score nobody can be told to be a promoter.
    #[must_use]
    pub fn review_links_for(&self, band: Option<NpsType>) -> &[ReviewLink] {
        let asked = match self.review_prompt {
            ReviewPrompt::All => true,
            ReviewPrompt::PromotersOnly => band == Some(NpsType::Promoter),
            ReviewPrompt::Off => false,
        };
        if asked { &self.review_links } else { &[] }
    }

    /// What the operator should know of this choice; nothing when it is harmless.
    #[must_use]
    pub fn warning(&self) -> Option<&'static str> {
        let gated = self.review_prompt == ReviewPrompt::PromotersOnly && !self.review_links.is_empty();
        gated.then_some(
            "asking only satisfied customers for reviews is review gating: review sites forbid it and consumer law may; \
             `all` asks everybody",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(review_prompt: ReviewPrompt) -> [bool; 4] {
        let link = ReviewLink { name: "Google".to_owned(), url: "https://g.example/r".to_owned() };
        let after = AfterAnswer { review_links: vec![link], review_prompt };
        let bands = [Some(NpsType::Promoter), Some(NpsType::Passive), Some(NpsType::Detractor), None];
        bands.map(|band| !after.review_links_for(band).is_empty())
    }

    #[test]
    fn e9_everybody_is_asked_for_a_review_unless_the_operator_decides_otherwise() {
        assert_eq!(asked(ReviewPrompt::default()), [true; 4]);
        assert_eq!(asked(ReviewPrompt::PromotersOnly), [true, false, false, false]);
        assert_eq!(asked(ReviewPrompt::Off), [false; 4]);
    }

    #[test]
    fn e9_gating_is_warned_of_only_where_it_happens() {
        let link = ReviewLink { name: "Google".to_owned(), url: "https://g.example/r".to_owned() };
        let gated = AfterAnswer { review_links: vec![link], review_prompt: ReviewPrompt::PromotersOnly };

        assert!(gated.warning().is_some());
        assert_eq!(AfterAnswer { review_links: Vec::new(), ..gated.clone() }.warning(), None);
        assert_eq!(AfterAnswer { review_prompt: ReviewPrompt::All, ..gated }.warning(), None);
    }
}
