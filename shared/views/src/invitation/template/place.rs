//! Where variables stand in the HTML of a template, and which HTML a mail may hold (R3.8): variables in texts, in
//! `alt` and the like, and through the filter `url` in `href`; no script, no form, nothing left open.

use super::{expression, syntax::Piece};
use crate::link;
use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer};

/// Elements that mail programs show.
const ELEMENTS: [&str; 62] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "ins",
    "li",
    "main",
    "meta",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "u",
    "ul",
];
/// Elements without an end.
const VOID: [&str; 5] = ["br", "col", "hr", "img", "meta"];
/// Attributes that hold an address.
const ADDRESSES: [&str; 3] = ["background", "href", "src"];
/// Attributes whose text people read, where a variable may stand.
const READ: [&str; 4] = ["alt", "aria-label", "summary", "title"];

/// What the HTML is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// What stands in our frame.
    Content,
    /// A document with a layout of its own.
    Document,
}

/// Checks the HTML.
///
/// # Errors
/// Everything to mend, in words.
pub(super) fn checked(pieces: &[Piece]) -> Result<Shape, Vec<String>> {
    let mut places = Places { pieces, open: Vec::new(), seen: 0, document: false, reasons: Vec::new() };
    let marked: String = pieces.iter().enumerate().map(|(number, piece)| mark(number, piece)).collect();
    if open_angle(pieces) {
        places.reasons.push("write `&lt;` for a `<` that begins no element".to_owned());
    }
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(&marked, emitter) {
        let Ok(token) = token;
        places.look(&token);
    }
    let Places { open, seen, document, mut reasons, .. } = places;
    if let Some(element) = open.last() {
        reasons.push(format!("close `<{element}>`"));
    }
    let marks = pieces.iter().filter(|piece| !matches!(piece, Piece::Text(_))).count();
    if reasons.is_empty() && seen < marks {
        reasons.push("quote the attributes that hold a variable, and write each attribute once".to_owned());
    }
    reasons.dedup();
    if !reasons.is_empty() {
        return Err(reasons);
    }
    Ok(if document { Shape::Document } else { Shape::Content })
}

/// `<{{ name }}` would make an element of a name.
fn open_angle(pieces: &[Piece]) -> bool {
    let ends_open = |piece: &Piece| matches!(piece, Piece::Text(text) if text.ends_with('<'));
    pieces.iter().rev().skip(1).any(ends_open)
}

/// A mark holds spaces, so that an attribute without quotes cannot hold a whole one.
fn mark(number: usize, piece: &Piece) -> String {
    match piece {
        Piece::Text(text) => text.clone(),
        _ => format!("\u{e000} {number} \u{e001}"),
    }
}

fn holds_mark(text: &str) -> bool {
    text.contains(['\u{e000}', '\u{e001}'])
}

struct Places<'a> {
    pieces: &'a [Piece],
    open: Vec<String>,
    seen: usize,
    document: bool,
    reasons: Vec<String>,
}

impl Places<'_> {
    fn look(&mut self, token: &Token) {
        match token {
            Token::StartTag(tag) => self.start(tag),
            Token::EndTag(tag) => self.end(tag),
            Token::String(text) => {
                let text = lossy(text);
                if self.open.last().is_some_and(|element| element == "style") {
                    self.unless_marked(&text, "a style sheet");
                } else {
                    self.seen += text.matches('\u{e000}').count();
                }
            }
            Token::Comment(text) => self.unless_marked(&lossy(text), "a comment of the HTML"),
            Token::Doctype(doctype) => self.unless_marked(&lossy(&doctype.name), "the doctype"),
            Token::Error(_) => {}
        }
    }

    fn unless_marked(&mut self, text: &str, place: &str) {
        if holds_mark(text) {
            self.reasons.push(format!("nothing of the template language can stand in {place}"));
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = lossy(&tag.name);
        if !ELEMENTS.contains(&name.as_str()) {
            let shown = printable(&name);
            self.reasons.push(format!("`<{shown}>` is not part of a mail"));
        }
        self.document |= matches!(name.as_str(), "html" | "body");
        for (attribute, value) in &tag.attributes {
            self.attribute(&name, &lossy(attribute), &lossy(value));
        }
        if !VOID.contains(&name.as_str()) && !tag.self_closing {
            self.open.push(name);
        }
    }

    fn end(&mut self, tag: &EndTag<()>) {
        let name = lossy(&tag.name);
        if VOID.contains(&name.as_str()) {
            return;
        }
        match self.open.pop() {
            Some(open) if open == name => {}
            Some(open) => {
                self.reasons.push(format!("close `<{open}>` before `</{}>`", printable(&name)));
                self.open.push(open);
            }
            None => self.reasons.push(format!("`</{}>` closes nothing", printable(&name))),
        }
    }

    fn attribute(&mut self, element: &str, name: &str, value: &str) {
        if holds_mark(name) {
            self.reasons.push("quote the attributes that hold a variable".to_owned());
        } else if name.starts_with("on") || matches!(name, "http-equiv" | "srcset" | "formaction" | "ping") {
            self.reasons.push(format!("`{}` does not belong in a mail", printable(name)));
        } else if ADDRESSES.contains(&name) {
            self.address(element, name, value);
        } else if holds_mark(value) {
            self.variable_in(name, value);
        }
    }

    fn variable_in(&mut self, name: &str, value: &str) {
        let prints = self.marked(value).into_iter().all(|piece| matches!(piece, Some(Piece::Print(_))));
        let whole = value.matches('\u{e000}').count() == value.matches('\u{e001}').count();
        if !READ.contains(&name) {
            self.reasons.push(format!("no variable can stand in `{}`", printable(name)));
        } else if whole && prints {
            self.seen += value.matches('\u{e000}').count();
        } else {
            self.reasons.push(format!("only a variable can stand in `{name}`, in quotes"));
        }
    }

    /// A fixed address that the filter lets pass, or nothing but a variable that passes it.
    fn address(&mut self, element: &str, name: &str, value: &str) {
        if !holds_mark(value) {
            let value = value.trim();
            let fixed = link::safe(value).is_some() || (element == "a" && value.starts_with('#'));
            if !fixed {
                self.reasons.push(format!("`{name}` needs an address that begins with https: or mailto:"));
            }
            return;
        }
        let alone = value.trim().strip_prefix('\u{e000}').and_then(|rest| rest.strip_suffix('\u{e001}'));
        let alone = alone.filter(|inner| !holds_mark(inner));
        let piece = alone.and_then(|number| number.trim().parse::<usize>().ok());
        match piece.and_then(|number| self.pieces.get(number)) {
            Some(Piece::Print(written)) if expression::is_address(written) => self.seen += 1,
            _ => self.reasons.push(format!(
                "a variable in `{name}` stands there alone and passes the filter for addresses: \
                 `{name}=\"{{{{ survey_url | url }}}}\"`"
            )),
        }
    }

    /// The pieces whose marks a text holds.
    fn marked(&self, value: &str) -> Vec<Option<&Piece>> {
        let numbers = value.split('\u{e000}').skip(1).map(|rest| rest.split('\u{e001}').next());
        numbers.map(|number| self.pieces.get(number?.trim().parse::<usize>().ok()?)).collect()
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn printable(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_graphic() && *c != '`').take(20).collect()
}
