//! What a person with the account's own credentials does from their machine: finds a deployed stage, asks SES how it
//! stands, brings dead letters back. Functions never come here; what a command prints is its own affair.

use super::settings::{InvalidSetting, Setting, StageSettings};
use super::wiring::{Aws, loader};
use aws_sdk_sesv2::error::SdkError as SesError;
use aws_sdk_sesv2::types::{DkimStatus, IdentityType};
use aws_sdk_sqs::error::ProvideErrorMetadata;
use aws_sdk_sqs::types::QueueAttributeName;
use relance_application::ports::fault::Fault;
use std::collections::BTreeMap;

/// Why a stage cannot be operated from here.
#[derive(Debug, thiserror::Error)]
pub enum NoStage {
    /// No such parameter, or no right to read it.
    #[error(
        "`{name}` cannot be read ({code}): check the stage's name, the region and whose credentials these are"
    )]
    NoCard {
        /// Name of the parameter in which the stack says where everything is.
        name: String,
        /// What AWS called the problem.
        code: String,
    },
    /// The parameter is not what a stack writes.
    #[error("`{0}` is not what a deployed stack writes there")]
    Unreadable(String),
    /// A setting is missing from it.
    #[error(transparent)]
    Setting(#[from] InvalidSetting),
}

/// How SES stands towards one sender.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SenderStanding {
    /// False in the sandbox: 200 mails a day, to verified addresses only.
    pub production: bool,
    /// False when SES stopped the account.
    pub sending: bool,
    /// Mails that may be sent in 24 hours.
    pub per_day: u64,
    /// Mails that may be sent in one second.
    pub per_second: u64,
    /// True when the identity may send; `None` when SES does not know the identity.
    pub verified: Option<bool>,
    /// True when its mails are signed by DKIM.
    pub dkim: bool,
    /// Names of the DKIM keys, one CNAME record each.
    pub dkim_tokens: Vec<String>,
    /// The domain of envelopes (MAIL FROM), where the identity has one of its own.
    pub mail_from: Option<String>,
    /// Where SES answers, as names of its servers spell it.
    pub region: String,
}

/// One dead letter queue and how many messages wait in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetters {
    /// What the queue is about, such as `work`.
    pub name: &'static str,
    /// How many messages were given up.
    pub waiting: usize,
}

/// Queues that have dead letters, as the stack's card names them.
const QUEUES: [(&str, Setting); 4] = [
    ("work", Setting::WorkQueueUrl),
    ("send", Setting::SendQueueUrl),
    ("actions", Setting::ActionQueueUrl),
    ("delivery", Setting::DeliveryQueueUrl),
];

impl Aws {
    /// The way to a deployed stage, with whatever credentials and region this machine has.
    ///
    /// # Errors
    /// [`NoStage`] says what to check.
    pub async fn of_stage(stage: &str) -> Result<Self, NoStage> {
        let config = loader().load().await;
        let name = format!("/relance/{stage}/stack");
        let asked = aws_sdk_ssm::Client::new(&config).get_parameter().name(&name).send().await;
        let answer = asked.map_err(|error| NoStage::NoCard {
            code: error.code().unwrap_or("no usable answer").to_owned(),
            name: name.clone(),
        })?;
        let text = answer.parameter().and_then(|found| found.value()).unwrap_or_default();
        let card: BTreeMap<String, String> =
            serde_json::from_str(text).map_err(|_| NoStage::Unreadable(name))?;
        let settings = StageSettings::from_variables(|variable| card.get(variable).cloned());
        Ok(Self { settings, config })
    }

    /// The domain or address that mails come from.
    pub fn sender_identity(&self) -> Result<&str, InvalidSetting> {
        self.settings.text(Setting::SenderIdentity)
    }

    /// The company that the stage was deployed for.
    ///
    /// # Errors
    /// A missing setting: the stage was deployed by an older version.
    pub fn organization_name(&self) -> Result<&str, InvalidSetting> {
        self.settings.text(Setting::OrganizationName)
    }

    /// Who gets the first sign-in link.
    ///
    /// # Errors
    /// A missing setting: the stage was deployed by an older version.
    pub fn owner_email(&self) -> Result<&str, InvalidSetting> {
        self.settings.text(Setting::OwnerEmail)
    }

    /// How many restores the installation went through (R2.7).
    pub fn restore_epoch(&self) -> Result<u32, InvalidSetting> {
        self.settings.number(Setting::RestoreEpoch)
    }

