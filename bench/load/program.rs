//! The real program as a child process: what is asked of it over HTTP, and what the system says that it took.
//! What is made of the figures is in `main`.

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const KEY: &str = "a-key-of-the-load-program-and-no-other";
/// Moving the clock answers when all mails are out.
const PATIENCE: Duration = Duration::from_mins(20);
/// The kernel counts a process's time in hundredths of a second.
const MS_PER_TICK: f64 = 10.0;

/// A running program over a data directory of its own; both are gone when it is dropped.
pub struct Program {
    child: Child,
    base: String,
    _home: TempDir,
}

/// What a process took so far.
pub struct Spent {
    ticks: f64,
    pub memory_mb: f64,
    pub most_memory_mb: f64,
}

impl Spent {
    /// Processor time between two moments, of all threads, the kernel's work for them included.
    pub fn cpu_ms(before: &Self, after: &Self) -> f64 {
        (after.ticks - before.ticks) * MS_PER_TICK
    }
}

impl Program {
    /// Starts it and waits until it is ready.
    pub fn start(program: &Path) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut child = Command::new(program)
            .arg("--data")
            .arg(home.path().join("data"))
            .args(["--port", "0"])
            .env("RELANCE_API_KEY", KEY)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let greeting: Vec<String> = lines.take_while(|line| line != "ready").collect();
        let hook = greeting.iter().find_map(|line| line.strip_prefix("hook: ")).unwrap();
        let base = hook.split_once("/hooks/").unwrap().0.to_owned();
        Self { child, base, _home: home }
    }

    pub fn client(&self) -> Client {
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
        let config = config.max_idle_connections_per_host(64).max_idle_connections(64);
        Client { base: self.base.clone(), agent: config.build().into() }
    }

    pub fn spent(&self) -> Spent {
        let told = |file: &str| fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap();
        // The name of the program, in parentheses, may hold anything; user and system time are 12th and 13th behind it.
        let stat = told("stat");
        let ticks = stat.rsplit_once(')').unwrap().1.split_whitespace().skip(11).take(2);
        let status = told("status");
        let megabytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1_024.0
        };
        Spent {
            ticks: ticks.map(|ticks| ticks.parse::<f64>().unwrap()).sum(),
            memory_mb: megabytes("VmRSS:"),
            most_memory_mb: megabytes("VmHWM:"),
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Somebody who talks to it, over connections that stay open.
pub struct Client {
    base: String,
    agent: ureq::Agent,
}

impl Client {
    /// A tool reports a finished job of a customer of its own.
    pub fn finish_task(&self, n: usize) {
        let occurred_at = self.now();
        let body = json!({
            "event_id": format!("evt-{n}"), "type": "task.state_changed", "occurred_at": occurred_at,
            "task": {"id": format!("T-{n}"), "type": "Service call", "state": {"code": "600"}},
            "customer": {"email": format!("customer{n}@example.com"), "first_name": "Léa", "language": "fr-CA"},
            "agent": {"name": "Sam"},
        });
        let reply = self.agent.post(format!("{}/hooks/demo", self.base)).send_json(&body).unwrap();
        assert_eq!(reply.status(), 202);
    }

    fn now(&self) -> Value {
        let mut reply = self.agent.get(format!("{}/local/clock", self.base)).call().unwrap();
        reply.body_mut().read_json::<Value>().unwrap().get("now").unwrap().clone()
    }

    /// Moves the program's clock; everything that became due has happened when this returns.
    pub fn advance(&self, seconds: u32) {
        let body = json!({ "advance_s": seconds });
        let reply = self.agent.post(format!("{}/local/clock", self.base)).send_json(&body).unwrap();
        assert_eq!(reply.status(), 200);
    }

    /// The survey link of every mail.
    pub fn survey_links(&self) -> Vec<String> {
        let mut reply = self.agent.get(format!("{}/local/outbox.json", self.base)).call().unwrap();
        let mails: Vec<Value> = reply.body_mut().with_config().limit(1 << 30).read_json().unwrap();
        mails.iter().map(survey_link).collect()
    }

    /// Reads a page to its end.
    pub fn open(&self, link: &str) {
        let mut reply = self.agent.get(link).call().unwrap();
        assert_eq!(reply.status(), 200);
        reply.body_mut().read_to_vec().unwrap();
    }

    /// Sends a promoter's answer, and reads the thanks to their end.
    pub fn answer(&self, link: &str) {
        let form = [("q_nps", "9"), ("q_comment", "Rien à redire, c'était impeccable.")];
        let mut reply = self.agent.post(link).send_form(form).unwrap();
        assert_eq!(reply.status(), 200);
        reply.body_mut().read_to_vec().unwrap();
    }
}

fn survey_link(mail: &Value) -> String {
    let links = mail.get("links").unwrap().as_array().unwrap();
    let link = links.iter().filter_map(Value::as_str).find(|link| link.contains("/s/")).unwrap();
    link.split('?').next().unwrap().to_owned()
}
