//! Every scheme: what it believes, what it doubts and why, and that no flipped bit passes (R4.1, F33).
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

mod flips;
mod rotation;
mod schemes;
mod standard_webhooks;

use super::*;
use crate::secret::mac;
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::ToSpan;
use relance_domain::name::{ConnectionId, OrganizationId};
use relance_domain::source::ConnectionKind;
use std::sync::Mutex;

const BODY: &[u8] = br#"{"event":"job.completed"}"#;
const NOW_S: i64 = 1_795_374_300;
const NEW: &str = "hcp-secret";
const OLD: &str = "the-one-before";

/// `HMAC-SHA256("hcp-secret", BODY)`, computed with Python's `hmac`.
const BODY_HEX: &str = "27df74fe96b34ccf9900560e381577b97f212b948555c6adadda8cd9e8909441";
const BODY_BASE64: &str = "J990/pazTM+ZAFYOOBV3uX8hK5SFVcatrdqM2eiQlEE=";

/// The same over `1795374300.` and the body.
const TIMED_HEX: &str = "55df63066e8ebd4c6f53b732be78b78aa9f5d99dc6c2ea68fff268133721ebad";

fn now() -> Timestamp {
    Timestamp::from_second(NOW_S).unwrap()
}

/// Secrets that count how often they are asked for, and can be out of reach.
struct Vault {
    live: Mutex<Result<Vec<String>, ()>>,
    asked: Mutex<usize>,
}

#[async_trait]
impl Secrets for Vault {
    async fn live(&self, name: &str) -> Result<Vec<String>, Fault> {
        assert_eq!(name, "demo/connections/hook");
        *self.asked.lock().unwrap() += 1;
        self.live.lock().unwrap().clone().map_err(|()| Fault::transient("secrets are out of reach"))
    }

    async fn replace(&self, _: &str, values: &[String]) -> Result<(), Fault> {
        *self.live.lock().unwrap() = Ok(values.to_vec());
        Ok(())
    }
}

fn vault(values: &[&str]) -> Arc<Vault> {
    let live = Mutex::new(Ok(values.iter().map(|value| (*value).to_owned()).collect()));
    Arc::new(Vault { live, asked: Mutex::default() })
}

fn connection(verification: SignatureScheme) -> Connection {
    Connection {
        id: ConnectionId::parse("hook").unwrap(),
        organization: OrganizationId::parse("demo").unwrap(),
        name: "Hook".to_owned(),
        kind: ConnectionKind::Standard,
        verification,
        fields: None,
        enabled: true,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn request(headers: &[(&str, &str)]) -> RawHook {
    RawHook {
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        method: "POST".to_owned(),
        url: "https://relance.example/hooks/hook".to_owned(),
        body: BODY.to_vec(),
        from_loopback: false,
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn verify(scheme: &SignatureScheme, secrets: &[&str], hook: &RawHook) -> Result<(), NotVerified> {
    let verifier = Verifier::new(vault(secrets));
    run(verifier.verify(&connection(scheme.clone()), hook, now())).unwrap()
}

fn hmac_scheme() -> SignatureScheme {
    SignatureScheme::Hmac { header: "x-signature".to_owned() }
}

fn sign_housecall_pro(secret: &str, timestamp: &str, body: &[u8]) -> String {
    hex::encode(mac::hmac_sha256(secret.as_bytes(), &[timestamp.as_bytes(), b".", body]).unwrap())
}

fn housecall_pro_request(timestamp: &str) -> RawHook {
    let signature = sign_housecall_pro(NEW, timestamp, BODY);
    request(&[("api-signature", &signature), ("api-timestamp", timestamp)])
}

/// `whsec_` secrets are base64 of random bytes.
fn whsec(byte: u8) -> String {
    format!("whsec_{}", STANDARD.encode([byte; 32]))
}

/// A request signed by the reference implementation.
fn standard_request(secret: &str, timestamp: i64) -> RawHook {
    let signature = standardwebhooks::Webhook::new(secret).unwrap().sign("msg_1", timestamp, BODY).unwrap();
    request(&[
        ("webhook-id", "msg_1"),
        ("webhook-timestamp", &timestamp.to_string()),
        ("webhook-signature", &signature),
    ])
}

fn with_header(mut hook: RawHook, name: &str, value: &str) -> RawHook {
    hook.headers.retain(|(known, _)| known != name);
    hook.headers.push((name.to_owned(), value.to_owned()));
    hook
}

fn without_header(mut hook: RawHook, name: &str) -> RawHook {
    hook.headers.retain(|(known, _)| known != name);
    hook
}
