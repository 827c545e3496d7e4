//! One of everything that a route can be about, and what each route is sent.
//! Which keys open which route is said in `rights`.

use crate::world::World;
use relance_domain::alert::{Alert, AlertKind, Calendar};
use relance_domain::campaign::{
    Campaign, CampaignStatus, Image, ImageFacts, ImageKind, Made, MailTemplate, PICK_TAG, RatingStyle,
    TemplateTexts, Theme, versioned,
};
use relance_domain::contact::{OptOut, OptOutOrigin, Scope, Standing, SuppressedBy, Suppression};
use relance_domain::name::{
    ApiKeyId, CalendarId, CategoryId, EventId, RuleId, TemplateId, ThemeId, Unique, WebhookId,
};
use relance_domain::outbound::{Webhook, WebhookEvent};
use relance_domain::question::{BankQuestion, Category, QuestionKind};
use relance_domain::rule::{Rule, RuleAction};
use relance_domain::source::RawEvent;
use relance_testkit::builders::{
    address, answer, at, batch, campaign, connection, contact, given_api_key, invitation, now, organization,
    question,
};
use serde_json::{Value, json};

/// A second key of `demo`.
const SPARE_KEY: &str = "rl.demo.spare";

pub fn rule() -> Rule {
    Rule {
        id: RuleId::parse("rul_1").unwrap(),
        organization: organization().id,
        campaign_id: campaign().id,
        name: "Détracteurs".to_owned(),
        active: true,
        when: relance_domain::condition::Condition::is("nps_type", "Detractor"),
        then: RuleAction::RaiseAlert { owner: Some(address("owner@demo.example")) },
    }
}

pub fn webhook() -> Webhook {
    Webhook::new(
        WebhookId::parse("whk_1").unwrap(),
        organization().id,
        "https://example.com/hook".to_owned(),
        [WebhookEvent::AlertCreated].into(),
        now(),
    )
}

pub fn alert() -> Alert {
    let answer = answer(at("2026-11-22T14:00:00Z"), 2);
    Alert {
        contact_id: None,
        ..Alert::raised(&rule().id, &answer, AlertKind::Detractor, address("owner@demo.example"), now())
    }
}

pub fn trigger() -> RawEvent {
    RawEvent {
        id: EventId::parse("evt_1").unwrap(),
        organization: organization().id,
        connection: connection("erp").id,
        identity: "secret-of-demo".to_owned(),
        body: "{}".to_owned(),
        received_at: now(),
        planned_at: None,
        so_far: None,
    }
}

pub fn template() -> MailTemplate {
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

pub fn theme() -> Theme {
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

fn hours() -> Value {
    json!({ "time_zone": "America/Toronto", "days": { "mon": [["09:00", "17:00"]] } })
}

pub fn calendar() -> Calendar {
    Calendar {
        id: CalendarId::parse("cal_1").unwrap(),
        organization: organization().id,
        name: "secret-of-demo".to_owned(),
        hours: serde_json::from_value(hours()).unwrap(),
        created_at: now(),
        updated_at: now(),
    }
}

pub fn image() -> Image {
    let facts = ImageFacts { width: 1, height: 1, kind: ImageKind::Png };
    Image {
        id: Image::id_of(b"secret-of-demo", facts),
        organization: organization().id,
        content: "AAAA".to_owned(),
        created_at: now(),
    }
}

pub fn standing() -> Standing {
    let bob = address("bob@x.ca");
    let mut standing = Standing::unknown(&organization().id, bob.digest().to_hex(), now());
    standing.address = Some(bob.into());
    standing.suppressed = Some(Suppression { since: now(), reason: SuppressedBy::Bounce });
    standing.opt_out(&Scope::All, OptOut { since: now(), origin: OptOutOrigin::Operator });
    standing
}

/// The path of a route about one of `demo`'s things.
pub fn about_demo(path: &str, thing: &str) -> String {
    let id = match thing {
        "campaign" | "send" => campaign().id.to_string(),
        "template" => template().id.to_string(),
        "theme" => theme().id.to_string(),
        "calendar" => calendar().id.to_string(),
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
        "api-key" => ApiKeyId::new(&Unique::derived(&["key", SPARE_KEY])).to_string(),
        "webhook" => webhook().id.to_string(),
        _ => String::new(),
    };
    // What nobody has yet: it is made by being put there.
    let id = if thing.is_empty() { "cal_new".to_owned() } else { id };
    path.replace("{id}", &id).replace("{send}", batch().id.as_str()).replace("{number}", "1")
}

/// A body that the route would take.
pub fn body(method: &str, path: &str) -> Option<Value> {
    let body = match (method, path) {
        (
            "PATCH",
            "/v1/campaigns/{id}"
            | "/v1/connections/{id}"
            | "/v1/rules/{id}"
            | "/v1/categories/{id}"
            | "/v1/calendars/{id}"
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
        // `manage` alone: a key with it can give no more.
        ("POST", "/v1/api-keys") => json!({ "name": "mine", "scopes": ["manage"] }),
        ("POST", "/v1/opt-outs") => json!({ "email": "mine@x.ca" }),
        ("POST", "/v1/calendars") | ("PUT", "/v1/calendars/{id}") => {
            json!({ "name": "mine", "time_zone": "America/Toronto", "days": { "mon": [["09:00", "17:00"]] } })
        }
        ("PUT", "/v1/alert-routing") => json!({ "rows": [{ "owner": "a@b.ca" }] }),
        ("POST", "/v1/alerts/{id}/assign") => json!({ "assignee": "a@b.ca" }),
        ("DELETE", "/v1/opt-outs/{id}") => json!({ "reason": "said so" }),
        _ => return None,
    };
    Some(body)
}

pub fn category(name: &str) -> Category {
    Category {
        id: CategoryId::parse(&format!("cat_{name}")).unwrap(),
        organization: organization().id,
        name: name.to_owned(),
        created_at: now(),
    }
}

pub fn bank_question() -> BankQuestion {
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
pub async fn full_world() -> World {
    let world = World::new().await;
    given_api_key(&*world.records, &organization().id, SPARE_KEY).await;
    world.given(&template()).await;
    world.given(&theme()).await;
    world.given(&image()).await;
    world.given(&calendar()).await;
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
    let draft = Campaign { status: CampaignStatus::Draft, ..campaign() };
    for version in versioned(&draft, &[], campaign(), &[], Made { at: now(), by: None }).written {
        world.given(&version).await;
    }
    world.given(&invitation(1, "lea@example.com")).await;
    world.given(&contact("Léa", "lea@example.com")).await;
    world.given(&answer(at("2026-11-22T14:00:00Z"), 2)).await;
    world
}
