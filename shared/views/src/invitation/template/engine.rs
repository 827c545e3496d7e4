//! Evaluates the pieces of a template with minijinja: no loader, no function, five filters, fuel and a limit on what
//! comes out (R3.8). Values are escaped by the engine; which pieces there may be is decided in `syntax`.

use super::syntax::{Piece, SATISFACTION};
use super::variable::VariableValues;
use crate::link;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use std::collections::BTreeMap;
use std::io;

/// Instructions of one evaluation.
const FUEL: u64 = 50_000;
/// Most bytes that come out.
const LARGEST: usize = 1024 * 1024;

/// What a source is a source of, which decides how values are escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SourceKind {
    /// Markup: values are escaped.
    Html,
    /// Plain text, subjects.
    Plain,
}

/// Evaluates pieces; `satisfaction` takes the place of each pick tag as it is.
///
/// # Errors
/// In words, when the engine refuses or a limit is reached.
pub(super) fn evaluated(
    pieces: &[Piece],
    kind: SourceKind,
    values: &VariableValues,
    satisfaction: &str,
) -> Result<String, String> {
    let source: String = pieces.iter().map(Piece::source).collect();
    let engine = engine(kind);
    let template = engine.template_from_str(&source).map_err(|error| said(&error))?;
    let mut written = Bounded(Vec::new());
    template.render_captured_to(context(values, satisfaction), &mut written).map_err(|error| said(&error))?;
    String::from_utf8(written.0).map_err(|_| "the mail is not readable as UTF-8".to_owned())
}

fn engine(kind: SourceKind) -> Environment<'static> {
    let mut engine = Environment::empty();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(FUEL));
    engine.set_recursion_limit(64);
    engine.set_auto_escape_callback(move |_| match kind {
        SourceKind::Html => AutoEscape::Html,
        SourceKind::Plain => AutoEscape::None,
    });
    engine.add_filter("upper", |text: String| text.to_uppercase());
    engine.add_filter("lower", |text: String| text.to_lowercase());
    engine.add_filter("capitalize", |text: String| {
        let mut chars = text.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    });
    engine.add_filter(
        "default",
        |text: String, fallback: String| {
            if text.trim().is_empty() { fallback } else { text }
        },
    );
    engine.add_filter("url", |text: String| link::safe(&text).unwrap_or("#").to_owned());
    engine
}

/// `customer.first_name` becomes a map `customer` with `first_name`.
fn context(values: &VariableValues, satisfaction: &str) -> Value {
    let mut roots: BTreeMap<&str, Value> = BTreeMap::new();
    let mut groups: BTreeMap<&str, BTreeMap<&str, Value>> = BTreeMap::new();
    for (name, value) in values {
        match name.split_once('.') {
            Some((group, member)) => {
                groups.entry(group).or_default().insert(member, Value::from(value.as_str()));
            }
            None => {
                roots.insert(name, Value::from(value.as_str()));
            }
        }
    }
    roots.extend(groups.into_iter().map(|(group, members)| (group, Value::from(members))));
    roots.insert(SATISFACTION, Value::from_safe_string(satisfaction.to_owned()));
    Value::from(roots)
}

/// Output that ends in an error instead of filling the memory.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST {
            return Err(io::Error::other("the mail becomes too large"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The engine's words, without its name for the template.
fn said(error: &minijinja::Error) -> String {
    error.detail().map_or_else(|| error.kind().to_string(), str::to_owned)
}
