//! Somebody who comes along and opens a public link: nobody has asked them, and nobody knows them.
//! Whom the company asks has mails instead: see `letter`.

use crate::page::encode;
use crate::{Page, World};
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;

/// The demo campaign's public link.
pub const PUBLIC_LINK: &str = "/p/demo/cmp_satisfaction";

impl World {
    /// A world whose campaign anybody may answer.
    pub async fn demo_open_to_everybody() -> Self {
        let world = Self::demo().await;
        world.change_campaign(json!({"public_link": true})).await;
        world
    }

    /// Somebody whose browser prefers these languages opens the public link.
    pub async fn open_public_link(&self, languages: &str) -> Page {
        let request = Request::get(PUBLIC_LINK).header(header::ACCEPT_LANGUAGE, languages);
        Page::of(PUBLIC_LINK, self.send(request.body(Body::empty()).unwrap()).await)
    }

    /// They send the form of that page; everything that follows at once has happened.
    pub async fn send_public_form(&self, page: &Page, fields: &[(&str, &str)]) -> Page {
        self.send_public_form_as("Mozilla/5.0 (iPhone)", page, fields).await
    }

    /// The same by a program that says what it is.
    pub async fn send_public_form_as(&self, agent: &str, page: &Page, fields: &[(&str, &str)]) -> Page {
        let action = page.attribute("form", "action").expect("the page has a form");
        let form = page.attribute("form input[name=form]", "value").expect("the form has its own name");
        let own = [("form", form.as_str())];
        let all = fields.iter().chain(&own);
        let body: Vec<String> = all.map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let request = Request::post(&action)
            .header(header::USER_AGENT, agent)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let reply = self.send(request.body(Body::from(body.join("&"))).unwrap()).await;
        self.settle().await;
        Page::of(&action, reply)
    }
}
