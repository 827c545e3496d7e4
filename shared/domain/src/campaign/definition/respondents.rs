//! Who may answer a campaign beside those whom it asks.
//! Opening the link and recording what is answered by it lives in `application::respond`.

use serde::{Deserialize, Serialize};

/// Who may answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Respondents {
    /// Whether anybody may answer by the campaign's public link and its QR code.
    pub public_link: bool,
}
