//! The real program on a free port with demo data, and what a tool and a manager do to it over HTTP.
//! What people see of it is in the other files.

use clap::Parser as _;
use relance::machine::Metrics;
use relance::options;
use serde_json::{Value, json};
use std::sync::{Arc, mpsc};
use std::time::Duration;
use tempfile::TempDir;

const KEY: &str = "browser-test-key-of-32-characters";

/// A running program; it ends with the test.
pub struct Program {
    pub base: String,
    /// Opens the console, once.
    pub sign_in: String,
    agent: ureq::Agent,
    _data: TempDir,
}

impl Program {
    /// Starts one on a data directory of its own.
    pub fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().to_str().unwrap().to_owned();
        let (said, heard) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(async move {
                let options = ["relance", "--data", &folder, "--port", "0", "--api-key", KEY];
                let options = options::Program::try_parse_from(options).unwrap().options;
                let running = relance::start::start(&options, Arc::new(Metrics::default())).await.unwrap();
                said.send((running.base_url.clone(), running.sign_in.clone().unwrap())).unwrap();
                running.serve(std::future::pending()).await.unwrap();
            });
        });
        let (base, sign_in) = heard.recv_timeout(Duration::from_mins(1)).expect("the program starts");
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // A connection that was silent while pages were looked at may have been closed meanwhile.
            .max_idle_age(Duration::from_secs(5))
            .timeout_global(Some(Duration::from_mins(1)));
        let sign_in = format!("{base}/console/sign-in?token={sign_in}");
        Self { base, sign_in, agent: config.build().into(), _data: data }
    }

    /// Calls the API; anything but a success stops the test.
    pub fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("authorization", format!("Bearer {KEY}"))
            .header("content-type", "application/json")
            .body(if body.is_null() { String::new() } else { body.to_string() })
            .unwrap();
        let mut reply = self.agent.run(request).unwrap();
        let text = reply.body_mut().read_to_string().unwrap();
        assert!(reply.status().is_success(), "{method} {path}: {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Items of a list of the API.
    pub fn items(&self, path: &str) -> Vec<Value> {
        self.call("GET", path, &Value::Null)["items"].as_array().unwrap().clone()
    }

    /// Changes the demo's campaign.
    pub fn change_campaign(&self, change: &Value) {
        self.call("PATCH", "/v1/campaigns/cmp_satisfaction", change);
    }

    /// Keeps a picture; its id.
    pub fn upload(&self, picture: &[u8]) -> Value {
        let request = self.agent.post(format!("{}/v1/images", self.base));
        let request =
            request.header("authorization", format!("Bearer {KEY}")).header("content-type", "image/png");
        let kept: Value = request.send(picture).unwrap().body_mut().read_json().unwrap();
        kept["id"].clone()
    }

    /// A visit to this customer is over and half a day has passed; their mail.
    pub fn mail_to(&self, address: &str, language: &str) -> Value {
        let now = self.pass(0);
        let event = json!({"event_id": format!("evt-{address}"), "type": "task.state_changed", "occurred_at": now,
            "task": {"id": address, "type": "Service call", "state": {"code": "600"}},
            "customer": {"first_name": "Léa", "email": address, "phone": "418 555-0134", "language": language},
            "agent": {"name": "Sam"}});
        self.call("POST", "/hooks/demo", &event);
        self.pass(12);
        self.newest_mail_to(address)
    }

    /// Lets hours pass, with all that is due in them, and the second by which a queue may be late; the time then.
    pub fn pass(&self, hours: u32) -> Value {
        self.call("POST", "/local/clock", &json!({"advance_s": hours * 3600 + 1}))["now"].clone()
    }

    /// The newest mail to an address.
    pub fn newest_mail_to(&self, address: &str) -> Value {
        let mails = self.call("GET", "/local/outbox.json", &Value::Null);
        let mail = mails.as_array().unwrap().iter().find(|mail| mail["to"] == address);
        mail.unwrap_or_else(|| {
            let (decided, invited) = (self.items("/v1/decisions"), self.items("/v1/invitations"));
            panic!("no mail to {address}: {} {}", decided[0], invited[0])
        })
        .clone()
    }

    /// The survey's address for this customer.
    pub fn survey_of(&self, address: &str, language: &str) -> String {
        survey_link(&self.mail_to(address, language))
    }

    /// Fetches an address under a name, following where it leads; its status.
    pub fn fetch(&self, method: &str, url: &str, user_agent: &str) -> u16 {
        let request = ureq::http::Request::builder().method(method).uri(url).header("user-agent", user_agent);
        self.agent.run(request.body(()).unwrap()).unwrap().status().as_u16()
    }

    /// The page at an address, as it is served.
    pub fn page(&self, url: &str) -> String {
        self.agent.get(url).call().unwrap().body_mut().read_to_string().unwrap()
    }
}

