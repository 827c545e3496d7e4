//! `/webhooks`: endpoints of others that are told what happens.

mod webhooks;

use crate::Routes;
use webhooks::WebhookShown;

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new().writable::<WebhookShown>().removable::<WebhookShown>()
}
