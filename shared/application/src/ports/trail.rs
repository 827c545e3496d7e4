//! What the present request or message is about, for every line of the log that it leads to.
//! Spans are opened at the edge (`adapters::edge`), where it is not known yet; here it becomes known.

use crate::kind::Kind;
use relance_domain::name::OrganizationId;
use tracing::Span;
use tracing::field::{debug, display};

/// Says whose the present work is.
pub fn of(organization: &OrganizationId) {
    Span::current().record("organization", display(organization));
}

/// Says which record the present work is about. Ids are ours: never a name, an address or a token.
pub fn about(kind: Kind, id: &str) {
    Span::current().record("kind", debug(kind)).record("id", id);
}
