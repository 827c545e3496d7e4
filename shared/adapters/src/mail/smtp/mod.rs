//! Mail through any SMTP server: one connection, one message, no second try (R1.4). For one machine.
//! - [`server`](self): where and how, from a URL; `message`: the mail as SMTP carries it
//! - `session`: the conversation, by stages; `reply`: what a refusal says; `outcome`: what its end means at each stage

mod message;
mod outcome;
mod reply;
mod server;
mod session;

pub use server::InvalidSmtpUrl;

use super::{is_safe, note, unsafe_header};
use async_trait::async_trait;
pub use message::source;
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{Acceptance, Mailer, OutgoingMail, SendTag};
use relance_domain::invitation::SendOutcome;
use server::Server;
use tracing::Instrument as _;

/// Hands mails to one SMTP server.
#[derive(Debug, Clone)]
pub struct SmtpMailer {
    server: Server,
}

impl SmtpMailer {
    /// A mailer over `smtp://` or `smtps://`, with optional user, password and port.
    ///
    /// `smtp://` asks for STARTTLS when the server offers it, and insists on it when there is a password;
    /// `?tls=required`, `?tls=offered` and `?tls=none` say otherwise.
    ///
    /// # Errors
    /// [`InvalidSmtpUrl`] says which part is wrong.
    pub fn new(url: &str) -> Result<Self, InvalidSmtpUrl> {
        Ok(Self { server: Server::parse(url)? })
    }

    async fn hand_over(&self, mail: &OutgoingMail) -> SendOutcome {
        let prepared = match message::prepare(mail) {
            Ok(prepared) => prepared,
            Err(reason) => return SendOutcome::Rejected { reason: reason.to_owned() },
        };
        // Whatever breaks on the way is told with the server and the mail that it was about.
        let (server, send_id) = (self.server.name(), mail.tag.send_id.as_str());
        let about = tracing::warn_span!("mail", server, send_id);
        match session::hand_over(&self.server, &prepared).instrument(about).await {
            Ok(()) => SendOutcome::Accepted { message_id: prepared.message_id },
            Err(end) => outcome::of(end),
        }
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn deliver(&self, mail: &OutgoingMail) -> SendOutcome {
        if !is_safe(mail) {
            return unsafe_header();
        }
        let outcome = self.hand_over(mail).await;
        note(&mail.tag, &outcome);
        outcome
    }

    /// SMTP has no way to ask.
    async fn was_accepted(&self, _: &SendTag) -> Result<Acceptance, Fault> {
        Ok(Acceptance::Unknown)
    }
}
