//! A picture of an organization, for everybody who knows its name (B6).
//! Uploading and removing pictures lives in `images`.

use crate::ports::fault::Fault;
use crate::ports::records::Records;
use crate::stored::{key, load};
use relance_domain::campaign::Image;
use relance_domain::name::OrganizationId;

/// The picture of such a path; `None` for any name that was never given.
pub async fn show_image(
    records: &dyn Records,
    organization: &str,
    file: &str,
) -> Result<Option<Image>, Fault> {
    let named = OrganizationId::parse(organization).ok().zip(Image::id_of_file(file));
    let Some((organization, id)) = named else { return Ok(None) };
    let stored = load::<Image>(records, &key::<Image>(&organization, id.as_str())).await?;
    Ok(stored.map(|stored| stored.value))
}
