//! Where an organization wants to be told what happens, and which addresses may be called at all (R4.5).
//! One call that is owed is an `Action`; signing and calling live in adapters.

use crate::name::{OrganizationId, WebhookId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WebhookEvent {
    /// Somebody answered, and the rules were evaluated.
    #[serde(rename = "answer.completed")]
    AnswerCompleted,
    /// A rule raised an alert.
    #[serde(rename = "alert.created")]
    AlertCreated,
    /// Somebody left by the link in a mail.
    #[serde(rename = "invitation.opted_out")]
    InvitationOptedOut,
}

impl WebhookEvent {
    /// Its name, as it is sent and as it is chosen.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AnswerCompleted => "answer.completed",
            Self::AlertCreated => "alert.created",
            Self::InvitationOptedOut => "invitation.opted_out",
        }
    }
}

/// Why nothing is sent to an endpoint any more, until somebody enables it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disabled {
    /// Since when.
    pub since: Timestamp,
    /// For people.
    pub reason: String,
}

/// One endpoint of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    pub id: WebhookId,
    /// Owner.
    pub organization: OrganizationId,
    /// Where it is called; a [`target`] when it was saved, and asked again before each call.
    pub url: String,
    /// What it is told.
    pub events: BTreeSet<WebhookEvent>,
    /// Set while nothing is sent to it: by a person, by its own answer 410, or after days of failure.
    pub disabled: Option<Disabled>,
    /// Since when every call has failed; none after a success.
    pub failing_since: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Webhook {
    /// An endpoint that is told from now on.
    #[must_use]
    pub fn new(
        id: WebhookId,
        organization: OrganizationId,
        url: String,
        events: BTreeSet<WebhookEvent>,
        created_at: Timestamp,
    ) -> Self {
        Self { id, organization, url, events, disabled: None, failing_since: None, created_at }
    }

    /// True when it is to be told of this.
    #[must_use]
    pub fn wants(&self, event: WebhookEvent) -> bool {
        self.disabled.is_none() && self.events.contains(&event)
    }

    /// The name under which the `Secrets` port keeps its secrets.
    #[must_use]
    pub fn secret_name(&self) -> String {
        format!("{}/webhooks/{}", self.organization, self.id)
    }
}

/// How far calls may reach.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CallReach {
    /// Public names over HTTPS.
    #[default]
    World,
    /// Also programs on this machine, over plain HTTP: for trying things out on one machine, by an explicit setting.
    AlsoThisMachine,
}

/// Why an address may not be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTarget {
    /// Something else than `https://name/…`.
    #[error("use an address such as `https://example.com/hook`, at most 500 visible characters")]
    NotHttps,
    /// A user or password.
    #[error("leave user and password out: calls are signed instead")]
    UserInfo,
    /// Another port.
    #[error("use port 443, which `https://` means by itself")]
    Port,
    /// An address of the network instead of a name, or a name of no public network.
    #[error("use a public host name such as `example.com`, not an address of the network")]
    NotAName,
}

const LONGEST_URL: usize = 500;

/// Checks an address: HTTPS, port 443, a public host name in ASCII, nothing else. Deliberately narrower than what a URL
/// may be, so that no two readers of it can disagree; which addresses the name leads to is asked when it is called.
///
/// # Errors
/// [`BadTarget`] says what to write instead.
pub fn target(url: &str, reach: CallReach) -> Result<(), BadTarget> {
    let plain = url.len() <= LONGEST_URL && url.bytes().all(|byte| byte.is_ascii_graphic());
    if !plain || url.contains(['\\', '#']) {
        return Err(BadTarget::NotHttps);
    }
    if reach == CallReach::AlsoThisMachine && on_this_machine(url) {
        return Ok(());
    }
    let rest = url.strip_prefix("https://").ok_or(BadTarget::NotHttps)?;
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(BadTarget::UserInfo);
    }
    if authority.starts_with('[') {
        return Err(BadTarget::NotAName);
    }
    let host = match authority.split_once(':') {
        None | Some((_, "443")) => authority.split(':').next().unwrap_or_default(),
        Some(_) => return Err(BadTarget::Port),
    };
    if is_public_name(host) { Ok(()) } else { Err(BadTarget::NotAName) }
}

