//! `relance doctor`: what is missing before a mail can go out, and what waits for somebody, a line each with what to do
//! about it. It changes nothing.

use super::place::OpenedPlace;
use super::{CommandReport, NotDone, PlaceArgs};
use crate::web::Serves;
use clap::Args;
use relance_application::ports::fault::Fault;
use relance_application::stored::{load_settings, partition, read_whole};
use relance_domain::account::{Organization, SendingPause};
use relance_domain::name::OrganizationId;
use relance_domain::outbound::{Disabled, Webhook};
use relance_domain::source::{Connection, SignatureScheme};

/// Look at a place.
#[derive(Debug, Clone, Args)]
pub struct Doctor {
    /// Also look at this account
    #[arg(long, value_parser = OrganizationId::parse)]
    organization: Option<OrganizationId>,
    /// The address that the program on this machine gives out, as it is started
    #[arg(long, env = "RELANCE_BASE_URL", hide_env_values = true, value_name = "URL")]
    base_url: Option<String>,
    /// The mail server of the program on this machine, as it is started
    #[arg(long, env = "RELANCE_SMTP", hide_env_values = true, value_name = "URL")]
    smtp: Option<String>,
    #[command(flatten)]
    place: PlaceArgs,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    well: bool,
    text: String,
}

fn found(well: bool, good: impl Into<String>, bad: impl Into<String>) -> Finding {
    Finding { well, text: if well { good.into() } else { bad.into() } }
}

impl Doctor {
    pub(super) async fn run(&self) -> Result<CommandReport, NotDone> {
        let store = self.place.open().await?;
        let looked = self.look(&store).await;
        store.close().await;
        let findings = looked?;
        let line =
            |finding: &Finding| format!("{} {}", if finding.well { "ok " } else { "fix" }, finding.text);
        let text = findings.iter().map(line).collect::<Vec<_>>().join("\n");
        Ok(CommandReport { text, well: findings.iter().all(|finding| finding.well) })
    }

    async fn look(&self, store: &OpenedPlace) -> Result<Vec<Finding>, Fault> {
        let mut findings = vec![found(true, "the store opens", "")];
        #[cfg(feature = "aws")]
        if let Some(aws) = &store.aws {
            findings.extend(stage::look(aws).await?);
        }
        if let Some(organization) = &self.organization {
            let serves = Serves::of(self.base_url.as_deref(), self.smtp.as_deref());
            findings.extend(account(store, organization, serves).await?);
        }
        Ok(findings)
    }
}

