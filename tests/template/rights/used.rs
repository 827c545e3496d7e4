//! Plays what people and tools do, and holds every read and write of the rooms against the rights that the template
//! grants: a condition that is too narrow would otherwise be noticed on AWS only (R4.7).

use super::granted;
use crate::document::Document;
use relance_tests::{Job, ReportKind, Use, World, days, hours, survey_link, unsubscribe_link};
use serde_json::json;
use std::collections::BTreeSet;

/// Everybody who writes something does: tools, customers, managers, providers.
async fn lived_in(world: &World) {
    world.call("PATCH", "/v1/settings", Some(json!({"sms_monthly_cap": 10, "sms_calling_code": "+1"}))).await;
    let endpoint = json!({"url": "https://example.com/hook", "events": ["answer.completed", "alert.created", "invitation.opted_out"],
        "secrets": ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]});
    assert_eq!(world.call("POST", "/v1/webhooks", Some(endpoint)).await.status, 201);
    let reminders = json!({"reminders": ["03:00:00"], "mute": ""});
    world.change_campaign(reminders).await;
    world.report(&Job::done("T1", world.now())).await;
    world.report(&Job::done("T2", world.now()).to("b@x.ca")).await;
    world.report(&Job::done("T3", world.now()).to("gone@x.ca")).await;
    world.advance(hours(12)).await;
    let gone = world.inbox("gone@x.ca").only().clone();
    world.transport_reports(ReportKind::HardBounce, &gone).await;
    let link = survey_link(world.inbox("lea@example.com").only());
    world.post_form(&link, &[("q_nps", "3")]).await;
    world.post_form(&link, &[("q_nps", "2")]).await;
    world.read("/v1/stats/nps?period=7d").await;
    let leave = unsubscribe_link(world.inbox("b@x.ca").only());
    world.post_form(&leave, &[("List-Unsubscribe", "One-Click")]).await;
    let list = json!({"recipients": [{"email": "ana@x.ca"}, {"email": "bob@x.ca"}]});
    world.call("POST", "/v1/campaigns/cmp_satisfaction/send", Some(list)).await;
    world.advance(days(4)).await;
    by_hand(world).await;
    by_text(world).await;
}

async fn by_hand(world: &World) {
    let made =
        world.call("POST", "/v1/api-keys", Some(json!({"name": "x", "scopes": ["read"]}))).await.json();
    world.call("DELETE", &format!("/v1/api-keys/{}", made["id"].as_str().unwrap()), None).await;
    let left = world.call("POST", "/v1/opt-outs", Some(json!({"email": "zoe@x.ca"}))).await.json();
    let back = format!("/v1/opt-outs/{}?reason=said", left["id"].as_str().unwrap());
    assert_eq!(world.call("DELETE", &back, None).await.status, 204);
    let event = json!({"event_id": "by-hand", "type": "invoice.paid", "occurred_at": world.now()});
    assert_eq!(world.call("POST", "/v1/triggers", Some(event)).await.status, 202);
    let sent = world.items("/v1/invitations?state=sent").await;
    let again = format!("/v1/invitations/{}/resend", sent[0]["id"].as_str().unwrap());
    world.call("POST", &again, Some(json!({"email": "other@x.ca"}))).await;
    for planned in world.items("/v1/invitations?state=planned").await {
        world
            .call("POST", &format!("/v1/invitations/{}/cancel", planned["id"].as_str().unwrap()), None)
            .await;
    }
    assert_eq!(world.call("GET", "/v1/answers.csv", None).await.status, 200);
    assert!(!world.items("/v1/audit").await.is_empty());
}

async fn by_text(world: &World) {
    world.change_campaign(json!({"send_by": "sms_then_email"})).await;
    world.report(&Job::done("T9", world.now()).phoning("+15145550199")).await;
    world.advance(days(1)).await;
    world.reply_by_text("+15145550199", "STOP").await;
}

/// R4.7.
#[tokio::test]
async fn no_room_reads_or_writes_what_its_role_does_not_grant() {
    let (world, uses) = World::demo_watched().await;
    lived_in(&world).await;
    let document = Document::system();
    let rights: BTreeSet<_> = document.resources("AWS::IAM::Role").iter().flat_map(granted).collect();

    let asked = uses.seen();
    let granted = |used: &Use| {
        rights.iter().any(|right| {
            (right.function.as_str(), right.resource.as_str(), right.action.as_str())
                == (used.room, used.table, used.action)
                && (right.only.is_empty() || right.only.split(' ').any(|kind| used.kind.starts_with(kind)))
        })
    };
    let refused: Vec<_> = asked.iter().filter(|used| !granted(used)).collect();

    assert_eq!(refused, Vec::<&Use>::new(), "AWS would refuse these");
    let rooms: BTreeSet<_> = asked.iter().map(|used| used.room).collect();
    let expected = [
        "DispatchSends",
        "EvaluateRules",
        "IntakeWebhook",
        "RecordDelivery",
        "RunActions",
        "ServeApi",
        "SubmitAnswer",
    ];
    assert!(rooms.iter().eq(expected.iter()), "not everybody was at work: {rooms:?}");
}