fn on_this_machine(url: &str) -> bool {
    let authority = url.strip_prefix("http://").map(|rest| rest.split(['/', '?']).next().unwrap_or_default());
    let host = authority.and_then(|authority| authority.split_once(':'));
    host.is_some_and(|(host, port)| matches!(host, "127.0.0.1" | "localhost") && port.parse::<u16>().is_ok())
}

/// Names that lead into somebody's own network by custom (RFC 6761, RFC 6762, RFC 8375).
const PRIVATE_SUFFIXES: [&str; 6] = ["localhost", "local", "internal", "home.arpa", "lan", "intranet"];

/// Two labels at least, and a last one that no reader takes for a number.
fn is_public_name(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let good = |label: &&str| {
        let inside = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (1..=63).contains(&label.len()) && inside && !label.starts_with('-') && !label.ends_with('-')
    };
    let lower = host.to_ascii_lowercase();
    let private = |suffix: &&str| {
        lower.strip_suffix(*suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let named = labels.last().is_some_and(|last| last.starts_with(|first: char| first.is_ascii_alphabetic()));
    labels.len() >= 2
        && host.len() <= 253
        && named
        && labels.iter().all(good)
        && !PRIVATE_SUFFIXES.iter().any(private)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r4_5_public_names_over_https_may_be_called() {
        for url in [
            "https://example.com",
            "https://example.com/hook",
            "https://example.com:443/hook?team=a",
            "https://hooks.example.co.uk/T0/B0/x-y_z",
            "https://xn--bcher-kva.example/hook",
        ] {
            assert_eq!(target(url, CallReach::World), Ok(()), "{url}");
        }
    }

    #[test]
    fn r4_5_everything_else_is_refused_with_what_to_write_instead() {
        use BadTarget::{NotAName, NotHttps, Port, UserInfo};
        for (url, expected) in [
            ("http://example.com/hook", NotHttps),
            ("ftp://example.com", NotHttps),
            ("//example.com", NotHttps),
            ("https:example.com", NotHttps),
            ("https://example.com/a b", NotHttps),
            ("https://example.com/\u{e9}", NotHttps),
            ("https://example.com\\@evil.example", NotHttps),
            ("https://example.com/#x", NotHttps),
            ("https://user:pass@example.com/", UserInfo),
            ("https://example.com@evil.example/", UserInfo),
            ("https://example.com:8443/", Port),
            ("https://example.com:/", Port),
            ("https://example.com:443:443/", Port),
            ("https://", NotAName),
            ("https://localhost/", NotAName),
            ("https://intranet/", NotAName),
            ("https://db.internal/", NotAName),
            ("https://printer.local/", NotAName),
            ("https://metadata.google.internal/", NotAName),
            ("https://app.localhost/", NotAName),
            ("https://example.com./", NotAName),
            ("https://.example.com/", NotAName),
            ("https://127.0.0.1/", NotAName),
            ("https://127.1/", NotAName),
            ("https://2130706433/", NotAName),
            ("https://0x7f000001/", NotAName),
            ("https://0x7f.1/", NotAName),
            ("https://1.0x7f/", NotAName),
            ("https://0177.0.0.1/", NotAName),
            ("https://169.254.169.254/latest/meta-data/", NotAName),
            ("https://[::1]/", NotAName),
            ("https://[::ffff:127.0.0.1]/", NotAName),
            ("https://a_b.example/", NotAName),
            ("https://-a.example/", NotAName),
            ("https://%31%32%37.0.0.1/", NotAName),
        ] {
            assert_eq!(target(url, CallReach::World), Err(expected), "{url}");
        }
        assert_eq!(
            target(&format!("https://example.com/{}", "x".repeat(500)), CallReach::World),
            Err(NotHttps)
        );
    }

    #[test]
    fn programs_on_this_machine_may_be_called_by_an_explicit_setting_only() {
        for url in ["http://127.0.0.1:9000/hook", "http://localhost:9000"] {
            assert_eq!(target(url, CallReach::World), Err(BadTarget::NotHttps), "{url}");
            assert_eq!(target(url, CallReach::AlsoThisMachine), Ok(()), "{url}");
        }
        for url in [
            "http://127.0.0.2:9000",
            "http://localhost",
            "http://localhost:x@evil.example",
            "http://10.0.0.1:80",
        ] {
            assert!(target(url, CallReach::AlsoThisMachine).is_err(), "{url}");
        }
    }
}
