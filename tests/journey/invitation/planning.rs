//! From a reported job to a planned invitation: once per task, at the right time, never too often, in the right
//! language, and never against somebody's wish.

use relance_tests::{BEGINNING, Job, World, days, hours, minutes, survey_link, unsubscribe_link};
use serde_json::json;

/// R1.1.
#[tokio::test]
async fn f1_two_states_of_one_task_ask_once() {
    let world = World::demo().await;

    world.report(&Job::done("T1", world.now())).await;
    world.report(&Job::done("T1", world.now()).in_state("610")).await;
    world.advance(hours(13)).await;

    assert_eq!(world.outcomes("evt-T1-600").await, ["planned"]);
    assert_eq!(world.outcomes("evt-T1-610").await, ["duplicate_task"]);
    assert_eq!(world.inbox("lea@example.com").len(), 1);
}

#[tokio::test]
async fn f2_without_mute_two_tasks_ask_twice() {
    let world = World::demo().await;
    world.change_campaign(json!({"mute": ""})).await;

    world.report(&Job::done("T1", world.now())).await;
    world.report(&Job::done("T2", world.now())).await;
    world.advance(hours(13)).await;

    assert_eq!(world.inbox("lea@example.com").len(), 2);
}

/// B26: and says when, R1.2.
#[tokio::test]
async fn f2_a_week_of_mute_drops_the_sixth_day_and_takes_the_seventh() {
    let world = World::demo().await;
    let first = world.now();
    world.report(&Job::done("T1", first)).await;

    world.advance(days(6)).await;
    world.report(&Job::done("T2", first + days(6))).await;
    world.advance(days(1)).await;
    world.report(&Job::done("T3", first + days(7))).await;
    world.advance(hours(13)).await;

    let muted = &world.items("/v1/decisions?event_id=evt-T2-600").await[0];
    let next: jiff::Timestamp = muted["next_eligible_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(muted["outcome"], "muted");
    assert_eq!(next, first + hours(12) + days(7));
    assert_eq!(world.outcomes("evt-T3-600").await, ["planned"]);
    assert_eq!(world.inbox("lea@example.com").len(), 2);
}

#[tokio::test]
async fn f3_the_mute_of_the_whole_organization_binds_every_campaign() {
    for (organization_mute, expected) in [(json!(null), "planned"), (json!("07:00:00"), "muted")] {
        let world = World::demo().await;
        world.call("PATCH", "/v1/settings", Some(json!({"mute": organization_mute}))).await;
        second_campaign(&world).await;

        world.report(&Job::done("T1", world.now())).await;
        world.report(&Job::done("T2", world.now()).of_type("Installation")).await;

        assert_eq!(world.outcomes("evt-T1-600").await, ["planned"]);
        assert_eq!(world.outcomes("evt-T2-600").await, [expected]);
    }
}

async fn second_campaign(world: &World) {
    let demo = world.read("/v1/campaigns/cmp_satisfaction").await;
    let campaign = json!({
        "name": "Installations", "default_language": "fr", "texts": demo["texts"], "questions": demo["questions"],
        "triggers": [{"on": "task_state", "task_type": "Installation", "states": ["600"]}],
        "primary_address": "customer.email", "mute": "07:00:00",
    });
    let created = world.call("POST", "/v1/campaigns", Some(campaign)).await;
    assert_eq!(created.status, 201, "{}", created.body);
    let id = created.json()["id"].as_str().unwrap().to_owned();
    let published = world.call("POST", &format!("/v1/campaigns/{id}/publish"), None).await;
    assert_eq!(published.status, 200, "{}", published.body);
}

#[tokio::test]
async fn f4_spelling_of_an_address_hides_nobody_from_the_mute() {
    let world = World::demo().await;

    world.report(&Job::done("T1", world.now()).to("Bob@X.ca ")).await;
    world.report(&Job::done("T2", world.now()).to("bob@x.ca")).await;

    assert_eq!(world.outcomes("evt-T2-600").await, ["muted"]);
}

/// R2.2: never early.
#[tokio::test]
async fn f5_the_delay_counts_from_the_state_and_not_from_its_receipt() {
    let world = World::demo().await;

    world.report(&Job::done("T1", world.now() - hours(5)).to("a@x.ca")).await;
    world.report(&Job::done("T2", world.now() - hours(13)).to("b@x.ca")).await;

    let planned = &world.items("/v1/invitations?address=a@x.ca").await[0];
    let due: jiff::Timestamp = planned["due_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(due, world.now() + hours(7));
    assert_eq!(world.inbox("b@x.ca").len(), 1, "thirteen hours late: sent at once");
    world.advance(hours(7) - minutes(1)).await;
    assert!(world.inbox("a@x.ca").is_empty(), "never early");
    world.advance(minutes(1)).await;
    assert_eq!(world.inbox("a@x.ca").len(), 1);
}

/// B27, B28.
#[tokio::test]
async fn f6_the_second_address_serves_when_the_first_is_blank_and_never_against_a_wish() {
    let world = World::demo().await;
    world.call("POST", "/v1/opt-outs", Some(json!({"email": "no@x.ca"}))).await;

    world.report(&Job::done("T1", world.now()).to(" ").or_to("b@x.ca")).await;
    world.report(&Job::done("T2", world.now()).to("no@x.ca").or_to("c@x.ca")).await;
    world.report(&Job::done("T3", world.now()).to("").or_to(" ")).await;
    world.report(&Job::done("T4", world.now()).to("not an address")).await;

    assert_eq!(world.items("/v1/invitations").await[0]["address"], "b@x.ca");
    assert_eq!(world.outcomes("evt-T2-600").await, ["opted_out"]);
    assert_eq!(world.outcomes("evt-T3-600").await, ["no_address"]);
    assert_eq!(world.outcomes("evt-T4-600").await, ["invalid_address"]);
}

/// Unset dates are no dates, and an old event is not asked about.
#[tokio::test]
async fn what_happened_long_ago_or_at_no_time_leads_to_no_mail() {
    let world = World::demo().await;

    world.report(&Job::done("T1", world.now() - days(31))).await;
    for (task, unset) in [("T2", "1970-01-01T00:00:00Z"), ("T3", "0001-01-01T00:00:00Z")] {
        let body = Job::done(task, world.now()).with("/occurred_at", json!(unset)).body();
        world.post_hook("demo", &body.to_string(), &[]).await;
    }
    world.advance(hours(24)).await;
    let later = json!({"too_old_after": "60:00:00"});
    assert_eq!(world.call("PATCH", "/v1/settings", Some(later)).await.status, 200);
    world.report(&Job::done("T4", world.now() - days(31)).to("bob@x.ca")).await;

    assert_eq!(world.outcomes("evt-T1-600").await, ["too_old"]);
    assert_eq!(world.outcomes("evt-T2-600").await, ["not_matched"]);
    assert_eq!(world.outcomes("evt-T3-600").await, ["not_matched"]);
    assert_eq!(world.outcomes("evt-T4-600").await, ["planned"]);
    assert!(world.inbox("lea@example.com").is_empty());
}

/// A tool that has no job types can survey everybody.
#[tokio::test]
async fn b20_a_campaign_can_wait_for_jobs_of_any_type_and_for_jobs_without_one() {
    for (on, typed, untyped) in
        [("any_task_state", "planned", "planned"), ("untyped_task_state", "not_matched", "planned")]
    {
        let world = World::demo().await;
        world.change_campaign(json!({"triggers": [{"on": on, "states": ["600"]}]})).await;

        world.report(&Job::done("T1", world.now()).of_type("Anything").to("a@x.ca")).await;
        world.report(&Job::done("T2", world.now()).with("/task/type", json!(null)).to("b@x.ca")).await;

        assert_eq!(world.outcomes("evt-T1-600").await, [typed], "{on}");
        assert_eq!(world.outcomes("evt-T2-600").await, [untyped], "{on}");
    }
}

/// One blank or placeholder id made every later event a duplicate of the first.
#[tokio::test]
async fn b27_an_id_that_says_nothing_is_none_and_a_template_that_was_not_filled_is_told() {
    let world = World::demo().await;

    for (n, id) in ["  ", "\u{a0}", "null", "N/A"].into_iter().enumerate() {
        for who in ["a", "b"] {
            let event = format!("evt-{n}-{who}");
            let job = Job::done("T", world.now()).with("/task/id", json!(id)).to(&format!("{n}{who}@x.ca"));
            world.report(&job.event(&event)).await;
            assert_eq!(world.outcomes(&event).await, ["planned"], "{id:?}");
        }
    }
    let unfilled = Job::done("T", world.now()).with("/task/id", json!("{{ticket.id}}")).event("evt-x");
    world.report(&unfilled).await;
    assert_eq!(world.outcomes("evt-x").await, ["not_matched"]);
}

/// R2.4: cancelled and planned again by one write each.
#[tokio::test]
async fn f7_a_task_reopened_during_the_delay_is_not_asked_about_until_it_is_done_again() {
    let world = World::demo().await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(1)).await;

    world.report(&Job::done("T1", world.now()).in_state("500")).await;
    world.advance(hours(24)).await;
    let after_reopening = world.inbox("lea@example.com").len();
    world.report(&Job::done("T1", world.now()).event("evt-T1-again")).await;
    world.advance(hours(13)).await;

    assert_eq!(world.outcomes("evt-T1-500").await, ["cancelled"]);
    assert_eq!(after_reopening, 0);
    assert_eq!(world.outcomes("evt-T1-again").await, ["planned"]);
    assert_eq!(world.inbox("lea@example.com").len(), 1);
    assert_eq!(world.items("/v1/invitations").await.len(), 1, "the same invitation, planned again");
}

#[tokio::test]
async fn events_that_arrive_in_the_wrong_order_end_in_the_task_s_true_state() {
    let world = World::demo().await;
    let done_at = world.now();

    world.report(&Job::done("T1", done_at + minutes(5)).in_state("500")).await;
    world.report(&Job::done("T1", done_at)).await;
    world.advance(hours(24)).await;

    assert_eq!(world.outcomes("evt-T1-600").await, ["not_matched"]);
    assert!(world.all_mail().is_empty());
}

#[tokio::test]
async fn f9_customers_are_asked_in_their_language_or_the_campaign_s() {
    let world = World::demo().await;

    for (task, language) in [("T1", "fr-CA"), ("T2", "en-US"), ("T3", "de")] {
        world.report(&Job::done(task, world.now()).to(&format!("{task}@x.ca")).speaking(language)).await;
    }
    world.advance(hours(13)).await;

    assert_eq!(world.inbox("t1@x.ca").only().subject, "Comment s’est passée notre visite\u{202f}?");
    assert_eq!(world.inbox("t2@x.ca").only().subject, "How did our visit go?");
    assert_eq!(world.inbox("t3@x.ca").only().subject, "Comment s’est passée notre visite\u{202f}?");
}

/// C14, C15.
#[tokio::test]
async fn f12_an_agent_opts_a_case_out_only_where_the_campaign_allows_it() {
    let world = World::demo().await;
    world.report(&Job::done("T1", world.now()).to("a@x.ca").opted_out_by_agent()).await;
    world.report(&Job::done("T2", world.now()).to("b@x.ca")).await;
    world.advance(hours(1)).await;
    world.report(&Job::done("T2", world.now()).to("b@x.ca").in_state("610").opted_out_by_agent()).await;
    world.change_campaign(json!({"agent_opt_out_allowed": false})).await;
    world.report(&Job::done("T3", world.now()).to("c@x.ca").opted_out_by_agent()).await;

    world.advance(hours(13)).await;

    assert_eq!(world.outcomes("evt-T1-600").await, ["agent_opt_out"]);
    assert_eq!(world.outcomes("evt-T2-610").await, ["cancelled"]);
    let ignored = &world.items("/v1/decisions?event_id=evt-T3-600").await[0];
    assert_eq!(ignored["outcome"], "planned");
    assert!(ignored["reason"].as_str().unwrap().contains("was ignored"));
    assert_eq!(world.all_mail().len(), 1);
}

/// R3.5, E2.
#[tokio::test]
async fn f30_somebody_never_seen_can_opt_out_beforehand() {
    let world = World::demo().await;
    world.call("POST", "/v1/opt-outs", Some(json!({"email": "never@seen.ca"}))).await;

    world.report(&Job::done("T1", world.now()).to("never@seen.ca")).await;
    world.advance(hours(13)).await;

    assert_eq!(world.outcomes("evt-T1-600").await, ["opted_out"]);
    assert_eq!(world.items("/v1/contacts?q=never@seen.ca").await[0]["status"], "unsubscribed");
    assert!(world.all_mail().is_empty());
}

/// R1.6, R3.5: at once, also for what is already planned.
#[tokio::test]
async fn an_opt_out_during_the_delay_stops_the_mail_and_says_so() {
    let world = World::demo().await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(6)).await;

    world.call("POST", "/v1/opt-outs", Some(json!({"email": "lea@example.com"}))).await;
    world.advance(hours(24)).await;

    assert!(world.all_mail().is_empty());
    assert_eq!(world.items("/v1/invitations").await[0]["state"], "cancelled");
    assert_eq!(world.items("/v1/decisions?outcome=opted_out").await.len(), 1);
}

