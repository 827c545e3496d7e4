//! `/themes`: how the rating looks (C19-C21), and an accent. Checking and saving lives in `application::campaign`.

use crate::Deps;
use jiff::Timestamp;
use relance_application::call::Page;
use relance_application::call::Reply;
use relance_application::campaign::Themes;
use relance_application::stored::Stored;
use relance_domain::campaign::{Colour, RatingStyle, Theme};
use relance_wire::form::{self, RatingStyleSchema};
use relance_wire::{
    Call, MergePatch, PageQuery, Removable, Representation, Resource, Summaries, Writable, WritingSummaries,
    made, patched,
};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use serde_json::Value;
use utoipa::ToSchema;

/// What can be written of a theme.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeBody {
    /// Shown to managers only.
    #[serde(default)]
    name: String,
    /// How the eleven targets look; the numerals are always written. Stars when absent.
    #[serde(default)]
    #[schema(value_type = RatingStyleSchema)]
    rating: RatingStyle,
    /// `#rrggbb`, for links, buttons and what is chosen; readable on white (4.5:1).
    #[serde(default)]
    #[schema(value_type = Option<form::Colour>)]
    accent: Option<Colour>,
}

/// A theme.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThemeShown {
    /// Its id, for `look.theme_id` of a campaign.
    #[schema(value_type = form::ThemeId)]
    id: String,
    #[serde(flatten)]
    body: ThemeBody,
    /// When it was made.
    created_at: Timestamp,
    /// When it last changed.
    updated_at: Timestamp,
}

impl From<&Theme> for ThemeBody {
    fn from(theme: &Theme) -> Self {
        Self { name: theme.name.clone(), rating: theme.rating.clone(), accent: theme.accent }
    }
}

impl ThemeBody {
    fn onto(self, present: &Theme) -> Theme {
        let name = self.name.trim().to_owned();
        Theme { name, rating: self.rating, accent: self.accent, ..present.clone() }
    }
}

/// Another style starts anew: parts of the present one do not belong to it.
fn edited(
    present: &Theme,
    given: &serde_json::Map<String, serde_json::Value>,
) -> Result<Theme, relance_application::call::Refusal> {
    let mut base = ThemeBody::from(present);
    if given.get("rating").is_some_and(|rating| rating.get("style").is_some()) {
        base.rating = RatingStyle::default();
    }
    Ok(patched(&base, given)?.onto(present))
}

fn show(theme: &Theme) -> ThemeShown {
    ThemeShown {
        id: theme.id.to_string(),
        body: theme.into(),
        created_at: theme.created_at,
        updated_at: theme.updated_at,
    }
}

fn answer(stored: Stored<Theme>) -> Representation<ThemeShown> {
    Representation::shown(stored, |theme| show(&theme))
}

fn themes(deps: &Deps) -> Themes<'_> {
    Themes { records: &*deps.records, clock: &*deps.clock, mint: &*deps.mint }
}

impl Resource for ThemeShown {
    type Deps = Deps;
    type Id = form::ThemeId;
    type Query = PageQuery;
    type Listed = Self;

    const PATH: &'static str = "/themes";
    const ABOUT: Summaries = Summaries { list: "Themes, oldest first", get: "One theme" };

    async fn list(call: Call<Deps>, query: PageQuery) -> Reply<Page<Self>> {
        let page = themes(&call.deps).list(call.organization(), &query.wanted()).await?;
        Ok(page.map(|theme| show(&theme)))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        Ok(answer(themes(&call.deps).get(call.organization(), &id).await?))
    }
}

impl Writable for ThemeShown {
    type New = ThemeBody;
    type Changes = ThemeBody;

    const WRITING: WritingSummaries = WritingSummaries {
        create: "A new theme",
        change: "Changes a theme (merge-patch), also for mails that are planned",
    };

    async fn create(call: Call<Deps>, given: Map<String, Value>) -> Reply<Representation<Self>> {
        let edit = |blank: &Theme| Ok(made(&ThemeBody::from(blank), &given)?.onto(blank));
        Ok(answer(themes(&call.deps).create(call.organization(), &edit).await?))
    }

    async fn change(
        call: Call<Deps>,
        id: String,
        MergePatch { seen, given }: MergePatch,
    ) -> Reply<Representation<Self>> {
        let edit = |present: &Theme| edited(present, &given);
        Ok(answer(themes(&call.deps).change(call.organization(), &id, seen, &edit).await?))
    }
}

impl Removable for ThemeShown {
    const REMOVING: &'static str = "Removes a theme that no campaign uses";

    async fn remove(call: Call<Deps>, id: String) -> Reply<()> {
        themes(&call.deps).remove(call.organization(), &id).await
    }
}
