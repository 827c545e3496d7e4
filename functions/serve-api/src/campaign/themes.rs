//! `/themes`: how the rating looks (C19-C21), and an accent. Checking and saving lives in `application::campaign`.

use crate::Deps;
use crate::wire::{Answer, Body, Listing, PageQuery, Params, RatingStyleSchema, Seen, patched, tagged};
use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use relance_application::account::Caller;
use relance_application::campaign::Themes;
use relance_application::stored::Stored;
use relance_domain::campaign::{Colour, RatingStyle, Theme};
use serde::{Deserialize, Serialize};
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
    #[schema(value_type = Option<String>)]
    accent: Option<Colour>,
}

/// A theme.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThemeShown {
    /// Its id, for `look.theme_id` of a campaign.
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

fn answer(stored: &Stored<Theme>) -> Response {
    tagged(stored.version, show(&stored.value))
}

fn themes(deps: &Deps) -> Themes<'_> {
    Themes { records: &*deps.records, clock: &*deps.clock, mint: &*deps.mint }
}

/// Themes, oldest first.
#[utoipa::path(get, path = "/themes", tag = "themes", params(PageQuery),
    responses((status = 200, body = Listing<ThemeShown>)))]
pub async fn list(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Params(query): Params<PageQuery>,
) -> Answer<Json<Listing<ThemeShown>>> {
    let page = themes(&deps).list(&caller.organization, &query.wanted()).await?;
    Ok(Json(Listing::of(page, |theme| show(&theme))))
}

/// A new theme.
#[utoipa::path(post, path = "/themes", tag = "themes", request_body = ThemeBody,
    responses((status = 201, body = ThemeShown)))]
pub async fn create(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Body(given): Body,
) -> Answer<Response> {
    let edit = |blank: &Theme| edited(blank, &given);
    let stored = themes(&deps).create(&caller.organization, &edit).await?;
    Ok((StatusCode::CREATED, answer(&stored)).into_response())
}

/// One theme.
#[utoipa::path(get, path = "/themes/{id}", tag = "themes", params(("id" = String, Path)),
    responses((status = 200, body = ThemeShown)))]
pub async fn get(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Response> {
    Ok(answer(&themes(&deps).get(&caller.organization, &id).await?))
}

/// Changes a theme (merge-patch), also for mails that are planned.
#[utoipa::path(patch, path = "/themes/{id}", tag = "themes",
    params(("id" = String, Path), ("If-Match" = Option<String>, Header, description = "The `ETag` that you have seen")),
    request_body(content = ThemeBody, content_type = "application/merge-patch+json"),
    responses((status = 200, body = ThemeShown)))]
pub async fn change(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Seen(seen): Seen,
    Body(given): Body,
) -> Answer<Response> {
    let edit = |present: &Theme| edited(present, &given);
    Ok(answer(&themes(&deps).change(&caller.organization, &id, (seen, &edit)).await?))
}

/// Removes a theme that no campaign uses.
#[utoipa::path(delete, path = "/themes/{id}", tag = "themes", params(("id" = String, Path)),
    responses((status = 204)))]
pub async fn remove(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    themes(&deps).remove(&caller.organization, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