/// Every link of a mail that leads to the program.
pub fn links(mail: &Value) -> Vec<String> {
    let links = mail["links"].as_array().unwrap().iter().filter_map(Value::as_str);
    links.filter(|link| link.contains("/s/") || link.contains("/u/")).map(str::to_owned).collect()
}

/// The survey's address in a mail, with nothing chosen.
pub fn survey_link(mail: &Value) -> String {
    let links = links(mail);
    let link = links.iter().find(|link| link.contains("/s/")).unwrap();
    link.split('?').next().unwrap().to_owned()
}

/// Where a mail leads to be the last one.
pub fn unsubscribe_link(mail: &Value) -> String {
    links(mail).into_iter().find(|link| link.contains("/u/")).unwrap()
}

/// Questions of every kind, some of which depend on the score, and what follows an answer.
pub fn every_kind() -> Value {
    let said = |fr: &str, en: &str| json!({"fr": fr, "en": en});
    let choice = |id: &str, fr: &str, en: &str| json!({"id": id, "texts": said(fr, en)});
    json!({
        "review_links": [{"name": "Google", "url": "https://g.example/avis"}],
        "questions": [
        {"id": "q_nps", "kind": "nps", "required": true,
         "texts": said("Recommanderiez-vous Plomberie Boréale à votre entourage\u{a0}?", "Would you recommend Plomberie Boréale to those around you?")},
        {"id": "q_comment", "kind": "text", "texts": said("Qu’est-ce qui explique votre note\u{a0}?", "What is the reason for your score?")},
        {"id": "q_improve", "kind": "text", "required": true,
         "texts": said("Que devons-nous améliorer\u{a0}?", "What should we improve?"),
         "show_if": {"field": "nps_type", "op": "eq", "value": "Detractor"}},
        {"id": "q_call", "kind": "single", "texts": said("Devons-nous vous rappeler\u{a0}?", "Should we call you?"),
         "choices": [choice("yes", "Oui, dès que possible", "Yes, as soon as possible"), choice("no", "Non", "No")],
         "show_if": {"all": [{"field": "answer.q_nps", "op": "lte", "value": 3}, {"field": "answer.q_nps", "op": "is_answered"}]}},
        {"id": "q_words", "kind": "statement", "texts": said("Encore deux points, et c’est tout.", "Two more points, and that is all.")},
        {"id": "q_points", "kind": "matrix", "max": 5, "not_applicable": true,
         "texts": said("Comment avez-vous trouvé ces points\u{a0}?", "How did you find these points?"),
         "rows": [choice("speed", "La rapidité", "Speed"), choice("care", "Le soin apporté aux lieux", "Care for the place")],
         "jump_if": [{"when": {"field": "answer.q_nps", "op": "eq", "value": 10}, "to": "end"}]},
        {"id": "q_many", "kind": "multiple", "texts": said("Qu’avons-nous fait chez vous\u{a0}?", "What did we do at your place?"),
         "choices": [choice("fix", "Réparer", "Repair"), choice("advise", "Conseiller", "Advise"), choice("other", "Autre chose", "Something else")]}
    ]})
}
