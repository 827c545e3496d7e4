//! Headers and bodies of hooks at the door: no request is believed that its secret did not sign (R4.1).
//! Reading what was believed is in `webhook_body`. Fuzzed at each change (R6.5).
#![no_main]

use libfuzzer_sys::fuzz_target;
use relance_adapters::source::Verifier;
use relance_application::ports::inbound::{RawHook, VerifyHook as _};
use relance_domain::source::Strength;
use relance_fuzz::{OneSecret, connections, now, text_and_rest};
use std::sync::Arc;

const NAMES: [&str; 8] = [
    "webhook-id",
    "webhook-timestamp",
    "webhook-signature",
    "api-signature",
    "api-timestamp",
    "authorization",
    "x-signature",
    "x-token",
];

fuzz_target!(|data: &[u8]| {
    let mut rest = data;
    let mut headers = Vec::new();
    for name in NAMES {
        let Some((value, left)) = text_and_rest(rest) else { break };
        headers.push((name.to_owned(), value.to_owned()));
        rest = left;
    }
    let hook = RawHook {
        headers,
        method: "POST".to_owned(),
        url: "https://ask.example.com/hooks/demo".to_owned(),
        body: rest.to_vec(),
        from_loopback: false,
    };
    let verifier = Verifier::new(Arc::new(OneSecret));

    for connection in connections() {
        let verdict =
            pollster::block_on(verifier.verify(&connection, &hook, now())).expect("the secret is there");

        // Signed requests cannot be made here; a secret in a header could be stumbled upon.
        let signed = connection.verification.strength() >= Strength::Signed;
        assert!(verdict.is_err() || !signed, "{} believed a forgery", connection.id);
    }
});
