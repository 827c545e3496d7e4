//! Who may answer a campaign beside those whom it asks, and whether answers lead back to anybody (R5.4).
//! Opening the link and recording what is answered by it lives in `application::answer`.

use serde::{Deserialize, Serialize};

/// Who may answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Respondents {
    /// Whether anybody may answer by the campaign's public link and its QR code.
    pub public_link: bool,
    /// Whether nothing leads from an answer to who gave it, nor back; chosen before people are told so.
    pub anonymous: bool,
}

impl Respondents {
    /// Fewer anonymous answers than this are never shown together (R5.4: k).
    pub const FEWEST_SHOWN: usize = 5;

    /// True when this many answers of what was asked for are too few to be shown.
    #[must_use]
    pub fn hides(&self, answers: usize) -> bool {
        self.anonymous && answers < Self::FEWEST_SHOWN
    }
}
