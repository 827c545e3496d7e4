//! Refusals: the caller's fault, with words for people. Faults of ours live in `ports::fault`.
//! Which status a refusal becomes is decided at the edge.

use crate::ports::fault::Fault;
use relance_domain::condition::Wrong;
use relance_domain::question::Missing;

/// What kind of no it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// There is no such thing in the caller's organization.
    NotFound,
    /// The thing is in a state that forbids it.
    Conflict,
    /// What was sent cannot be used.
    Invalid,
    /// The caller has seen an older version (R5.8).
    Stale,
    /// The caller may not (R5.9).
    Forbidden,
}

/// What is wrong with a field, in one word for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadFieldCode {
    /// There is no such field.
    Unknown,
    /// It is needed.
    Missing,
    /// It is of another type, or cannot be read.
    Unreadable,
    /// It can be read, and cannot be so.
    Unusable,
}

impl BadFieldCode {
    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
            Self::Unusable => "unusable",
        }
    }
}

/// One field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadField {
    /// JSON path of the field, such as `texts.fr.subject`.
    pub field: String,
    /// JSON pointer to the field (RFC 6901), such as `/texts/fr/subject`; nothing where it is no part of a body.
    pub pointer: Option<String>,
    /// What is wrong, in one word.
    pub code: BadFieldCode,
    /// What to do about it.
    pub reason: String,
}

impl BadField {
    /// Names a field and what is wrong with it.
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        let field = field.into();
        let pointer = pointer(field.split('.'));
        Self { field, pointer: Some(pointer), code: BadFieldCode::Unusable, reason: reason.into() }
    }

    /// Names a field by the members that lead to it, whatever they are called.
    pub fn at(path: &[String], code: BadFieldCode, reason: impl Into<String>) -> Self {
        let pointer = pointer(path.iter().map(String::as_str));
        Self { pointer: Some(pointer), code, ..Self::new(path.join("."), reason) }
    }

    /// Names a parameter, or a header.
    pub fn of_parameter(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { pointer: None, ..Self::new(name, reason) }
    }
}

/// A pointer through these members (RFC 6901); to the whole body where there is none.
fn pointer<'a>(members: impl Iterator<Item = &'a str>) -> String {
    let named = members.filter(|member| !member.is_empty());
    named.flat_map(|member| ["/".to_owned(), member.replace('~', "~0").replace('/', "~1")]).collect()
}

impl BadField {
    /// What is wrong with the condition in a field, leaf by leaf.
    #[must_use]
    pub fn in_condition(field: &str, wrong: &[Wrong]) -> Vec<Self> {
        wrong.iter().map(|wrong| Self::new(wrong.path(field), wrong.to_string())).collect()
    }
}

impl From<Missing> for BadField {
    fn from(missing: Missing) -> Self {
        Self::new(missing.field, missing.reason)
    }
}

/// A no to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What kind of no.
    pub kind: RefusalKind,
    /// Why, in words for people.
    pub detail: String,
    /// The fields to mend, all at once.
    pub errors: Vec<BadField>,
}

impl Refusal {
    fn of(kind: RefusalKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), errors: Vec::new() }
    }

    /// There is no such thing; `what` is its noun, such as `campaign`.
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::of(RefusalKind::NotFound, format!("there is no such {what}"))
    }

    /// The state of the thing forbids it.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::of(RefusalKind::Conflict, detail)
    }

    /// These fields must be mended.
    pub fn invalid(detail: impl Into<String>, errors: Vec<BadField>) -> Self {
        Self { errors, ..Self::of(RefusalKind::Invalid, detail) }
    }

    /// One field must be mended.
    pub fn bad_field(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::invalid("a field cannot be used", vec![BadField::new(field, reason)])
    }

    /// Nothing when no field is wrong.
    ///
    /// # Errors
    /// The refusal that lists all of them.
    pub fn unless_fit(errors: Vec<BadField>) -> Result<(), Self> {
        if errors.is_empty() { Ok(()) } else { Err(Self::invalid("some fields cannot be used", errors)) }
    }

    /// Nothing when nothing was asked for that the caller may not.
    ///
    /// # Errors
    /// The refusal that lists all of it.
    pub fn unless_allowed(errors: Vec<BadField>) -> Result<(), Self> {
        let detail = "your key may not do this";
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Self { errors, ..Self::of(RefusalKind::Forbidden, detail) })
        }
    }

    /// The caller may not.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::of(RefusalKind::Forbidden, detail)
    }

    /// All of it in one sentence, for people.
    #[must_use]
    pub fn in_words(&self) -> String {
        let errors: Vec<_> =
            self.errors.iter().map(|error| format!("{}: {}", error.field, error.reason)).collect();
        if errors.is_empty() { self.detail.clone() } else { errors.join("; ") }
    }

    /// Somebody else changed it since the caller looked.
    #[must_use]
    pub fn stale() -> Self {
        Self::of(RefusalKind::Stale, "it was changed since you read it: read it again and decide again")
    }
}

/// Why a call has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The caller's fault.
    Refused(Refusal),
    /// Ours.
    Fault(Fault),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// The result of a call.
pub type Reply<T> = Result<T, Failure>;

/// What was looked up, or the refusal that there is no such thing.
pub(crate) fn found<T>(looked_up: Option<T>, what: &str) -> Result<T, Refusal> {
    looked_up.ok_or_else(|| Refusal::not_found(what))
}
