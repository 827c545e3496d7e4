//! Shapes of looks as the description of the API shows them: templates and a campaign's choices.
//! A test of this folder holds them against what the domain really writes.
#![expect(dead_code, reason = "only their derived descriptions are used")]

use utoipa::ToSchema;

/// How a campaign's mails and pages look; everything has a built-in default.
#[derive(ToSchema)]
#[schema(as = Look)]
pub struct LookSchema {
    /// A template of `/templates`; the built-in mail when absent.
    template_id: Option<String>,
    /// A theme of `/themes`; stars when absent.
    theme_id: Option<String>,
    /// Shown above the mail and the page.
    picture: Option<PictureSchema>,
}

/// A template in one language. Its language: `{{ variable | filter }}`, `{% if … %}`, `{% elif … %}`, `{% else %}`,
/// `{% endif %}`, `{# … #}`; variables and filters are listed by `/template-variables`.
#[derive(ToSchema)]
#[schema(as = TemplateTexts)]
pub struct TemplateTextsSchema {
    /// Replaces the campaign's subject.
    subject: Option<String>,
    /// HTML with `[InsertSatisfactionEvaluation]` where the rating goes. Without `<body>` it stands in the built-in frame;
    /// the small print, with the unsubscribe link, is always added.
    html: String,
    /// The plain part, with the same tag; derived from `html` when absent.
    text: Option<String>,
}

/// How the eleven targets look; the numeral is always written.
#[derive(ToSchema)]
#[schema(as = RatingStyle)]
pub struct RatingStyleSchema {
    /// `stars`, `numerals`, `icons` or `gradient`.
    #[schema(pattern = "^(stars|numerals|icons|gradient)$")]
    style: String,
    /// For `gradient`: two or three colours such as `#1a7a4c`, lowest score first.
    stops: Option<Vec<String>>,
    /// For `icons`: a picture of `/images`.
    image_id: Option<String>,
}

/// A picture above a mail or a page.
#[derive(ToSchema)]
#[schema(as = Picture)]
pub struct PictureSchema {
    /// A picture of `/images`.
    image_id: String,
    /// What it says, in each language of the campaign.
    alt: std::collections::BTreeMap<String, String>,
}
