//! What no tool would send: nothing may panic, hang or be repeated in a reason.

use super::*;
use proptest::prelude::*;
use serde_json::json;

/// A text that no reason may contain.
const PERSONAL: &str = "zoé-private@example.com";

const SAMPLES: [(ConnectionKind, &str); 8] = [
    (ConnectionKind::ProgressionLive, "progressionlive-task-600.json"),
    (ConnectionKind::ProgressionLive, "progressionlive-task-610.json"),
    (ConnectionKind::ProgressionLive, "progressionlive-envelope-600.json"),
    (ConnectionKind::HousecallPro, "housecall-pro-job-completed.json"),
    (ConnectionKind::HousecallPro, "housecall-pro-invoice-paid.json"),
    (ConnectionKind::Standard, "standard-task-finished.json"),
    (ConnectionKind::Standard, "standard-task-reopened.json"),
    (ConnectionKind::Generic, "generic-ticket-solved.json"),
];

fn odd() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        Just(json!(PERSONAL)),
        Just(json!("2026-11-22T14:05:00-05:00")),
        Just(json!("task.state_changed")),
        Just(json!("job.completed")),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    let name = prop_oneof![
        prop::sample::select(vec![
            "event_id",
            "type",
            "occurred_at",
            "task",
            "id",
            "state",
            "code",
            "customer",
            "email",
            "fields",
            "currentState",
            "logicId",
            "datetime",
            "uid",
            "entity",
            "removed",
            "tags",
            "event",
            "job",
            "invoice",
            "event_occurred_at",
            "assigned_employees",
            "ticket",
            "solved_at",
            "kind",
            "requester",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ];
    leaf.prop_recursive(4, 48, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name.clone(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Every pointer of a body, the root's included.
fn pointers(value: &Value, here: &str) -> Vec<String> {
    let inner = match value {
        Value::Object(members) => {
            members.iter().flat_map(|(name, member)| pointers(member, &format!("{here}/{name}"))).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(at, item)| pointers(item, &format!("{here}/{at}"))).collect()
        }
        _ => vec![],
    };
    std::iter::once(here.to_owned()).chain(inner).collect()
}

fn read_calmly(kind: ConnectionKind, body: &[u8]) {
    let connection = connection(kind);
    let identity = EventReader.identity(&connection, body);
    assert!(!identity.is_empty() && identity.len() <= LONGEST_NAME);
    match EventReader.read(&connection, body) {
        Ok(events) => assert!(events.iter().all(|event| !event.event_id.is_empty())),
        Err(UnreadableEvent(reason)) => {
            assert!(!reason.contains("private") && reason.len() < 200, "{reason}");
        }
    }
}

#[test]
fn every_recorded_body_is_read_and_no_file_is_forgotten() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/hooks");
    let files =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut recorded: Vec<String> = files.filter(|file| !file.ends_with(".fields.json")).collect();
    let mut known = SAMPLES.map(|(_, file)| file.to_owned());
    recorded.sort();
    known.sort();

    assert_eq!(recorded, known);
    for (kind, file) in SAMPLES {
        let event = only(EventReader.read(&connection(kind), &sample(file)));
        assert_eq!(event.event_id, EventReader.identity(&connection(kind), &sample(file)), "{file}");
    }
}

#[test]
fn the_same_bytes_always_have_the_same_identity() {
    let mut seen = std::collections::BTreeSet::new();

    for (kind, file) in SAMPLES {
        let identity = EventReader.identity(&connection(kind), &sample(file));

        assert_eq!(identity, EventReader.identity(&connection(kind), &sample(file)));
        assert!(seen.insert(identity), "{file}");
    }
}

#[test]
fn bodies_beyond_the_limits_are_identified_by_their_bytes_and_not_read() {
    let deep = "[".repeat(200_000);

    for kind in KINDS {
        let connection = connection(kind);
        assert_eq!(
            EventReader.identity(&connection, deep.as_bytes()),
            Digest::of_bytes(deep.as_bytes()).to_hex()
        );
        assert_eq!(
            reason(EventReader.read(&connection, deep.as_bytes())),
            "the body is nested deeper than 32 levels"
        );
        assert_eq!(reason(EventReader.read(&connection, b"")), "the body is not json: see line 1, column 0");
    }
}

#[test]
fn any_field_of_a_recorded_body_may_hold_anything() {
    let oddities = [
        json!(null),
        json!(PERSONAL),
        json!(""),
        json!(-1),
        json!(1e308),
        json!(u64::MAX),
        json!(true),
        json!([]),
        json!([PERSONAL, [{"label": PERSONAL}]]),
        json!({}),
        json!({"": PERSONAL, PERSONAL: PERSONAL}),
        json!("\u{0}\u{202e}👩‍🔧\u{feff}"),
    ];

    for (kind, file) in SAMPLES {
        let body = sample_value(file);
        for pointer in pointers(&body, "") {
            for oddity in &oddities {
                let mut changed = body.clone();
                *changed.pointer_mut(&pointer).unwrap() = oddity.clone();
                read_calmly(kind, &serde_json::to_vec(&changed).unwrap());
            }
        }
    }
}

proptest! {
    #[test]
    fn any_json_is_read_or_refused_calmly(value in odd()) {
        let body = serde_json::to_vec(&value).unwrap();
        for kind in KINDS {
            read_calmly(kind, &body);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused_calmly(body in prop::collection::vec(any::<u8>(), 0..300)) {
        for kind in KINDS {
            read_calmly(kind, &body);
        }
    }
}
