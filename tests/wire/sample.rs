//! One mail and one set of settings, for every scenario.
//! What happens to the mail is written with each scenario.

use relance_adapters::aws::{Aws, StageSettings};
use relance_application::ports::mail::{OutgoingMail, OutgoingText, SendTag};
use relance_domain::name::{EmailAddress, OrganizationId, PhoneNumber, SendId};

pub fn mail() -> OutgoingMail {
    let address = |text: &str| EmailAddress::parse(text).unwrap();
    OutgoingMail {
        from_name: "Chauffage Léa".to_owned(),
        from_address: address("ask@acme.ca"),
        to: address("sam@example.com"),
        subject: "Comment ça s'est passé ?".to_owned(),
        headers: vec![
            ("List-Unsubscribe".to_owned(), format!("<https://ask.acme.ca/u/{}>", "x".repeat(90))),
            ("List-Unsubscribe-Post".to_owned(), "List-Unsubscribe=One-Click".to_owned()),
        ],
        text: "Bonjour,\n.une ligne avec un point\n".to_owned(),
        html: "<p>Bonjour à vous</p>".to_owned(),
        tag: SendTag {
            organization: OrganizationId::parse("demo").unwrap(),
            send_id: SendId::parse("inv_01JD9ZK4T8Q5V7M2N3P6R8S0WX").unwrap(),
            attempt: 2,
        },
    }
}

pub fn text() -> OutgoingText {
    OutgoingText {
        to: PhoneNumber::parse("+15145550123").unwrap(),
        keep_trying: jiff::SignedDuration::from_hours(4),
        text: "Acme : comment s'est passée notre visite ? https://ask.acme.ca/s/x".to_owned(),
        tag: mail().tag,
    }
}

/// The wiring of the functions, by way of a scripted server.
pub async fn aws(endpoint: &str) -> Aws {
    let settings = StageSettings::from_variables(|name| {
        let value = match name {
            "RELANCE_DUE_SHARDS" => "4",
            "RELANCE_SECRETS_PREFIX" => "/relance/test/",
            "RELANCE_WORK_QUEUE_URL" => "https://sqs.local/work",
            "RELANCE_SEND_QUEUE_URL" => "https://sqs.local/send",
            _ => "sample",
        };
        Some(value.to_owned())
    });
    Aws::at(endpoint, settings).await
}
