//! Who may do what (R5.8): every route against every kind of caller. A route without a row fails here.

use crate::world::{Answer, KEY, World};
use relance_application::ports::records::{Change, Records as _};
use relance_application::stored::{Entity as _, record_of};
use relance_domain::answer::{Alert, AlertKind, AlertStatus};
use relance_domain::campaign::{
    BankQuestion, Category, Image, ImageFacts, ImageKind, MailTemplate, PICK_TAG, QuestionKind, RatingStyle,
    TemplateTexts, Theme,
};
use relance_domain::name::{CategoryId, EventId, RuleId, TemplateId, ThemeId, WebhookId};
use relance_domain::organization::{
    ApiKey, OptOut, OptOutOrigin, Organization, Rule, RuleAction, RuleCondition, Scope, Standing,
    Suppression, Webhook, WebhookEvent,
};
use relance_domain::trigger::RawEvent;
use relance_testkit::builders::{
    address, answer, at, batch, campaign, connection, contact, given_api_key, invitation, now, organization,
    question,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Every route: method, path, and for a path with `{id}` which of our things it is tried with.
const ROUTES: [(&str, &str, &str); 77] = [
    ("GET", "/v1/campaigns", ""),
    ("POST", "/v1/campaigns", ""),
    ("GET", "/v1/campaigns/{id}", "campaign"),
    ("PATCH", "/v1/campaigns/{id}", "campaign"),
    ("POST", "/v1/campaigns/{id}/send", "campaign"),
    ("GET", "/v1/campaigns/{id}/sends/{send}", "send"),
    ("GET", "/v1/campaigns/{id}/sends/{send}/recipients", "send"),
    ("POST", "/v1/campaigns/{id}/publish", "campaign"),
    ("POST", "/v1/campaigns/{id}/pause", "campaign"),
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
    ("GET", "/v1/stats/nps", ""),
    ("GET", "/v1/stats/agent-opt-outs", ""),
];

fn rule() -> Rule {
    Rule {
        id: RuleId::parse("rul_1").unwrap(),
        organization: organization().id,
        campaign_id: campaign().id,
        name: "Détracteurs".to_owned(),
        active: true,
        when: RuleCondition::NpsType(relance_domain::answer::NpsType::Detractor),
        then: RuleAction::RaiseAlert { owner: address("owner@demo.example") },
    }
}

fn webhook() -> Webhook {
    Webhook {
        id: WebhookId::parse("whk_1").unwrap(),
        organization: organization().id,
        url: "https://example.com/hook".to_owned(),
        events: [WebhookEvent::AlertCreated].into(),
        disabled: None,
        failing_since: None,
        created_at: now(),
    }
}

fn alert() -> Alert {
    let answer = answer(at("2026-11-22T14:00:00Z"), 2);
    Alert {
        id: Alert::id_of(&rule().id, &answer.id),
        organization: organization().id,
        kind: AlertKind::Detractor,
        status: AlertStatus::ToHandle,
        assignee: address("owner@demo.example"),
        answer_id: answer.id,
        campaign_id: campaign().id,
        contact_id: None,
        first_contact_at: None,
        created_at: now(),
        history: Vec::new(),
    }
}

fn trigger() -> RawEvent {
    RawEvent {
        id: EventId::parse("evt_1").unwrap(),
        organization: organization().id,
        connection: connection("erp").id,
        identity: "secret-of-demo".to_owned(),
        body: "{}".to_owned(),
        received_at: now(),
        planned_at: None,
    }
}

fn template() -> MailTemplate {
    let texts = TemplateTexts { html: PICK_TAG.to_owned(), ..TemplateTexts::default() };
    MailTemplate {
        id: TemplateId::parse("tpl_1").unwrap(),
        organization: organization().id,
        name: "secret-of-demo".to_owned(),
        texts: [(campaign().default_language, texts)].into(),
        created_at: now(),
        updated_at: now(),
    }
}

fn theme() -> Theme {
    Theme {
        id: ThemeId::parse("thm_1").unwrap(),
        organization: organization().id,
        name: "secret-of-demo".to_owned(),
        rating: RatingStyle::Stars,
        accent: None,
        created_at: now(),
        updated_at: now(),
    }
}

fn image() -> Image {
    let facts = ImageFacts { width: 1, height: 1, kind: ImageKind::Png };
    Image {
        id: Image::id_of(b"secret-of-demo", facts),
        organization: organization().id,
        content: "AAAA".to_owned(),
        created_at: now(),
    }
}

fn standing() -> Standing {
    let bob = address("bob@x.ca");
    let mut standing = Standing::unknown(&organization().id, bob.digest().to_hex(), now());
    standing.address = Some(bob);
    standing.suppressed = Some(Suppression { since: now(), reason: "bounce".to_owned() });
    standing.opt_out(&Scope::All, OptOut { since: now(), origin: OptOutOrigin::Operator });
    standing
}

/// The path of a route about one of `demo`'s things.
fn about_demo(path: &str, thing: &str) -> String {
    let id = match thing {
        "campaign" | "send" => campaign().id.to_string(),
        "template" => template().id.to_string(),
        "theme" => theme().id.to_string(),
        "category" => category("work").id.to_string(),
        "empty-category" => category("empty").id.to_string(),
        "question" => bank_question().question.id.to_string(),
        "image" => image().id.to_string(),
        "connection" => "erp".to_owned(),
        "rule" => rule().id.to_string(),
        "trigger" => trigger().id.to_string(),
        "invitation" => invitation(1, "lea@example.com").id.to_string(),
        "contact" => contact("Léa", "lea@example.com").id.to_string(),
        "opt-out" => format!("{}.all", standing().digest),
        "suppression" => standing().digest,
        "answer" => answer(at("2026-11-22T14:00:00Z"), 2).id.to_string(),
        "alert" => alert().id.to_string(),
        "webhook" => webhook().id.to_string(),
        _ => String::new(),
    };
    path.replace("{id}", &id).replace("{send}", batch().id.as_str())
}

/// A body that the route would take.
fn body(method: &str, path: &str) -> Option<Value> {
    let body = match (method, path) {
        (
            "PATCH",
            "/v1/campaigns/{id}"
            | "/v1/connections/{id}"
            | "/v1/rules/{id}"
            | "/v1/categories/{id}"
            | "/v1/templates/{id}"
            | "/v1/themes/{id}",
        ) => {
            json!({ "name": "taken over" })
        }
        ("PATCH", "/v1/webhooks/{id}") => json!({ "enabled": false }),
        ("POST", "/v1/webhooks") => json!({ "url": "https://example.com/hook", "events": ["alert.created"],
            "secrets": ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] }),
        ("PATCH", "/v1/questions/{id}") => json!({ "position": 7 }),
        ("POST", "/v1/questions") => json!({ "category_id": "cat_work", "kind": "csat" }),
        ("PATCH", _) => json!({ "language": "en" }),
        ("POST", "/v1/campaigns" | "/v1/categories" | "/v1/themes") => json!({ "name": "mine" }),
        ("POST", "/v1/campaigns/{id}/test") => json!({ "email": "me@x.ca" }),
        ("POST", "/v1/templates") => json!({ "name": "mine", "texts": { "fr": { "html": PICK_TAG } } }),
        ("POST", "/v1/connections") => json!({ "id": "mine", "name": "mine", "kind": "standard" }),
        ("POST", "/v1/rules") => json!({ "campaign_id": campaign().id, "name": "mine",
            "then": { "raise_alert": { "owner": "a@b.ca" } } }),
        ("POST", "/v1/triggers") => json!({ "event_id": "mine", "type": "invoice.paid",
            "occurred_at": "2026-11-22T14:00:00Z" }),
        ("POST", "/v1/campaigns/{id}/send") => {
            json!({ "recipients": [{ "email": "mine@x.ca" }], "dry_run": true })
        }
        ("POST", "/v1/opt-outs") => json!({ "email": "mine@x.ca" }),
        ("POST", "/v1/alerts/{id}/assign") => json!({ "assignee": "a@b.ca" }),
        ("DELETE", "/v1/opt-outs/{id}") => json!({ "reason": "said so" }),
        _ => return None,
    };
    Some(body)
}

