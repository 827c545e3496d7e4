//! The plain part that follows from HTML: what is read, in the order in which it is read, with the addresses of links.
//! Wrapping lines is `plain`'s business.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// Name of the element that keeps the place of the rating until everything else is escaped.
pub(super) const RATING: &str = "relance-rating";

/// One part of the plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PlainPart {
    /// Lines that belong together.
    Paragraph(String),
    Rating,
}

/// Reads the HTML.
pub(super) fn plain_parts(html: &str) -> Vec<PlainPart> {
    let mut reader = TextReader::default();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.paragraph_ends();
    reader.parts
}

/// A link that is not closed yet, and where its words began.
struct OpenLink {
    address: String,
    from: usize,
}

#[derive(Default)]
struct TextReader {
    parts: Vec<PlainPart>,
    paragraph: String,
    /// The element whose text nobody reads.
    unread: Option<String>,
    link: Option<OpenLink>,
}

impl TextReader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        match name.as_str() {
            "style" | "title" => self.unread = Some(name),
            RATING => {
                self.paragraph_ends();
                self.parts.push(PlainPart::Rating);
            }
            "br" => self.line_ends(),
            "li" => {
                self.line_ends();
                self.paragraph.push_str("- ");
            }
            "td" | "th" => self.space(),
            "a" => {
                let address = attribute(tag, "href").filter(|address| !address.starts_with('#'));
                self.link = address.map(|address| OpenLink { address, from: self.paragraph.len() });
            }
            "img" => {
                if let Some(alt) = attribute(tag, "alt") {
                    self.text(&alt);
                }
            }
            name => self.block(name),
        }
    }

    fn end(&mut self, name: &str) {
        if self.unread.as_deref() == Some(name) {
            self.unread = None;
        }
        match name {
            "a" => self.link_ends(),
            name => self.block(name),
        }
    }

    fn block(&mut self, name: &str) {
        match name {
            "tr" | "dt" | "dd" => self.line_ends(),
            "address" | "article" | "aside" | "blockquote" | "center" | "div" | "dl" | "figure"
            | "footer" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hr" | "main" | "ol" | "p"
            | "pre" | "section" | "table" | "ul" => self.paragraph_ends(),
            _ => {}
        }
    }

    /// Runs of space are one space, as on a screen.
    fn text(&mut self, text: &str) {
        if self.unread.is_some() {
            return;
        }
        let breaks = |c: char| c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}';
        if text.starts_with(breaks) {
            self.space();
        }
        let words: Vec<&str> = text.split(breaks).filter(|word| !word.is_empty()).collect();
        self.paragraph.push_str(&words.join(" "));
        if !words.is_empty() && text.ends_with(breaks) {
            self.space();
        }
    }

    fn space(&mut self) {
        if !self.paragraph.is_empty() && !self.paragraph.ends_with([' ', '\n']) {
            self.paragraph.push(' ');
        }
    }

    fn line_ends(&mut self) {
        let kept = self.paragraph.trim_end_matches(' ').len();
        self.paragraph.truncate(kept);
        if !self.paragraph.is_empty() && !self.paragraph.ends_with('\n') {
            self.paragraph.push('\n');
        }
    }

    fn paragraph_ends(&mut self) {
        self.link_ends();
        let text = std::mem::take(&mut self.paragraph);
        if !text.trim().is_empty() {
            self.parts.push(PlainPart::Paragraph(text.trim().to_owned()));
        }
    }

    fn link_ends(&mut self) {
        let Some(OpenLink { address, from }) = self.link.take() else { return };
        let words = self.paragraph.get(from..).unwrap_or_default().trim().to_owned();
        let shown = address.strip_prefix("mailto:").unwrap_or(&address);
        if words != shown {
            self.line_ends();
            self.paragraph.push_str(shown);
            self.line_ends();
        }
    }
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    let text = String::from_utf8_lossy(value).trim().to_owned();
    (!text.is_empty()).then_some(text)
}
