//! Two secrets at a time, replaced without downtime, fetched seldom (R4.6).

use super::*;
use NotVerified::{NoSecret, WrongSignature};

fn asked(vault: &Vault) -> usize {
    *vault.asked.lock().unwrap()
}

fn replace(vault: &Vault, values: &[&str]) {
    let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    run(vault.replace("demo/connections/hook", &values)).unwrap();
}

fn body_signed_with(secret: &str) -> RawHook {
    let signature = hex::encode(mac::hmac_sha256(secret.as_bytes(), &[BODY]).unwrap());
    request(&[("x-signature", &signature)])
}

/// Verifies a body signed with `secret`, `after_s` seconds into the test.
fn at(verifier: &Verifier, after_s: i64, secret: &str) -> Result<(), NotVerified> {
    let when = now() + after_s.seconds();
    run(verifier.verify(&connection(hmac_scheme()), &body_signed_with(secret), when)).unwrap()
}

#[test]
fn both_live_secrets_are_believed_and_a_third_is_not() {
    let verifier = Verifier::new(vault(&[NEW, OLD, "forgotten"]));

    assert_eq!(at(&verifier, 0, NEW), Ok(()));
    assert_eq!(at(&verifier, 0, OLD), Ok(()));
    assert_eq!(at(&verifier, 0, "forgotten"), Err(WrongSignature));
    assert_eq!(at(&verifier, 0, "never"), Err(WrongSignature));
}

/// R4.1, R4.6.
#[test]
fn both_live_secrets_are_believed_in_every_signed_scheme() {
    for secret in [whsec(1), whsec(2)] {
        let hook = standard_request(&secret, NOW_S);
        assert_eq!(verify(&SignatureScheme::StandardWebhooks, &[&whsec(1), &whsec(2)], &hook), Ok(()));
    }
    let hook = housecall_pro_request("1795374300");
    assert_eq!(verify(&SignatureScheme::HousecallPro, &[OLD, NEW], &hook), Ok(()));
}

#[test]
fn secrets_are_fetched_once_in_five_minutes() {
    let vault = vault(&[NEW]);
    let verifier = Verifier::new(Arc::clone(&vault) as Arc<dyn Secrets>);

    for after_s in [0, 1, 299] {
        assert_eq!(at(&verifier, after_s, NEW), Ok(()));
        assert_eq!(asked(&vault), 1);
    }
    assert_eq!(at(&verifier, 300, NEW), Ok(()));
    assert_eq!(asked(&vault), 2);
}

#[test]
fn a_new_secret_works_long_before_the_old_ones_are_forgotten() {
    let vault = vault(&[OLD]);
    let verifier = Verifier::new(Arc::clone(&vault) as Arc<dyn Secrets>);
    assert_eq!(at(&verifier, 0, OLD), Ok(()));

    replace(&vault, &[NEW, OLD]);

    assert_eq!(at(&verifier, 20, NEW), Ok(()));
    assert_eq!(at(&verifier, 20, OLD), Ok(()));
}

/// R4.6.
#[test]
fn a_removed_secret_is_forgotten_within_five_minutes() {
    let vault = vault(&[NEW, OLD]);
    let verifier = Verifier::new(Arc::clone(&vault) as Arc<dyn Secrets>);
    assert_eq!(at(&verifier, 0, OLD), Ok(()));

    replace(&vault, &[NEW]);

    assert_eq!(at(&verifier, 300, OLD), Err(WrongSignature));
    assert_eq!(at(&verifier, 300, NEW), Ok(()));
}

#[test]
fn a_flood_of_forgeries_fetches_secrets_four_times_a_minute() {
    let vault = vault(&[NEW]);
    let verifier = Verifier::new(Arc::clone(&vault) as Arc<dyn Secrets>);

    for second in 0..60 {
        assert_eq!(at(&verifier, second, "forged"), Err(WrongSignature));
    }

    assert_eq!(asked(&vault), 4);
}

#[test]
fn the_first_secret_works_at_once() {
    let vault = vault(&[]);
    let verifier = Verifier::new(Arc::clone(&vault) as Arc<dyn Secrets>);
    assert_eq!(at(&verifier, 0, NEW), Err(NoSecret));

    replace(&vault, &[NEW]);

    assert_eq!(at(&verifier, 0, NEW), Ok(()));
}

#[test]
fn secrets_out_of_reach_are_our_fault_and_not_a_doubt() {
    let vault = vault(&[NEW]);
    *vault.live.lock().unwrap() = Err(());
    let verifier = Verifier::new(Arc::clone(&vault) as Arc<dyn Secrets>);

    let fault = run(verifier.verify(&connection(hmac_scheme()), &body_signed_with(NEW), now())).unwrap_err();

    assert_eq!(fault, Fault::transient("secrets are out of reach"));
}

#[test]
fn connections_without_signatures_need_no_secrets() {
    let vault = vault(&[]);
    let verifier = Verifier::new(Arc::clone(&vault) as Arc<dyn Secrets>);
    let here = RawHook { from_loopback: true, ..request(&[]) };

    let verdict = run(verifier.verify(&connection(SignatureScheme::LoopbackOnly), &here, now())).unwrap();

    assert_eq!((verdict, asked(&vault)), (Ok(()), 0));
}
