//! Mail through SES: one `SendEmail` per mail, never repeated by the SDK (R1.4), tagged for its delivery events.
//! What SES's answers mean is in `outcome`; how the sender is written, in `mailbox`.

mod mailbox;
mod outcome;

use super::{ATTEMPT_TAG, ORGANIZATION_TAG, SEND_TAG, extra_headers, is_safe, note, unsafe_header};
use async_trait::async_trait;
use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::config::Builder;
use aws_sdk_sesv2::config::retry::RetryConfig;
use aws_sdk_sesv2::config::timeout::TimeoutConfig;
use aws_sdk_sesv2::error::{BuildError, ProvideErrorMetadata as _};
use aws_sdk_sesv2::operation::send_email::builders::SendEmailFluentBuilder;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message, MessageHeader, MessageTag};
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{Acceptance, Mailer, OutgoingMail, SendTag};
use relance_domain::invitation::SendOutcome;
use std::time::Duration;

/// Below ten seconds, and below what a worker has left after its claim, less five (R1.4).
const PATIENCE: Duration = Duration::from_secs(9);
/// Within which a connection stands or the mail surely did not go.
const CONNECT_PATIENCE: Duration = Duration::from_secs(3);

/// Hands mails to SES. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SesMailer {
    client: Client,
    configuration_set: String,
}

impl SesMailer {
    /// A mailer over `config`, whose retries and time-outs it replaces: a repeated `SendEmail` is a second mail.
    #[must_use]
    pub fn new(config: Builder, configuration_set: &str) -> Self {
        let patience = TimeoutConfig::builder()
            .connect_timeout(CONNECT_PATIENCE)
            .operation_attempt_timeout(PATIENCE)
            .operation_timeout(PATIENCE)
            .build();
        let once = RetryConfig::standard().with_max_attempts(1);
        let client = Client::from_conf(config.retry_config(once).timeout_config(patience).build());
        Self { client, configuration_set: configuration_set.to_owned() }
    }

    /// Nine tenths of the mails per second that SES grants this account, at least one (R1.9); `None` when it does not say.
    pub async fn granted_sends_per_s(&self) -> Option<u32> {
        let account = self.client.get_account().send().await;
        let account = account.inspect_err(|error| {
            tracing::warn!(code = error.code(), "the account's send rate is not known");
        });
        let granted = account.ok()?.send_quota()?.max_send_rate();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
        let most = (granted * 0.9).floor().clamp(1.0, 1e9) as u32;
        (granted > 0.0).then_some(most)
    }

    fn request(&self, mail: &OutgoingMail) -> Result<SendEmailFluentBuilder, BuildError> {
        let content = EmailContent::builder().simple(message(mail)?).build();
        let request = self.client.send_email().content(content);
        let request = request
            .from_email_address(mailbox::written(&mail.from_name, mail.from_address.as_str()))
            .destination(Destination::builder().to_addresses(mail.to.as_str()).build())
            .configuration_set_name(&self.configuration_set);
        Ok(request
            .email_tags(tag(ORGANIZATION_TAG, mail.tag.organization.as_str())?)
            .email_tags(tag(SEND_TAG, mail.tag.send_id.as_str())?)
            .email_tags(tag(ATTEMPT_TAG, &mail.tag.attempt.to_string())?))
    }
}

#[async_trait]
impl Mailer for SesMailer {
    async fn deliver(&self, mail: &OutgoingMail) -> SendOutcome {
        if !is_safe(mail) {
            return unsafe_header();
        }
        let Ok(request) = self.request(mail) else {
            return SendOutcome::Rejected { reason: "the mail is incomplete".to_owned() };
        };
        let outcome = outcome::of(request.send().await);
        note(&mail.tag, &outcome);
        outcome
    }

    /// SES can be asked for statistics, not for one mail: only its events tell (R3.6).
    async fn was_accepted(&self, _: &SendTag) -> Result<Acceptance, Fault> {
        Ok(Acceptance::Unknown)
    }
}

fn message(mail: &OutgoingMail) -> Result<Message, BuildError> {
    let body = Body::builder().text(utf8(&mail.text)?).html(utf8(&mail.html)?).build();
    let headers =
        extra_headers(mail).map(|(name, value)| MessageHeader::builder().name(name).value(value).build());
    let headers = headers.collect::<Result<_, _>>()?;
    Ok(Message::builder().subject(utf8(&mail.subject)?).body(body).set_headers(Some(headers)).build())
}

fn utf8(text: &str) -> Result<Content, BuildError> {
    Content::builder().data(text).charset("UTF-8").build()
}

fn tag(name: &str, value: &str) -> Result<MessageTag, BuildError> {
    MessageTag::builder().name(name).value(value).build()
}
