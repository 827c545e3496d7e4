//! The settings of a function, read from its environment once; the names are those of infra/template.yaml.
//! Secrets are none of them: they are looked up by name (R4.6).

use std::collections::BTreeMap;
use std::str::FromStr;

/// One setting. Which function has which is written in the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// Name of the function, set by Lambda: `{system}-{room}`.
    FunctionName,
    /// Where the function runs, set by Lambda.
    Region,
    /// Leads to an emulator instead of AWS; never set by the template.
    Endpoint,
    /// What is logged.
    LogFilter,
    /// Name of the core table.
    CoreTable,
    /// Name of the events table.
    EventsTable,
    /// Name of the sessions table.
    SessionsTable,
    /// Shards of each kind's due index.
    DueShards,
    /// Where hints of events and answers go.
    WorkQueueUrl,
    /// Where hints of mails go.
    SendQueueUrl,
    /// Start of every link.
    BaseUrl,
    /// First part of every secret's name, with its slashes.
    SecretsPrefix,
    /// Names what SES does with each mail's events.
    ConfigurationSet,
    /// Mails per second over all workers.
    MaxSendRate,
    /// How many restores of its tables the installation went through (R2.7).
    RestoreEpoch,
    /// Where hints of owed calls go.
    ActionQueueUrl,
    /// `yes` lets calls reach this machine; set on an emulator, never by the template.
    ReachThisMachine,
    /// Where SES's events wait; only operators ask.
    DeliveryQueueUrl,
    /// The domain or address that mails come from; only operators ask.
    SenderIdentity,
    /// The number, pool or sender id that texts come from (ARN); no texts go out without it (R3.10).
    SmsOriginationIdentity,
    /// Names what AWS End User Messaging does with each text's events.
    SmsConfigurationSet,
    /// The company that the stage was deployed for; only operators ask.
    OrganizationName,
    /// Who gets the first sign-in link; only operators ask.
    OwnerEmail,
}

impl Setting {
    const ALL: [Self; 23] = [
        Self::FunctionName,
        Self::Region,
        Self::Endpoint,
        Self::LogFilter,
        Self::CoreTable,
        Self::EventsTable,
        Self::SessionsTable,
        Self::DueShards,
        Self::WorkQueueUrl,
        Self::SendQueueUrl,
        Self::BaseUrl,
        Self::SecretsPrefix,
        Self::ConfigurationSet,
        Self::MaxSendRate,
        Self::RestoreEpoch,
        Self::ActionQueueUrl,
        Self::ReachThisMachine,
        Self::DeliveryQueueUrl,
        Self::SenderIdentity,
        Self::SmsOriginationIdentity,
        Self::SmsConfigurationSet,
        Self::OrganizationName,
        Self::OwnerEmail,
    ];

    /// The environment variable that holds it.
    #[must_use]
    pub fn variable(self) -> &'static str {
        match self {
            Self::FunctionName => "AWS_LAMBDA_FUNCTION_NAME",
            Self::Region => "AWS_REGION",
            Self::Endpoint => "AWS_ENDPOINT_URL",
            Self::LogFilter => "RUST_LOG",
            Self::CoreTable => "RELANCE_CORE_TABLE",
            Self::EventsTable => "RELANCE_EVENTS_TABLE",
            Self::SessionsTable => "RELANCE_SESSIONS_TABLE",
            Self::DueShards => "RELANCE_DUE_SHARDS",
            Self::WorkQueueUrl => "RELANCE_WORK_QUEUE_URL",
            Self::SendQueueUrl => "RELANCE_SEND_QUEUE_URL",
            Self::BaseUrl => "RELANCE_BASE_URL",
            Self::SecretsPrefix => "RELANCE_SECRETS_PREFIX",
            Self::ConfigurationSet => "RELANCE_CONFIGURATION_SET",
            Self::MaxSendRate => "RELANCE_MAX_SEND_RATE",
            Self::RestoreEpoch => "RELANCE_RESTORE_EPOCH",
            Self::ActionQueueUrl => "RELANCE_ACTION_QUEUE_URL",
            Self::ReachThisMachine => "RELANCE_REACH_THIS_MACHINE",
            Self::DeliveryQueueUrl => "RELANCE_DELIVERY_QUEUE_URL",
            Self::SenderIdentity => "RELANCE_SENDER_IDENTITY",
            Self::SmsOriginationIdentity => "RELANCE_SMS_ORIGINATION_IDENTITY",
            Self::SmsConfigurationSet => "RELANCE_SMS_CONFIGURATION_SET",
            Self::OrganizationName => "RELANCE_ORGANIZATION_NAME",
            Self::OwnerEmail => "RELANCE_OWNER_EMAIL",
        }
    }
}

