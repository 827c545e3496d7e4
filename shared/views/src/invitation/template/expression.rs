//! Expressions of the template language: variables, quoted texts, filters, `and or not == !=`.
//! Reading one proves that its variables and filters exist; where it may stand is decided in `place`.

use super::variable::{self, known_names};

/// The filters, all of them: see `engine`.
pub(super) const FILTERS: [&str; 5] = ["capitalize", "default", "lower", "upper", "url"];
/// Deepest nesting of parentheses and negations.
const DEEPEST: usize = 8;
/// Longest expression, in tokens.
const MOST_TOKENS: usize = 60;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A word or a dotted path.
    Word(String),
    /// A quoted text, with its quotes.
    Text(String),
    /// `|`, `(`, `)`, `==`, `!=`.
    Sign(&'static str),
}

/// What was read, and what follows it.
pub(super) struct Parsed<'a, T> {
    pub(super) value: T,
    pub(super) rest: &'a str,
}

/// Reads the expression up to `end`; it is written anew.
pub(super) fn read<'a>(text: &'a str, end: &str) -> Result<Parsed<'a, String>, String> {
    let (tokens, rest) = tokens(text.strip_prefix(['-', '+']).unwrap_or(text), end)?;
    let mut reader = TokenReader { tokens: &tokens, depth: 0 };
    let written = reader.any()?;
    match reader.tokens.first() {
        None => Ok(Parsed { value: written, rest }),
        Some(left) => Err(format!("`{}` is not expected there", left.shown())),
    }
}

fn tokens<'a>(text: &'a str, end: &str) -> Result<(Vec<Token>, &'a str), String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    loop {
        let closing = rest.strip_prefix(['-', '+']).unwrap_or(rest);
        if let Some(after) = closing.strip_prefix(end) {
            return Ok((tokens, after));
        }
        let (token, after) = token(rest, end)?;
        tokens.push(token);
        if tokens.len() > MOST_TOKENS {
            return Err("this expression is too long".to_owned());
        }
        rest = after.trim_start();
    }
}

fn token<'a>(text: &'a str, end: &str) -> Result<(Token, &'a str), String> {
    for sign in ["|", "(", ")", "==", "!="] {
        if let Some(after) = text.strip_prefix(sign) {
            return Ok((Token::Sign(sign), after));
        }
    }
    let Some(first) = text.chars().next() else { return Err(format!("close the expression with `{end}`")) };
    if matches!(first, '"' | '\'') {
        let inner = text.strip_prefix(first).and_then(|after| after.split_once(first));
        let (inner, after) = inner.ok_or("close the quoted text")?;
        let unclear = inner.contains(['\\', '{', '}', '%', '\n']);
        return if unclear {
            Err("a quoted text holds no `\\`, `{`, `}`, `%` or line break".to_owned())
        } else {
            Ok((Token::Text(format!("{first}{inner}{first}")), after))
        };
    }
    let of_a_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let length = text.find(|c: char| !of_a_word(c)).unwrap_or(text.len());
    match text.split_at_checked(length) {
        Some((word, after)) if !word.is_empty() => Ok((Token::Word(word.to_owned()), after)),
        _ => Err(format!("`{first}` is not part of the template language")),
    }
}

impl Token {
    fn shown(&self) -> &str {
        match self {
            Self::Word(text) | Self::Text(text) => text,
            Self::Sign(sign) => sign,
        }
    }
}

/// What is left to read.
struct TokenReader<'a> {
    tokens: &'a [Token],
    depth: usize,
}

impl TokenReader<'_> {
    fn take(&mut self, wanted: &Token) -> bool {
        let found = self.tokens.split_first().filter(|(first, _)| *first == wanted);
        found.is_some_and(|(_, rest)| {
            self.tokens = rest;
            true
        })
    }

    fn word(&mut self, word: &str) -> bool {
        self.take(&Token::Word(word.to_owned()))
    }

    fn deeper(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth > DEEPEST { Err("this expression is nested too deep".to_owned()) } else { Ok(()) }
    }

    fn any(&mut self) -> Result<String, String> {
        self.deeper()?;
        let mut written = self.all()?;
        while self.word("or") {
            written = format!("{written} or {}", self.all()?);
        }
        self.depth -= 1;
        Ok(written)
    }

    fn all(&mut self) -> Result<String, String> {
        let mut written = self.negation()?;
        while self.word("and") {
            written = format!("{written} and {}", self.negation()?);
        }
        Ok(written)
    }

    fn negation(&mut self) -> Result<String, String> {
        if self.word("not") {
            self.deeper()?;
            let negated = self.negation()?;
            self.depth -= 1;
            return Ok(format!("not {negated}"));
        }
        let left = self.filtered()?;
        for sign in ["==", "!="] {
            if self.take(&Token::Sign(sign)) {
                return Ok(format!("{left} {sign} {}", self.filtered()?));
            }
        }
        Ok(left)
    }

    fn filtered(&mut self) -> Result<String, String> {
        let mut written = self.value()?;
        while self.take(&Token::Sign("|")) {
            written = format!("{written} | {}", self.filter()?);
        }
        Ok(written)
    }

    fn filter(&mut self) -> Result<String, String> {
        let Some((Token::Word(name), rest)) = self.tokens.split_first() else {
            return Err("name a filter after `|`".to_owned());
        };
        if !FILTERS.contains(&name.as_str()) {
            let known = FILTERS.map(|name| format!("`{name}`")).join(", ");
            return Err(format!("there is no filter `{name}`: there are {known}"));
        }
        self.tokens = rest;
        if name != "default" {
            return Ok(name.clone());
        }
        let fallback = match self.tokens {
            [Token::Sign("("), Token::Text(text), Token::Sign(")"), rest @ ..] => {
                self.tokens = rest;
                text
            }
            _ => return Err("write what to say instead, as in `default(\"our team\")`".to_owned()),
        };
        Ok(format!("default({fallback})"))
    }

    fn value(&mut self) -> Result<String, String> {
        let Some((first, rest)) = self.tokens.split_first() else {
            return Err("write the name of a variable".to_owned());
        };
        self.tokens = rest;
        match first {
            Token::Text(text) => Ok(text.clone()),
            Token::Word(name) if variable::is_known(name) => Ok(name.clone()),
            Token::Word(name) => Err(format!("there is no variable `{name}`: there are {}", known_names())),
            Token::Sign("(") => {
                let inner = self.any()?;
                if self.take(&Token::Sign(")")) {
                    Ok(format!("({inner})"))
                } else {
                    Err("close the parenthesis".to_owned())
                }
            }
            Token::Sign(sign) => Err(format!("`{sign}` is not expected there")),
        }
    }
}

/// True when the last thing that an expression does is to pass the filter for addresses.
pub(super) fn is_address(written: &str) -> bool {
    written.ends_with("| url") && !written.contains(" or ") && !written.contains(" and ")
}
