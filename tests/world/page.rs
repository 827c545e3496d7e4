//! Replies and pages as programs and people see them.
//! What is on a page is decided by the product.

use axum::http::HeaderMap;
use scraper::{Html, Selector};
use serde_json::Value;

/// An HTTP answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body as text.
    pub body: String,
}

impl Reply {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// A page in a browser.
#[derive(Debug, Clone)]
pub struct Page {
    /// Where it is.
    pub path: String,
    /// What came back.
    pub reply: Reply,
}

impl Page {
    /// The page at a path.
    pub fn of(path: &str, reply: Reply) -> Self {
        Self { path: path.to_owned(), reply }
    }

    /// Status code.
    pub fn status(&self) -> u16 {
        self.reply.status
    }

    /// The text that a person reads, in one line.
    pub fn text(&self) -> String {
        let document = Html::parse_document(&self.reply.body);
        let body = document.select(&selector("body")).next();
        let words: Vec<&str> =
            body.iter().flat_map(scraper::ElementRef::text).flat_map(str::split_whitespace).collect();
        words.join(" ")
    }

    /// Names of the form's controls, each once, in order.
    pub fn controls(&self) -> Vec<String> {
        let document = Html::parse_document(&self.reply.body);
        let mut names = Vec::new();
        for element in document.select(&selector("form [name]:not([name=website]):not([type=hidden])")) {
            let name = element.attr("name").unwrap_or_default().to_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The value that is selected for a control.
    pub fn selected(&self, name: &str) -> Option<String> {
        let document = Html::parse_document(&self.reply.body);
        let checked = selector(&format!("input[name='{name}'][checked]"));
        document.select(&checked).next().and_then(|element| element.attr("value")).map(str::to_owned)
    }

    /// The value of an attribute of the first such element.
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let document = Html::parse_document(&self.reply.body);
        document.select(&selector(css)).next().and_then(|element| element.attr(name)).map(str::to_owned)
    }

    /// How many elements there are.
    pub fn count(&self, css: &str) -> usize {
        Html::parse_document(&self.reply.body).select(&selector(css)).count()
    }
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).expect("a CSS selector")
}

/// Percent-encodes a form value.
pub fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
