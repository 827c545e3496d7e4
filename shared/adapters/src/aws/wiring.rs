//! Which adapter is made of which client and which setting. A function asks for what it needs and links nothing else:
//! each SDK is a cargo feature.

#[cfg(feature = "sqs")]
use super::announce::{QueueUrls, SqsAnnounce};
#[cfg(feature = "ssm")]
use super::seal_keys::KeptSeal;
#[cfg(feature = "ssm")]
use super::secrets::SsmSecrets;
use super::settings::{InvalidSetting, Setting, StageSettings};
use super::telemetry;
use crate::chance::SystemClock;
#[cfg(feature = "dynamodb")]
use crate::dynamo::{Client, DynamoBudget, DynamoHealth, DynamoRecords, TableNames};
#[cfg(feature = "sms")]
use crate::mail::AwsTexter;
#[cfg(feature = "ses")]
use crate::mail::SesMailer;
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, ConfigLoader, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use jiff::SignedDuration;
use relance_application::invitation::Sender;
use relance_application::kind::{Queue, Table};
use relance_application::ports::chance::Clock as _;
use relance_domain::invitation::SendRules;
use relance_domain::outbound::CallReach;
use std::sync::Arc;
use std::time::Duration;

/// A connection that was idle for this long may be dead after a freeze of the environment, and a mail written into a
/// dead connection is one whose outcome nobody knows (R1.12).
const IDLE_PATIENCE: Duration = Duration::from_secs(15);
/// For stores and queues, which the SDK asks up to three times, all within a hook's ten seconds.
const CONNECT_PATIENCE: Duration = Duration::from_secs(2);
const ATTEMPT_PATIENCE: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(8);

/// A function's settings and its way to AWS.
#[derive(Debug, Clone)]
pub struct Aws {
    pub(super) settings: StageSettings,
    pub(super) config: SdkConfig,
}

impl Aws {
    /// Starts telling, reads the environment, and prepares the way to AWS of the function named `room`.
    ///
    /// Credentials and region are in the environment of every Lambda function: nothing else is asked, so a start
    /// reads no profile and waits for no metadata server, and what could do so is not even linked: half a megabyte of
    /// the package. `AWS_ENDPOINT_URL` leads to an emulator.
    ///
    /// # Errors
    /// A missing function name or region: this is not Lambda.
    pub fn start(room: &str) -> Result<Self, InvalidSetting> {
        let settings = StageSettings::from_environment();
        let system = system(settings.text(Setting::FunctionName)?, room);
        if telemetry::start(system, settings.optional(Setting::LogFilter)).is_err() {
            tracing::debug!("somebody else tells already");
        }
        let credentials = SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new());
        let region = Region::new(settings.text(Setting::Region)?.to_owned());
        let mut config = common().into_builder().credentials_provider(credentials).region(region);
        config.set_endpoint_url(settings.optional(Setting::Endpoint).map(str::to_owned));
        Ok(Self { config: config.build(), settings })
    }

    /// The same by way of a given address, with made-up credentials: for tests against a scripted server.
    pub async fn at(endpoint: &str, settings: StageSettings) -> Self {
        let config = loader().test_credentials().region(Region::from_static("local")).endpoint_url(endpoint);
        Self { settings, config: config.load().await }
    }

    /// Where links lead, and how mails are sent.
    pub fn sender(&self) -> Result<Sender, InvalidSetting> {
        let restore_epoch = self.settings.number(Setting::RestoreEpoch)?;
        let stopped = self.settings.number::<u32>(Setting::MaxSendRate)? == 0;
        Ok(Sender { base_url: self.base_url()?, rules: SendRules::default(), stopped, restore_epoch })
    }

    /// How far calls to webhooks may reach. The template never sets this: only who tries the system out on an emulator
    /// lets it call programs of that machine.
    #[must_use]
    pub fn reach(&self) -> CallReach {
        let set = self.settings.optional(Setting::ReachThisMachine) == Some("yes");
        if set { CallReach::AlsoThisMachine } else { CallReach::World }
    }

    /// Start of every link, without a slash at its end.
    pub fn base_url(&self) -> Result<String, InvalidSetting> {
        Ok(self.settings.text(Setting::BaseUrl)?.trim_end_matches('/').to_owned())
    }
}

/// What every client has in common. TLS is rustls on ring: AWS-LC gathers entropy at its first use, up to a second of
/// a cold start, and takes longer to build (deny.toml keeps it out).
fn common() -> SdkConfig {
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .pool_idle_timeout(IDLE_PATIENCE)
        .build_https();
    let patience = TimeoutConfig::builder()
        .connect_timeout(CONNECT_PATIENCE)
        .operation_attempt_timeout(ATTEMPT_PATIENCE)
        .operation_timeout(PATIENCE)
        .build();
    let builder = SdkConfig::builder().behavior_version(BehaviorVersion::latest());
    builder.http_client(http).timeout_config(patience).retry_config(RetryConfig::standard()).build()
}

/// The same for who is not a function: credentials and region are looked for wherever a machine may have them.
pub(super) fn loader() -> ConfigLoader {
    let (common, mut loader) = (common(), aws_config::defaults(BehaviorVersion::latest()));
    if let Some(http) = common.http_client() {
        loader = loader.http_client(http);
    }
    if let Some(patience) = common.timeout_config() {
        loader = loader.timeout_config(patience.clone());
    }
    loader
}

