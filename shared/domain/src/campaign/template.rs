//! Mail templates that an organization writes itself (C11, C12).
//! Their language, and what keeps contact data from being read as part of them, lives in `views` (R3.8).

use crate::name::{LanguageTag, OrganizationId, TemplateId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the rating and its links go: exactly these characters (C12, F11).
pub const PICK_TAG: &str = "[InsertSatisfactionEvaluation]";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailTemplate {
    pub id: TemplateId,
    /// Owner.
    pub organization: OrganizationId,
    /// Shown to managers only.
    pub name: String,
    /// What it is in each language.
    pub texts: BTreeMap<LanguageTag, TemplateTexts>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A template in one language; each part is a source of the template language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TemplateTexts {
    /// Replaces the campaign's subject.
    pub subject: Option<String>,
    /// What stands in the mail, with the pick tag; required.
    pub html: String,
    /// The plain part, with the pick tag; derived from `html` when absent.
    pub text: Option<String>,
}
