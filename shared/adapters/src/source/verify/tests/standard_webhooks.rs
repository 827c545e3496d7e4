//! Standard Webhooks, with the reference implementation as the oracle.

use super::*;
use NotVerified::{MissingSignature, NoSecret, WrongSignature};
use proptest::prelude::*;

const SCHEME: SignatureScheme = SignatureScheme::StandardWebhooks;

#[test]
fn what_the_reference_implementation_signs_is_believed() {
    let hook = standard_request(&whsec(1), NOW_S);

    assert_eq!(verify(&SCHEME, &[&whsec(1)], &hook), Ok(()));
    assert_eq!(verify(&SCHEME, &[whsec(1).trim_start_matches("whsec_")], &hook), Ok(()));
    assert_eq!(verify(&SCHEME, &[&whsec(2)], &hook), Err(WrongSignature));
}

#[test]
fn one_good_signature_in_the_list_is_enough() {
    let hook = standard_request(&whsec(1), NOW_S);
    let good = hook.header("webhook-signature").unwrap().to_owned();
    let bare = good.trim_start_matches("v1,");

    for (list, expected) in [
        (format!("v1,AAAA {good}"), Ok(())),
        (format!("{good} v1,AAAA v1a,whatever"), Ok(())),
        (format!("v1a,x  {good}"), Ok(())),
        (format!("v2,{bare}"), Err(WrongSignature)),
        (format!("v1a,{bare}"), Err(WrongSignature)),
        (bare.to_owned(), Err(WrongSignature)),
        (good.replace(' ', ""), Ok(())),
        ("v1,".to_owned(), Err(WrongSignature)),
        (String::new(), Err(WrongSignature)),
    ] {
        let hook = with_header(hook.clone(), "webhook-signature", &list);
        assert_eq!(verify(&SCHEME, &[&whsec(1)], &hook), expected, "{list}");
    }
}

#[test]
fn id_and_time_are_signed_too() {
    let hook = standard_request(&whsec(1), NOW_S);

    let renamed = with_header(hook.clone(), "webhook-id", "msg_2");
    let redated = with_header(hook.clone(), "webhook-timestamp", &(NOW_S + 1).to_string());
    let unnamed = without_header(hook, "webhook-id");

    assert_eq!(verify(&SCHEME, &[&whsec(1)], &renamed), Err(WrongSignature));
    assert_eq!(verify(&SCHEME, &[&whsec(1)], &redated), Err(WrongSignature));
    assert_eq!(verify(&SCHEME, &[&whsec(1)], &unnamed), Err(MissingSignature));
}

#[test]
fn a_secret_that_is_no_key_is_no_secret() {
    let hook = standard_request(&whsec(1), NOW_S);

    for secret in ["whsec_", "whsec_not base64", "é"] {
        assert_eq!(verify(&SCHEME, &[secret], &hook), Err(NoSecret), "{secret}");
    }
    assert_eq!(verify(&SCHEME, &["whsec_", &whsec(1)], &hook), Ok(()));
}

proptest! {
    /// R4.1.
    #[test]
    fn we_believe_exactly_what_the_reference_implementation_signs(
        key in prop::collection::vec(any::<u8>(), 24..=64),
        id in "[A-Za-z0-9_.-]{1,40}",
        body in "\\PC{0,200}",
        away_s in -300_i64..=300,
    ) {
        let secret = format!("whsec_{}", STANDARD.encode(&key));
        let timestamp = NOW_S + away_s;
        let oracle = standardwebhooks::Webhook::new(&secret).unwrap();
        let signature = oracle.sign(&id, timestamp, body.as_bytes()).unwrap();
        let hook = RawHook {
            body: body.into_bytes(),
            ..request(&[
                ("webhook-id", &id),
                ("webhook-timestamp", &timestamp.to_string()),
                ("webhook-signature", &signature),
            ])
        };

        prop_assert_eq!(verify(&SCHEME, &[&secret], &hook), Ok(()));
    }
}
