//! `GET/POST /u/{token}`: the unsubscribe page, its button, and RFC 8058 one-click requests.
//! A GET shows a button and changes nothing (F32); a POST acts, answers 200, and never redirects (R3.3).

use crate::form::{Preselected, form_fields};
use crate::{Deps, our_fault, page_at, unknown_link};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use relance_application::contact::{ChangeSubscription, Subscription, Wish};
use relance_application::links::{UnsubscribeLink, presented};
use relance_domain::account::Organization;
use relance_domain::answer::Form;
use relance_views::contact::{SubscriptionPage, subscription};
use relance_views::frame::page;
use relance_views::text::Language;
use relance_wire::text_of;

/// Names the mail's language.
const LANGUAGE: &str = UnsubscribeLink::LANGUAGE;

pub async fn look(
    State(deps): State<Deps>,
    Path(token): Path<String>,
    Query(query): Query<Preselected>,
    headers: HeaderMap,
) -> Response {
    let asked = LinkRequest { token: &token, query: &query, headers: &headers };
    match change_in(&deps).look(&token).await {
        Ok(None) => unknown_link(asked.language(None)),
        Ok(Some(found)) => asked.answer(&found, false),
        Err(fault) => our_fault(asked.language(None), &fault),
    }
}

/// A mail provider posts `List-Unsubscribe=One-Click`, urlencoded or as multipart; our own buttons post an intent.
/// Everything but a wish for less or to return unsubscribes: no provider's variant of the body may be lost.
pub async fn change(
    State(deps): State<Deps>,
    Path(token): Path<String>,
    Query(query): Query<Preselected>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let asked = LinkRequest { token: &token, query: &query, headers: &headers };
    let wish = wish(&form_fields(&body).unwrap_or_default());
    match change_in(&deps).run(&token, wish).await {
        Ok(None) => unknown_link(asked.language(None)),
        Ok(Some(found)) => asked.answer(&found, true),
        Err(fault) => our_fault(asked.language(None), &fault),
    }
}

/// A request by a link.
struct LinkRequest<'a> {
    token: &'a str,
    query: &'a Preselected,
    headers: &'a HeaderMap,
}

impl LinkRequest<'_> {
    /// The mail's language, which its link names; then the browser's; then the organization's.
    fn language(&self, organization: Option<&Organization>) -> Language {
        let browser = text_of(self.headers, &header::ACCEPT_LANGUAGE);
        let of_mail = self.query.get(LANGUAGE).and_then(|text| Language::wished(text));
        let of_browser = || browser.and_then(Language::wished);
        let ours = || organization.map(|found| Language::of(&found.language));
        of_mail.or_else(of_browser).or_else(ours).unwrap_or(Language::English)
    }

    fn answer(&self, found: &Subscription, changed: bool) -> Response {
        let language = self.language(Some(&found.organization));
        let action = format!("/u/{}?{LANGUAGE}={}", presented(self.token), language.base());
        let (organization, stopped) = (&found.organization, found.stopped);
        let page = SubscriptionPage { language, organization, stopped, changed, action: &action };
        page_at(StatusCode::OK, subscription(&page))
    }
}

fn change_in(deps: &Deps) -> ChangeSubscription<'_> {
    ChangeSubscription {
        records: deps.records.as_ref(),
        seal: deps.seal.as_ref(),
        clock: deps.clock.as_ref(),
    }
}

fn wish(fields: &Form) -> Wish {
    let says =
        |intent: &str| fields.get(page::INTENT).is_some_and(|texts| texts.iter().any(|text| text == intent));
    match () {
        () if says(page::RESUBSCRIBE) => Wish::Resubscribe,
        () if says(page::UNSUBSCRIBE_KIND) => Wish::UnsubscribeKind,
        () => Wish::Unsubscribe,
    }
}
