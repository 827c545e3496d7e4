//! Sentences about seals: what they bind, how keys rotate, what they never show.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use proptest::prelude::*;

fn key(id: &str, byte: u8) -> SealKey {
    SealKey::new(id, &[byte; 32]).unwrap()
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// R5.1.
#[test]
fn a_seal_is_the_truncated_hmac_of_the_length_prefixed_parts() {
    let seal = HmacSeal::new(key("a1", 7), None);

    let sealed = run(seal.seal("unsubscribe", "acme.all.0123")).unwrap();

    // python3: hmac.new(b"\x07"*32, struct.pack(">Q",11)+b"unsubscribe"+struct.pack(">Q",13)+b"acme.all.0123",
    // "sha256").digest()[:16], base64url without padding
    assert_eq!(sealed.mac, "d3c0pkpC8w86n5KNbQkSpg");
    assert_eq!(sealed.key_id, "a1");
}

/// R5.2.
#[test]
fn a_seal_holds_for_its_purpose_and_text_only() {
    let seal = HmacSeal::new(key("a1", 7), None);
    let sealed = run(seal.seal("survey", "inv_1")).unwrap();

    assert!(run(seal.holds("survey", "inv_1", &sealed)).unwrap());
    assert!(!run(seal.holds("survey", "inv_2", &sealed)).unwrap());
    assert!(!run(seal.holds("unsubscribe", "inv_1", &sealed)).unwrap());
    assert!(!run(seal.holds("surve", "yinv_1", &sealed)).unwrap());
}

/// R5.2.
#[test]
fn the_previous_key_still_opens_and_an_older_one_does_not() {
    let before = HmacSeal::new(key("a1", 1), None);
    let old_link = run(before.seal("survey", "inv_1")).unwrap();

    let rotated = HmacSeal::new(key("a2", 2), Some(key("a1", 1)));
    let rotated_twice = HmacSeal::new(key("a3", 3), Some(key("a2", 2)));

    assert_eq!(run(rotated.seal("survey", "inv_1")).unwrap().key_id, "a2");
    assert!(run(rotated.holds("survey", "inv_1", &old_link)).unwrap());
    assert!(!run(rotated_twice.holds("survey", "inv_1", &old_link)).unwrap());
}

#[test]
fn weak_keys_and_unlinkable_ids_are_refused() {
    assert_eq!(SealKey::new("a1", &[7; 31]).unwrap_err(), InvalidSealKey::TooShort);
    for bad in ["", "a.b", "é", "12345678901234567"] {
        assert!(matches!(SealKey::new(bad, &[7; 32]), Err(InvalidSealKey::BadId(_))), "{bad}");
    }
}

#[test]
fn debug_output_shows_the_id_and_not_the_key() {
    let text = format!("{:?}", HmacSeal::new(key("a1", 0x41), None));

    assert_eq!(text, r#"HmacSeal { current: SealKey { id: "a1", .. }, previous: None }"#);
}

proptest! {
    /// R5.1, R5.2.
    #[test]
    fn any_changed_character_breaks_the_seal(at in 0_usize..22, other in "[A-Za-z0-9_-]") {
        let seal = HmacSeal::new(key("a1", 7), None);
        let sealed = run(seal.seal("survey", "inv_1")).unwrap();
        let mut mac = sealed.mac.clone();
        mac.replace_range(at..=at, &other);
        let forged = Sealed { key_id: sealed.key_id, mac };

        prop_assert_eq!(run(seal.holds("survey", "inv_1", &forged)).unwrap(), forged.mac == sealed.mac);
    }
}
