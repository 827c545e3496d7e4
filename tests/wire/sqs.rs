//! Hints through the real SQS client: how they are cut into requests, and what becomes of each.
//! Which hints are sent when is the application's affair.

use crate::fake::http::{Act, Http};
use crate::sample;
use relance_application::kind::{Kind, Queue};
use relance_application::ports::due::{Announce as _, Announcement, Hint};
use relance_domain::name::OrganizationId;

fn hint(kind: Kind, id: usize, delay_s: u16) -> Announcement {
    let organization = OrganizationId::parse("demo").unwrap();
    Announcement {
        hint: Hint { kind, organization, group: String::new(), id: id.to_string() },
        fair_group: None,
        delay_s,
    }
}

async fn announce(server: &Http, queues: &[Queue], hints: &[Announcement]) -> Vec<bool> {
    sample::aws(&server.url).await.announce(queues).unwrap().announce(hints).await
}

fn answer(successful: &[usize], failed: &[usize]) -> Act {
    let taken =
        |id: &usize| serde_json::json!({ "Id": id.to_string(), "MessageId": "m", "MD5OfMessageBody": "x" });
    let refused = |id: &usize| serde_json::json!({ "Id": id.to_string(), "Code": "InternalError", "SenderFault": false });
    let body = serde_json::json!({
        "Successful": successful.iter().map(taken).collect::<Vec<_>>(),
        "Failed": failed.iter().map(refused).collect::<Vec<_>>(),
    });
    Act::Answer(200, body.to_string())
}

#[tokio::test]
async fn r2_3_each_hint_is_told_whether_it_was_taken() {
    let server = Http::start(answer(&[0, 2], &[1])).await;
    let hints = [0, 1, 2].map(|id| hint(Kind::Invitation, id, 30));

    let taken = announce(&server, &[Queue::Send], &hints).await;

    assert_eq!(taken, [true, false, true]);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn r1_11_a_hint_carries_its_delay_and_its_campaign_or_its_organization_as_its_group() {
    let server = Http::start(answer(&[0, 1, 2], &[])).await;
    let of_campaign = Announcement { fair_group: Some("cmp_1".to_owned()), ..hint(Kind::Invitation, 7, 30) };
    let hints = [of_campaign, hint(Kind::Answer, 8, 2_000), hint(Kind::StaffMail, 9, 0)];

    announce(&server, &[Queue::Work, Queue::Send], &hints).await;

    let mut bodies: Vec<_> = server.seen().into_iter().map(|request| request.body).collect();
    bodies.sort_by_key(|body| body["QueueUrl"].to_string());
    assert_eq!(bodies.len(), 2);
    let [sends, works] = [&bodies[0], &bodies[1]].map(|body| &body["Entries"][0]);
    assert_eq!(bodies[0]["QueueUrl"], "https://sqs.local/send");
    assert_eq!(sends["MessageGroupId"], "cmp_1");
    assert_eq!(bodies[0]["Entries"][1]["MessageGroupId"], "demo", "else the organization's");
    assert_eq!(sends["DelaySeconds"], 30);
    assert_eq!(sends["MessageBody"], r#"{"kind":"invitation","organization":"demo","group":"","id":"7"}"#);
    assert_eq!(bodies[1]["QueueUrl"], "https://sqs.local/work");
    assert_eq!(works["MessageGroupId"], "demo", "one organization's events hold up nobody else's");
    assert_eq!(works["DelaySeconds"], 900, "SQS holds nothing back for longer");
}

#[tokio::test]
async fn many_hints_go_in_tens_and_all_are_accounted_for() {
    let everything: Vec<usize> = (0..95).collect();
    let server = Http::start(answer(&everything, &[])).await;
    let hints: Vec<_> = everything.iter().map(|id| hint(Kind::RawEvent, *id, 0)).collect();

    let taken = announce(&server, &[Queue::Work], &hints).await;

    assert_eq!(taken, [true; 95]);
    let sizes =
        server.seen().iter().map(|request| request.body["Entries"].as_array().unwrap().len()).sum::<usize>();
    assert_eq!((server.seen().len(), sizes), (10, 95));
}

#[tokio::test]
async fn r2_3_what_cannot_be_sent_is_not_taken_and_never_a_fault() {
    let refused = Http::start(Act::Error(403, "AccessDenied", "")).await;
    let hints = [hint(Kind::Invitation, 0, 0), hint(Kind::Contact, 1, 0)];

    assert_eq!(announce(&refused, &[Queue::Send], &hints).await, [false, false]);
    assert_eq!(announce(&refused, &[Queue::Work], &hints).await, [false, false]);
    assert_eq!(refused.seen().len(), 1, "a function asks only queues that it may reach");
}
