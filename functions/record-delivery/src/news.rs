//! What came, whoever said it: SES about a mail, AWS End User Messaging about a text, or a person by a reply. The envelope
//! is SNS's, whose `Message` is the event as text.

use crate::{ses_event, sms_event};
use jiff::Timestamp;
use relance_application::contact::InboundText;
use relance_application::invitation::DeliveryReport;
use relance_application::ports::fault::Fault;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Notification {
    message: String,
    timestamp: Option<Timestamp>,
}

/// One message in our words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// What became of mails or texts; empty for what teaches nothing.
    Reports(Vec<DeliveryReport>),
    /// Somebody replied to a text; nothing for what no phone wrote.
    Reply(Option<InboundText>),
}

/// Reads one message.
///
/// # Errors
/// A permanent fault for what is no event in an envelope of SNS.
pub fn news(body: &str) -> Result<News, Fault> {
    let unreadable = |_| Fault::permanent("the message is not an event of a transport");
    let Notification { message, timestamp } = serde_json::from_str(body).map_err(unreadable)?;
    let event: Value = serde_json::from_str(&message).map_err(unreadable)?;
    if event.get("originationNumber").is_some() {
        let inbound = serde_json::from_value(event).map_err(unreadable)?;
        let at =
            timestamp.ok_or_else(|| Fault::permanent("the message does not say when it was published"))?;
        return Ok(News::Reply(sms_event::reply(inbound, at)));
    }
    let of_texts =
        event.get("eventType").and_then(Value::as_str).is_some_and(|kind| kind.starts_with("TEXT_"));
    if of_texts {
        let event = serde_json::from_value(event).map_err(unreadable)?;
        return Ok(News::Reports(sms_event::report(event).into_iter().collect()));
    }
    Ok(News::Reports(ses_event::report(&message)?.into_iter().collect()))
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "tests state what must hold"
    )]
    use super::*;
    use relance_application::invitation::ReportKind;

    fn body(sample: &str) -> String {
        let event: Value = serde_json::from_str(sample).unwrap();
        event["Records"][0]["body"].as_str().unwrap().to_owned()
    }

    fn kinds(sample: &str) -> Vec<(ReportKind, u32)> {
        let News::Reports(reports) = news(&body(sample)).unwrap() else { panic!("no report: {sample}") };
        reports.into_iter().map(|report| (report.kind, report.tag.attempt)).collect()
    }

    #[test]
    fn the_recorded_samples_are_read() {
        let table = [
            (include_str!("../../../events/record-delivery/delivery.json"), ReportKind::Delivered),
            (include_str!("../../../events/record-delivery/bounce.json"), ReportKind::HardBounce),
            (include_str!("../../../events/record-delivery/complaint.json"), ReportKind::Complaint),
            (include_str!("../../../events/record-delivery/text-delivered.json"), ReportKind::Delivered),
            (include_str!("../../../events/record-delivery/text-invalid.json"), ReportKind::HardBounce),
        ];

        for (sample, kind) in table {
            assert_eq!(kinds(sample), [(kind, 1)], "{sample}");
        }
    }

    #[test]
    fn a_reply_is_read_with_the_instant_of_its_envelope() {
        let sample = include_str!("../../../events/record-delivery/text-reply.json");

        let News::Reply(Some(reply)) = news(&body(sample)).unwrap() else { panic!("no reply") };

        assert_eq!((reply.from.as_str(), reply.text.as_str()), ("+15145550123", "ARRÊT"));
        assert_eq!(reply.at.to_string(), "2026-11-22T19:21:00Z");
    }

    /// An event of SES in the envelope of SNS, about a mail of ours to `destination`.
    fn ses(kind: &str, about: &Value, destination: &[&str]) -> String {
        let tags = serde_json::json!({
            "relance-organization": ["demo"], "relance-send": ["inv_01m8ddj7vhgw8nc9zsykryb15k"],
            "relance-attempt": ["1"],
        });
        let mail = serde_json::json!({
            "timestamp": "2026-11-27T02:00:00.000Z", "messageId": "m", "destination": destination, "tags": tags,
        });
        let mut event = serde_json::json!({ "eventType": kind, "mail": mail });
        event[kind.to_lowercase()] = about.clone();
        serde_json::json!({ "Message": event.to_string() }).to_string()
    }

    fn reports(body: &str) -> Vec<(ReportKind, String)> {
        let News::Reports(reports) = news(body).unwrap() else { panic!("no report: {body}") };
        reports.into_iter().map(|report| (report.kind, report.recipient.to_string())).collect()
    }

    #[test]
    fn r3_6_a_bounce_is_about_whom_we_wrote_to_whatever_it_names() {
        let bounce = |named: &str| serde_json::json!({ "bounceType": "Permanent", "bouncedRecipients": [{ "emailAddress": named }] });
        let ada = [(ReportKind::HardBounce, "ada@example.com".to_owned())];

        for named in ["ada.home@other.example", "<ada@example.com>", "Ada Roy <ada@example.com>", ""] {
            let body = ses("Bounce", &bounce(named), &["Ada <ADA@example.com>"]);
            assert_eq!(reports(&body), ada, "{named}");
        }
        for named in ["rfc822;ada@example.com", "RFC822; <ada@example.com>", "Ada Roy <ada@example.com>"] {
            assert_eq!(reports(&ses("Bounce", &bounce(named), &[])), ada, "{named}");
        }
        assert!(news(&ses("Bounce", &bounce("nobody"), &[])).is_err(), "it is parked, not dropped");
    }

    #[test]
    fn r3_6_only_what_a_person_calls_spam_is_a_complaint() {
        let complaint = |kind: Option<&str>| {
            let recipients = serde_json::json!([{ "emailAddress": "ada@example.com" }]);
            let about =
                serde_json::json!({ "complainedRecipients": recipients, "complaintFeedbackType": kind });
            reports(&ses("Complaint", &about, &["ada@example.com"])).len()
        };

        for kind in [Some("abuse"), Some("fraud"), Some("virus"), Some("other"), None] {
            assert_eq!(complaint(kind), 1, "{kind:?}");
        }
        for kind in ["not-spam", "Not-Spam", "auth-failure"] {
            assert_eq!(complaint(Some(kind)), 0, "{kind}");
        }
    }

    #[test]
    fn a_report_about_what_we_never_send_teaches_nothing() {
        let delivery = ses("Delivery", &serde_json::json!({}), &["ada@example.com"]);

        assert_eq!(reports(&delivery).len(), 1);
        for id in ["inv_a#b", "ans_1", "cmp_1", ""] {
            let other = delivery.replace("inv_01m8ddj7vhgw8nc9zsykryb15k", id);
            assert_eq!(reports(&other), [], "{id}");
        }
    }

    #[test]
    fn what_is_not_an_event_is_parked_and_strangers_are_ignored() {
        assert!(news("{}").is_err());
        assert!(news(r#"{"Message": "hello"}"#).is_err());
        let untagged = r#"{"eventType":"Delivery","mail":{"timestamp":"2026-11-22T10:00:00.000Z","messageId":"m","destination":["a@b.ca"]}}"#;
        let text = r#"{"eventType":"TEXT_DELIVERED","eventTimestamp":1795375200000,"messageId":"m","destinationPhoneNumber":"+15145550123"}"#;
        for stranger in [untagged, text] {
            let body = serde_json::json!({ "Message": stranger }).to_string();
            assert_eq!(news(&body), Ok(News::Reports(Vec::new())), "{stranger}");
        }
        let code = r#"{"originationNumber":"55555","messageBody":"STOP"}"#;
        let body =
            serde_json::json!({ "Message": code, "Timestamp": "2026-11-22T10:00:00.000Z" }).to_string();
        assert_eq!(news(&body), Ok(News::Reply(None)), "a short code is no phone");
    }
}
