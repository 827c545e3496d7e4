//! Secrets by name in the parameter store: one encrypted parameter holds the live values as a JSON list (R4.6).
//! Nothing is remembered here; who uses secrets remembers them, for five minutes at most, because only it knows when
//! to look again: hooks in `webhook::verify`, links in `seal_keys`.

use async_trait::async_trait;
use aws_sdk_ssm::Client;
use aws_sdk_ssm::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ssm::types::ParameterType;
use relance_application::ports::fault::Fault;
use relance_application::ports::seal::Secrets;

/// Secrets whose names start with one prefix. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SsmSecrets {
    client: Client,
    prefix: String,
}

impl SsmSecrets {
    /// `prefix` is put before every name as it is, such as `/relance/prod/`.
    #[must_use]
    pub fn new(client: Client, prefix: &str) -> Self {
        Self { client, prefix: prefix.to_owned() }
    }

    fn parameter(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
}

#[async_trait]
impl Secrets for SsmSecrets {
    async fn live(&self, name: &str) -> Result<Vec<String>, Fault> {
        let request = self.client.get_parameter().name(self.parameter(name)).with_decryption(true);
        match request.send().await {
            Ok(answer) => values(answer.parameter().and_then(|found| found.value()).unwrap_or_default()),
            Err(SdkError::ServiceError(said)) if said.err().is_parameter_not_found() => Ok(Vec::new()),
            Err(error) => Err(unusable("read", &error)),
        }
    }

    async fn replace(&self, name: &str, values: &[String]) -> Result<(), Fault> {
        let request = self.client.put_parameter().name(self.parameter(name)).overwrite(true);
        let request =
            request.r#type(ParameterType::SecureString).value(serde_json::json!(values).to_string());
        request.send().await.map(drop).map_err(|error| unusable("written", &error))
    }
}

fn values(text: &str) -> Result<Vec<String>, Fault> {
    // The parser's own words would quote the secret.
    serde_json::from_str(text)
        .map_err(|_| Fault::permanent("a secret parameter does not hold a list of texts"))
}

/// Always worth another try: a missing right or key is put right by an operator, not by giving up the work.
fn unusable<E: ProvideErrorMetadata, R>(done: &str, error: &SdkError<E, R>) -> Fault {
    let code = error.code().unwrap_or("no usable answer");
    Fault::transient(format!("a secret parameter cannot be {done}: {code}"))
}
