//! The program killed at random moments while hooks arrive, the clock moves and answers are posted. The kills are
//! drawn from a seed, printed with a failure; what the machine's own timing adds cannot be replayed.

use crate::program::{Client, Program, path_of, survey_link};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::tempdir;

/// How often the program is killed.
const KILLS: u64 = 200;
const HOUR: i64 = 3600;
/// What one answer may take, the mail before it included.
const PATIENCE: Duration = Duration::from_mins(1);

/// What the outside world knows that it did.
#[derive(Default)]
struct Diary {
    accepted: Vec<String>,
    answered: BTreeMap<String, u8>,
}

struct Scene {
    client: RwLock<Client>,
    diary: Mutex<Diary>,
    over: AtomicBool,
}

impl Scene {
    fn client(&self) -> Client {
        self.client.read().unwrap().clone()
    }

    fn answers(&self) -> usize {
        self.diary.lock().unwrap().answered.len()
    }

    fn wait_for_an_answer(&self) {
        let (before, began) = (self.answers(), Instant::now());
        while self.answers() == before {
            assert!(began.elapsed() < PATIENCE, "no answer is given any more: {before} so far");
            thread::park_timeout(Duration::from_millis(5));
        }
    }

    fn goes_on(&self) -> bool {
        !self.over.load(Ordering::SeqCst)
    }
}

/// R1.1, R1.5, R2.1, R4.2, R5.3.
#[test]
fn killed_200_times_under_load_every_trigger_leads_to_one_mail_and_every_answer_counts_once() {
    let data = tempdir().unwrap();
    let mut program = Program::start(data.path(), 0);
    // So that mails go out and are answered all the while, however slowly the clock moves beside the load.
    program.client().change_campaign(&json!({"delay": "00:00:30"}));
    let scene = Arc::new(Scene {
        client: RwLock::new(program.client()),
        diary: Mutex::default(),
        over: AtomicBool::new(false),
    });
    let actors = [spawn(&scene, report_jobs), spawn(&scene, move_the_clock), spawn(&scene, answer_mails)];

    let mut seed = 20_261_122_u64;
    for kill in 0..KILLS {
        let alive = Duration::from_millis(60 + draw(&mut seed) % 500);
        let until = Instant::now() + alive;
        while Instant::now() < until {
            thread::park_timeout(until.saturating_duration_since(Instant::now()));
        }
        // However slow the machine is: something must be under way for a kill to hurt.
        if kill % 4 == 0 {
            scene.wait_for_an_answer();
        }
        program.kill();
        program = Program::start(data.path(), 0);
        *scene.client.write().unwrap() = program.client();
    }
    scene.over.store(true, Ordering::SeqCst);
    for actor in actors {
        actor.join().unwrap();
    }

    let client = program.client();
    client.advance(48 * HOUR).unwrap();
    let diary = scene.diary.lock().unwrap();
    each_trigger_led_to_one_mail(&diary, &client.mails().unwrap());
    each_answer_counts_once(&diary, &client);
}

fn each_trigger_led_to_one_mail(diary: &Diary, mails: &[Value]) {
    let mut received: BTreeMap<&str, usize> = BTreeMap::new();
    for mail in mails {
        *received.entry(mail["to"].as_str().unwrap()).or_default() += 1;
    }
    assert!(diary.accepted.len() > 100, "only {} triggers were accepted: no load", diary.accepted.len());
    for address in &diary.accepted {
        assert_eq!(received.get(address.as_str()), Some(&1), "{address}");
    }
}

fn each_answer_counts_once(diary: &Diary, client: &Client) {
    let answers = client.items("/v1/answers").unwrap();
    assert!(diary.answered.len() > 20, "only {} answers were given: no load", diary.answered.len());
    assert_eq!(answers.len(), diary.answered.len());
    let mut recounted: BTreeMap<u64, usize> = BTreeMap::new();
    let mut given: BTreeMap<u64, usize> = BTreeMap::new();
    for answer in &answers {
        *recounted.entry(answer["nps_score"].as_u64().unwrap()).or_default() += 1;
    }
    for score in diary.answered.values() {
        *given.entry(u64::from(*score)).or_default() += 1;
    }
    assert_eq!(recounted, given);
    let stats = client.read("/v1/stats/nps?period=all").unwrap();
    let band = |range: std::ops::RangeInclusive<u64>| {
        range.map(|s| given.get(&s).copied().unwrap_or(0)).sum::<usize>() as u64
    };
    assert_eq!(stats["answers"].as_u64(), Some(diary.answered.len() as u64));
    assert_eq!(stats["promoters"].as_u64(), Some(band(9..=10)));
    assert_eq!(stats["detractors"].as_u64(), Some(band(0..=6)));
    assert_eq!(client.items("/v1/alerts").unwrap().len() as u64, band(0..=6));
}

fn spawn(scene: &Arc<Scene>, actor: fn(&Scene)) -> thread::JoinHandle<()> {
    let scene = scene.clone();
    thread::spawn(move || actor(&scene))
}

/// A tool repeats each report until it is told that it was stored.
fn report_jobs(scene: &Scene) {
    for n in 0_u32.. {
        let address = format!("customer{n}@example.com");
        let mut occurred_at = None;
        loop {
            let client = scene.client();
            occurred_at = occurred_at.or_else(|| client.now());
            let status =
                occurred_at.as_deref().and_then(|at| client.finish_task(&format!("T-{n}"), &address, at));
            if matches!(status, Some(200 | 202)) {
                scene.diary.lock().unwrap().accepted.push(address);
                break;
            }
            // A report that was never confirmed may or may not have been stored: it is repeated to the end.
            if !scene.goes_on() && status.is_some() {
                return;
            }
        }
        if !scene.goes_on() {
            return;
        }
    }
}

fn move_the_clock(scene: &Scene) {
    while scene.goes_on() {
        scene.client().advance(600);
    }
}

/// Customers answer the mails that they find; each repeats the same answer until it is confirmed.
fn answer_mails(scene: &Scene) {
    while scene.goes_on() {
        let mails = scene.client().mails().unwrap_or_default();
        for (link, score) in
            mails.iter().filter_map(survey_link).take(8).map(|link| (link.clone(), score_of(&link)))
        {
            let token = path_of(&link);
            if scene.diary.lock().unwrap().answered.contains_key(&token) {
                continue;
            }
            loop {
                match scene.client().answer(&link, score) {
                    Some(200) => break,
                    None | Some(503) => thread::yield_now(),
                    Some(status) => assert_eq!(status, 200, "{link}"),
                }
            }
            scene.diary.lock().unwrap().answered.insert(token, score);
        }
    }
}

fn score_of(link: &str) -> u8 {
    let sum: u32 = link.bytes().rev().take(12).map(u32::from).sum();
    u8::try_from(sum % 11).unwrap()
}

/// A step of splitmix64.
fn draw(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
