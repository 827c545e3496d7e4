//! What somebody who is signed in sees, and the headers that it comes with.

use crate::world::World;
use axum::http::{StatusCode, header};
use relance_domain::invitation::{Decision, Outcome};
use relance_domain::name::{DecisionId, Unique};
use relance_domain::source::{Connection, SignatureScheme};
use relance_testkit::builders::{answer, at, campaign, connection, given, now, organization};
use relance_views::frame;

#[tokio::test]
async fn the_overview_tells_score_alerts_decisions_and_campaigns() {
    let world = World::new().await;
    let alert = world.given_alert("late").await;
    given(&*world.records, &answer(at("2026-11-21T15:00:00Z"), 10)).await;
    given(&*world.records, &answer(at("2026-10-01T15:00:00Z"), 0)).await;
    let decided_at = at("2026-11-22T14:57:00Z");
    let decision = Decision {
        id: DecisionId::new(&Unique::first_at(decided_at)),
        organization: organization().id,
        event_id: "evt-77".to_owned(),
        trigger_type: Some("task.state_changed".to_owned()),
        campaign_id: Some(campaign().id),
        invitation_id: None,
        outcome: Outcome::Muted,
        reason: "asked three days ago".to_owned(),
        next_eligible_at: None,
        decided_at,
        agent: None,
    };
    given(&*world.records, &decision).await;
    let cookie = world.signed_in(&organization().id).await;

    let reply = world.get_as(&cookie, "/console/").await;

    assert_eq!(reply.status, StatusCode::OK);
    for told in [
        "NPS 0 from 2 answers",
        &format!("/console/alerts/{}", alert.id),
        "Léa Roy",
        "owner@demo.example",
        "evt-77",
        "Muted",
        "asked three days ago",
        "3 minutes ago",
        "Satisfaction",
        "12 hours",
        "7 days",
        "Signed in as owner",
    ] {
        assert!(reply.text.contains(told), "`{told}` in {}", reply.text);
    }
}

#[tokio::test]
async fn an_empty_console_shows_a_command_only_where_a_hook_takes_unsigned_events() {
    let world = World::new().await;
    let cookie = world.signed_in(&organization().id).await;
    given(&*world.records, &connection("erp")).await;

    let signed_only = world.get_as(&cookie, "/console/").await;
    let open = Connection { verification: SignatureScheme::LoopbackOnly, ..connection("demo") };
    given(&*world.records, &open).await;
    let with_open = world.get_as(&cookie, "/console/").await;

    assert!(!signed_only.text.contains("curl"), "{}", signed_only.text);
    assert!(with_open.text.contains("curl http://127.0.0.1:8080/hooks/demo -H"), "{}", with_open.text);
}

#[tokio::test]
async fn every_outcome_has_words_of_its_own() {
    let names = "planned cancelled expired failed bounced complained held not_matched channel_off criteria agent_opt_out \
         campaign_inactive duplicate_event duplicate_task muted frequency_rule no_address invalid_address opted_out \
         suppressed sms_cap too_old anonymous loop_stopped";
    let names: Vec<_> = names.split(' ').collect();
    // As many as one page shows.
    for names in names.chunks(20) {
        let world = World::new().await;
        for (n, name) in names.iter().enumerate() {
            given(&*world.records, &decided(n, name)).await;
        }
        let cookie = world.signed_in(&organization().id).await;

        let html = world.get_as(&cookie, "/console/").await.text;

        for name in names {
            assert!(!html.contains(&format!(">{name}<")), "`{name}` is shown as programs write it");
        }
        assert_eq!(html.matches("because").count(), names.len());
    }
}

fn decided(n: usize, outcome: &str) -> Decision {
    Decision {
        id: DecisionId::parse(&format!("dec_{n:026}")).unwrap(),
        organization: organization().id,
        event_id: "evt".to_owned(),
        trigger_type: None,
        campaign_id: None,
        invitation_id: None,
        outcome: serde_json::from_value(outcome.into()).unwrap(),
        reason: "because".to_owned(),
        next_eligible_at: None,
        decided_at: now(),
        agent: None,
    }
}

#[tokio::test]
async fn the_page_of_an_alert_tells_who_said_what_and_who_is_in_charge() {
    let world = World::new().await;
    let alert = world.given_alert("Came late,\nleft early").await;
    let cookie = world.signed_in(&organization().id).await;

    let reply = world.get_as(&cookie, &format!("/console/alerts/{}", alert.id)).await;

    assert_eq!(reply.status, StatusCode::OK);
    for told in [
        "Léa Roy gave 3 out of 10",
        "left early",
        "mailto:lea@example.com",
        "by Sam",
        "To handle",
        "owner@demo.example",
        "Satisfaction",
        "q_why?",
    ] {
        assert!(reply.text.contains(told), "`{told}` in {}", reply.text);
    }
}

/// R5.10.
#[tokio::test]
async fn a_hostile_comment_stays_a_text() {
    let world = World::new().await;
    let alert = world.given_alert("<script>alert(1)</script><img src=x onerror=alert(1)>").await;
    let cookie = world.signed_in(&organization().id).await;

    let html = world.get_as(&cookie, &format!("/console/alerts/{}", alert.id)).await.text;

    assert!(html.contains("&lt;script&gt;alert(1)"), "{html}");
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
}

#[tokio::test]
async fn r5_10_every_page_is_kept_from_frames_scripts_caches_and_other_sites() {
    let world = World::new().await;
    let cookie = world.signed_in(&organization().id).await;

    for path in ["/console/", "/console/sign-in", "/console/alerts/none"] {
        let reply = world.get_as(&cookie, path).await;
        let policy = reply.header(header::CONTENT_SECURITY_POLICY);

        assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("script-src"), "{policy}");
        assert_eq!(reply.header(header::CACHE_CONTROL), "no-store");
        assert_eq!(reply.header(header::REFERRER_POLICY), "same-origin");
        assert_eq!(reply.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    }
}

#[tokio::test]
async fn the_style_sheet_is_served_for_ever_under_the_hash_of_its_content() {
    let world = World::new().await;

    let reply = world.get(frame::console_stylesheet_path()).await;
    let older = world.get("/console/assets/console-000000000000.css").await;

    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header(header::CONTENT_TYPE), "text/css; charset=utf-8");
    assert!(reply.header(header::CACHE_CONTROL).contains("immutable"));
    assert_eq!(older.status, StatusCode::NOT_FOUND);
}