/// R3.5.
#[tokio::test]
async fn unsubscribing_by_the_link_stops_the_next_survey_of_the_campaign() {
    let world = World::demo().await;
    world.change_campaign(json!({"mute": ""})).await;
    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(13)).await;

    let link = unsubscribe_link(world.inbox("lea@example.com").only());
    world.post_form(&link, &[("List-Unsubscribe", "One-Click")]).await;
    world.report(&Job::done("T2", world.now())).await;
    world.advance(hours(13)).await;

    assert_eq!(world.outcomes("evt-T2-600").await, ["opted_out"]);
    assert_eq!(world.inbox("lea@example.com").len(), 1);
}

/// R1.10.
#[tokio::test]
async fn a_paused_campaign_plans_nothing_and_keeps_what_it_had_planned() {
    let world = World::demo().await;
    world.report(&Job::done("T1", world.now()).to("a@x.ca")).await;

    world.call("POST", "/v1/campaigns/cmp_satisfaction/pause", None).await;
    world.report(&Job::done("T2", world.now()).to("b@x.ca")).await;
    world.advance(hours(24)).await;
    let while_paused = world.all_mail().len();
    world.call("POST", "/v1/campaigns/cmp_satisfaction/publish", None).await;
    world.advance(minutes(2)).await;

    assert_eq!(world.outcomes("evt-T2-600").await, ["campaign_inactive"]);
    assert_eq!(while_paused, 0);
    assert_eq!(world.inbox("a@x.ca").len(), 1);
    assert!(world.inbox("b@x.ca").is_empty());
}