async fn account(store: &OpenedPlace, id: &OrganizationId, serves: Serves) -> Result<Vec<Finding>, Fault> {
    let Some(stored) = load_settings(store.records.as_ref(), id).await? else {
        let open = format!(
            "there is no account `{id}`: open it with `relance api-key --organization {id} --sender ...`"
        );
        return Ok(vec![found(false, "", open)]);
    };
    let sms = &stored.value.contact_policy.sms;
    let mut findings = vec![
        sending(
            "sending",
            id,
            stored.value.sending_paused.as_ref(),
            r#"{"sending_paused": {"paused": false}}"#,
        ),
        sending("texts", id, sms.paused.as_ref(), r#"{"sms_paused": false}"#),
    ];
    #[cfg(feature = "aws")]
    if let Some(aws) = &store.aws {
        findings.push(stage::sender(aws, &stored.value)?);
    }
    for connection in read_whole::<Connection>(store.records.as_ref(), partition::<Connection>(id)).await? {
        findings.extend(unsigned(&connection.value, serves));
        findings.push(secret(store, &connection.value).await?);
    }
    for webhook in read_whole::<Webhook>(store.records.as_ref(), partition::<Webhook>(id)).await? {
        findings.push(endpoint(&webhook.value));
    }
    Ok(findings)
}

/// Whether mails, or texts, may go.
fn sending(what: &str, id: &OrganizationId, pause: Option<&SendingPause>, resume: &str) -> Finding {
    let Some(SendingPause { since, reason, .. }) = pause else {
        return found(true, format!("{what} of `{id}`: on"), "");
    };
    let paused = format!(
        "{what} of `{id}`: paused since {since}: {reason}; mend that, then `PATCH /v1/settings` with `{resume}`"
    );
    found(false, "", paused)
}

/// What was disabled by its own answers or by a person is told nothing until somebody enables it.
fn endpoint(webhook: &Webhook) -> Finding {
    let Webhook { id, url, disabled, .. } = webhook;
    let Some(Disabled { since, reason }) = disabled else {
        return found(true, format!("webhook `{id}` is told what happens"), "");
    };
    let mended = format!("when it works again, `PATCH /v1/webhooks/{id}` with `{{\"enabled\": true}}`");
    found(false, "", format!("webhook `{id}` ({url}) is told nothing since {since}: {reason}; {mended}"))
}

/// Where strangers may come through a proxy, nobody is on this machine.
fn unsigned(connection: &Connection, serves: Serves) -> Option<Finding> {
    let Connection { id, verification, enabled, .. } = connection;
    let refused = serves == Serves::World && *enabled && *verification == SignatureScheme::LoopbackOnly;
    let told = format!(
        "connection `{id}` is unsigned, so with a public address or SMTP its events are refused: `PATCH \
         /v1/connections/{id}` with `{{\"enabled\": false}}`, and give its tool a signed connection"
    );
    refused.then(|| found(false, "", told))
}

async fn secret(store: &OpenedPlace, connection: &Connection) -> Result<Finding, Fault> {
    let needless = connection.verification == SignatureScheme::LoopbackOnly;
    let live = store.secrets.live(&connection.secret_name()).await?.len();
    let id = &connection.id;
    let missing = format!(
        "connection `{id}` has no secret, so every event is refused: set one with `PATCH /v1/connections/{id}`"
    );
    Ok(found(needless || live > 0, format!("connection `{id}` can be verified"), missing))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use jiff::Timestamp;
    use relance_domain::name::{Unique, WebhookId};
    use std::collections::BTreeSet;

    fn since() -> Timestamp {
        "2026-11-20T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_pause_says_since_when_why_and_how_it_ends() {
        let id = OrganizationId::parse("acme").unwrap();
        let pause =
            SendingPause { since: since(), reason: "the number is not registered".into(), until: None };

        let (well, ill) = (sending("texts", &id, None, "{}"), sending("texts", &id, Some(&pause), "{}"));

        assert_eq!(well, found(true, "texts of `acme`: on", ""));
        assert!(!ill.well && ill.text.contains("since 2026-11-20T08:00:00Z: the number is not registered"));
        assert!(ill.text.ends_with("`PATCH /v1/settings` with `{}`"), "{ill:?}");
    }

    #[test]
    fn an_unsigned_connection_is_told_only_where_it_is_refused() {
        let connection = Connection {
            id: relance_domain::name::ConnectionId::parse("demo").unwrap(),
            organization: OrganizationId::parse("acme").unwrap(),
            name: "Demo".to_owned(),
            kind: relance_domain::source::ConnectionKind::Standard,
            verification: SignatureScheme::LoopbackOnly,
            fields: None,
            enabled: true,
            created_at: since(),
        };
        let disabled = Connection { enabled: false, ..connection.clone() };

        let told = unsigned(&connection, Serves::World).unwrap();

        assert!(!told.well && told.text.contains("connection `demo` is unsigned"), "{told:?}");
        assert_eq!(unsigned(&connection, Serves::ThisMachine), None);
        assert_eq!(unsigned(&disabled, Serves::World), None);
    }

    #[test]
    fn a_disabled_endpoint_is_named_with_what_enables_it() {
        let mut webhook = Webhook {
            failing_since: Some(since()),
            ..Webhook::new(
                WebhookId::new(&Unique::derived(&["one"])),
                OrganizationId::parse("acme").unwrap(),
                "https://example.com/hook".to_owned(),
                BTreeSet::new(),
                since(),
            )
        };
        assert!(endpoint(&webhook).well, "one that fails is tried again by itself");

        webhook.disabled = Some(Disabled { since: since(), reason: "it answered 410".to_owned() });
        let ill = endpoint(&webhook);

        assert!(
            !ill.well
                && ill.text.contains("(https://example.com/hook)")
                && ill.text.contains("it answered 410")
        );
        assert!(
            ill.text.ends_with(&format!("`PATCH /v1/webhooks/{}` with `{{\"enabled\": true}}`", webhook.id))
        );
    }
}

/// What only a stage on AWS has.
#[cfg(feature = "aws")]
mod stage {
    use super::{Fault, Finding, Organization, found};
    use relance_adapters::aws::{Aws, SenderStanding};
    use relance_adapters::mail::Dns;

    pub(super) async fn look(aws: &Aws) -> Result<Vec<Finding>, Fault> {
        let identity = identity(aws)?;
        let standing = aws.sender_standing().await?;
        let mut findings = mail(&standing, &identity);
        if !identity.contains('@') {
            let dns = Dns::of_this_machine();
            findings.push(dmarc(&identity, policy(&dns, &identity).await));
            findings.push(match &standing.mail_from {
                None => found(true, NO_ENVELOPE, ""),
                Some(domain) => spf(domain, &standing.region, texts(&dns, domain).await),
            });
        }
        for dead in aws.dead_letters().await? {
            let waiting = format!(
                "{} messages of the {name} queue were given up: read the log, mend the cause, then `relance redrive --stage ... {name}`",
                dead.waiting,
                name = dead.name
            );
            findings.push(found(
                dead.waiting == 0,
                format!("the {} queue gave nothing up", dead.name),
                waiting,
            ));
        }
        Ok(findings)
    }

    fn identity(aws: &Aws) -> Result<String, Fault> {
        aws.sender_identity().map(str::to_owned).map_err(|error| Fault::permanent(error.to_string()))
    }

    /// Mails from elsewhere are refused by the sender's role.
    pub(super) fn sender(aws: &Aws, organization: &Organization) -> Result<Finding, Fault> {
        let (identity, sender) = (identity(aws)?, organization.sender.as_str());
        let ours =
            sender == identity || sender.strip_suffix(&identity).is_some_and(|rest| rest.ends_with('@'));
        let other = format!(
            "`{sender}` is not of the sender identity `{identity}`: its mails would be refused; deploy with the SenderIdentity that it belongs to"
        );
        Ok(found(ours, format!("`{sender}` may be a sender"), other))
    }

    /// What a look at the DNS came to.
    type Looked<T> = Result<T, Fault>;

    async fn texts(dns: &Looked<Dns>, name: &str) -> Looked<Vec<String>> {
        match dns {
            Ok(dns) => dns.texts(name).await,
            Err(fault) => Err(fault.clone()),
        }
    }

    /// The DMARC record that holds for a domain: its own, else that of a domain above it.
    async fn policy(dns: &Looked<Dns>, domain: &str) -> Looked<Option<String>> {
        let mut above = Some(domain);
        while let Some(name) = above.filter(|name| name.contains('.')) {
            let said = texts(dns, &format!("_dmarc.{name}")).await?;
            if let Some(policy) = said.into_iter().find(|text| text.starts_with("v=DMARC1")) {
                return Ok(Some(policy));
            }
            above = name.split_once('.').map(|(_, rest)| rest);
        }
        Ok(None)
    }

    /// Receivers count SPF for DMARC only where the envelope is of the sender's own domain.
    const NO_ENVELOPE: &str =
        "SPF needs no record: envelopes are of amazonses.com, and DMARC counts the signature (DKIM)";

    fn dmarc(domain: &str, policy: Looked<Option<String>>) -> Finding {
        let publish =
            format!("publish TXT _dmarc.{domain} \"v=DMARC1; p=quarantine; rua=mailto:postmaster@{domain}\"");
        match policy {
            Ok(Some(policy)) => {
                found(true, format!("receivers know what to do with forgeries (DMARC): {policy}"), "")
            }
            Ok(None) => {
                found(false, "", format!("large receivers refuse mails of a domain without DMARC; {publish}"))
            }
            Err(fault) => found(
                false,
                "",
                format!("DMARC could not be looked up ({fault}); if it is missing, {publish}"),
            ),
        }
    }

    fn spf(envelope: &str, region: &str, said: Looked<Vec<String>>) -> Finding {
        let publish = format!(
            "publish TXT {envelope} \"v=spf1 include:amazonses.com ~all\" and MX {envelope} 10 feedback-smtp.{region}.amazonses.com"
        );
        let said = match said {
            Ok(said) => said,
            Err(fault) => {
                return found(
                    false,
                    "",
                    format!("SPF could not be looked up ({fault}); if it is missing, {publish}"),
                );
            }
        };
        let policy = said.iter().find(|text| text.starts_with("v=spf1"));
        let ours = policy.is_some_and(|policy| policy.split(' ').any(|word| word == "include:amazonses.com"));
        let missing = format!("SES may not use the envelope domain `{envelope}` (SPF); {publish}");
        found(ours, format!("SES may use the envelope domain `{envelope}` (SPF)"), missing)
    }

    fn mail(standing: &SenderStanding, identity: &str) -> Vec<Finding> {
        let SenderStanding { production, sending, per_day, per_second, verified, dkim, dkim_tokens, .. } =
            standing;
        let sandbox =
            "SES is in its sandbox (200 mails a day, verified addresses only): ask for production access";
        let mut findings = vec![
            found(*production, format!("SES takes {per_day} mails a day, {per_second} a second"), sandbox),
            found(*sending, "SES lets the account send", "SES has stopped the account: read its mail to you"),
            match verified {
                None => found(false, "", format!("SES does not know `{identity}`: create it as an identity")),
                Some(verified) => {
                    let waiting =
                        format!("`{identity}` is not verified yet: publish its records, or confirm its mail");
                    found(*verified, format!("`{identity}` is verified"), waiting)
                }
            },
        ];
        if !identity.contains('@') {
            let records: Vec<_> = dkim_tokens.iter().map(|token| cname(token, identity)).collect();
            let publish = format!("mails are not signed yet; publish {}", records.join(", "));
            findings.push(found(*dkim, "mails are signed (DKIM)", publish));
        }
        findings
    }

    fn cname(token: &str, domain: &str) -> String {
        format!("CNAME {token}._domainkey.{domain} -> {token}.dkim.amazonses.com")
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn unreachable() -> Fault {
            Fault::transient("no name server answers")
        }

        #[test]
        fn a_missing_dmarc_record_is_spelled_out() {
            let table = [
                (Ok(Some("v=DMARC1; p=none".to_owned())), true, "v=DMARC1; p=none"),
                (Ok(None), false, "publish TXT _dmarc.example.com \"v=DMARC1; p=quarantine;"),
                (Err(unreachable()), false, "could not be looked up (no name server answers"),
            ];

            for (looked, well, says) in table {
                let finding = dmarc("example.com", looked);
                assert!(finding.well == well && finding.text.contains(says), "{finding:?}");
            }
        }

        #[test]
        fn an_envelope_domain_needs_a_record_that_lets_ses_use_it() {
            let table = [
                (Ok(vec!["v=spf1 include:amazonses.com ~all".to_owned()]), true, "SES may use"),
                (Ok(vec!["v=spf1 include:example.net -all".to_owned()]), false, "SES may not use"),
                (Ok(vec!["v=spf1 include:amazonses.com.evil.example".to_owned()]), false, "SES may not use"),
                (Ok(vec![]), false, "MX mail.example.com 10 feedback-smtp.ca-central-1.amazonses.com"),
                (Err(unreachable()), false, "could not be looked up"),
            ];

            for (said, well, says) in table {
                let finding = spf("mail.example.com", "ca-central-1", said);
                assert!(finding.well == well && finding.text.contains(says), "{finding:?}");
            }
        }
    }
}
