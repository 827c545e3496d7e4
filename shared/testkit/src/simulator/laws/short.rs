//! Records in a few words, for the trace.
//! What the laws make of them is beside this file.

use relance_application::kind::Kind;
use relance_application::ports::records::RawRecord;

/// Kind, id, version and whatever tells its state.
pub(in crate::simulator) fn in_short(record: &RawRecord) -> String {
    let part = |name: &str| match record.body.get(name) {
        Some(serde_json::Value::Null) | None => String::new(),
        Some(value) => format!(" {name}={value}"),
    };
    let told: String = match record.key.partition.kind {
        Kind::Invitation | Kind::StaffMail => part("send") + &part("answer_id"),
        Kind::RawEvent => part("identity") + &part("planned_at"),
        Kind::Answer => part("nps_score") + &part("evaluated_at"),
        Kind::Decision => part("outcome") + &part("reason"),
        Kind::Task => part("latest") + &part("invitations"),
        Kind::MuteBook => part("reservations"),
        Kind::DayTally => part("counts"),
        Kind::Evidence => part("kind") + &part("send_id"),
        Kind::Organization => part("sending_paused"),
        Kind::Campaign => part("status"),
        Kind::Standing => part("everything") + &part("campaigns") + &part("suppressed"),
        _ => String::new(),
    };
    let due = record.due_at.map(|due_at| format!(" due {due_at:.3}")).unwrap_or_default();
    let (kind, organization) = (record.key.partition.kind, &record.key.partition.organization);
    format!("{organization} {kind:?} {} v{}{due}{told}", record.key.id, record.version)
}
