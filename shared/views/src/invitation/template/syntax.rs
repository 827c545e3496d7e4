//! The template language: text, `{{ variable | filter }}`, `{% if %}`; nothing that repeats, stores, calls or includes.
//! A source is taken apart here, and the engine sees only what was understood and put together again (R3.8).

use super::expression::{self, Parsed};
use relance_domain::campaign::PICK_TAG;

/// Longest source, in bytes.
const LONGEST: usize = 64 * 1024;
/// Most variables, conditions and tags of one source.
const MOST_PIECES: usize = 600;
/// Most ratings of one mail.
const MOST_TAGS: usize = 4;
/// Deepest nesting of conditions.
const DEEPEST: usize = 12;

/// One piece of a source. Expressions are written in one canonical way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text, as it stands.
    Text(String),
    /// The pick tag (C12).
    Satisfaction,
    /// `{{ … }}`
    Print(String),
    /// `{% if … %}`
    If(String),
    /// `{% elif … %}`
    Elif(String),
    /// `{% else %}`
    Else,
    /// `{% endif %}`
    EndIf,
}

/// Name of the variable that stands for the pick tag; no template can name it.
pub(super) const SATISFACTION: &str = "__satisfaction";

impl Piece {
    /// The piece as the engine reads it.
    pub(super) fn source(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Satisfaction => format!("{{{{ {SATISFACTION} }}}}"),
            Self::Print(expression) => format!("{{{{ {expression} }}}}"),
            Self::If(condition) => format!("{{% if {condition} %}}"),
            Self::Elif(condition) => format!("{{% elif {condition} %}}"),
            Self::Else => "{% else %}".to_owned(),
            Self::EndIf => "{% endif %}".to_owned(),
        }
    }
}

/// Takes a source apart.
///
/// # Errors
/// What to mend, in words.
pub(super) fn take_apart(source: &str) -> Result<Vec<Piece>, String> {
    if source.len() > LONGEST {
        return Err(format!("at most {LONGEST} bytes, this has {}", source.len()));
    }
    // Private characters mark places while the HTML is checked.
    if let Some(c) = source.chars().find(|c| unwritable(*c)) {
        return Err(format!("take out the invisible character U+{:04X}", u32::from(c)));
    }
    let mut pieces = Vec::new();
    let mut rest = source;
    while let Some((before, opening, after)) = next_opening(rest) {
        texts(before, &mut pieces);
        rest = match opening {
            TagOpening::Comment => after.split_once("#}").ok_or("close `{#` with `#}`")?.1,
            TagOpening::Print => {
                let Parsed { value, rest } = expression::read(after, "}}")?;
                pieces.push(Piece::Print(value));
                rest
            }
            TagOpening::Block => {
                let (piece, rest) = block(after)?;
                pieces.push(piece);
                rest
            }
        };
    }
    texts(rest, &mut pieces);
    if pieces.len() > MOST_PIECES {
        return Err(format!("at most {MOST_PIECES} variables, conditions and texts between them"));
    }
    if pieces.iter().filter(|piece| **piece == Piece::Satisfaction).count() > MOST_TAGS {
        return Err(format!("put `{PICK_TAG}` at most {MOST_TAGS} times"));
    }
    nested(&pieces)?;
    Ok(pieces)
}

fn unwritable(c: char) -> bool {
    ('\u{e000}'..='\u{f8ff}').contains(&c) || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

#[derive(Clone, Copy)]
enum TagOpening {
    Print,
    Block,
    Comment,
}

/// The text before the next opening, which opening it is, and what follows it.
fn next_opening(text: &str) -> Option<(&str, TagOpening, &str)> {
    let openings = [("{{", TagOpening::Print), ("{%", TagOpening::Block), ("{#", TagOpening::Comment)];
    let found = openings.iter().filter_map(|(mark, opening)| Some((text.find(mark)?, mark, *opening)));
    let (_, mark, opening) = found.min_by_key(|(at, _, _)| *at)?;
    let (before, after) = text.split_once(mark)?;
    Some((before, opening, after))
}

/// Text and the pick tags in it.
fn texts(text: &str, pieces: &mut Vec<Piece>) {
    for (index, part) in text.split(PICK_TAG).enumerate() {
        if index > 0 {
            pieces.push(Piece::Satisfaction);
        }
        if !part.is_empty() {
            pieces.push(Piece::Text(part.to_owned()));
        }
    }
}

fn block(after: &str) -> Result<(Piece, &str), String> {
    let trimmed = after.strip_prefix(['-', '+']).unwrap_or(after).trim_start();
    let end = trimmed.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(trimmed.len());
    let (keyword, rest) = trimmed.split_at_checked(end).unwrap_or((trimmed, ""));
    let condition = |make: fn(String) -> Piece| {
        let Parsed { value, rest } = expression::read(rest, "%}")?;
        Ok((make(value), rest))
    };
    let closed = |piece: Piece| {
        let rest = rest.trim_start();
        let rest = rest.strip_prefix(['-', '+']).unwrap_or(rest);
        let rest = rest.strip_prefix("%}").ok_or_else(|| format!("close `{{% {keyword}` with `%}}`"))?;
        Ok((piece, rest))
    };
    match keyword {
        "if" => condition(Piece::If),
        "elif" => condition(Piece::Elif),
        "else" => closed(Piece::Else),
        "endif" => closed(Piece::EndIf),
        other => Err(format!(
            "`{{% {} %}}` is not part of the template language: there are `if`, `elif`, `else` and `endif`",
            other.chars().take(20).collect::<String>()
        )),
    }
}

/// Conditions are closed and not too deep, and no pick tag depends on one: it is in every mail (C12).
fn nested(pieces: &[Piece]) -> Result<(), String> {
    let mut open: Vec<bool> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::If(_) if open.len() == DEEPEST => {
                return Err(format!("nest conditions at most {DEEPEST} deep"));
            }
            Piece::If(_) => open.push(false),
            Piece::Elif(_) | Piece::Else if open.last() == Some(&false) => {
                if let (Piece::Else, Some(last)) = (piece, open.last_mut()) {
                    *last = true;
                }
            }
            Piece::Elif(_) | Piece::Else => {
                return Err(
                    "`elif` and `else` belong between an `if` and its `endif`, `else` last".to_owned()
                );
            }
            Piece::EndIf => {
                open.pop().ok_or("there is an `endif` without its `if`")?;
            }
            Piece::Satisfaction if !open.is_empty() => {
                return Err(format!("put `{PICK_TAG}` outside of conditions: every mail needs it"));
            }
            Piece::Text(_) | Piece::Print(_) | Piece::Satisfaction => {}
        }
    }
    if open.is_empty() { Ok(()) } else { Err("close each `{% if %}` with `{% endif %}`".to_owned()) }
}
