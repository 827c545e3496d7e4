//! Who sent a request: the scheme of its connection, checked over the raw bytes before they are read (R4.1, F33).
//! What each scheme signs lives in `scheme`; how often secrets are fetched, in `live`.

mod freshness;
mod live;
mod scheme;

use async_trait::async_trait;
use jiff::Timestamp;
use live::LiveSecrets;
use relance_application::ports::fault::Fault;
use relance_application::ports::inbound::{NotVerified, RawHook, VerifyHook};
use relance_application::ports::seal::Secrets;
use relance_domain::source::{Connection, SignatureScheme};
use scheme::{bearer, body_hmac, housecall_pro, loopback_only, secret_header, standard_webhooks};
use std::sync::Arc;

/// Verifies requests with the secrets of their connections, fetched at most every five minutes (R4.6).
pub struct Verifier {
    secrets: LiveSecrets,
}

impl Verifier {
    /// A verifier over a store of secrets.
    #[must_use]
    pub fn new(secrets: Arc<dyn Secrets>) -> Self {
        Self { secrets: LiveSecrets::new(secrets) }
    }
}

#[async_trait]
impl VerifyHook for Verifier {
    async fn verify(
        &self,
        connection: &Connection,
        hook: &RawHook,
        now: Timestamp,
    ) -> Result<Result<(), NotVerified>, Fault> {
        let scheme = &connection.verification;
        if *scheme == SignatureScheme::LoopbackOnly {
            return Ok(loopback_only::check(hook));
        }
        let name = connection.secret_name();
        let verdict = check(scheme, &self.secrets.live(&name, now).await?, hook, now);
        if verdict != Err(NotVerified::WrongSignature) {
            return Ok(verdict);
        }
        // The sender may already sign with a secret that was set after ours was fetched.
        let Some(fresh) = self.secrets.refreshed(&name, now).await? else { return Ok(verdict) };
        Ok(check(scheme, &fresh, hook, now))
    }
}

fn check(
    scheme: &SignatureScheme,
    secrets: &[String],
    hook: &RawHook,
    now: Timestamp,
) -> Result<(), NotVerified> {
    if secrets.is_empty() {
        return Err(NotVerified::NoSecret);
    }
    match scheme {
        SignatureScheme::LoopbackOnly => loopback_only::check(hook),
        SignatureScheme::StandardWebhooks => standard_webhooks::check(secrets, hook, now),
        SignatureScheme::HousecallPro => housecall_pro::check(secrets, hook, now),
        SignatureScheme::Bearer => bearer::check(secrets, hook),
        SignatureScheme::Hmac { header } => body_hmac::check(secrets, hook, header),
        SignatureScheme::SecretHeader { header } => secret_header::check(secrets, hook, header),
    }
}

#[cfg(test)]
mod tests;
