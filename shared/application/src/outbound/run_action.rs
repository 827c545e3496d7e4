//! Makes one owed call: load -> call once -> decide what follows -> save with a condition. At least once, with an id
//! that stays the same, so that the other side can tell a repetition (I8). Signing and calling live in adapters.

use crate::ports::chance::{Clock, Mint};
use crate::ports::due::Announce;
use crate::ports::fault::Fault;
use crate::ports::records::{Key, Records};
use crate::ports::seal::Secrets;
use crate::stored::{Entity as _, UnitOfWork};
use crate::transaction;
use async_trait::async_trait;
use jiff::Timestamp;
use relance_domain::outbound::{Action, ActionState, CallOutcome, Disabled, Verdict, Webhook};
use std::fmt;

/// Longest delay of a hint; a later try is left to the due index.
const LONGEST_HINT_S: i64 = 900;

/// A call, ready to be signed and made. Its secrets are never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedCall {
    /// Same for every try of the same call.
    pub id: String,
    /// When it is made; part of what is signed.
    pub at: Timestamp,
    /// Where to.
    pub url: String,
    /// What it says, JSON.
    pub body: String,
    /// The endpoint's live secrets, newest first; it is signed with each (R4.5).
    pub secrets: Vec<String>,
}

impl fmt::Debug for SignedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedCall").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Calls an endpoint once, within its reach.
#[async_trait]
pub trait CallEndpoint: Send + Sync {
    /// Signs, calls, and says how it ended; nothing that the endpoint said is kept.
    async fn call(&self, call: &SignedCall) -> CallOutcome;
}

/// Makes owed calls.
pub struct RunAction<'a> {
    /// Where calls and endpoints are.
    pub records: &'a dyn Records,
    /// Where their secrets are.
    pub secrets: &'a dyn Secrets,
    /// Makes the call.
    pub endpoint: &'a dyn CallEndpoint,
    /// Wakes the next try.
    pub announce: &'a dyn Announce,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Spreads the next tries.
    pub mint: &'a dyn Mint,
}

impl RunAction<'_> {
    /// Makes the call of this key, once, if it is wanted now.
    ///
    /// # Errors
    /// Faults of the store or of the secrets; the due index brings the call back.
    pub async fn run(&self, key: &Key) -> Result<(), Fault> {
        let mut work = UnitOfWork::new(self.records);
        let wanted = work.get_key::<Action>(key).await?.filter(|action| action.is_wanted(self.clock.now()));
        let Some(action) = wanted else { return Ok(()) };
        let endpoint = self.endpoint_of(&mut work, &action).await?;
        let outcome = match endpoint.filter(|webhook| webhook.disabled.is_none()) {
            Some(webhook) => Some(self.call(&action, &webhook).await?),
            None => None,
        };
        let spread = self.mint.below(1_000);
        let tried = transaction!(work in self.records => self.note(&mut work, key, outcome.as_ref(), spread));
        if let Some(wait_s) = tried.as_ref().and_then(|action| self.wait_of(action)) {
            let hint = tried.as_ref().map(|action| action.announcement(wait_s));
            self.announce.announce(hint.as_slice()).await;
        }
        Ok(())
    }

    async fn endpoint_of(
        &self,
        work: &mut UnitOfWork<'_>,
        action: &Action,
    ) -> Result<Option<Webhook>, Fault> {
        work.get::<Webhook>(&action.organization, action.webhook_id.as_str()).await
    }

    async fn call(&self, action: &Action, webhook: &Webhook) -> Result<CallOutcome, Fault> {
        let secrets = self.secrets.live(&webhook.secret_name()).await?;
        if secrets.is_empty() {
            return Ok(CallOutcome::NotReached("the endpoint has no secret to sign with".to_owned()));
        }
        let body = body_of(action)?;
        let (id, at, url) = (action.id.to_string(), self.clock.now(), webhook.url.clone());
        let outcome = self.endpoint.call(&SignedCall { id, at, url, body, secrets }).await;
        tracing::info!(action_id = %action.id, webhook_id = %webhook.id, ?outcome, "an endpoint was called");
        Ok(outcome)
    }

    /// Notes how the try ended, for the call and for its endpoint together.
    async fn note(
        &self,
        work: &mut UnitOfWork<'_>,
        key: &Key,
        outcome: Option<&CallOutcome>,
        spread: u64,
    ) -> Result<Option<Action>, Fault> {
        let now = self.clock.now();
        let wanted = work.get_key::<Action>(key).await?.filter(|action| action.is_wanted(now));
        // Somebody else made the same call meanwhile: theirs counts.
        let Some(mut action) = wanted else { return Ok(None) };
        let webhook = self.endpoint_of(work, &action).await?;
        match (webhook, outcome) {
            (Some(webhook), Some(outcome)) => {
                let verdict = action.tried(outcome, &webhook, now, spread);
                work.put(&judged(webhook, verdict, now))?;
            }
            _ => action.give_up(now, "the endpoint is disabled or gone"),
        }
        work.put(&action)?;
        Ok(Some(action))
    }

    /// Seconds until the next try, where a queue can wait that long.
    fn wait_of(&self, action: &Action) -> Option<u16> {
        let ActionState::Waiting { not_before } = action.state else { return None };
        let wait = not_before.duration_since(self.clock.now());
        // Whole seconds, rounded up: a hint that comes early does nothing.
        let seconds = wait.as_secs() + i64::from(wait.subsec_nanos() > 0);
        u16::try_from(seconds).ok().filter(|seconds| i64::from(*seconds) <= LONGEST_HINT_S)
    }
}

/// What the endpoint is told: type, time and ids.
fn body_of(action: &Action) -> Result<String, Fault> {
    let facts = serde_json::to_value(&action.facts)
        .map_err(|_| Fault::permanent("the facts of a call are not an object"))?;
    let body = serde_json::json!({
        "type": action.event.as_str(),
        "timestamp": action.happened_at.to_string(),
        "data": facts,
    });
    Ok(body.to_string())
}

fn judged(mut webhook: Webhook, verdict: Verdict, now: Timestamp) -> Webhook {
    match verdict {
        Verdict::Works => webhook.failing_since = None,
        Verdict::Fails => _ = webhook.failing_since.get_or_insert(now),
        Verdict::Disable(reason) => {
            tracing::warn!(webhooks_disabled = 1, webhook_id = %webhook.id, reason, "an endpoint is disabled");
            webhook.failing_since.get_or_insert(now);
            webhook.disabled = Some(Disabled { since: now, reason });
        }
    }
    webhook
}
