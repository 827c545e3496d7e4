//! The real program as a child process, and what a client does to it over HTTP.
//! What must hold is in the other files.

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

pub const KEY: &str = "crash-test-key-with-32-characters";

/// A running program; killed when it is dropped.
pub struct Program {
    child: Child,
    greeting: Vec<String>,
    address: SocketAddr,
    agent: ureq::Agent,
}

impl Program {
    /// Starts on a data directory and waits for `ready`.
    pub fn start(data: &Path, port: u16) -> Self {
        Self::start_with(data, port, &[])
    }

    /// The same with more options.
    pub fn start_with(data: &Path, port: u16, options: &[&str]) -> Self {
        Self::start_as(data, port, options, &[("RELANCE_API_KEY", KEY)])
    }

    /// The same with other variables.
    pub fn start_as(data: &Path, port: u16, options: &[&str], variables: &[(&str, &str)]) -> Self {
        let begun = Self::begun(data, port, options, variables);
        begun.map_err(|output| String::from_utf8_lossy(&output.stderr).into_owned()).expect("it starts")
    }

    /// Starts, or says why not.
    #[cfg(target_os = "linux")]
    pub fn try_start(data: &Path) -> Result<Self, Output> {
        Self::begun(data, 0, &[], &[("RELANCE_API_KEY", KEY)])
    }