/// Why a function does not start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSetting {
    /// Not set, or blank.
    #[error("the environment variable `{0}` is missing")]
    Missing(&'static str),
    /// Set to something else than a number in range.
    #[error("the environment variable `{0}` is not a number that fits: `{1}`")]
    NotANumber(&'static str, String),
}

/// The settings that are set.
#[derive(Debug, Clone, Default)]
pub struct StageSettings {
    values: BTreeMap<Setting, String>,
}

impl StageSettings {
    /// Reads the environment.
    #[must_use]
    pub fn from_environment() -> Self {
        #[expect(clippy::disallowed_methods, reason = "settings are read here, once")]
        Self::from_variables(|name| std::env::var(name).ok())
    }

    /// Reads what `value_of` says of each variable; blank is not set.
    #[must_use]
    pub fn from_variables(value_of: impl Fn(&'static str) -> Option<String>) -> Self {
        let value = |setting: Setting| Some((setting, value_of(setting.variable())?.trim().to_owned()));
        let values = Setting::ALL.into_iter().filter_map(value).filter(|(_, value)| !value.is_empty());
        Self { values: values.collect() }
    }

    /// A text, where it is set.
    #[must_use]
    pub fn optional(&self, setting: Setting) -> Option<&str> {
        self.values.get(&setting).map(String::as_str)
    }

    /// A text that must be set.
    ///
    /// # Errors
    /// [`InvalidSetting::Missing`] names the variable.
    pub fn text(&self, setting: Setting) -> Result<&str, InvalidSetting> {
        self.optional(setting).ok_or(InvalidSetting::Missing(setting.variable()))
    }

    /// A number that must be set.
    ///
    /// # Errors
    /// [`InvalidSetting`] names the variable.
    pub fn number<N: FromStr>(&self, setting: Setting) -> Result<N, InvalidSetting> {
        let text = self.text(setting)?;
        text.parse().map_err(|_| InvalidSetting::NotANumber(setting.variable(), text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    fn settings(variables: &[(&str, &str)]) -> StageSettings {
        StageSettings::from_variables(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn what_is_missing_or_blank_is_named() {
        let settings = settings(&[("RELANCE_CORE_TABLE", " core "), ("RELANCE_EVENTS_TABLE", " ")]);

        assert_eq!(settings.text(Setting::CoreTable), Ok("core"));
        let missing = settings.text(Setting::EventsTable).unwrap_err().to_string();
        assert_eq!(missing, "the environment variable `RELANCE_EVENTS_TABLE` is missing");
        assert_eq!(settings.optional(Setting::SessionsTable), None);
    }

    #[test]
    fn a_number_is_a_number_that_fits() {
        let settings = settings(&[("RELANCE_DUE_SHARDS", "4"), ("RELANCE_MAX_SEND_RATE", "-1")]);

        assert_eq!(settings.number::<u16>(Setting::DueShards), Ok(4));
        let wrong = settings.number::<u32>(Setting::MaxSendRate).unwrap_err().to_string();
        assert_eq!(wrong, "the environment variable `RELANCE_MAX_SEND_RATE` is not a number that fits: `-1`");
    }

    /// Settings and template are written by different hands.
    #[test]
    fn the_template_sets_every_variable_and_no_setting_is_forgotten() {
        let template = include_str!("../../../../infra/template.yaml");

        let lambdas = [Setting::FunctionName, Setting::Region];
        let emulators = [Setting::ReachThisMachine, Setting::Endpoint];
        for setting in emulators {
            assert!(!template.contains(setting.variable()), "no stack knows the machine of an emulator");
        }
        let others = [lambdas, emulators].concat();
        for setting in Setting::ALL.into_iter().filter(|setting| !others.contains(setting)) {
            let variable = setting.variable();
            let set = [format!(" {variable}: "), format!("\"{variable}\":")];
            assert!(set.iter().any(|set| template.contains(set)), "the template does not set `{variable}`");
        }
    }
}
