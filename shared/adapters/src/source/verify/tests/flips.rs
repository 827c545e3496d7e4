//! One flipped bit anywhere in what is signed, or in the signature, and nothing is believed.

use super::*;
use proptest::prelude::*;

/// A believed request of each scheme, with the headers in which no bit may differ.
fn believed() -> Vec<(SignatureScheme, String, RawHook, Vec<&'static str>)> {
    let new = NEW.to_owned();
    let secret_header = SignatureScheme::SecretHeader { header: "x-secret".to_owned() };
    vec![
        (
            SignatureScheme::StandardWebhooks,
            whsec(1),
            standard_request(&whsec(1), NOW_S),
            vec!["webhook-id", "webhook-timestamp", "webhook-signature"],
        ),
        (
            SignatureScheme::HousecallPro,
            new.clone(),
            housecall_pro_request("2026-11-22T19:05:00Z"),
            vec!["api-timestamp", "api-signature"],
        ),
        (hmac_scheme(), new.clone(), request(&[("x-signature", BODY_HEX)]), vec!["x-signature"]),
        (
            hmac_scheme(),
            new.clone(),
            request(&[("x-signature", &format!("sha256={BODY_BASE64}"))]),
            vec!["x-signature"],
        ),
        (secret_header, new, request(&[("x-secret", NEW)]), vec!["x-secret"]),
    ]
}

/// Headers are texts: the eighth bit stays as it is.
fn flip_text(text: &str, at: usize, bit: u32) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let at = at % bytes.len();
    *bytes.get_mut(at).unwrap() ^= 1 << bit;
    String::from_utf8(bytes).unwrap()
}

#[test]
fn each_request_is_believed_before_a_bit_flips() {
    for (scheme, secret, hook, _) in believed() {
        assert_eq!(verify(&scheme, &[&secret], &hook), Ok(()), "{scheme:?}");
    }
}

#[test]
fn no_flipped_bit_of_a_header_passes() {
    for (scheme, secret, hook, headers) in believed() {
        for name in headers {
            let value = hook.header(name).unwrap().to_owned();
            for (at, bit) in (0..value.len()).flat_map(|at| (0..7).map(move |bit| (at, bit))) {
                let flipped = with_header(hook.clone(), name, &flip_text(&value, at, bit));
                assert!(verify(&scheme, &[&secret], &flipped).is_err(), "{scheme:?} {name} {at} {bit}");
            }
        }
    }
}

/// R4.1.
#[test]
fn no_flipped_bit_of_a_signed_body_passes() {
    for (scheme, secret, hook, _) in believed() {
        if scheme == (SignatureScheme::SecretHeader { header: "x-secret".to_owned() }) {
            continue;
        }
        for (at, bit) in (0..hook.body.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
            let mut flipped = hook.clone();
            *flipped.body.get_mut(at).unwrap() ^= 1 << bit;
            assert_eq!(
                verify(&scheme, &[&secret], &flipped),
                Err(NotVerified::WrongSignature),
                "{scheme:?} {at} {bit}"
            );
        }
    }
}

proptest! {
    /// R4.1.
    #[test]
    fn no_flipped_bit_of_any_body_signature_or_time_passes(
        body in prop::collection::vec(any::<u8>(), 1..300),
        away_s in -290_i64..=290,
        place in any::<prop::sample::Index>(),
        bit in 0_u32..8,
    ) {
        let timestamp = (NOW_S + away_s).to_string();
        let signature = sign_housecall_pro(NEW, &timestamp, &body);
        let hook = request(&[("api-signature", &signature), ("api-timestamp", &timestamp)]);
        let hook = RawHook { body, ..hook };
        prop_assert_eq!(verify(&SignatureScheme::HousecallPro, &[NEW], &hook), Ok(()));

        let mut other_body = hook.clone();
        *other_body.body.get_mut(place.index(hook.body.len())).unwrap() ^= 1 << bit;
        let other_time = flip_text(&timestamp, place.index(timestamp.len()), bit % 7);
        let other_signature = flip_text(&signature, place.index(signature.len()), bit % 7);

        for changed in [
            other_body,
            with_header(hook.clone(), "api-timestamp", &other_time),
            with_header(hook, "api-signature", &other_signature),
        ] {
            prop_assert!(verify(&SignatureScheme::HousecallPro, &[NEW], &changed).is_err());
        }
    }

    #[test]
    fn no_headers_and_bytes_do_harm(
        value in "\\PC{0,80}",
        body in prop::collection::vec(any::<u8>(), 0..100),
        url in "\\PC{0,60}",
    ) {
        for (scheme, secret, _, _) in believed() {
            let names = ["webhook-id", "webhook-timestamp", "webhook-signature", "api-signature", "api-timestamp",
                "authorization", "x-signature", "x-secret"];
            let headers = names.map(|name| (name, value.as_str()));
            let hook = RawHook { body: body.clone(), url: url.clone(), ..request(&headers) };
            prop_assert!(value == secret || verify(&scheme, &[&secret], &hook).is_err());
        }
    }
}
