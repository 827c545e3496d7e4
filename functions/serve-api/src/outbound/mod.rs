//! `/webhooks`: endpoints of others that are told what happens.

mod webhooks;

use crate::ApiRoutes;
use webhooks::WebhookShown;

/// The routes of this folder.
pub fn routes() -> ApiRoutes {
    ApiRoutes::new().writable::<WebhookShown>().removable::<WebhookShown>()
}
