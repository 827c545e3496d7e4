//! What is lost and comes back: hints (house rule "one wake-up of record", R2.3), and the core table (R2.7).
//! Killing the real program is in the `crash` tests.

use relance_application::invitation::ReportKind;
use relance_tests::{Job, World, hours, minutes, survey_link, unsubscribe_link};

/// R2.1.
#[tokio::test]
async fn r2_3_with_every_queue_purged_at_every_step_the_journey_still_ends() {
    let world = World::demo().await;

    world.post_hook("demo", &Job::done("T1", world.now()).body().to_string(), &[]).await;
    world.lose_all_hints();
    world.advance(minutes(20)).await;
    assert_eq!(world.outcomes("evt-T1-600").await, ["planned"]);
    world.advance(hours(11) + minutes(35)).await;
    world.lose_all_hints();
    world.advance(minutes(40)).await;
    let link = survey_link(world.inbox("lea@example.com").only());
    world.post_form_and_lose_hints(&link, &[("q_nps", "2")]).await;
    world.advance(minutes(40)).await;

    assert_eq!(world.items("/v1/alerts").await.len(), 1);
    assert_eq!(world.inbox("owner@demo.example").len(), 1);
    assert_eq!(world.inbox("lea@example.com").len(), 1);
}

/// A name, an address and a task of its own.
fn job_of(name: &str, world: &World) -> Job {
    Job::done(name, world.now()).to(&format!("{name}@example.com"))
}

/// R2.7: sent before and reported, sent after and reported, pending, wished away, stopped by hand: each stays so.
#[tokio::test]
async fn r2_7_a_restored_core_table_mails_nobody_twice_and_loses_nobody() {
    let world = World::demo().await;
    for name in ["early", "late", "gone"] {
        world.report(&job_of(name, &world)).await;
    }
    world.advance(hours(1)).await;
    let backup = world.back_up();
    world.report(&job_of("unknown", &world)).await;
    world.advance(hours(11) + minutes(5)).await;
    world.report(&job_of("pending", &world)).await;
    world.report(&job_of("stopped", &world)).await;
    let letters = world.all_mail().0;
    for letter in &letters {
        world.transport_reports(ReportKind::Accepted, letter).await;
    }
    let link = unsubscribe_link(world.inbox("gone@example.com").only());
    world.post_form(&link, &[("List-Unsubscribe", "One-Click")]).await;
    let stopped = world.items("/v1/invitations?address=stopped@example.com").await[0]["id"].clone();
    world.call("POST", &format!("/v1/invitations/{}/cancel", stopped.as_str().unwrap()), None).await;
    world.advance(hours(1)).await;
    for letter in world.inbox("unknown@example.com").0 {
        world.transport_reports(ReportKind::Accepted, &letter).await;
    }
    let before_the_accident = world.all_mail().len();
    let accident = world.now();

    let world = world.restored_from(&backup);
    world.advance(hours(3)).await;
    assert_eq!(world.all_mail().len(), before_the_accident, "nothing goes out before it is reconciled");
    let brought_back = world.reconcile(&backup).await;
    world.advance(minutes(59)).await;
    assert_eq!(world.all_mail().len(), before_the_accident, "late evidence has its time");
    world.advance(hours(12)).await;

    assert_eq!((brought_back.events, brought_back.cancelled, brought_back.proven), (3, 1, 4));
    for name in ["early", "late", "gone", "unknown"] {
        let address = format!("{name}@example.com");
        assert!(world.inbox(&address).only().sent_at < accident, "{name} is not mailed again");
        let invitation = &world.items(&format!("/v1/invitations?address={address}")).await[0];
        assert_eq!(invitation["state"], "sent", "{name}");
    }
    assert_eq!(world.inbox("pending@example.com").len(), 1);
    assert_eq!(world.inbox("stopped@example.com").len(), 0);
    let link = survey_link(world.inbox("unknown@example.com").only());
    assert_eq!(world.post_form(&link, &[("q_nps", "9")]).await.status(), 200, "its link still works");
    world.report(&Job::done("again", world.now()).to("gone@example.com")).await;
    assert_eq!(world.outcomes("evt-again-600").await, ["opted_out"], "a wish outlives the restore");
}

/// R2.7: events are planned from again and the archive is read again, and nothing is told twice.
#[tokio::test]
async fn r2_7_what_was_decided_is_in_the_log_once_also_after_a_restore() {
    let world = World::demo().await;
    world.report(&job_of("bounced", &world)).await;
    world.advance(hours(13)).await;
    let backup = world.back_up();
    world.report(&job_of("pending", &world)).await;
    world.advance(minutes(1)).await;
    world.report(&job_of("muted", &world).to("pending@example.com")).await;
    let letter = world.inbox("bounced@example.com").only().clone();
    for kind in [ReportKind::Accepted, ReportKind::HardBounce] {
        world.transport_reports(kind, &letter).await;
    }
    let told = |decisions: Vec<serde_json::Value>| {
        let mut told: Vec<_> = decisions.iter().map(|one| one["outcome"].to_string()).collect();
        told.sort();
        told
    };
    let before = told(world.items("/v1/decisions").await);

    let world = world.restored_from(&backup);
    world.reconcile(&backup).await;
    world.advance(hours(3)).await;

    assert_eq!(before, ["\"bounced\"", "\"muted\"", "\"planned\"", "\"planned\""]);
    assert_eq!(told(world.items("/v1/decisions").await), before);
}

/// R2.7, told of the naive way: without the archive, the same restore would mail again.
#[tokio::test]
async fn r2_7_what_no_evidence_proves_is_sent_again_after_a_restore() {
    let world = World::demo().await;
    world.report(&job_of("unreported", &world)).await;
    let backup = world.back_up();
    world.advance(hours(13)).await;
    let accident = world.now();

    let world = world.restored_from(&backup);
    world.reconcile(&backup).await;
    world.advance(hours(2)).await;

    let inbox = world.inbox("unreported@example.com");
    assert_eq!(inbox.len(), 2);
    assert!(inbox.newest().sent_at > accident);
}