fn category(name: &str) -> Category {
    Category {
        id: CategoryId::parse(&format!("cat_{name}")).unwrap(),
        organization: organization().id,
        name: name.to_owned(),
        created_at: now(),
    }
}

fn bank_question() -> BankQuestion {
    BankQuestion {
        organization: organization().id,
        category_id: category("work").id,
        position: 0,
        question: question("q_bank", QuestionKind::Csat, false),
        retired_at: None,
        created_at: now(),
    }
}

/// `demo` with one of everything.
async fn full_world() -> World {
    let world = World::new().await;
    world.given(&template()).await;
    world.given(&theme()).await;
    world.given(&image()).await;
    world.given(&connection("erp")).await;
    world.given(&category("work")).await;
    world.given(&category("empty")).await;
    world.given(&bank_question()).await;
    world.given(&rule()).await;
    world.given(&alert()).await;
    world.given(&webhook()).await;
    world.given(&trigger()).await;
    world.given(&standing()).await;
    world.given(&batch()).await;
    world.given(&invitation(1, "lea@example.com")).await;
    world.given(&contact("Léa", "lea@example.com")).await;
    world.given(&answer(at("2026-11-22T14:00:00Z"), 2)).await;
    world
}

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

#[tokio::test]
async fn every_route_has_a_row() {
    let world = World::new().await;
    let document = world.get("/v1/openapi.json").await.json;

    let mut described = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
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

#[tokio::test]
async fn with_its_own_key_every_route_opens() {
    for route in ROUTES {
        let world = full_world().await;
        let answer = call(&world, route, Some("Bearer rl.demo.key")).await;
        // These bodies are no pictures.
        let no_picture = answer.status == 422 && route.1 == "/v1/images";
        let refused_for_cause = no_picture || (answer.status == 409 && route.1.ends_with("/resend"));
        assert!(answer.status < 300 || refused_for_cause, "{route:?}: {} {}", answer.status, answer.text);
    }
}
