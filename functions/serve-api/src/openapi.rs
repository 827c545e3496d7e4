//! What the description of the API says of the whole, and of the hooks, which another function answers.
//! Everything else is described where it is handled.

mod refused;

use crate::source::AcceptedShown;
pub use refused::REFUSING;
use relance_wire::form::{ConnectionId, TriggerSchema};
use utoipa::OpenApi as _;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "relance",
        description = "Customer follow-up: campaigns, what triggers them, what became of each trigger, answers, alerts and figures.",
        version = "1",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    servers((url = "/", description = "Where this document was found")),
    tags(
        (name = "hooks", description = "Events from tools, each by its connection"),
        (name = "settings", description = "What holds for the whole organization, with the kill switch"),
        (name = "api-keys", description = "Keys of this API: what each opens, until when, when it was last used"),
        (name = "audit", description = "Who changed what, and when"),
        (name = "connections", description = "Where events come from"),
        (name = "triggers", description = "Events given by hand, and what arrived lately"),
        (name = "webhooks", description = "Endpoints of others that are told what happens"),
        (name = "contacts", description = "People of the directory"),
        (name = "opt-outs", description = "Wishes not to be asked, also of people never seen"),
        (name = "suppressions", description = "Addresses that a provider told us not to use"),
        (name = "categories", description = "Questions of the bank that belong together"),
        (name = "questions", description = "The question bank"),
        (name = "campaigns", description = "What is asked, to whom, when"),
        (name = "templates", description = "Mails in the organization's own words"),
        (name = "themes", description = "How the rating looks"),
        (name = "images", description = "Pictures of the organization"),
        (name = "invitations", description = "Planned and sent asks"),
        (name = "decisions", description = "Why each event did or did not lead to a send"),
        (name = "rules", description = "What follows from an answer"),
        (name = "alerts", description = "Things that one person must handle"),
        (name = "alert-routing", description = "Who handles which alert, and by when the customer must have been contacted"),
        (name = "calendars", description = "When the teams of an organization work"),
        (name = "answers", description = "Submitted forms"),
        (name = "stats", description = "Figures over many answers"),
    ),
    paths(receive)
)]
struct DocumentFrame;

/// An event of a tool.
///
/// The body is what the connection's kind sends, signed as the connection says; `standard` takes the envelope described
/// here. It is stored once, whatever it means; what follows is told by `/v1/decisions`.
#[utoipa::path(post, path = "/hooks/{connection}", tag = "hooks", operation_id = "receive",
    params(("connection" = ConnectionId, Path, description = "The connection")),
    request_body = TriggerSchema,
    responses(
        (status = 200, description = "It is known already: nothing follows", body = AcceptedShown),
        (status = 202, description = "It is stored", body = AcceptedShown),
        (status = 429, description = "Too many at once: wait as `Retry-After` says"),
    ))]
#[expect(dead_code, reason = "it is answered by another function")]
fn receive() {}

/// What is known before any route.
pub fn frame() -> utoipa::openapi::OpenApi {
    DocumentFrame::openapi()
}
