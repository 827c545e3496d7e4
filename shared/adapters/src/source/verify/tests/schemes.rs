//! Housecall Pro, body HMAC, bearer, secret header and loopback.

use super::*;
use NotVerified::{MissingSignature, NoSecret, NotLoopback, StaleTimestamp, WrongSignature};

fn schemes() -> [SignatureScheme; 5] {
    [
        SignatureScheme::StandardWebhooks,
        SignatureScheme::HousecallPro,
        SignatureScheme::Bearer,
        hmac_scheme(),
        SignatureScheme::SecretHeader { header: "x-secret".to_owned() },
    ]
}

#[test]
fn published_digests_are_believed() {
    let timed = request(&[("api-signature", TIMED_HEX), ("api-timestamp", "1795374300")]);

    assert_eq!(verify(&SignatureScheme::HousecallPro, &[NEW], &timed), Ok(()));
    for signature in [BODY_HEX, BODY_BASE64, &BODY_HEX.to_uppercase()] {
        for prefix in ["", "sha256="] {
            let hook = request(&[("x-signature", &format!("{prefix}{signature}"))]);
            assert_eq!(verify(&hmac_scheme(), &[NEW], &hook), Ok(()), "{prefix}{signature}");
        }
    }
}

#[test]
fn housecall_pro_times_are_taken_in_every_form() {
    for timestamp in ["1795374300", "1795374300123", "2026-11-22T19:05:00Z", "2026-11-22T14:05:00-05:00"] {
        let hook = housecall_pro_request(timestamp);
        let prefixed = format!("sha256={}", sign_housecall_pro(NEW, timestamp, BODY));

        assert_eq!(verify(&SignatureScheme::HousecallPro, &[NEW], &hook), Ok(()), "{timestamp}");
        let hook = with_header(hook, "api-signature", &prefixed);
        assert_eq!(verify(&SignatureScheme::HousecallPro, &[NEW], &hook), Ok(()), "{timestamp}");
    }
}

/// R4.1.
#[test]
fn signed_times_may_be_300_seconds_away_and_no_more() {
    for (away_s, expected) in [
        (0, Ok(())),
        (300, Ok(())),
        (-300, Ok(())),
        (301, Err(StaleTimestamp)),
        (-301, Err(StaleTimestamp)),
        (86_400 * 365, Err(StaleTimestamp)),
    ] {
        let hook = housecall_pro_request(&(NOW_S + away_s).to_string());
        assert_eq!(verify(&SignatureScheme::HousecallPro, &[NEW], &hook), expected, "{away_s}");

        let hook = standard_request(&whsec(1), NOW_S + away_s);
        assert_eq!(verify(&SignatureScheme::StandardWebhooks, &[&whsec(1)], &hook), expected, "{away_s}");
    }
}

#[test]
fn unreadable_times_are_stale_even_when_signed() {
    for timestamp in
        ["", "now", "0", "-1795374300", "17953743000", "99999999999999999999", "2026-11-22T19:05:00"]
    {
        let hook = housecall_pro_request(timestamp);
        assert_eq!(verify(&SignatureScheme::HousecallPro, &[NEW], &hook), Err(StaleTimestamp), "{timestamp}");
    }
    let untimed = without_header(housecall_pro_request("1795374300"), "api-timestamp");
    assert_eq!(verify(&SignatureScheme::HousecallPro, &[NEW], &untimed), Err(StaleTimestamp));
}

#[test]
fn a_replay_inside_the_window_still_verifies() {
    let verifier = Verifier::new(vault(&[NEW]));
    let connection = connection(SignatureScheme::HousecallPro);
    let hook = housecall_pro_request("1795374300");

    for after_s in [0, 1, 299] {
        let verdict = run(verifier.verify(&connection, &hook, now() + after_s.seconds())).unwrap();
        assert_eq!(verdict, Ok(()), "events are stored once, so a repeat is harmless");
    }
}

#[test]
fn a_secret_travels_in_the_authorization_header() {
    for (authorization, expected) in [
        ("Bearer hcp-secret", Ok(())),
        ("bearer  hcp-secret", Ok(())),
        ("Bearer the-one-before", Ok(())),
        ("Bearer hcp-secret ", Err(WrongSignature)),
        ("Bearer hcp-secre", Err(WrongSignature)),
        ("Bearer HCP-SECRET", Err(WrongSignature)),
        ("Bearer ", Err(WrongSignature)),
        ("Bearer", Err(MissingSignature)),
        ("Basic hcp-secret", Err(MissingSignature)),
        ("hcp-secret", Err(MissingSignature)),
    ] {
        let hook = request(&[("authorization", authorization)]);
        assert_eq!(verify(&SignatureScheme::Bearer, &[NEW, OLD], &hook), expected, "{authorization}");
    }
}

#[test]
fn a_tool_with_nothing_but_a_url_puts_the_secret_there() {
    for (query, expected) in [
        ("?access_token=hcp-secret", Ok(())),
        ("?a=b&access_token=the-one-before&c=d", Ok(())),
        ("?access_token=wrong", Err(WrongSignature)),
        ("?access_token=", Err(WrongSignature)),
        ("?xaccess_token=hcp-secret", Err(MissingSignature)),
        ("", Err(MissingSignature)),
    ] {
        let hook = RawHook { url: format!("https://relance.example/hooks/hook{query}"), ..request(&[]) };
        assert_eq!(verify(&SignatureScheme::Bearer, &[NEW, OLD], &hook), expected, "{query}");
    }
}

#[test]
fn a_secret_travels_in_a_header_of_its_own() {
    let scheme = SignatureScheme::SecretHeader { header: "x-secret".to_owned() };

    for (value, expected) in [
        ("hcp-secret", Ok(())),
        ("the-one-before", Ok(())),
        ("", Err(WrongSignature)),
        ("hcp-secret2", Err(WrongSignature)),
    ] {
        assert_eq!(verify(&scheme, &[NEW, OLD], &request(&[("x-secret", value)])), expected, "{value}");
    }
}

#[test]
fn the_demo_connection_takes_this_machine_only() {
    let here = RawHook { from_loopback: true, ..request(&[]) };

    assert_eq!(verify(&SignatureScheme::LoopbackOnly, &[], &here), Ok(()));
    assert_eq!(verify(&SignatureScheme::LoopbackOnly, &[], &request(&[])), Err(NotLoopback));
}

/// R4.1.
#[test]
fn without_a_signature_nothing_is_believed() {
    for scheme in schemes() {
        assert_eq!(verify(&scheme, &[&whsec(1)], &request(&[])), Err(MissingSignature), "{scheme:?}");
    }
}

#[test]
fn without_a_secret_nothing_is_believed_not_even_this_machine() {
    let empty = hex::encode(mac::hmac_sha256(b"", &[BODY]).unwrap());
    let hook = request(&[("authorization", "Bearer "), ("x-secret", ""), ("x-signature", &empty)]);
    let hook = RawHook { from_loopback: true, ..hook };

    for scheme in schemes() {
        for secrets in [&[][..], &[""], &["", "  "]] {
            assert_eq!(verify(&scheme, secrets, &hook), Err(NoSecret), "{scheme:?}");
        }
    }
}
