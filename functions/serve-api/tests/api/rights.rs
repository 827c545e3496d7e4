//! Who may do what (R5.8): every route against every kind of caller. A route without a row fails here.

mod things;

use crate::world::{Answer, KEY, World};
use relance_application::kind::Kind;
use relance_application::ports::records::{Change, RawRecord, Records as _};
use relance_application::stored::{Entity as _, record_of};
use relance_domain::account::{ApiKey, KeyScope, KeyScopes, Organization};
use relance_testkit::builders::{campaign, given_api_key, now, organization};
use std::collections::BTreeSet;
use things::{about_demo, body, full_world, rule};

/// Every route: method, path, and for a path with `{id}` which of our things it is tried with.
const ROUTES: [(&str, &str, &str); 101] = [
    ("GET", "/v1/api-keys", ""),
    ("POST", "/v1/api-keys", ""),
    ("GET", "/v1/api-keys/{id}", "api-key"),
    ("DELETE", "/v1/api-keys/{id}", "api-key"),
    ("GET", "/v1/audit", ""),
    ("GET", "/v1/campaigns", ""),
    ("POST", "/v1/campaigns", ""),
    ("GET", "/v1/campaigns/{id}", "campaign"),
    ("PATCH", "/v1/campaigns/{id}", "campaign"),
    ("POST", "/v1/campaigns/{id}/send", "campaign"),
    ("GET", "/v1/campaigns/{id}/sends/{send}", "send"),
    ("GET", "/v1/campaigns/{id}/sends/{send}/recipients", "send"),
    ("POST", "/v1/campaigns/{id}/publish", "campaign"),
    ("POST", "/v1/campaigns/{id}/pause", "campaign"),
    ("GET", "/v1/campaigns/{id}/versions", "campaign"),
    ("GET", "/v1/campaigns/{id}/versions/{number}", "campaign"),
    ("GET", "/v1/campaigns/{id}/public-link", "campaign"),
    ("GET", "/v1/campaigns/{id}/qr.svg", "campaign"),
    ("GET", "/v1/campaigns/{id}/qr.png", "campaign"),
    ("GET", "/v1/templates", ""),
    ("POST", "/v1/templates", ""),
    ("GET", "/v1/templates/{id}", "template"),
    ("PATCH", "/v1/templates/{id}", "template"),
    ("DELETE", "/v1/templates/{id}", "template"),
    ("GET", "/v1/template-variables", ""),
    ("POST", "/v1/images", ""),
    ("GET", "/v1/images/{id}", "image"),
    ("DELETE", "/v1/images/{id}", "image"),
    ("GET", "/v1/themes", ""),
    ("POST", "/v1/themes", ""),
    ("GET", "/v1/themes/{id}", "theme"),
    ("PATCH", "/v1/themes/{id}", "theme"),
    ("DELETE", "/v1/themes/{id}", "theme"),
    ("POST", "/v1/campaigns/{id}/preview", "campaign"),
    ("POST", "/v1/campaigns/{id}/test", "campaign"),
    ("GET", "/v1/categories", ""),
    ("POST", "/v1/categories", ""),
    ("GET", "/v1/categories/{id}", "category"),
    ("PATCH", "/v1/categories/{id}", "category"),
    ("DELETE", "/v1/categories/{id}", "empty-category"),
    ("GET", "/v1/questions", ""),
    ("POST", "/v1/questions", ""),
    ("GET", "/v1/questions/{id}", "question"),
    ("PATCH", "/v1/questions/{id}", "question"),
    ("DELETE", "/v1/questions/{id}", "question"),
    ("GET", "/v1/connections", ""),
    ("POST", "/v1/connections", ""),
    ("GET", "/v1/connections/{id}", "connection"),
    ("PATCH", "/v1/connections/{id}", "connection"),
    ("GET", "/v1/rules", ""),
    ("POST", "/v1/rules", ""),
    ("GET", "/v1/rules/{id}", "rule"),
    ("PATCH", "/v1/rules/{id}", "rule"),
    ("DELETE", "/v1/rules/{id}", "rule"),
    ("GET", "/v1/settings", ""),
    ("PATCH", "/v1/settings", ""),
    ("GET", "/v1/triggers", ""),
    ("POST", "/v1/triggers", ""),
    ("GET", "/v1/triggers/{id}", "trigger"),
    ("GET", "/v1/decisions", ""),
    ("GET", "/v1/invitations", ""),
    ("GET", "/v1/invitations/{id}", "invitation"),
    ("POST", "/v1/invitations/{id}/cancel", "invitation"),
    ("POST", "/v1/invitations/{id}/resend", "invitation"),
    ("GET", "/v1/contacts", ""),
    ("GET", "/v1/contacts/{id}", "contact"),
    ("GET", "/v1/opt-outs", ""),
    ("POST", "/v1/opt-outs", ""),
    ("DELETE", "/v1/opt-outs/{id}", "opt-out"),
    ("GET", "/v1/suppressions", ""),
    ("DELETE", "/v1/suppressions/{id}", "suppression"),
    ("GET", "/v1/webhooks", ""),
    ("POST", "/v1/webhooks", ""),
    ("GET", "/v1/webhooks/{id}", "webhook"),
    ("PATCH", "/v1/webhooks/{id}", "webhook"),
    ("DELETE", "/v1/webhooks/{id}", "webhook"),
    ("GET", "/v1/answers", ""),
    ("GET", "/v1/answers/{id}", "answer"),
    ("POST", "/v1/answers/{id}/ignore", "answer"),
    ("POST", "/v1/answers/{id}/restore", "answer"),
    ("GET", "/v1/answers.csv", ""),
    ("GET", "/v1/alerts", ""),
    ("GET", "/v1/alerts/{id}", "alert"),
    ("POST", "/v1/alerts/{id}/assign", "alert"),
    ("POST", "/v1/alerts/{id}/contacted", "alert"),
    ("POST", "/v1/alerts/{id}/done", "alert"),
    ("GET", "/v1/alert-routing", ""),
    ("PUT", "/v1/alert-routing", ""),
    ("GET", "/v1/calendars", ""),
    ("POST", "/v1/calendars", ""),
    ("GET", "/v1/calendars/{id}", "calendar"),
    ("PUT", "/v1/calendars/{id}", ""),
    ("PATCH", "/v1/calendars/{id}", "calendar"),
    ("DELETE", "/v1/calendars/{id}", "calendar"),
    ("POST", "/v1/calendars/{id}/closed-days", "calendar"),
    ("GET", "/v1/stats/nps", ""),
    ("GET", "/v1/stats/csat", ""),
    ("GET", "/v1/stats/ces", ""),
    ("GET", "/v1/stats/rates", ""),
    ("GET", "/v1/campaigns/{id}/waves", "campaign"),
    ("GET", "/v1/stats/agent-opt-outs", ""),
];

