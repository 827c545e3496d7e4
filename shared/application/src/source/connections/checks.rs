//! What a connection and its secrets must be like: an unauthenticated source is impossible (R4.1).
//! Keeping them lives in `connections`.

use crate::call::BadField;
use relance_domain::source::{Connection, ConnectionKind, SignatureScheme};

/// Two secrets are live during a rotation.
const MOST_SECRETS: usize = 2;
/// Characters of a secret that travels with each request: 256 bits, written in base 256 at the densest.
const SHORTEST_TRAVELLING: usize = 32;
/// Characters of a secret that only signs.
const SHORTEST_SIGNING: usize = 16;
const LONGEST_SECRET: usize = 512;

/// How the tool signs by itself; where a connection may choose, a bearer token.
pub(super) fn own_way(kind: ConnectionKind) -> SignatureScheme {
    match kind {
        ConnectionKind::Standard => SignatureScheme::StandardWebhooks,
        ConnectionKind::HousecallPro => SignatureScheme::HousecallPro,
        ConnectionKind::Generic | ConnectionKind::ProgressionLive => SignatureScheme::Bearer,
    }
}

/// Everything that is wrong with a connection.
pub(super) fn unusable(connection: &Connection) -> Vec<BadField> {
    let mut bad = Vec::new();
    if !(1..=120).contains(&connection.name.trim().chars().count()) {
        bad.push(BadField::new("name", "give it 1 to 120 characters"));
    }
    let generic = connection.kind == ConnectionKind::Generic;
    match &connection.fields {
        None if generic => {
            bad.push(BadField::new("fields", "say where a generic body holds each field, at least `email`"));
        }
        Some(fields) if generic && fields.email.is_none() => {
            bad.push(BadField::new("fields.email", "say where the address is, such as `/ticket/email`"));
        }
        Some(fields) if generic && fields.occurred_at.is_none() => {
            let reason =
                "say where the time of the event is, such as `/ticket/solved_at`: delays start there";
            bad.push(BadField::new("fields.occurred_at", reason));
        }
        Some(_) if !generic => {
            bad.push(BadField::new("fields", "only connections of kind `generic` are read by pointers"));
        }
        _ => {}
    }
    let header = match &connection.verification {
        SignatureScheme::Hmac { header } | SignatureScheme::SecretHeader { header } => Some(header),
        _ => None,
    };
    if header.is_some_and(|header| !is_header_name(header)) {
        bad.push(BadField::new("verification.header", "name a header in lower case, such as `x-signature`"));
    }
    bad
}

fn is_header_name(text: &str) -> bool {
    let allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    (1..=80).contains(&text.len()) && text.bytes().all(allowed)
}

/// Everything that is wrong with secrets. They are never repeated.
pub(super) fn unusable_secrets(connection: &Connection, secrets: &[String]) -> Vec<BadField> {
    let mut bad = Vec::new();
    if secrets.len() > MOST_SECRETS {
        bad.push(BadField::new("secrets", "two can be live at once: the new one, then the old one"));
    }
    if !secrets.is_empty() && connection.verification == SignatureScheme::LoopbackOnly {
        bad.push(BadField::new("secrets", "an unsigned connection has none"));
    }
    let shortest = match connection.verification {
        SignatureScheme::Bearer | SignatureScheme::SecretHeader { .. } => SHORTEST_TRAVELLING,
        _ => SHORTEST_SIGNING,
    };
    for (index, secret) in secrets.iter().enumerate() {
        let fit = (shortest..=LONGEST_SECRET).contains(&secret.len());
        if !fit || !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
            let reason = format!("use {shortest} to {LONGEST_SECRET} visible characters without spaces");
            bad.push(BadField::new(format!("secrets.{index}"), reason));
        } else if connection.verification == SignatureScheme::StandardWebhooks && !is_base64(secret) {
            let reason = "use the secret as the sender shows it: `whsec_` and base64";
            bad.push(BadField::new(format!("secrets.{index}"), reason));
        }
    }
    bad
}

/// Whether a key can be read out of a secret of Standard Webhooks: base64 behind `whsec_`, in either alphabet, padded or not.
fn is_base64(secret: &str) -> bool {
    let encoded = secret.strip_prefix("whsec_").unwrap_or(secret);
    let digits = encoded.trim_end_matches('=');
    let (padding, rest) = (encoded.len() - digits.len(), digits.len() % 4);
    let fits = rest != 1 && (padding == 0 || padding == (4 - rest) % 4);
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
    !digits.is_empty() && fits && digits.bytes().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_of_standard_webhooks_is_base64_however_it_was_pasted() {
        for good in [
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
            "whsec_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE",
            "whsec_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_",
        ] {
            assert!(is_base64(good), "{good}");
        }
        for bad in
            ["plainsecretplainsecretplainsecret", "whsec_", "whsec_====", "whsec_a$cdefgh", "AQE==", "é"]
        {
            assert!(!is_base64(bad), "{bad}");
        }
    }
}
