//! A browser that a test drives: Chromium behind its driver, without a window, with a profile of its own.
//! What is looked at in it is in the other files.

use base64::Engine as _;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
];
/// How long a page may take to become what a test waits for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Keys that are no characters, as the driver reads them.
pub const TAB: char = '\u{e004}';
/// Presses a button, follows a link, sends a form.
pub const ENTER: char = '\u{e007}';
/// Chooses the next radio button.
pub const RIGHT: char = '\u{e014}';

/// Width and height of a page, in pixels.
pub type Screen = (u32, u32);
/// A small phone.
pub const PHONE: Screen = (360, 640);
/// The narrowest screen that a page must fit without scrolling sideways (WCAG 2.2, 1.4.10).
pub const NARROW: Screen = (320, 568);
/// A desk.
pub const DESK: Screen = (1280, 800);

/// A running browser; ended when it is dropped.
pub struct Browser {
    driver: Child,
    session: String,
    agent: ureq::Agent,
    _profile: TempDir,
}

impl Browser {
    /// Starts one.
    pub fn start() -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver: run tests/setup.sh browser");
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        // Whatever it says later must find a reader, or it would wait for one.
        std::thread::spawn(move || lines.for_each(drop));
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(1)));
        let agent: ureq::Agent = config.build().into();
        let profile = tempfile::tempdir().unwrap();
        let own = format!("--user-data-dir={}", profile.path().display());
        let flags: Vec<&str> = FLAGS.into_iter().chain([own.as_str()]).collect();
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": flags}, "goog:loggingPrefs": {"browser": "ALL"}}}});
        let base = format!("http://127.0.0.1:{}/session", port.expect("chromedriver says its port"));
        let mut reply = agent.post(&base).send_json(&wanted).unwrap();
        let body: Value = reply.body_mut().read_json().unwrap();
        let id = body["value"]["sessionId"].as_str().unwrap_or_else(|| panic!("no browser: {body}"));
        let browser = Self { driver, session: format!("{base}/{id}"), agent, _profile: profile };
        // Without a window nobody brings to the front, the focus would not always be shown.
        browser.tell("Emulation.setFocusEmulationEnabled", &json!({"enabled": true}));
        browser
    }

    fn attempt(&self, path: &str, body: &Value) -> Result<Value, String> {
        let mut reply = self.agent.post(format!("{}/{path}", self.session)).send_json(body).unwrap();
        let answer: Value = reply.body_mut().with_config().limit(64 << 20).read_json().unwrap();
        match reply.status().as_u16() {
            200 => Ok(answer["value"].clone()),
            _ => Err(answer["value"]["message"].as_str().unwrap_or_default().to_owned()),
        }
    }

    fn ask(&self, path: &str, body: &Value) -> Value {
        self.attempt(path, body).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn tell(&self, command: &str, parameters: &Value) -> Value {
        self.ask("goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// Makes the page as large as a device.
    pub fn resize(&self, (width, height): Screen) {
        let device = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700});
        self.tell("Emulation.setDeviceMetricsOverride", &device);
    }

    /// Lets pages run scripts, or not.
    pub fn run_scripts(&self, run: bool) {
        self.tell("Emulation.setScriptExecutionDisabled", &json!({"value": !run}));
    }

    /// Prefers a scheme of colours, and colours that do not fade into each other while they are looked at.
    pub fn prefer_scheme(&self, scheme: &str) {
        self.prefer(&[("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")]);
    }

    /// Prefers something, such as `prefers-reduced-motion` to be `reduce`.
    pub fn prefer(&self, features: &[(&str, &str)]) {
        let features: Vec<_> =
            features.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        let wanted = json!({"features": features});
        self.tell("Emulation.setEmulatedMedia", &wanted);
    }

    /// The language that pages without one of their own are read in.
    pub fn speak(&self, language: &str) {
        self.tell("Network.enable", &json!({}));
        self.tell("Network.setExtraHTTPHeaders", &json!({"headers": {"Accept-Language": language}}));
    }

    /// Fetches no pictures, as mail programs do until they are asked to.
    pub fn refuse_pictures(&self) {
        self.tell("Network.enable", &json!({}));
        self.tell("Network.setBlockedURLs", &json!({"urls": ["*/i/*"]}));
    }

    /// Opens an address and waits until it is loaded.
    pub fn open(&self, url: &str) {
        self.ask("url", &json!({"url": url}));
    }

    /// Runs a function body in the page, whatever the page may run itself.
    pub fn read(&self, script: &str) -> Value {
        self.ask("execute/sync", &json!({"script": script, "args": []}))
    }

    /// The same, until it calls back.
    pub fn wait_for(&self, script: &str) -> Value {
        self.ask("execute/async", &json!({"script": script, "args": []}))
    }

    /// Waits until a function body says yes.
    pub fn until(&self, script: &str) {
        let began = Instant::now();
        // A page that is just being left answers with an error.
        while self.attempt("execute/sync", &json!({"script": script, "args": []})) != Ok(Value::Bool(true)) {
            assert!(began.elapsed() < PATIENCE, "never true: {script}\n{}", self.text());
        }
    }

    /// Does something that leads to another page, and waits for that one.
    pub fn go(&self, act: impl FnOnce(&Self)) {
        self.read("window.left = false");
        act(self);
        self.until("return window.left === undefined && document.readyState === 'complete'");
    }

    fn element(&self, css: &str) -> String {
        let found = self.ask("element", &json!({"using": "css selector", "value": css}));
        found.as_object().and_then(|ids| ids.values().next()).and_then(Value::as_str).unwrap().to_owned()
    }

    /// Clicks as a finger does: on what is seen.
    pub fn click(&self, css: &str) {
        let id = self.element(css);
        self.ask(&format!("element/{id}/click"), &json!({}));
    }

    /// Chooses a value of a control.
    pub fn choose(&self, name: &str, value: &str) {
        self.click(&format!("input[name='{name}'][value='{value}']"));
    }

    /// Types into a field.
    pub fn write(&self, css: &str, text: &str) {
        let id = self.element(css);
        self.ask(&format!("element/{id}/value"), &json!({"text": text}));
    }

    /// Presses keys, one after the other, wherever the focus is.
    pub fn press(&self, keys: impl Into<String>) {
        let strokes = keys.into();
        let strokes = strokes.chars().flat_map(|key| {
            let stroke = |kind: &str| json!({"type": kind, "value": key.to_string()});
            [stroke("keyDown"), stroke("keyUp")]
        });
        let strokes: Vec<Value> = strokes.collect();
        self.ask("actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]}));
    }

    /// The text that is seen.
    pub fn text(&self) -> String {
        self.read("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// What the browser has complained about since it was asked last; that a page has the status of an error is no
    /// complaint about the page.
    pub fn complaints(&self) -> Vec<String> {
        let entries = self.ask("se/log", &json!({"type": "browser"}));
        let page = self.read("return location.href");
        let status = format!("{} - Failed to load resource: the server responded", page.as_str().unwrap());
        let messages = entries.as_array().unwrap().iter().filter_map(|entry| entry["message"].as_str());
        messages.filter(|message| !message.starts_with(&status)).map(str::to_owned).collect()
    }

    /// Keeps a picture of the whole page in `target/browser`.
    pub fn picture(&self, name: &str) {
        let size =
            self.read("return [innerWidth, Math.max(innerHeight, document.documentElement.scrollHeight)]");
        let clip = json!({"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1});
        let shot = self.tell(
            "Page.captureScreenshot",
            &json!({"format": "png", "captureBeyondViewport": true, "optimizeForSpeed": true, "clip": clip}),
        );
        let bytes =
            base64::engine::general_purpose::STANDARD.decode(shot["data"].as_str().unwrap_or_default());
        let file = target().join("browser").join(format!("{name}.png"));
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes.unwrap()).unwrap();
    }

    /// What axe finds against WCAG 2.2 A and AA: one line per violation.
    pub fn violations(&self) -> Vec<String> {
        let tags = json!(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]);
        self.judged_by(&json!({"type": "tag", "values": tags}))
    }

    /// The same of colours alone, for a page that was judged as a whole in other colours.
    pub fn faint_colours(&self) -> Vec<String> {
        self.judged_by(&json!({"type": "rule", "values": ["color-contrast", "link-in-text-block"]}))
    }

    fn judged_by(&self, rules: &Value) -> Vec<String> {
        if self.read("return !window.axe") == true {
            self.read(&format!("{}\n;window.axe = axe;", axe()));
        }
        let found = self.wait_for(&format!(
            "const done = arguments[arguments.length - 1];
             axe.run(document, {{runOnly: {rules}, resultTypes: ['violations'], preload: false}}).then(
               (result) => done(result.passes.length === 0 ? ['axe looked at nothing']
                 : result.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' | '))),
               (error) => done(['axe failed: ' + error]));"
        ));
        found.as_array().unwrap().iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        _ = self.agent.delete(&self.session).call();
        _ = self.driver.kill();
        _ = self.driver.wait();
    }
}

/// The source of axe, which a Python package carries.
fn axe() -> String {
    let pythons = std::fs::read_dir(target().join("tools/browser/lib"));
    let sources = pythons.into_iter().flatten().filter_map(Result::ok).filter_map(|python| {
        let file = python.path().join("site-packages/axe_playwright_python/axe.min.js");
        std::fs::read_to_string(file).ok()
    });
    sources.last().expect("axe: run tests/setup.sh browser")
}

/// The build folder, where tools and pictures are.
fn target() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target")
}
