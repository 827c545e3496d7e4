//! `/console/alerts/{id}`: the page that the mail to an alert's owner links to, as page data.
//! What may be read of it is decided in `application`, its words are in `views`.

use crate::{Deps, nothing_here, our_fault, page};
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::Timestamp;
use relance_application::account::Session;
use relance_application::alert::{AlertStory, ReadAlert};
use relance_views::alert::{self, AlertPage};

/// Shows an alert of the session's organization.
pub async fn show(
    State(deps): State<Deps>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let read = ReadAlert { records: &*deps.records };
    match read.run(&session.organization, &id).await {
        Ok(Some(story)) => page(StatusCode::OK, shown(&story, &session.user, deps.clock.now())),
        Ok(None) => nothing_here(headers).await,
        Err(fault) => our_fault(&headers, &fault),
    }
}

fn shown(story: &AlertStory, user: &str, now: Timestamp) -> String {
    let AlertStory { organization, alert, answer, campaign, contact, invitation } = story;
    let (answer, campaign) = (answer.as_ref(), campaign.as_ref());
    let (contact, invitation) = (contact.as_ref(), invitation.as_ref());
    alert::page(&AlertPage { organization, user, now, alert, answer, campaign, contact, invitation })
}
