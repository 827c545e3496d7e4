//! `GET/POST /u/{token}`: the unsubscribe page, its button, and RFC 8058 one-click requests.
//! A GET shows a button and changes nothing (F32); a POST acts, answers 200, and never redirects (R3.3).

use crate::form::{Fields, Spoken, fields};
use crate::{Deps, our_fault, page_at, show, unknown_link};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use relance_application::contact::{ChangeSubscription, Wish};
use relance_views::page::{self, Subscription};

pub async fn look(State(deps): State<Deps>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let language = show::browser_language(&headers);
    match change_in(&deps).look(&token).await {
        Ok(None) => unknown_link(language),
        Ok(Some(organization)) => {
            subscription(&organization.name, language, &token, page::unsubscribe_confirm)
        }
        Err(fault) => our_fault(language, &fault),
    }
}

/// A mail provider posts `List-Unsubscribe=One-Click`, urlencoded or as multipart; our own buttons post an intent.
/// Everything but a wish to return unsubscribes: no provider's variant of the body may be lost.
pub async fn change(
    State(deps): State<Deps>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let language = show::browser_language(&headers);
    let wish = wish(&fields(Spoken::Form, &body).unwrap_or_default());
    match change_in(&deps).run(&token, wish).await {
        Ok(None) => unknown_link(language),
        Ok(Some(organization)) => match wish {
            Wish::Unsubscribe => subscription(&organization.name, language, &token, page::unsubscribed),
            Wish::Resubscribe => subscription(&organization.name, language, &token, page::resubscribed),
        },
        Err(fault) => our_fault(language, &fault),
    }
}

fn change_in(deps: &Deps) -> ChangeSubscription<'_> {
    ChangeSubscription {
        records: deps.records.as_ref(),
        seal: deps.seal.as_ref(),
        clock: deps.clock.as_ref(),
    }
}

fn wish(fields: &Fields) -> Wish {
    let returns =
        fields.get(page::INTENT).is_some_and(|texts| texts.iter().any(|text| text == page::RESUBSCRIBE));
    if returns { Wish::Resubscribe } else { Wish::Unsubscribe }
}

fn subscription(
    company: &str,
    language: &str,
    token: &str,
    page: fn(&Subscription<'_>) -> String,
) -> Response {
    let action = format!("/u/{token}");
    page_at(StatusCode::OK, |stylesheet| {
        page(&Subscription { language, company, action: &action, stylesheet })
    })
}
