//! The program behind a real nginx, as `docs/one-machine.md` sets it up: strangers that it forwards are nobody's neighbours
//! (R5, issue 11 line 20). Where nginx is not installed and cannot be, nothing is checked, with a word about it.

use crate::program::Program;
use serde_json::json;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::tempdir;

/// The server of the guide.
fn server_of_the_guide() -> String {
    let guide = include_str!("../../../docs/one-machine.md");
    let block = guide.split("```nginx\n").nth(1).and_then(|rest| rest.split("```").next());
    block.expect("the guide has a block for nginx").to_owned()
}

/// What a careless person writes.
const CARELESS: &str = "server { listen 443; location / { proxy_pass http://127.0.0.1:8080; } }";

struct Nginx {
    child: Child,
    base: String,
}

impl Nginx {
    /// `None` where there is no nginx.
    fn start(home: &Path, server: &str, program: u16) -> Option<Self> {
        let found = Command::new("nginx").arg("-v").stderr(Stdio::null()).status();
        if !found.is_ok_and(|status| status.success()) {
            eprintln!("not checked: nginx is not installed (tests/setup.sh check)");
            return None;
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let tls = server.contains("ssl");
        if tls {
            certificate(home);
        }
        let place = home.to_str().unwrap();
        let server = server
            .replace("listen 443", &format!("listen 127.0.0.1:{port}"))
            .replace("127.0.0.1:8080", &format!("127.0.0.1:{program}"))
            .replace("/etc/letsencrypt/live/ask.example.com", place);
        let at_home = format!(
            "daemon off; pid {place}/pid; error_log stderr; worker_processes 1; user root;\nevents {{}}\nhttp {{\n\
             access_log off; client_body_temp_path {place}/body; proxy_temp_path {place}/proxy; fastcgi_temp_path \
             {place}/f; uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;\n{server}\n}}\n"
        );
        let file = home.join("nginx.conf");
        fs::write(&file, at_home).unwrap();
        let child = Command::new("nginx").args(["-p", place, "-c", file.to_str().unwrap()]).spawn().unwrap();
        let since = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(since.elapsed() < Duration::from_secs(20), "nginx listens");
            thread::park_timeout(Duration::from_millis(20));
        }
        let scheme = if tls { "https" } else { "http" };
        Some(Self { child, base: format!("{scheme}://ask.example.com:{port}") })
    }

    /// Asks as a stranger does: the status and what is said.
    fn asked(&self, path: &str, more: &[&str]) -> (u16, String) {
        let url = format!("{}{path}", self.base);
        let to = format!("ask.example.com:{}:127.0.0.1", self.base.rsplit_once(':').unwrap().1);
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--insecure", "--resolve", &to, "--write-out", "\n%{http_code}", &url])
            .args(more);
        let output = curl.output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let (body, status) = told.rsplit_once('\n').unwrap();
        (status.parse().unwrap(), body.to_owned())
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Asked kindly, it ends its workers too.
        _ = Command::new("kill").arg(self.child.id().to_string()).status();
        _ = self.child.wait();
    }
}

fn certificate(home: &Path) {
    let (key, pem) = (home.join("privkey.pem"), home.join("fullchain.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=ask.example.com"])
        .args(["-keyout", key.to_str().unwrap(), "-out", pem.to_str().unwrap()])
        .stderr(Stdio::null())
        .status();
    assert!(made.unwrap().success(), "a certificate is made");
}

const LOCAL: [&str; 6] = [
    "/local/outbox",
    "/local/outbox.json",
    "/local/clock",
    "/local/metrics.json",
    "/local/calls.json",
    "/local/sms.json",
];

fn an_event() -> String {
    json!({
        "event_id": "evt-1", "type": "task.state_changed", "occurred_at": "2026-11-27T08:00:00Z",
        "task": {"id": "T-1", "type": "Service call", "state": {"code": "600"}},
        "customer": {"email": "lea@example.com"},
    })
    .to_string()
}

#[test]
fn behind_the_proxy_of_the_guide_pages_are_served_and_nothing_of_this_machine_is() {
    let (data, home) = (tempdir().unwrap(), tempdir().unwrap());
    let program = Program::start_with(data.path(), 0, &["--base-url", "https://ask.example.com"]);
    let Some(nginx) = Nginx::start(home.path(), &server_of_the_guide(), program.port()) else { return };

    let (status, page) = nginx.asked("/console/", &[]);
    assert!(status == 401 && page.contains("<html"), "{status} {page}");
    assert_eq!(
        nginx.asked("/v1/answers", &["-H", &format!("Authorization: Bearer {}", crate::program::KEY)]).0,
        200
    );
    let (status, told) = nginx.asked("/", &["-o", "/dev/null", "-w", "%{redirect_url}\n%{http_code}"]);
    assert_eq!((status, told.contains("/console/")), (303, true), "{told}");
    for path in LOCAL {
        assert_eq!(nginx.asked(path, &[]).0, 404, "{path}");
    }
    let event = an_event();
    let (status, told) = nginx.asked("/hooks/demo", &["-H", "content-type: application/json", "-d", &event]);
    assert_eq!(status, 401, "{told}");
}

#[test]
fn a_careless_proxy_before_a_public_program_forwards_nobody_into_what_is_of_this_machine() {
    let (data, home) = (tempdir().unwrap(), tempdir().unwrap());
    let program = Program::start_with(data.path(), 0, &["--base-url", "https://ask.example.com"]);
    let Some(nginx) = Nginx::start(home.path(), CARELESS, program.port()) else { return };

    for path in LOCAL {
        assert_eq!(nginx.asked(path, &[]).0, 404, "{path}");
    }
    let event = an_event();
    let (status, told) = nginx.asked("/hooks/demo", &["-H", "content-type: application/json", "-d", &event]);
    assert_eq!(status, 401, "{told}");
    assert_eq!(program.client().read("/local/clock"), None, "nor anybody here, who looks the same");
}

#[test]
fn a_proxy_that_says_so_is_noticed_before_a_program_without_a_public_address() {
    let (data, home) = (tempdir().unwrap(), tempdir().unwrap());
    let program = Program::start(data.path(), 0);
    let Some(nginx) = Nginx::start(home.path(), &server_of_the_guide(), program.port()) else { return };

    for path in LOCAL {
        assert_eq!(nginx.asked(path, &[]).0, 404, "{path}");
        assert_eq!(nginx.asked(path, &["-H", "Host: 127.0.0.1"]).0, 404, "{path}");
    }
    let event = an_event();
    let (status, told) = nginx.asked("/hooks/demo", &["-H", "content-type: application/json", "-d", &event]);
    assert_eq!(status, 401, "{told}");
    assert!(program.client().read("/local/clock").is_some(), "who sits here is still here");
}
