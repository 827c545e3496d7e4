//! One conversation with an SMTP server, stage by stage, because what a failure means depends on where it came:
//! before the content was handed over the mail surely did not go. What it means is in `outcome`.

use super::message::Prepared;
use super::outcome::{SmtpEnding, SmtpStage};
use super::reply::SmtpRefusal;
use super::server::{Encryption, Server};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use std::error::Error as _;
use std::time::Duration;
use tokio::time::timeout;

/// For everything up to the content; a server that is slower than this gets the mail another time.
const PATIENCE: Duration = Duration::from_secs(10);
/// For the content and its answer. Longer, because giving up here leaves it open whether the mail was taken; with
/// the above still below the shortest lease of a claim, 75 seconds.
const CONTENT_PATIENCE: Duration = Duration::from_secs(30);
/// For a good-bye that changes nothing.
const QUIT_PATIENCE: Duration = Duration::from_secs(1);

/// Hands one mail over; `Ok` when the server took it.
pub(super) async fn hand_over(server: &Server, mail: &Prepared) -> Result<(), SmtpEnding> {
    let opened = timeout(PATIENCE, up_to_content(server, mail)).await;
    let mut connection = opened.unwrap_or(Err(SmtpEnding::lost(SmtpStage::Greeting)))?;
    let answered = timeout(CONTENT_PATIENCE, connection.message(&mail.content)).await;
    let answer =
        answered.map_err(|_| SmtpEnding::lost(SmtpStage::Content))?.map_err(at(SmtpStage::Content))?;
    // Taken: neither the answer to a good-bye nor its absence says anything about the mail.
    _ = timeout(QUIT_PATIENCE, connection.quit()).await;
    if answer.has_code(250) { Ok(()) } else { Err(SmtpEnding::lost(SmtpStage::Content)) }
}

async fn up_to_content(server: &Server, mail: &Prepared) -> Result<AsyncSmtpConnection, SmtpEnding> {
    let mut connection = connect(server).await?;
    if let Some(credentials) = &server.credentials {
        let login = connection.auth(DEFAULT_MECHANISMS, credentials).await;
        login.map_err(|error| {
            if error.is_client() { SmtpEnding::NoCommonLogin } else { at(SmtpStage::Login)(error) }
        })?;
    }
    let mut parameters = Vec::new();
    if mail.needs_utf8 {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(SmtpEnding::AddressNotSupported);
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    let sender = Mail::new(mail.envelope.from().cloned(), parameters);
    connection.command(sender).await.map_err(at(SmtpStage::Sender))?;
    for recipient in mail.envelope.to() {
        let recipient = Rcpt::new(recipient.clone(), Vec::new());
        connection.command(recipient).await.map_err(at(SmtpStage::Recipient))?;
    }
    let go_ahead = connection.command(Data).await.map_err(at(SmtpStage::Data))?;
    if go_ahead.has_code(354) { Ok(connection) } else { Err(SmtpEnding::lost(SmtpStage::Data)) }
}

async fn connect(server: &Server) -> Result<AsyncSmtpConnection, SmtpEnding> {
    let implicit = (server.encryption == Encryption::Implicit).then(|| server.tls.clone());
    let (address, hello) = ((server.host.as_str(), server.port), ClientId::default());
    let connection = AsyncSmtpConnection::connect_tokio1(address, None, &hello, implicit, None).await;
    let mut connection = connection.map_err(at(SmtpStage::Greeting))?;
    match server.encryption {
        Encryption::Required if !connection.can_starttls() => return Err(SmtpEnding::NoStartTls),
        Encryption::Required | Encryption::Offered if connection.can_starttls() => {
            connection.starttls(server.tls.clone(), &hello).await.map_err(at(SmtpStage::Greeting))?;
        }
        _ => {}
    }
    Ok(connection)
}

/// A refusal when the server sent a status, else a lost connection, whose cause is told once, here: it holds
/// nothing of the mail.
fn at(stage: SmtpStage) -> impl Fn(Error) -> SmtpEnding {
    move |error| {
        if let Some(status) = error.status() {
            let words = error.source().map(ToString::to_string).unwrap_or_default();
            return SmtpEnding::Refused { stage, refusal: SmtpRefusal::read(status.into(), &words) };
        }
        let cause = if error.is_response() { "an unreadable answer".to_owned() } else { error.to_string() };
        tracing::warn!(?stage, cause, "the conversation with the mail server broke");
        SmtpEnding::lost(stage)
    }
}
