//! Lists: `{"items":[…],"cursor":null|"…"}`, with an opaque cursor and a limit of 1 to 100.
//! Reading pages from the store lives in `application::call`.

use crate::form;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use relance_application::call::{Page, Wanted};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const USUAL: usize = 50;
const MOST: usize = 100;

/// How many items a page holds at most.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct PageLimit(usize);

impl TryFrom<String> for PageLimit {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let number = text.parse().ok().filter(|number| (1..=MOST).contains(number));
        number.map(Self).ok_or_else(|| format!("`{text}` is not a whole number from 1 to {MOST}"))
    }
}

/// Where the page before ended; only what an answer gave can be used.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Cursor(String);

impl TryFrom<String> for Cursor {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        // Before the first page, clients that loop have none.
        if text.is_empty() {
            return Ok(Self(text));
        }
        let bytes = URL_SAFE_NO_PAD.decode(&text).ok();
        let inner = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let plain = |inner: &String| {
            let known = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.#".contains(&byte);
            (1..=400).contains(&inner.len()) && inner.bytes().all(known)
        };
        inner.filter(plain).map(Self).ok_or_else(|| "use the `cursor` of the page before".to_owned())
    }
}

/// Which page of an unfiltered list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// Items at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<PageLimit>,
    /// The `cursor` of the page before.
    #[param(value_type = Option<form::Cursor>)]
    cursor: Option<Cursor>,
}

impl PageQuery {
    /// What is wanted.
    #[must_use]
    pub fn wanted(self) -> Wanted {
        wanted(self.limit, self.cursor)
    }
}

/// What a request wants to see.
#[must_use]
pub fn wanted(limit: Option<PageLimit>, cursor: Option<Cursor>) -> Wanted {
    let after = cursor.map(|Cursor(after)| after).filter(|after| !after.is_empty());
    Wanted { limit: limit.map_or(USUAL, |PageLimit(limit)| limit), after }
}

/// One page.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listing<T> {
    /// What was found; a filtered page may hold fewer items than wanted and still have a successor.
    #[schema(max_items = 100)]
    pub items: Vec<T>,
    /// Give it back as `cursor` for the next page; `null` at the end.
    pub cursor: Option<String>,
}

impl<T> Listing<T> {
    /// A page as it is answered.
    #[must_use]
    pub fn of<U>(page: Page<U>, show: impl FnMut(U) -> T) -> Self {
        let Page { items, next } = page.map(show);
        Self { items, cursor: next.map(|at| URL_SAFE_NO_PAD.encode(at)) }
    }
}
