//! Shapes of looks as the description of the API shows them: templates and a campaign's choices.
//! A test of this folder holds them against what the domain really writes.
#![expect(dead_code, clippy::zero_sized_map_values, reason = "only their derived descriptions are used")]

use super::{Colour, Html, ImageId, LanguageTag, RatingStyleName, TemplateId, Text, ThemeId};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How a campaign's mails and pages look; everything has a built-in default.
#[derive(ToSchema)]
#[schema(as = Look)]
#[serde(deny_unknown_fields)]
pub struct LookSchema {
    /// A template of `/templates`; the built-in mail when absent.
    template_id: Option<TemplateId>,
    /// A theme of `/themes`; stars when absent.
    theme_id: Option<ThemeId>,
    /// Shown above the mail and the page.
    picture: Option<PictureSchema>,
}

/// A template in one language. Its language: `{{ variable | filter }}`, `{% if … %}`, `{% elif … %}`, `{% else %}`,
/// `{% endif %}`, `{# … #}`; variables and filters are listed by `/template-variables`.
#[derive(ToSchema)]
#[schema(as = TemplateTexts,
    example = json!({ "subject": "Votre avis", "html": "<p>Bonjour</p>[InsertSatisfactionEvaluation]" }))]
#[serde(deny_unknown_fields)]
pub struct TemplateTextsSchema {
    /// Replaces the campaign's subject.
    subject: Option<Text>,
    /// HTML with `[InsertSatisfactionEvaluation]` where the rating goes. Without `<body>` it stands in the built-in frame;
    /// the small print, with the unsubscribe link, is always added.
    html: Html,
    /// The plain part, with the same tag; derived from `html` when absent.
    text: Option<Text>,
}

/// How the eleven targets look; the numeral is always written.
#[derive(ToSchema)]
#[schema(as = RatingStyle, example = json!({ "style": "gradient", "stops": ["#b3261e", "#1a7a4c"] }))]
#[serde(deny_unknown_fields)]
pub struct RatingStyleSchema {
    /// The style.
    style: RatingStyleName,
    /// For `gradient`: two or three colours such as `#1a7a4c`, lowest score first.
    #[schema(nullable = false)]
    stops: Option<Vec<Colour>>,
    /// For `icons`: a picture of `/images`.
    #[schema(nullable = false)]
    image_id: Option<ImageId>,
}

/// A picture above a mail or a page.
#[derive(ToSchema)]
#[schema(as = Picture, example = json!({ "image_id": "img_01JD3Z8Q6T", "alt": { "fr": "Notre équipe" } }))]
#[serde(deny_unknown_fields)]
pub struct PictureSchema {
    /// A picture of `/images`.
    image_id: ImageId,
    /// What it says, in each language of the campaign.
    alt: BTreeMap<LanguageTag, Text>,
}