async fn call(
    world: &World,
    (method, path, thing): (&str, &str, &str),
    authorization: Option<&str>,
) -> Answer {
    let body = body(method, path).map(|body| body.to_string()).unwrap_or_default();
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(authorization.map(|value| ("authorization", value)));
    world.raw(method, &about_demo(path, thing), body, &headers).await
}

/// R5.8.
#[tokio::test]
async fn every_route_has_a_row() {
    let world = World::new().await;
    let document = world.get("/v1/openapi.json").await.json;

    let mut described = BTreeSet::new();
    let ours = document["paths"].as_object().unwrap().iter().filter(|(path, _)| path.starts_with("/v1/"));
    for (path, item) in ours {
        for method in item.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            described.insert((method.to_uppercase(), path.clone()));
        }
    }

    let rows = ROUTES.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()));
    assert_eq!(described, rows.collect::<BTreeSet<_>>(), "write a row for each new route");
}

#[tokio::test]
async fn r5_8_without_a_live_key_nothing_opens_and_nothing_changes() {
    let world = full_world().await;
    let demo = organization().id;
    let revoked = given_api_key(&*world.records, &demo, "revoked").await;
    let expired = given_api_key(&*world.records, &demo, "expired").await;
    keep(&world, &ApiKey { revoked_at: Some(now()), ..revoked }).await;
    keep(&world, &ApiKey { expires_at: Some(now()), ..expired }).await;
    let before = world.records.everything();
    let callers = [
        None,
        Some("Bearer wrong"),
        Some("Bearer "),
        Some("Bearer revoked"),
        Some("Bearer expired"),
        Some("Basic rl.demo.key"),
        Some(KEY),
    ];

    for route in ROUTES {
        for caller in callers {
            let answer = call(&world, route, caller).await;
            assert_eq!(answer.status, 401, "{route:?} by {caller:?}: {}", answer.text);
            assert!(answer.header("www-authenticate").starts_with("Bearer realm=\"relance\""));
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
    }
    assert!(world.records.everything() == before, "a stranger changed something");
}

async fn keep(world: &World, key: &ApiKey) {
    let change = Change::Update(record_of(key, 1).unwrap());
    let committed = world.records.commit(&[change]).await.unwrap();
    assert_eq!(committed, relance_application::ports::records::Committed::Done);
}

/// R5.8.
#[tokio::test]
async fn i10_nothing_of_an_organization_is_reached_with_another_organizations_key() {
    let world = full_world().await;
    let other =
        Organization { id: relance_domain::name::OrganizationId::parse("other").unwrap(), ..organization() };
    world.given(&other).await;
    given_api_key(&*world.records, &other.id, "rl.other.key").await;
    let of_demo = |record: &relance_application::ports::records::RawRecord| {
        record.key.partition.organization == organization().id
    };
    let before: Vec<_> = world.records.everything().into_iter().filter(of_demo).collect();
    let ours = [
        campaign().key().id,
        rule().id.to_string(),
        "secret-of-demo".to_owned(),
        "bob@x.ca".to_owned(),
        "lea@example.com".to_owned(),
        "owner@demo.example".to_owned(),
    ];

    for route in ROUTES {
        let answer = call(&world, route, Some("Bearer rl.other.key")).await;
        if route.2.is_empty() {
            assert!(ours.iter().all(|text| !answer.text.contains(text)), "{route:?}: {}", answer.text);
        } else {
            assert_eq!(answer.status, 404, "{route:?}: {}", answer.text);
        }
        assert!(answer.status < 500, "{route:?}: {}", answer.text);
    }

    let after: Vec<_> = world.records.everything().into_iter().filter(of_demo).collect();
    assert!(before == after, "another organization changed something of ours");
}

/// R5.9: looking asks for `read`, giving events for `hooks`, all the rest for `manage`; a route that is new, too.
#[tokio::test]
async fn r5_9_every_route_opens_to_the_scope_that_it_asks_for_and_to_no_other() {
    let scope = |method: &str, path: &str| match (method, path) {
        ("GET", _) => KeyScope::Read,
        ("POST", "/v1/triggers") => KeyScope::Hooks,
        _ => KeyScope::Manage,
    };
    let demo = organization().id;

    for route in ROUTES {
        let asked = scope(route.0, route.1);
        let world = full_world().await;
        let before = world.records.everything();
        for given in KeyScope::ALL {
            let key = given_api_key(&*world.records, &demo, given.as_str()).await;
            let scopes = KeyScopes::try_from(BTreeSet::from([given])).unwrap();
            keep(&world, &ApiKey { scopes, last_used_at: Some(now()), ..key }).await;
        }
        let closed = KeyScope::ALL
            .into_iter()
            .filter(|given| *given != asked && (*given, asked) != (KeyScope::Manage, KeyScope::Read));
        for given in closed {
            let answer = call(&world, route, Some(&format!("Bearer {}", given.as_str()))).await;
            assert_eq!(answer.status, 403, "{route:?} with `{}`: {}", given.as_str(), answer.text);
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
        let of_keys = |record: &RawRecord| matches!(record.key.partition.kind, Kind::ApiKey | Kind::Route);
        let rest = |records: Vec<RawRecord>| records.into_iter().filter(|record| !of_keys(record));
        assert!(
            rest(before).eq(rest(world.records.everything())),
            "{route:?}: a closed door changed something"
        );
        let answer = call(&world, route, Some(&format!("Bearer {}", asked.as_str()))).await;
        assert!(![401, 403].contains(&answer.status), "{route:?}: {} {}", answer.status, answer.text);
    }
}

#[tokio::test]
async fn with_its_own_key_every_route_opens() {
    for route in ROUTES {
        let world = full_world().await;
        let answer = call(&world, route, Some("Bearer rl.demo.key")).await;
        // These bodies are no pictures, and no holiday calendars.
        let other_files = ["/v1/images", "/v1/calendars/{id}/closed-days"];
        let no_picture = answer.status == 422 && other_files.contains(&route.1);
        let refused_for_cause = no_picture || (answer.status == 409 && route.1.ends_with("/resend"));
        assert!(answer.status < 300 || refused_for_cause, "{route:?}: {} {}", answer.status, answer.text);
    }
}