/// The installation's name: the template names functions `{system}-{room}`.
fn system<'a>(function: &'a str, room: &str) -> &'a str {
    function.strip_suffix(room).and_then(|start| start.strip_suffix('-')).unwrap_or(function)
}

/// What is left of an invocation until Lambda stops it at `deadline_ms` (milliseconds since 1970).
#[must_use]
pub fn time_left(deadline_ms: u64) -> SignedDuration {
    let deadline_ms = i64::try_from(deadline_ms).unwrap_or(i64::MAX);
    SignedDuration::from_millis(deadline_ms.saturating_sub(SystemClock.now().as_millisecond()))
}

#[cfg(feature = "dynamodb")]
impl Aws {
    /// The store of records and its due index, over the tables that this function has.
    pub fn records(&self, tables: &[Table]) -> Result<Arc<DynamoRecords>, InvalidSetting> {
        let shards = self.settings.number(Setting::DueShards)?;
        Ok(Arc::new(DynamoRecords::new(Client::new(&self.config), self.tables(tables)?, shards)))
    }

    /// Mails per second over all workers (R1.9).
    pub fn sends_per_s(&self) -> Result<u32, InvalidSetting> {
        self.settings.number(Setting::MaxSendRate)
    }

    /// What the breaker counts.
    pub fn health(&self) -> Result<Arc<DynamoHealth>, InvalidSetting> {
        let tables = self.tables(&[Table::Sessions])?;
        Ok(Arc::new(DynamoHealth::new(Client::new(&self.config), &tables)))
    }

    /// A table that the function does not have goes by the name of its variable: asking it fails, and says why.
    fn tables(&self, wanted: &[Table]) -> Result<TableNames, InvalidSetting> {
        let name = |table: Table, setting: Setting| {
            if wanted.contains(&table) { self.settings.text(setting) } else { Ok(setting.variable()) }
        };
        Ok(TableNames {
            core: name(Table::Core, Setting::CoreTable)?.to_owned(),
            events: name(Table::Events, Setting::EventsTable)?.to_owned(),
            sessions: name(Table::Sessions, Setting::SessionsTable)?.to_owned(),
        })
    }
}

#[cfg(feature = "sqs")]
impl Aws {
    /// Hints to the queues that this function may reach.
    pub fn announce(&self, queues: &[Queue]) -> Result<Arc<SqsAnnounce>, InvalidSetting> {
        let url = |queue: Queue, setting: Setting| {
            let wanted = queues.contains(&queue).then(|| self.settings.text(setting).map(str::to_owned));
            wanted.transpose()
        };
        let urls = QueueUrls {
            work: url(Queue::Work, Setting::WorkQueueUrl)?,
            send: url(Queue::Send, Setting::SendQueueUrl)?,
            actions: url(Queue::Actions, Setting::ActionQueueUrl)?,
        };
        Ok(Arc::new(SqsAnnounce::new(aws_sdk_sqs::Client::new(&self.config), urls)))
    }
}

#[cfg(feature = "ssm")]
impl Aws {
    /// Secrets by name.
    pub fn secrets(&self) -> Result<Arc<SsmSecrets>, InvalidSetting> {
        let prefix = self.settings.text(Setting::SecretsPrefix)?;
        Ok(Arc::new(SsmSecrets::new(aws_sdk_ssm::Client::new(&self.config), prefix)))
    }

    /// Seals links.
    pub fn seal(&self) -> Result<Arc<KeptSeal>, InvalidSetting> {
        Ok(Arc::new(KeptSeal::new(self.secrets()?, Arc::new(SystemClock))))
    }
}

#[cfg(all(feature = "dynamodb", feature = "ses"))]
impl Aws {
    /// The send rate that all workers share: the one that is set, and never more than nine tenths of what SES grants
    /// the account, which is asked once per start over the connection that the first mail will take (R1.9).
    pub async fn budget(&self, mailer: &SesMailer) -> Result<Arc<DynamoBudget>, InvalidSetting> {
        let (tables, wanted) = (self.tables(&[Table::Sessions])?, self.sends_per_s()?);
        let granted = mailer.granted_sends_per_s().await;
        let rate = granted.map_or(wanted, |granted| wanted.min(granted));
        Ok(Arc::new(DynamoBudget::new(Client::new(&self.config), &tables, Some(rate))))
    }
}

#[cfg(feature = "ses")]
impl Aws {
    /// The transport of mails.
    pub fn mailer(&self) -> Result<Arc<SesMailer>, InvalidSetting> {
        let set = self.settings.text(Setting::ConfigurationSet)?;
        Ok(Arc::new(SesMailer::new((&self.config).into(), set)))
    }
}

#[cfg(feature = "sms")]
impl Aws {
    /// The transport of texts; none, and no client made, where nobody has said from which number they come.
    pub fn texter(&self) -> Result<Option<Arc<AwsTexter>>, InvalidSetting> {
        let Some(origination) = self.settings.optional(Setting::SmsOriginationIdentity) else {
            return Ok(None);
        };
        let set = self.settings.text(Setting::SmsConfigurationSet)?;
        Ok(Some(Arc::new(AwsTexter::new((&self.config).into(), origination, set))))
    }
}
