//! `/webhooks`: endpoints that are told what happens. Secrets go in and never come out.
//! What an endpoint must be like is decided in `application::outbound`.

use crate::Deps;
use jiff::Timestamp;
use relance_application::call::Page;
use relance_application::call::Reply;
use relance_application::outbound::Webhooks;
use relance_application::stored::Stored;
use relance_domain::outbound::{Disabled, Webhook, WebhookEvent};
use relance_wire::{
    Call, MergePatch, PageQuery, Removable, Representation, Resource, Summaries, Writable, WritingSummaries,
    decoded, form, patched, secrets_in,
};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A new endpoint.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhookBody {
    /// Where it is called: `https://`, port 443, a public host name.
    url: String,
    /// `answer.completed`, `alert.created`, `invitation.opted_out`.
    #[schema(value_type = Vec<form::WebhookEvent>)]
    events: BTreeSet<WebhookEvent>,
    /// One or two, the newest first, each `whsec_` and 24 to 64 bytes in base64; never shown again.
    #[serde(default)]
    secrets: Vec<String>,
}

/// What can be changed of an endpoint.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookChanges {
    /// Where it is called.
    #[schema(required = false)]
    url: String,
    /// What it is told.
    #[schema(value_type = Vec<form::WebhookEvent>, required = false)]
    events: BTreeSet<WebhookEvent>,
    /// False stops its calls; true starts them again after it was disabled.
    #[schema(required = false)]
    enabled: bool,
    /// Replaces the live secrets: one or two, the newest first.
    #[serde(default)]
    secrets: Option<Vec<String>>,
}

impl WebhookChanges {
    fn of(webhook: &Webhook) -> Self {
        let Webhook { url, events, disabled, .. } = webhook.clone();
        Self { url, events, enabled: disabled.is_none(), secrets: None }
    }

    fn onto(self, present: &Webhook, now: Timestamp) -> Webhook {
        let Self { url, events, enabled, .. } = self;
        let by_hand = || Disabled { since: now, reason: "disabled by hand".to_owned() };
        let disabled = (!enabled).then(|| present.disabled.clone().unwrap_or_else(by_hand));
        let again = enabled && present.disabled.is_some();
        let failing_since = present.failing_since.filter(|_| !again);
        Webhook { url, events, disabled, failing_since, ..present.clone() }
    }
}

/// An endpoint.
#[derive(Serialize, ToSchema)]
pub struct WebhookShown {
    /// Its id.
    #[schema(value_type = form::WebhookId)]
    id: String,
    /// Where it is called.
    url: String,
    /// What it is told.
    #[schema(value_type = Vec<form::WebhookEvent>)]
    events: BTreeSet<WebhookEvent>,
    /// False while nothing is sent to it.
    enabled: bool,
    /// Why it is disabled.
    disabled_reason: Option<String>,
    /// Since when it is disabled.
    disabled_since: Option<Timestamp>,
    /// Since when every call has failed.
    failing_since: Option<Timestamp>,
    /// When it was made.
    created_at: Timestamp,
}

fn show(webhook: Webhook) -> WebhookShown {
    let Webhook { id, url, events, disabled, failing_since, created_at, .. } = webhook;
    let (disabled_since, disabled_reason) =
        disabled.map(|Disabled { since, reason }| (since, reason)).unzip();
    let (id, enabled) = (id.to_string(), disabled_since.is_none());
    WebhookShown { id, url, events, enabled, disabled_reason, disabled_since, failing_since, created_at }
}

fn answer(stored: Stored<Webhook>) -> Representation<WebhookShown> {
    Representation::shown(stored, show)
}

fn webhooks(deps: &Deps) -> Webhooks<'_> {
    let Deps { records, secrets, clock, mint, reach, .. } = deps;
    Webhooks { records: &**records, secrets: &**secrets, clock: &**clock, mint: &**mint, reach: *reach }
}

impl Resource for WebhookShown {
    type Deps = Deps;
    type Id = form::WebhookId;
    type Query = PageQuery;
    type Listed = Self;

    const PATH: &'static str = "/webhooks";
    const ABOUT: Summaries = Summaries { list: "Endpoints, oldest first", get: "One endpoint" };

    async fn list(call: Call<Deps>, query: PageQuery) -> Reply<Page<Self>> {
        Ok(webhooks(&call.deps).list(call.organization(), &query.wanted()).await?.map(show))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        Ok(answer(webhooks(&call.deps).get(call.organization(), &id).await?))
    }
}

impl Writable for WebhookShown {
    type New = NewWebhookBody;
    type Changes = WebhookChanges;

    const WRITING: WritingSummaries = WritingSummaries {
        create: "A new endpoint, told from now on. Calls are signed by Standard Webhooks and carry ids, never names or addresses",
        change: "Changes an endpoint (merge-patch); `secrets` replaces the live ones",
    };

    async fn create(call: Call<Deps>, given: Map<String, Value>) -> Reply<Representation<Self>> {
        let NewWebhookBody { url, events, secrets } = decoded(&given)?;
        Ok(answer(webhooks(&call.deps).create(call.organization(), url, events, &secrets).await?))
    }

    async fn change(
        call: Call<Deps>,
        id: String,
        MergePatch { seen, given }: MergePatch,
    ) -> Reply<Representation<Self>> {
        let secrets = secrets_in(&given)?;
        let now = call.deps.clock.now();
        let edit = |present: &Webhook| Ok(patched(&WebhookChanges::of(present), &given)?.onto(present, now));
        let webhooks = webhooks(&call.deps);
        Ok(answer(webhooks.change(call.organization(), &id, seen, &edit, secrets.as_deref()).await?))
    }
}

impl Removable for WebhookShown {
    const REMOVING: &'static str = "Takes an endpoint away";

    async fn remove(call: Call<Deps>, id: String) -> Reply<()> {
        webhooks(&call.deps).delete(call.organization(), &id).await
    }
}