#[tokio::test]
async fn r1_10_too_late_is_not_asked_at_all() {
    let world = World::demo().await;
    world.report(&Job::done("T1", world.now())).await;
    world
        .call(
            "PATCH",
            "/v1/settings",
            Some(json!({"sending_paused": {"paused": true, "reason": "holidays"}})),
        )
        .await;

    world.advance(days(5)).await;
    world.call("PATCH", "/v1/settings", Some(json!({"sending_paused": {"paused": false}}))).await;
    world.advance(hours(1)).await;

    assert!(world.all_mail().is_empty());
    assert_eq!(world.items("/v1/invitations").await[0]["state"], "expired");
    assert_eq!(world.items("/v1/decisions?outcome=expired").await.len(), 1);
}

/// B26.
#[tokio::test]
async fn every_trigger_leaves_a_decision_with_its_reason() {
    let world = World::demo().await;

    world.report(&Job::done("T1", world.now()).of_type("Livraison")).await;

    let decision = &world.items("/v1/decisions?event_id=evt-T1-600").await[0];
    assert_eq!(decision["outcome"], "not_matched");
    assert_eq!(decision["campaign_id"], json!(null));
    let reason = "no campaign waits for `task.state_changed` with task type `Livraison` and state `600`";
    assert_eq!(decision["reason"], reason);
}

/// R4.2.
#[tokio::test]
async fn the_same_event_twice_has_one_effect() {
    let world = World::demo().await;
    let job = Job::done("T1", world.now());

    let first = world.report(&job).await;
    let second = world.report(&job).await;
    world.advance(hours(13)).await;

    assert_eq!((first.status, first.json()["outcome"].as_str()), (202, Some("accepted")));
    assert_eq!((second.status, second.json()["outcome"].as_str()), (200, Some("duplicate")));
    assert_eq!(world.outcomes("evt-T1-600").await, ["planned"]);
    assert_eq!(world.inbox("lea@example.com").len(), 1);
}

#[tokio::test]
async fn the_world_of_these_journeys_is_the_readme_s_tour() {
    let world = World::demo().await;
    assert_eq!(world.now(), BEGINNING.parse().unwrap());

    world.report(&Job::done("T-1001", world.now())).await;
    world.advance(hours(12)).await;
    let link = survey_link(world.inbox("lea@example.com").only());
    world.post_form(&link, &[("q_nps", "9"), ("q_comment", "Très bien")]).await;

    assert_eq!(world.read("/v1/stats/nps?period=today").await["nps"], 100.0);
}
