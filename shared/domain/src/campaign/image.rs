//! Pictures of an organization: kept once, named by their content, never changed (B6, C20).
//! Reading and encoding them anew lives behind a port.

use crate::name::{Digest, ImageId, LanguageTag, OrganizationId, Unique};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a kept picture is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageKind {
    /// Lossless; for pictures with transparent parts.
    Png,
    /// For everything else.
    Jpeg,
}

impl ImageKind {
    /// The end of its path.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }

    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// One kept picture.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Says what it is: `img_{SHA-256}-{width}x{height}-{png|jpg}`, so that nothing has to be read to show it.
    pub id: ImageId,
    /// Owner.
    pub organization: OrganizationId,
    /// The encoded picture, base 64.
    pub content: String,
    /// When it was uploaded.
    pub created_at: Timestamp,
}

/// What the id of a picture says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageFacts {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// How it is encoded.
    pub kind: ImageKind,
}

impl Image {
    /// Largest encoded picture, in bytes: with base 64 a record holds no more.
    pub const LARGEST: usize = 290_000;

    /// The id of encoded bytes.
    #[must_use]
    pub fn id_of(bytes: &[u8], facts: ImageFacts) -> ImageId {
        let ImageFacts { width, height, kind } = facts;
        let digest = Digest::of_bytes(bytes).to_hex();
        ImageId::new(&Unique::minted(format!("{digest}-{width}x{height}-{}", kind.extension())))
    }

    /// What an id says; `None` for one that was never given.
    #[must_use]
    pub fn facts(id: &ImageId) -> Option<ImageFacts> {
        let mut parts = id.as_str().split('-');
        let (_, size, extension) = (parts.next()?, parts.next()?, parts.next()?);
        let (width, height) = size.split_once('x')?;
        let kind = match extension {
            "png" => ImageKind::Png,
            "jpg" => ImageKind::Jpeg,
            _ => return None,
        };
        Some(ImageFacts { width: width.parse().ok()?, height: height.parse().ok()?, kind })
    }

    /// Where it is shown.
    #[must_use]
    pub fn path(organization: &OrganizationId, id: &ImageId) -> String {
        let extension = Self::facts(id).map_or("", |facts| facts.kind.extension());
        let name = id.as_str().trim_start_matches("img_");
        let name = name.strip_suffix(&format!("-{extension}")).unwrap_or(name);
        format!("/i/{organization}/{name}.{extension}")
    }

    /// The id of the picture that a file of such a path shows.
    #[must_use]
    pub fn id_of_file(file: &str) -> Option<ImageId> {
        let (name, extension) = file.rsplit_once('.')?;
        let id = ImageId::parse(&format!("img_{name}-{extension}")).ok()?;
        Self::facts(&id).is_some().then_some(id)
    }
}

/// The bytes of a picture say nothing in a log.
impl std::fmt::Debug for Image {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Image").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A picture that a campaign shows (B6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// Which.
    pub image_id: ImageId,
    /// What it says, in each language of the campaign: read where it does not load.
    pub alt: BTreeMap<LanguageTag, String>,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn an_id_says_what_the_picture_is_and_where_it_is_shown() {
        let facts = ImageFacts { width: 1200, height: 400, kind: ImageKind::Jpeg };
        let id = Image::id_of(b"abc", facts);
        let organization = OrganizationId::parse("demo").unwrap();

        let path = Image::path(&organization, &id);

        assert_eq!(Image::facts(&id), Some(facts));
        assert_eq!(
            path,
            "/i/demo/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad-1200x400.jpg"
        );
        assert_eq!(Image::id_of_file(path.rsplit('/').next().unwrap()), Some(id));
        for bad in ["x.png", "abc-1x1.svg", "abc-1x.png", "../secret.png", "abc-1x1", ""] {
            assert_eq!(Image::id_of_file(bad), None, "{bad}");
        }
    }
}
