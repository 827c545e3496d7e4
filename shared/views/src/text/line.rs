//! Makes texts from outside fit for one line or for paragraphs: no control character survives.
//! Escaping is the markup's business, not done here.

/// One line: line breaks and tabs become spaces, other control characters are dropped (R3.7).
pub(crate) fn one_line(text: &str) -> String {
    let visible = text.chars().filter_map(|c| match c {
        '\n' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    });
    visible.collect::<String>().trim().to_owned()
}

/// An optional text on one line; blank counts as absent.
pub(crate) fn filled(text: Option<&str>) -> Option<String> {
    text.map(one_line).filter(|line| !line.is_empty())
}

/// The lines of a longer text, without the blank ones.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(one_line).filter(|line| !line.is_empty()).collect()
}
