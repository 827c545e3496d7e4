//! Headers of an outgoing call, signed by Standard Webhooks with every live secret, so that the other side can change
//! secrets at any moment. <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use crate::secret::mac;
use base64::{Engine, engine::general_purpose::STANDARD};
use relance_application::outbound::SignedCall;

/// Name and value of each header; `None` when no secret can sign.
pub(super) fn headers(call: &SignedCall) -> Option<Vec<(&'static str, String)>> {
    let at = call.at.as_second().to_string();
    let message = [call.id.as_bytes(), b".", at.as_bytes(), b".", call.body.as_bytes()];
    let signed = |secret: &String| {
        let mac = mac::hmac_sha256(&mac::pasted_key(secret)?, &message)?;
        Some(format!("v1,{}", STANDARD.encode(mac)))
    };
    let signatures: Vec<String> = call.secrets.iter().filter_map(signed).collect();
    (!signatures.is_empty()).then(|| {
        vec![
            ("content-type", "application/json".to_owned()),
            ("user-agent", "relance-webhooks/1".to_owned()),
            ("webhook-id", call.id.clone()),
            ("webhook-timestamp", at.clone()),
            ("webhook-signature", signatures.join(" ")),
        ]
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    const NEW: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const OLD: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    fn call(secrets: &[&str]) -> SignedCall {
        SignedCall {
            id: "act_1".to_owned(),
            at: "2026-11-22T19:05:12.9Z".parse().unwrap(),
            url: "https://example.com/hook".to_owned(),
            body: r#"{"type":"answer.completed"}"#.to_owned(),
            secrets: secrets.iter().map(|secret| (*secret).to_owned()).collect(),
        }
    }

    fn header(call: &SignedCall, name: &str) -> String {
        headers(call).unwrap().into_iter().find(|(known, _)| *known == name).unwrap().1
    }

    #[test]
    fn r4_5_each_live_secret_signs_as_the_reference_implementation_does() {
        let call = call(&[NEW, OLD]);

        let expected = [NEW, OLD].map(|secret| {
            let judge = standardwebhooks::Webhook::new(secret).unwrap();
            judge.sign("act_1", 1_795_374_312, call.body.as_bytes()).unwrap()
        });

        assert_eq!(header(&call, "webhook-signature"), expected.join(" "));
        assert_eq!(header(&call, "webhook-id"), "act_1");
        assert_eq!(header(&call, "webhook-timestamp"), "1795374312");
    }

    #[test]
    fn without_a_usable_secret_nothing_is_signed() {
        assert!(headers(&call(&[])).is_none());
        assert!(headers(&call(&["whsec_"])).is_none());
    }
}
