//! The memory adapter as the reference model of the DynamoDB adapter (R6.4): any sequence of commits ends
//! alike on both and leaves the same records and indexes. Sentences about single calls live in the other files.

use crate::store::{Store, instant};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use relance_application::kind::Kind;
use relance_application::ports::due::DueEntry;
use relance_application::ports::records::{
    Change, Key, Lookup, OpenMark, Partition, Range, RawRecord, RecordListing,
};
use relance_domain::name::OrganizationId;
use serde_json::{Value, json};
use std::cell::Cell;

/// The places of the model: invitations in two groups, decisions in one.
const PLACES: [(Kind, &str); 3] = [(Kind::Invitation, ""), (Kind::Invitation, "g"), (Kind::Decision, "")];

/// One change, before it is known which organization and version it is about.
#[derive(Debug, Clone)]
struct Sketch {
    what: u8,
    place: usize,
    id: &'static str,
    /// Added to the version that is stored: 0 is right.
    off_by: u64,
    body: Value,
    due_minute: Option<u8>,
    fair: Option<&'static str>,
    listed_minute: Option<u8>,
    open: Option<(u8, &'static str)>,
    person: Option<&'static str>,
}

/// Who records may be about.
const PEOPLE: [&str; 2] = ["con_1", "con_2"];

fn about_people(key: &Key) -> bool {
    key.partition.kind == Kind::Invitation
}

fn open_mark((at, owner): (u8, &str)) -> OpenMark {
    OpenMark { at: minute(at), status: "assigned".to_owned(), owner: owner.to_owned() }
}

#[derive(Debug, Clone)]
enum Step {
    Commit(Vec<Sketch>),
    Redate(Sketch, u8),
}

fn any_body() -> impl Strategy<Value = Value> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_i64..9).prop_map(Value::from),
        "[a-z é]{0,3}".prop_map(Value::from),
        Just(json!({"deep": [1.5, {"er": ""}]})),
    ];
    proptest::collection::btree_map("[a-c]", value, 0..3).prop_map(|body| json!(body))
}

prop_compose! {
    fn any_sketch()(
        what in 0_u8..4,
        place in 0..PLACES.len(),
        id in prop::sample::select(vec!["inv_x", "inv_y", "inv_z"]),
        off_by in prop_oneof![5 => Just(0_u64), 1 => 1_u64..3],
        body in any_body(),
        due_minute in proptest::option::of(0_u8..9),
        fair in proptest::option::of(prop::sample::select(vec!["cmp_1", "cmp_2"])),
        listed_minute in proptest::option::of(0_u8..9),
        open in proptest::option::of((0_u8..9, prop::sample::select(vec!["sam@x.example", "a#b@x.example"]))),
        person in proptest::option::of(prop::sample::select(PEOPLE.to_vec())),
    ) -> Sketch {
        Sketch { what, place, id, off_by, body, due_minute, fair, listed_minute, open, person }
    }
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => proptest::collection::vec(any_sketch(), 1..4).prop_map(Step::Commit),
        1 => (any_sketch(), 0_u8..9).prop_map(|(sketch, to)| Step::Redate(sketch, to)),
    ]
}

fn minute(minute: u8) -> Timestamp {
    instant(&format!("{minute:02}:00"))
}

fn key(organization: &OrganizationId, sketch: &Sketch) -> Key {
    let (kind, group) = PLACES[sketch.place];
    let partition = Partition { organization: organization.clone(), kind, group: group.to_owned() };
    Key { partition, id: sketch.id.to_owned() }
}

