//! The plain-text part: paragraphs wrapped for mail programs, links alone on short lines.
//! Which paragraphs there are is decided by each mail.

use std::fmt::Write as _;

use crate::link;
use crate::text::{self, Catalogue};

const WIDTH: usize = 76;

/// A plain text under construction; blocks are separated by one blank line.
pub(crate) struct Plain {
    words: Catalogue,
    written: String,
}

impl Plain {
    pub(crate) const fn new(words: Catalogue) -> Self {
        Self { words, written: String::new() }
    }

    /// Adds the lines of a text, wrapped; a blank text adds nothing.
    pub(crate) fn paragraph(&mut self, text: &str) {
        let lines = text::paragraphs(text);
        if lines.is_empty() {
            return;
        }
        self.separate();
        for line in &lines {
            self.wrapped(line);
        }
    }

    /// Adds a label and a text below it; a blank text adds nothing.
    pub(crate) fn labelled(&mut self, label: &str, text: &str) {
        if !text.trim().is_empty() {
            self.paragraph(&format!("{}\n{text}", self.label(label)));
        }
    }

    /// Adds "label: text" lines as one block.
    pub(crate) fn facts(&mut self, facts: &[(String, String)]) {
        self.separate();
        for (label, fact) in facts {
            self.wrapped(&format!("{} {fact}", self.label(label)));
        }
    }

    /// Adds a line of words and the address below it; an address that the filter refuses adds nothing.
    pub(crate) fn link(&mut self, words: &str, address: &str) {
        let Some(address) = link::safe(address) else { return };
        self.separate();
        self.wrapped(&self.label(words));
        self.line(address);
    }

    /// Adds one line per address, each led by its number.
    pub(crate) fn numbered(&mut self, addresses: &[(u8, String)]) {
        self.separate();
        for (number, address) in addresses {
            if let Some(address) = link::safe(address) {
                self.line(&format!("{number:>2}: {address}"));
            }
        }
    }

    pub(crate) fn finish(self) -> String {
        self.written
    }

    /// Each language has its own space before a colon.
    fn label(&self, words: &str) -> String {
        self.words.fill("label", &[("label", words.into())])
    }

    fn separate(&mut self) {
        if !self.written.is_empty() {
            self.written.push('\n');
        }
    }

    fn wrapped(&mut self, line: &str) {
        let options = textwrap::Options::new(WIDTH)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .break_words(false);
        for part in textwrap::wrap(line, options) {
            self.line(&part);
        }
    }

    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.written, "{line}");
    }
}
