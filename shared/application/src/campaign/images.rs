//! Pictures of the organization (B6, C20): uploaded once, encoded anew, kept under the name of their content.
//! Showing them to everybody who knows the name lives in `show_image`.

use crate::call::{Refusal, Reply, found, removed};
use crate::campaign::look::{campaigns_with, in_use};
use crate::ports::chance::Clock;
use crate::ports::inbound::EncodePicture;
use crate::ports::records::{Change, Committed, Key, Records};
use crate::stored::{key, load, partition, read_whole, record_of};
use relance_domain::campaign::{Image, RatingStyle, Theme};
use relance_domain::name::{ImageId, OrganizationId};

/// Keeps pictures.
pub struct Images<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Reads uploads.
    pub encode: &'a dyn EncodePicture,
}

impl Images<'_> {
    /// Keeps an upload; the same picture again is the same picture.
    ///
    /// # Errors
    /// Refusals: not a picture, or too large a one.
    pub async fn keep(&self, organization: &OrganizationId, upload: &[u8]) -> Reply<ImageId> {
        let encoded = self.encode.encode(upload).await;
        let encoded = encoded.map_err(|reason| Refusal::bad_field("body", reason.to_string()))?;
        let image = Image {
            id: encoded.id.clone(),
            organization: organization.clone(),
            content: encoded.content,
            created_at: self.clock.now(),
        };
        // A conflict means that the same bytes are kept already.
        let (Committed::Done | Committed::Conflict) =
            self.records.commit(&[Change::Create(record_of(&image, 0)?)]).await?;
        Ok(encoded.id)
    }

    /// A picture that is kept.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<ImageId> {
        let key = image_key(organization, id)?;
        Ok(found(load::<Image>(self.records, &key).await?, "image")?.value.id)
    }

    /// Removes a picture that no campaign shows; mails that were sent lose it.
    ///
    /// # Errors
    /// Refusals: no such picture, or it is in use.
    pub async fn remove(&self, organization: &OrganizationId, id: &str) -> Reply<()> {
        let key = image_key(organization, id)?;
        let users = campaigns_with(self.records, organization, |look| {
            look.picture.as_ref().is_some_and(|picture| picture.image_id.as_str() == id)
        })
        .await?;
        in_use(&users)?;
        let themes = read_whole::<Theme>(self.records, partition::<Theme>(organization))
            .await?
            .into_iter()
            .map(|stored| stored.value);
        let with_it = |theme: &Theme| matches!(&theme.rating, RatingStyle::Icons { image_id } if image_id.as_str() == id);
        in_use(&themes.filter(with_it).map(|theme| theme.name).collect::<Vec<_>>())?;
        removed::<Image>(self.records, &key, "image").await
    }
}

fn image_key(organization: &OrganizationId, id: &str) -> Result<Key, Refusal> {
    let id = ImageId::parse(id).map_err(|_| Refusal::not_found("image"))?;
    Ok(key::<Image>(organization, id.as_str()))
}
