//! Endpoints that want to be told what happens: where they are, what they want to know, and whether they still work.
//! Secrets go in and never come out (R4.6). Owing calls lives in `owe_calls`, making them in `run_action`.

use crate::call::{BadField, Edit, Page, Refusal, Reply, Wanted, edited, found, removed, scan};
use crate::outbound::MOST_WEBHOOKS;
use crate::ports::chance::{Clock, Mint};
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Key, Records, Version};
use crate::ports::seal::Secrets;
use crate::stored::{Stored, key, load, partition, read_whole, record_of};
use relance_domain::name::{OrganizationId, WebhookId};
use relance_domain::outbound::{CallReach, Webhook, WebhookEvent, target};
use std::collections::BTreeSet;

/// Two secrets are live during a rotation.
const MOST_SECRETS: usize = 2;
/// What 24 and 64 bytes are in base64 (Standard Webhooks), behind `whsec_`.
const SECRET_LENGTHS: std::ops::RangeInclusive<usize> = 32..=88;

/// Reads and changes endpoints.
pub struct Webhooks<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Where their secrets are.
    pub secrets: &'a dyn Secrets,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Names new ones.
    pub mint: &'a dyn Mint,
    /// How far calls may reach.
    pub reach: CallReach,
}

impl Webhooks<'_> {
    /// A page of endpoints, oldest first.
    pub async fn list(&self, organization: &OrganizationId, wanted: &Wanted) -> Result<Page<Webhook>, Fault> {
        scan::<Webhook>(self.records, organization, false, wanted, &|_| true).await
    }

    /// One endpoint.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn get(&self, organization: &OrganizationId, id: &str) -> Reply<Stored<Webhook>> {
        let key = webhook_key(organization, id)?;
        Ok(found(load::<Webhook>(self.records, &key).await?, "webhook")?)
    }

    /// A new endpoint; its calls are signed with `secrets`, the newest first.
    ///
    /// # Errors
    /// Refusals: fields to mend, too many endpoints.
    pub async fn create(
        &self,
        organization: &OrganizationId,
        url: String,
        events: BTreeSet<WebhookEvent>,
        secrets: &[String],
    ) -> Reply<Stored<Webhook>> {
        let now = self.clock.now();
        let value =
            Webhook::new(WebhookId::new(&self.mint.unique(now)), organization.clone(), url, events, now);
        let mut bad = self.unusable(&value);
        if secrets.is_empty() {
            bad.push(BadField::new("secrets", "give one: every call is signed"));
        }
        bad.extend(unusable_secrets(secrets));
        Refusal::unless_fit(bad)?;
        let all = read_whole::<Webhook>(self.records, partition::<Webhook>(organization)).await?;
        if all.len() >= MOST_WEBHOOKS {
            return Err(
                Refusal::conflict(format!("there are {MOST_WEBHOOKS} webhooks: delete one first")).into()
            );
        }
        // The secrets first: an endpoint without them could not be called.
        self.secrets.replace(&value.secret_name(), secrets).await?;
        match self.records.commit(&[Change::Create(record_of(&value, 0)?)]).await? {
            Committed::Done => Ok(Stored { value, version: 1 }),
            Committed::Conflict => Err(Refusal::conflict("somebody made the same webhook: try again").into()),
        }
    }

    /// An edited endpoint; new secrets replace the live ones in the same call.
    ///
    /// # Errors
    /// Refusals: no such endpoint, an older version than the present one, fields to mend.
    pub async fn change(
        &self,
        organization: &OrganizationId,
        id: &str,
        expected: Option<Version>,
        edit: Edit<'_, Webhook>,
        secrets: Option<&[String]>,
    ) -> Reply<Stored<Webhook>> {
        let edit = |present: &Webhook| {
            let next = edit(present)?;
            let mut bad = self.unusable(&next);
            bad.extend(unusable_secrets(secrets.unwrap_or_default()));
            if secrets.is_some_and(<[String]>::is_empty) {
                bad.push(BadField::new("secrets", "leave one: every call is signed"));
            }
            Refusal::unless_fit(bad)?;
            Ok(next)
        };
        let key = webhook_key(organization, id)?;
        let stored = edited(self.records, &key, "webhook", expected, &edit).await?;
        if let Some(secrets) = secrets {
            self.secrets.replace(&stored.value.secret_name(), secrets).await?;
        }
        Ok(stored)
    }

    /// Takes an endpoint away; calls that it is still owed are given up when their time comes.
    ///
    /// # Errors
    /// A refusal when there is none.
    pub async fn delete(&self, organization: &OrganizationId, id: &str) -> Reply<()> {
        let key = webhook_key(organization, id)?;
        removed::<Webhook>(self.records, &key, "webhook").await
    }

    fn unusable(&self, webhook: &Webhook) -> Vec<BadField> {
        let mut bad = Vec::new();
        if let Err(reason) = target(&webhook.url, self.reach) {
            bad.push(BadField::new("url", reason.to_string()));
        }
        if webhook.events.is_empty() {
            bad.push(BadField::new("events", "choose at least one, such as `answer.completed`"));
        }
        bad
    }
}

/// Everything that is wrong with secrets. They are never repeated.
fn unusable_secrets(secrets: &[String]) -> Vec<BadField> {
    let mut bad = Vec::new();
    if secrets.len() > MOST_SECRETS {
        bad.push(BadField::new("secrets", "two can be live at once: the new one, then the old one"));
    }
    for (index, secret) in secrets.iter().enumerate() {
        let encoded = secret.strip_prefix("whsec_").unwrap_or_default();
        let base64 =
            encoded.trim_end_matches('=').bytes().all(|b| b.is_ascii_alphanumeric() || b"+/".contains(&b));
        if !SECRET_LENGTHS.contains(&encoded.len()) || encoded.len() % 4 != 0 || !base64 {
            let reason = "use `whsec_` and 24 to 64 random bytes in base64";
            bad.push(BadField::new(format!("secrets.{index}"), reason));
        }
    }
    bad
}

fn webhook_key(organization: &OrganizationId, id: &str) -> Result<Key, Refusal> {
    let id = WebhookId::parse(id).map_err(|_| Refusal::not_found("webhook"))?;
    Ok(key::<Webhook>(organization, id.as_str()))
}
