//! One survey from the finished task to the evaluated answer, each step metered by itself.
//! What the steps cost is in [`crate::page`].

use crate::meter::Counts;
use crate::system::{BASE_URL, BATCH, System, secret};
use jiff::{SignedDuration, Timestamp};
use relance_application::ports::chance::Clock as _;
use serde_json::{Value, json};

/// The demo's campaign asks half a day later.
const DELAY: SignedDuration = SignedDuration::from_hours(12);
/// Nothing can show any more that a program filled the form in.
const MARKS_SHOWN: SignedDuration = SignedDuration::from_secs(11);
/// How far ahead the sweeper hints, and a little less.
const LOOKED_AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// What one step asked for.
pub struct Step {
    pub name: &'static str,
    pub counts: Counts,
}

/// What a survey asked for.
pub struct Survey {
    /// Its steps, in their order.
    pub steps: Vec<Step>,
    /// A sweep that finds nothing: what each minute costs, whoever waits.
    pub idle_sweep: Counts,
}

/// Walks the surveys of these tasks, side by side. Caches that a function keeps between invocations are as warm as the
/// surveys before left them.
pub async fn walk(system: &System, tasks: &[String], score: u8) -> Survey {
    let mut steps = Vec::new();
    // Lambda hands the records of a batch over together; everything over HTTP comes alone.
    let mut note = |name, counts: Counts, at_once| steps.push(Step { name, counts: counts.made_by(at_once) });
    let batch = tasks.len().min(BATCH);
    system.meter.take();

    for task in tasks {
        report_job(system, task, &format!("{task}@example.com")).await;
    }
    note("accept", system.meter.take(), 1);
    system.work().await;
    note("plan", system.meter.take(), batch);

    let due_at = system.clock.now() + DELAY;
    system.clock.set(due_at - SignedDuration::from_hours(1));
    system.sweep().await;
    let idle_sweep = system.meter.take().made_by(1);
    system.clock.set(due_at - LOOKED_AHEAD);
    system.sweep().await;
    note("sweep", system.meter.take().beside(&idle_sweep), batch);

    system.clock.set(due_at);
    system.send().await;
    note("send", system.meter.take(), batch);
    let mails = system.rest.mails();
    assert_eq!(mails.len(), tasks.len());
    report_mails(system, &mails).await;
    note("evidence", system.meter.take(), batch);

    system.clock.advance(SignedDuration::from_mins(30));
    let paths: Vec<_> = mails.iter().map(link).collect();
    let mut needed = Vec::new();
    for path in &paths {
        let page = system.get(path).await;
        assert_eq!(page.status, 200);
        needed.extend(needed_by(&page.body));
    }
    note("open", system.meter.take(), 1);
    for path in needed {
        assert_eq!(system.get(&path).await.status, 200, "{path}");
    }
    note("page's style and script", system.meter.take(), 1);
    system.clock.advance(SignedDuration::from_mins(1));
    let form = format!("q_nps={score}&q_comment=On+time+and+tidy");
    for path in &paths {
        let answered = system.post(path, &form).await;
        assert!([200, 303].contains(&answered.status), "{}: {}", answered.status, answered.body);
    }
    note("answer", system.meter.take(), 1);
    // What follows from an answer waits for the marks of a program (R3.2).
    system.clock.advance(MARKS_SHOWN);
    system.work().await;
    note("evaluate", system.meter.take(), batch);

    system.send().await;
    let mails = system.rest.mails();
    if !mails.is_empty() {
        report_mails(system, &mails).await;
        note("mail about the alert", system.meter.take(), batch);
    }
    Survey { steps, idle_sweep }
}

/// SES tells that it took a mail, and within seconds that the other side did: the delivery queue's window gathers both.
async fn report_mails(system: &System, mails: &[Value]) {
    let at = system.clock.advance(SignedDuration::from_secs(2));
    let both = mails.iter().flat_map(|mail| ["Send", "Delivery"].map(|kind| notification(kind, mail, at)));
    system.report(&both.collect::<Vec<_>>()).await;
}

async fn report_job(system: &System, task: &str, address: &str) {
    let now = system.clock.now();
    let event = format!("evt-{task}-600");
    let body = json!({
        "event_id": event,
        "type": "task.state_changed",
        "occurred_at": now,
        "task": { "id": task, "number": task, "type": "Appel de service", "state": { "code": "600", "label": "Terminé" } },
        "customer": {
            "id": format!("C-{task}"), "first_name": "Léa", "last_name": "Roy", "email": address,
            "phone": "+15145550123", "language": "fr-CA",
        },
        "agent": { "id": "A-9", "name": "Sam", "email": "sam@example.com" },
    })
    .to_string();
    let signer = standardwebhooks::Webhook::new(&secret()).unwrap();
    let signature = signer.sign(&event, now.as_second(), body.as_bytes()).unwrap();
    let at = now.as_second().to_string();
    let headers =
        [("webhook-id", event.as_str()), ("webhook-timestamp", &at), ("webhook-signature", &signature)];
    let reply = system.hook(&body, &headers).await;
    assert_eq!(reply.status, 202, "{}", reply.body);
}

/// What SES publishes about a mail, made from the sample that the functions are tested with.
fn notification(kind: &str, mail: &Value, at: Timestamp) -> String {
    let sample = include_str!("../../events/record-delivery/delivery.json");
    let sample: Value = serde_json::from_str(sample).unwrap();
    let mut envelope: Value = serde_json::from_str(sample["Records"][0]["body"].as_str().unwrap()).unwrap();
    let mut event: Value = serde_json::from_str(envelope["Message"].as_str().unwrap()).unwrap();
    event["eventType"] = json!(kind);
    event["mail"]["destination"] = mail["Destination"]["ToAddresses"].clone();
    event["mail"]["timestamp"] = json!(at);
    for tag in mail["EmailTags"].as_array().unwrap() {
        event["mail"]["tags"][tag["Name"].as_str().unwrap()] = json!([tag["Value"]]);
    }
    envelope["Message"] = json!(event.to_string());
    envelope.to_string()
}

/// The path of the survey's link in a mail.
fn link(mail: &Value) -> String {
    let text = mail["Content"]["Simple"]["Body"]["Text"]["Data"].as_str().unwrap();
    let at = text.find(&format!("{BASE_URL}/s/")).unwrap() + BASE_URL.len();
    text[at..].split([' ', '\n', '?', '>']).next().unwrap().trim().to_owned()
}

/// Paths of everything that a browser fetches to show a page.
fn needed_by(page: &str) -> Vec<String> {
    let ends = |rest: &str| rest.split('"').next().unwrap().to_owned();
    page.match_indices("\"/assets/").map(|(at, _)| ends(&page[at + 1..])).collect()
}
