//! Sentences about kept keys: when they are read, how they rotate, what is wrong with a bad one.
#![expect(clippy::unwrap_used, reason = "tests state what must hold")]

use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Default)]
struct Store {
    values: Mutex<Vec<String>>,
    reads: AtomicUsize,
}

impl Store {
    fn set(&self, values: &[&str]) {
        *self.values.lock().unwrap() = values.iter().map(|value| (*value).to_owned()).collect();
    }

    fn reads(&self) -> usize {
        self.reads.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Secrets for Store {
    async fn live(&self, name: &str) -> Result<Vec<String>, Fault> {
        assert_eq!(name, "seal");
        self.reads.fetch_add(1, Ordering::SeqCst);
        Ok(self.values.lock().unwrap().clone())
    }

    async fn replace(&self, _: &str, _: &[String]) -> Result<(), Fault> {
        unreachable!("a seal only reads its keys")
    }
}

#[derive(Default)]
struct Hands(Mutex<Timestamp>);

impl Hands {
    fn advance(&self, seconds: i64) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

fn value(id: &str, byte: u8) -> String {
    format!("{id}.{}", URL_SAFE_NO_PAD.encode([byte; 32]))
}

fn kept(values: &[&str]) -> (KeptSeal, Arc<Store>, Arc<Hands>) {
    let (store, clock) = (Arc::new(Store::default()), Arc::new(Hands::default()));
    store.set(values);
    (KeptSeal::new(store.clone(), clock.clone()), store, clock)
}

#[tokio::test]
async fn r4_6_keys_are_read_once_and_again_after_five_minutes() {
    let (seal, store, clock) = kept(&[&value("k1", 1)]);

    let sealed = seal.seal("survey", "inv_1").await.unwrap();
    clock.advance(299);
    assert!(seal.holds("survey", "inv_1", &sealed).await.unwrap());
    assert_eq!(store.reads(), 1);

    clock.advance(1);
    assert!(seal.holds("survey", "inv_1", &sealed).await.unwrap());
    assert_eq!(store.reads(), 2);
}

#[tokio::test]
async fn r5_2_a_link_sealed_elsewhere_with_a_new_key_opens_at_once() {
    let (here, store, clock) = kept(&[&value("k1", 1)]);
    let old = here.seal("survey", "inv_1").await.unwrap();
    let (elsewhere, _, _) = kept(&[&value("k2", 2), &value("k1", 1)]);
    let new = elsewhere.seal("survey", "inv_1").await.unwrap();

    store.set(&[&value("k2", 2), &value("k1", 1)]);
    clock.advance(20);

    assert!(here.holds("survey", "inv_1", &new).await.unwrap());
    assert!(here.holds("survey", "inv_1", &old).await.unwrap());
}

#[tokio::test]
async fn a_flood_of_forged_links_does_not_reach_the_store() {
    let (seal, store, clock) = kept(&[&value("k1", 1)]);
    let forged = Sealed { key_id: "k9".to_owned(), mac: "d3c0pkpC8w86n5KNbQkSpg".to_owned() };

    for _ in 0..60 {
        assert!(!seal.holds("survey", "inv_1", &forged).await.unwrap());
        clock.advance(1);
    }

    assert_eq!(store.reads(), 4);
}

#[tokio::test]
async fn without_a_usable_key_the_work_waits() {
    let short = format!("k1.{}", URL_SAFE_NO_PAD.encode([1; 16]));

    for values in [vec![], vec!["no dot"], vec!["k1.not base64"], vec![short.as_str()]] {
        let (seal, _, _) = kept(&values);
        assert!(matches!(seal.seal("survey", "inv_1").await, Err(Fault::Transient(_))), "{values:?}");
    }
}
