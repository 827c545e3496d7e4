//! The demo's connections: one unsigned from this machine, and one signed per tool.
//! How each is verified and read lives in `relance_adapters::source`.

use super::parsed;
use jiff::Timestamp;
use relance_application::ports::fault::Fault;
use relance_domain::name::{ConnectionId, OrganizationId};
use relance_domain::source::{Connection, ConnectionKind, FieldMap, JsonPointer, SignatureScheme};

/// Every connection of the demo.
///
/// # Errors
/// None in practice: the ids and pointers below are good.
pub fn all(organization: &OrganizationId, at: Timestamp) -> Result<Vec<Connection>, Fault> {
    let hmac = SignatureScheme::Hmac { header: "x-signature".to_owned() };
    let table = [
        (
            super::CONNECTION,
            "Demo, unsigned, from this machine",
            ConnectionKind::Standard,
            SignatureScheme::LoopbackOnly,
        ),
        ("standard", "Standard Webhooks", ConnectionKind::Standard, SignatureScheme::StandardWebhooks),
        ("generic", "Any JSON, by pointers", ConnectionKind::Generic, hmac),
        ("progressionlive", "ProgressionLIVE", ConnectionKind::ProgressionLive, SignatureScheme::Bearer),
        ("housecall-pro", "Housecall Pro", ConnectionKind::HousecallPro, SignatureScheme::HousecallPro),
    ];
    table
        .into_iter()
        .map(|(id, name, kind, verification)| {
            Ok(Connection {
                id: parsed(ConnectionId::parse(id))?,
                organization: organization.clone(),
                name: name.to_owned(),
                kind,
                verification,
                fields: if kind == ConnectionKind::Generic { Some(ticket_fields()?) } else { None },
                enabled: true,
                created_at: at,
            })
        })
        .collect()
}

/// A secret in the form that the connection's scheme expects, from 256 random bits in base64url.
pub fn secret(connection: &Connection, random: &dyn Fn() -> String) -> String {
    match connection.verification {
        // Standard Webhooks: standard base64, padded, after a fixed prefix.
        SignatureScheme::StandardWebhooks => {
            format!("whsec_{}=", random().replace('-', "+").replace('_', "/"))
        }
        _ => random(),
    }
}

/// A help desk's ticket, as many tools send it.
fn ticket_fields() -> Result<FieldMap, Fault> {
    let pointer = |text: &str| parsed(JsonPointer::try_from(text.to_owned())).map(Some);
    Ok(FieldMap {
        event_id: pointer("/id")?,
        occurred_at: pointer("/occurred_at")?,
        task_id: pointer("/ticket/id")?,
        task_type: pointer("/ticket/type")?,
        state_code: pointer("/ticket/status")?,
        customer_id: pointer("/ticket/requester/id")?,
        first_name: pointer("/ticket/requester/first_name")?,
        last_name: pointer("/ticket/requester/last_name")?,
        email: pointer("/ticket/requester/email")?,
        language: pointer("/ticket/requester/language")?,
        agent_name: pointer("/ticket/agent/name")?,
        ..FieldMap::default()
    })
}