/// The change that the sketch means for what `model` holds.
async fn change(model: &Store, organization: &OrganizationId, sketch: &Sketch) -> Change {
    let key = key(organization, sketch);
    let stored = model.get(&key).await.map(|record| record.version);
    let version = stored.unwrap_or(0) + sketch.off_by;
    let record = RawRecord {
        version,
        body: sketch.body.as_object().unwrap().clone(),
        due_at: sketch.due_minute.map(minute),
        fair_group: sketch.fair.map(str::to_owned),
        listed_at: sketch.listed_minute.map(minute).filter(|_| key.partition.kind == Kind::Decision),
        open: sketch.open.filter(|_| about_people(&key)).map(open_mark),
        person: sketch.person.filter(|_| about_people(&key)).map(str::to_owned),
        expires_at: sketch.due_minute.map(minute),
        key: key.clone(),
    };
    match (sketch.what, stored) {
        (0, _) | (1, None) => Change::Create(record),
        (1, Some(_)) => Change::Update(record),
        (2, _) => Change::Delete(key, version),
        _ => Change::Check(key, Some(version).filter(|version| *version > 0)),
    }
}

/// Takes one step on both; returns how it ended on each.
async fn take(step: &Step, organization: &OrganizationId, model: &Store, real: &Store) -> (String, String) {
    match step {
        Step::Commit(sketches) => {
            let mut changes = Vec::new();
            for sketch in sketches {
                changes.push(change(model, organization, sketch).await);
            }
            let (a, b) = (model.records.commit(&changes).await, real.records.commit(&changes).await);
            (format!("{a:?}"), format!("{b:?}"))
        }
        Step::Redate(sketch, to) => {
            let due_at = minute(sketch.due_minute.unwrap_or(0));
            let stored = model.get(&key(organization, sketch)).await;
            let fair_group = stored.as_ref().and_then(|record| record.fair_group.clone());
            let stored = stored.and_then(|record| record.due_at).filter(|_| sketch.off_by == 0);
            let due_at = stored.unwrap_or(due_at);
            let entry = DueEntry { due_at, key: key(organization, sketch), fair_group };
            let (a, b) =
                (model.due.redate(&entry, minute(*to)).await, real.due.redate(&entry, minute(*to)).await);
            (format!("{a:?}"), format!("{b:?}"))
        }
    }
}

/// All that a store shows of one organization.
async fn shown(store: &Store, organization: &OrganizationId) -> impl PartialEq + std::fmt::Debug + use<> {
    let mut records = Vec::new();
    for (kind, group) in PLACES {
        let partition = Partition { organization: organization.clone(), kind, group: group.to_owned() };
        records.extend(store.records.range(&Range::all(partition, 100)).await.unwrap());
    }
    let mut due = Vec::new();
    for kind in [Kind::Invitation, Kind::Decision] {
        due.extend(store.due.due_before(kind, Timestamp::MAX, usize::MAX).await.unwrap());
    }
    due.retain(|entry| entry.key.partition.organization == *organization);
    let mut listed = Vec::new();
    let people = PEOPLE.into_iter().map(|who| RecordListing::Person(Kind::Invitation, who.to_owned()));
    for listing in [RecordListing::Newest(Kind::Decision), RecordListing::Open(Kind::Invitation)]
        .into_iter()
        .chain(people)
    {
        let lookup = Lookup { organization, listing, before: None, limit: 100 };
        listed.push(store.records.listed(&lookup).await.unwrap());
    }
    (records, due, listed)
}

#[test]
fn any_sequence_of_commits_ends_alike_in_memory_and_in_dynamodb() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (model, real) = (Store::memory(), runtime.block_on(Store::engine()));
    let case = Cell::new(0);
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });

    let outcome = runner.run(&proptest::collection::vec(any_step(), 1..20), |steps| {
        case.set(case.get() + 1);
        let organization = OrganizationId::parse(&format!("case-{}", case.get())).unwrap();
        runtime.block_on(async {
            for step in &steps {
                let (expected, found) = take(step, &organization, &model, &real).await;
                prop_assert_eq!(expected, found, "{:?}", step);
            }
            prop_assert_eq!(shown(&model, &organization).await, shown(&real, &organization).await);
            Ok(())
        })
    });

    assert_eq!(outcome.map_err(|failure| failure.to_string()), Ok(()));
}
