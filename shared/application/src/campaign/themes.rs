//! Themes: how the rating looks (C19-C21), and an accent whose contrast is checked when it is saved.
//! What they become in a mail or on a page lives in `views`.

use crate::call::{BadField, Edit, Page, Refusal, Reply, Wanted, created, edited, found, removed, scan};
use crate::campaign::look::{campaigns_with, check_image, in_use};
use crate::ports::chance::{Clock, Mint};
use crate::ports::fault::Fault;
use crate::ports::records::{Key, Records, Version};
use crate::stored::{Stored, key, load};
use relance_domain::campaign::{Colour, READABLE, RatingStyle, Theme};
use relance_domain::name::{OrganizationId, ThemeId};

/// Reads and changes themes.
pub struct Themes<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names new ones.
    pub mint: &'a dyn Mint,
}

impl Themes<'_> {
    /// A page of themes, oldest first.
    pub async fn list(&self, organization: &OrganizationId, wanted: &Wanted) -> Result<Page<Theme>, Fault> {
        scan::<Theme>(self.records, organization, false, wanted, &|_| true).await
    }

    /// One theme with its version.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<Stored<Theme>> {
        let key = theme_key(organization, id)?;
        Ok(found(load::<Theme>(self.records, &key).await?, "theme")?)
    }

    /// A new theme: stars and the house's accent, edited.
    ///
    /// # Errors
    /// Refusals: fields to mend.
    pub async fn create(&self, organization: &OrganizationId, edit: Edit<'_, Theme>) -> Reply<Stored<Theme>> {
        let now = self.clock.now();
        let value = edit(&Theme {
            id: ThemeId::new(&self.mint.unique(now)),
            organization: organization.clone(),
            name: String::new(),
            rating: RatingStyle::default(),
            accent: None,
            created_at: now,
            updated_at: now,
        })?;
        Refusal::unless_fit(unusable(&value))?;
        self.check_icon(&value).await?;
        created(self.records, value, "theme").await
    }

    /// An edited theme; mails that are planned already use it too.
    ///
    /// # Errors
    /// Refusals: no such theme, an older version than the present one, fields to mend.
    pub async fn change(
        &self,
        organization: &OrganizationId,
        id: &str,
        expected: Option<Version>,
        edit: Edit<'_, Theme>,
    ) -> Reply<Stored<Theme>> {
        let now = self.clock.now();
        let edit = |present: &Theme| {
            let next = Theme { updated_at: now, ..edit(present)? };
            Refusal::unless_fit(unusable(&next))?;
            Ok(next)
        };
        let key = theme_key(organization, id)?;
        let present = found(load::<Theme>(self.records, &key).await?, "theme")?;
        if expected.is_none_or(|expected| expected == present.version) {
            self.check_icon(&edit(&present.value)?).await?;
        }
        edited(self.records, &key, "theme", expected, &edit).await
    }

    async fn check_icon(&self, theme: &Theme) -> Reply<()> {
        match &theme.rating {
            RatingStyle::Icons { image_id } => {
                check_image(self.records, &theme.organization, image_id, "rating.image_id").await
            }
            _ => Ok(()),
        }
    }

    /// Removes a theme that no campaign uses.
    ///
    /// # Errors
    /// Refusals: no such theme, or it is in use.
    pub async fn remove(&self, organization: &OrganizationId, id: &str) -> Reply<()> {
        let key = theme_key(organization, id)?;
        let users = campaigns_with(self.records, organization, |look| {
            look.theme_id.as_ref().is_some_and(|used| used.as_str() == id)
        })
        .await?;
        in_use(&users)?;
        removed::<Theme>(self.records, &key, "theme").await
    }
}

fn unusable(theme: &Theme) -> Vec<BadField> {
    let mut bad = Vec::new();
    if !(1..=120).contains(&theme.name.trim().chars().count()) {
        bad.push(BadField::new("name", "give it 1 to 120 characters"));
    }
    if let RatingStyle::Gradient { stops } = &theme.rating
        && !(2..=3).contains(&stops.len())
    {
        bad.push(BadField::new("rating.stops", "give two or three colours"));
    }
    if let Some(accent) = theme.accent {
        let contrast = accent.contrast(Colour::WHITE);
        if contrast < READABLE {
            let enough = accent.readable_on(Colour::WHITE);
            let reason = format!(
                "`{accent}` has a contrast of {contrast:.1} on white and needs {READABLE}: `{enough}` has it"
            );
            bad.push(BadField::new("accent", reason));
        }
    }
    bad
}

fn theme_key(organization: &OrganizationId, id: &str) -> Result<Key, Refusal> {
    let id = ThemeId::parse(id).map_err(|_| Refusal::not_found("theme"))?;
    Ok(key::<Theme>(organization, id.as_str()))
}