    /// How SES stands towards the sender identity.
    ///
    /// # Errors
    /// SES does not answer, or these credentials may not ask it.
    pub async fn sender_standing(&self) -> Result<SenderStanding, Fault> {
        let identity = self.sender_identity().map_err(|error| Fault::permanent(error.to_string()))?;
        let client = aws_sdk_sesv2::Client::new(&self.config);
        let account = client.get_account().send().await.map_err(|error| unanswered("the account", &error))?;
        let quota = account.send_quota();
        let whole = |amount: Option<f64>| {
            // Quotas are whole numbers that SES writes with a fraction.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "clamped to what fits"
            )]
            amount.map_or(0, |amount| amount.clamp(0.0, 1e15) as u64)
        };
        let mut standing = SenderStanding {
            production: account.production_access_enabled(),
            sending: account.sending_enabled(),
            per_day: whole(quota.map(aws_sdk_sesv2::types::SendQuota::max24_hour_send)),
            per_second: whole(quota.map(aws_sdk_sesv2::types::SendQuota::max_send_rate)),
            region: self.config.region().map(ToString::to_string).unwrap_or_default(),
            ..SenderStanding::default()
        };
        match client.get_email_identity().email_identity(identity).send().await {
            Ok(found) => {
                let dkim = found.dkim_attributes();
                let envelope = found.mail_from_attributes().map(|own| own.mail_from_domain().to_owned());
                standing.mail_from = envelope.filter(|domain| !domain.is_empty());
                standing.verified = Some(found.verified_for_sending_status());
                standing.dkim = dkim.and_then(|dkim| dkim.status()) == Some(&DkimStatus::Success)
                    || found.identity_type() == Some(&IdentityType::EmailAddress);
                standing.dkim_tokens = dkim.map(|dkim| dkim.tokens().to_vec()).unwrap_or_default();
            }
            Err(SesError::ServiceError(said)) if said.err().is_not_found_exception() => {}
            Err(error) => return Err(unanswered("the sender identity", &error)),
        }
        Ok(standing)
    }

    /// How many messages each queue gave up.
    ///
    /// # Errors
    /// SQS does not answer, or these credentials may not ask it.
    pub async fn dead_letters(&self) -> Result<Vec<DeadLetters>, Fault> {
        let client = aws_sdk_sqs::Client::new(&self.config);
        let mut all = Vec::new();
        for (name, setting) in QUEUES {
            let (_, dead) = self.queue_and_dead(setting)?;
            let count = QueueAttributeName::ApproximateNumberOfMessages;
            let asked = client.get_queue_attributes().queue_url(dead).attribute_names(count.clone());
            let answer = asked.send().await.map_err(|error| unanswered("a dead letter queue", &error))?;
            let waiting = answer.attributes().and_then(|attributes| attributes.get(&count));
            all.push(DeadLetters { name, waiting: waiting.and_then(|n| n.parse().ok()).unwrap_or(0) });
        }
        Ok(all)
    }

    /// Brings every dead letter of one queue back; tells how many. Sent back first and deleted second: a message that
    /// is there twice has one effect (R1.5).
    ///
    /// # Errors
    /// An unknown queue; SQS does not answer, or these credentials may not move messages.
    pub async fn redrive(&self, queue: &str) -> Result<usize, Fault> {
        let known = QUEUES.iter().find(|(name, _)| *name == queue);
        let (_, setting) = known
            .ok_or_else(|| Fault::permanent(format!("`{queue}` is none of work, send, actions, delivery")))?;
        let (url, dead) = self.queue_and_dead(*setting)?;
        let client = aws_sdk_sqs::Client::new(&self.config);
        let mut moved = 0;
        loop {
            let ask = client.receive_message().queue_url(&dead).max_number_of_messages(10);
            let answer = ask.send().await.map_err(|error| unanswered("a dead letter queue", &error))?;
            if answer.messages().is_empty() {
                return Ok(moved);
            }
            for message in answer.messages() {
                let back = client.send_message().queue_url(&url).set_message_body(message.body.clone());
                // The queues of hints are divided into fair groups (R1.11); one for all serves a few dead letters.
                let hints = queue != "delivery";
                let back = if hints { back.message_group_id("redriven") } else { back };
                back.send().await.map_err(|error| unanswered("a queue", &error))?;
                let delete = client.delete_message().queue_url(&dead);
                let delete = delete.set_receipt_handle(message.receipt_handle.clone());
                delete.send().await.map_err(|error| unanswered("a dead letter queue", &error))?;
                moved += 1;
            }
        }
    }

    fn queue_and_dead(&self, setting: Setting) -> Result<(String, String), Fault> {
        let url = self.settings.text(setting).map_err(|error| Fault::permanent(error.to_string()))?;
        Ok((url.to_owned(), format!("{url}-dead")))
    }
}

fn unanswered<E: ProvideErrorMetadata>(what: &str, error: &E) -> Fault {
    let code = error.code().unwrap_or("no usable answer");
    Fault::transient(format!("{what} cannot be asked: {code}"))
}
