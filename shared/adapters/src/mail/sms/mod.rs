//! Texts through AWS End User Messaging: one `SendTextMessage` per text, never repeated by the SDK (R1.4), with what its
//! delivery events bring back. What the service's answers mean is in `outcome`.

mod outcome;

use async_trait::async_trait;
use aws_sdk_pinpointsmsvoicev2::Client;
use aws_sdk_pinpointsmsvoicev2::config::Builder;
use aws_sdk_pinpointsmsvoicev2::config::retry::RetryConfig;
use aws_sdk_pinpointsmsvoicev2::config::timeout::TimeoutConfig;
use aws_sdk_pinpointsmsvoicev2::types::MessageType;
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{Acceptance, OutgoingText, SendTag, Texter};
use relance_domain::invitation::SendOutcome;
use std::time::Duration;

/// Below ten seconds, and below what a worker has left after its claim, less five (R1.4).
const PATIENCE: Duration = Duration::from_secs(9);
/// Within which a connection stands or the text surely did not go.
const CONNECT_PATIENCE: Duration = Duration::from_secs(3);
/// The least and the most that the service takes, in seconds.
const TIME_TO_LIVE_S: std::ops::RangeInclusive<i64> = 5..=259_200;

/// Hands texts to AWS End User Messaging. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AwsTexter {
    client: Client,
    origination: String,
    configuration_set: String,
}

impl AwsTexter {
    /// A texter over `config`, whose retries and time-outs it replaces: a repeated request is a second text.
    #[must_use]
    pub fn new(config: Builder, origination: &str, configuration_set: &str) -> Self {
        let patience = TimeoutConfig::builder()
            .connect_timeout(CONNECT_PATIENCE)
            .operation_attempt_timeout(PATIENCE)
            .operation_timeout(PATIENCE)
            .build();
        let once = RetryConfig::standard().with_max_attempts(1);
        let client = Client::from_conf(config.retry_config(once).timeout_config(patience).build());
        Self { client, origination: origination.to_owned(), configuration_set: configuration_set.to_owned() }
    }
}

#[async_trait]
impl Texter for AwsTexter {
    async fn deliver(&self, text: &OutgoingText) -> SendOutcome {
        let seconds = text.keep_trying.as_secs().clamp(*TIME_TO_LIVE_S.start(), *TIME_TO_LIVE_S.end());
        let request = self
            .client
            .send_text_message()
            .destination_phone_number(text.to.as_str())
            .origination_identity(&self.origination)
            .configuration_set_name(&self.configuration_set)
            .message_type(MessageType::Transactional)
            .message_body(&text.text)
            .time_to_live(i32::try_from(seconds).unwrap_or(i32::MAX))
            .context(super::ORGANIZATION_TAG, text.tag.organization.as_str())
            .context(super::SEND_TAG, text.tag.send_id.as_str())
            .context(super::ATTEMPT_TAG, text.tag.attempt.to_string());
        let outcome = outcome::of(request.send().await);
        super::note(&text.tag, &outcome);
        outcome
    }

    /// The service cannot be asked about one text: only its events tell.
    async fn was_accepted(&self, _: &SendTag) -> Result<Acceptance, Fault> {
        Ok(Acceptance::Unknown)
    }
}