    fn begun(data: &Path, port: u16, options: &[&str], variables: &[(&str, &str)]) -> Result<Self, Output> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_relance"))
            .args(["--data", data.to_str().unwrap(), "--port", &port.to_string()])
            .args(options)
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut greeting: Vec<String> = Vec::new();
        for line in lines {
            greeting.push(line);
            if greeting.last().is_some_and(|line| line == "ready") {
                break;
            }
        }
        if greeting.last().is_none_or(|line| line != "ready") {
            return Err(child.wait_with_output().unwrap());
        }
        // What it warns of is for whoever reads the test's output.
        let mut warnings = child.stderr.take().unwrap();
        thread::spawn(move || std::io::copy(&mut warnings, &mut std::io::stderr()));
        let desk: Value = serde_json::from_slice(&fs::read(data.join("desk.json")).unwrap()).unwrap();
        let address = desk["address"].as_str().unwrap().parse().unwrap();
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(3)));
        Ok(Self { child, greeting, address, agent: config.build().into() })
    }

    /// What it says when it starts.
    pub fn greeting(&self) -> &[String] {
        &self.greeting
    }

    /// Stops it as a service is stopped: it closes its store.
    #[cfg(target_os = "linux")]
    pub fn stop(mut self) {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(asked.unwrap().success());
        self.child.wait().unwrap();
    }

    /// Memory that it holds.
    #[cfg(target_os = "linux")]
    pub fn memory_kib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Kills it as the system would for want of memory: no handler runs, nothing is flushed.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Its number among the system's processes.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Where it listens.
    pub fn client(&self) -> Client {
        Client { base: format!("http://{}", self.address), agent: self.agent.clone(), key: KEY.to_owned() }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Somebody who talks to the program, and may find it gone.
#[derive(Clone)]
pub struct Client {
    base: String,
    agent: ureq::Agent,
    key: String,
}

impl Client {
    /// With another key of the API.
    #[cfg(target_os = "linux")]
    pub fn with_key(self, key: &str) -> Self {
        Self { key: key.to_owned(), ..self }
    }

    /// How a page answers.
    #[cfg(target_os = "linux")]
    pub fn status(&self, path: &str) -> Option<u16> {
        self.agent.get(format!("{}{path}", self.base)).call().ok().map(|reply| reply.status().as_u16())
    }

    /// Reports a finished service call; the status, or nothing when no answer came.
    pub fn finish_task(&self, task: &str, address: &str, occurred_at: &str) -> Option<u16> {
        let body = json!({
            "event_id": format!("evt-{task}"), "type": "task.state_changed", "occurred_at": occurred_at,
            "task": {"id": task, "type": "Service call", "state": {"code": "600"}},
            "customer": {"email": address, "first_name": "Léa", "language": "fr-CA"}, "agent": {"name": "Sam"},
        });
        self.agent
            .post(format!("{}/hooks/demo", self.base))
            .send_json(&body)
            .ok()
            .map(|reply| reply.status().as_u16())
    }

    /// Moves the clock; the new time, or nothing when no answer came.
    pub fn advance(&self, seconds: i64) -> Option<String> {
        let mut reply = self
            .agent
            .post(format!("{}/local/clock", self.base))
            .send_json(json!({"advance_s": seconds}))
            .ok()?;
        let body: Value = reply.body_mut().read_json().ok()?;
        body["now"].as_str().map(str::to_owned)
    }

    /// The program's time.
    pub fn now(&self) -> Option<String> {
        self.read("/local/clock")?["now"].as_str().map(str::to_owned)
    }

    /// Every mail, newest first.
    pub fn mails(&self) -> Option<Vec<Value>> {
        let mut reply = self.agent.get(format!("{}/local/outbox.json", self.base)).call().ok()?;
        reply.body_mut().with_config().limit(256 << 20).read_json::<Vec<Value>>().ok()
    }

    /// Answers a survey; the status, or nothing when no answer came. Links name an earlier process's port.
    pub fn answer(&self, link: &str, score: u8) -> Option<u16> {
        let path = path_of(link);
        let form = [("q_nps", score.to_string()), ("q_comment", format!("note {score}"))];
        self.agent
            .post(format!("{}{path}", self.base))
            .send_form(form)
            .ok()
            .map(|reply| reply.status().as_u16())
    }

    /// Writes to the API; the status and what it says.
    pub fn write(&self, path: &str, body: &Value) -> (u16, Value) {
        let request = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("authorization", format!("Bearer {}", self.key));
        let mut reply = request.send_json(body).expect("an answer");
        (reply.status().as_u16(), reply.body_mut().read_json().expect("JSON"))
    }

    /// Changes the demo's campaign.
    pub fn change_campaign(&self, change: &Value) {
        let request = self
            .agent
            .patch(format!("{}/v1/campaigns/cmp_satisfaction", self.base))
            .header("authorization", format!("Bearer {}", self.key));
        let reply = request.send_json(change).expect("an answer");
        assert_eq!(reply.status(), 200);
    }

    /// Reads from the API.
    pub fn read(&self, path: &str) -> Option<Value> {
        let request = self
            .agent
            .get(format!("{}{path}", self.base))
            .header("authorization", format!("Bearer {}", self.key));
        let mut reply = request.call().ok()?;
        (reply.status() == 200).then(|| reply.body_mut().with_config().limit(64 << 20).read_json().ok())?
    }

    /// Every item of a list of the API, over all its pages.
    pub fn items(&self, path: &str) -> Option<Vec<Value>> {
        let mut items = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let more = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
            let page = self.read(&format!("{path}?limit=100{more}"))?;
            items.extend(page["items"].as_array()?.iter().cloned());
            cursor = page["cursor"].as_str().map(str::to_owned);
            if cursor.is_none() {
                return Some(items);
            }
        }
    }
}

/// A survey link without the address of the process that mailed it.
pub fn path_of(link: &str) -> String {
    format!("/s/{}", link.split_once("/s/").expect("a survey link").1)
}

/// The survey link of a mail.
pub fn survey_link(mail: &Value) -> Option<String> {
    let links = mail["links"].as_array()?;
    let link = links.iter().filter_map(Value::as_str).find(|link| link.contains("/s/"))?;
    link.split('?').next().map(str::to_owned)
}

/// Mails to one address.
pub fn mails_to<'a>(mails: &'a [Value], address: &str) -> Vec<&'a Value> {
    mails.iter().filter(|mail| mail["to"] == address).collect()
}
