//! Valid values to start a test from: `Campaign { mute, ..campaign() }` says what a test is about and nothing else.
//! How events become such values is the product's affair.
#![expect(clippy::expect_used, reason = "a wrong literal in a test must stop the test")]

use jiff::Timestamp;
use relance_application::account::keep_route;
use relance_application::ports::records::{Change, Committed, Records};
use relance_application::stored::{Entity, record_of};
use relance_domain::account::{ApiKey, KeyScopes, Organization, Route, RouteTarget};
use relance_domain::answer::Answer;
use relance_domain::campaign::{
    AddressSource, Campaign, CampaignStatus, CampaignTexts, OnUncertain, TriggerRule,
};
use relance_domain::contact::Contact;
use relance_domain::invitation::{Batch, Invitation, Origin, SendProgress};
use relance_domain::name::{
    Address, AnswerId, ApiKeyId, BatchId, CampaignId, ConnectionId, ContactId, Digest, EmailAddress,
    InvitationId, LanguageTag, OrganizationId, QuestionId, Unique,
};
use relance_domain::question::{AnswerValue, Question, QuestionKind, QuestionOptions};
use relance_domain::schedule::Delay;
use relance_domain::source::{Connection, ConnectionKind, SignatureScheme};
use std::collections::BTreeMap;

/// An instant of an ordinary Sunday morning in Toronto; tests stand here unless they say otherwise.
#[must_use]
pub fn now() -> Timestamp {
    at("2026-11-22T15:00:00Z")
}

/// An instant by its RFC 3339 text.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant such as 2026-11-22T15:00:00Z")
}

/// An address by its text.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address such as lea@example.com")
}

/// A delay by its text.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn delay(text: &str) -> Delay {
    Delay::parse(text).expect("a delay such as 00:12:00")
}

fn language(tag: &str) -> LanguageTag {
    LanguageTag::parse(tag).expect("a language tag such as fr")
}

/// The organization `demo`.
///
/// # Panics
/// Never: its literals are valid.
#[must_use]
pub fn organization() -> Organization {
    Organization::new(
        OrganizationId::parse("demo").expect("an id"),
        "Plomberie Tremblay".to_owned(),
        "America/Toronto".to_owned(),
        language("fr"),
        address("sondage@demo.example"),
    )
}

/// A published campaign in French and English, twelve hours after a `Service call` reached `600` or `610`.
///
/// # Panics
/// Never: its literals are valid.
#[must_use]
pub fn campaign() -> Campaign {
    let texts = |subject: &str| CampaignTexts {
        subject: subject.to_owned(),
        title: subject.to_owned(),
        ..CampaignTexts::default()
    };
    Campaign {
        name: "Satisfaction".to_owned(),
        status: CampaignStatus::Published,
        texts: BTreeMap::from([
            (language("fr"), texts("Comment ça s'est passé ?")),
            (language("en"), texts("How did it go?")),
        ]),
        questions: vec![
            question("q_nps", QuestionKind::Nps, true),
            question("q_why", QuestionKind::Text, false),
        ],
        triggers: vec![TriggerRule::TaskState {
            task_type: "Service call".to_owned(),
            states: vec!["600".to_owned(), "610".to_owned()],
        }],
        delay: delay("00:12:00"),
        mute: delay("07:00:00"),
        secondary_address: Some(AddressSource::SecondaryEmail),
        on_uncertain: OnUncertain::Resend,
        ..Campaign::draft(
            CampaignId::parse("cmp_satisfaction").expect("an id"),
            organization().id,
            language("fr"),
            at("2026-11-01T15:00:00Z"),
        )
    }
}

/// A question in French and English.
///
/// # Panics
/// When `id` is no question id.
#[must_use]
pub fn question(id: &str, kind: QuestionKind, required: bool) -> Question {
    let texts = [(language("fr"), format!("{id} ?")), (language("en"), format!("{id}?"))];
    let id = QuestionId::parse(id).expect("a question id such as q_nps");
    Question { id, texts: texts.into(), kind, required, options: QuestionOptions::default() }
}

/// A signed connection of kind `standard`.
///
/// # Panics
/// When `id` is no connection id.
#[must_use]
pub fn connection(id: &str) -> Connection {
    Connection {
        id: ConnectionId::parse(id).expect("a connection id such as erp"),
        organization: organization().id,
        name: id.to_owned(),
        kind: ConnectionKind::Standard,
        verification: SignatureScheme::StandardWebhooks,
        fields: None,
        enabled: true,
        created_at: at("2026-11-01T15:00:00Z"),
    }
}

/// A person of the directory, known by their address.
///
/// # Panics
/// When `email` is no address.
#[must_use]
pub fn contact(first_name: &str, email: &str) -> Contact {
    let email = address(email);
    Contact {
        id: ContactId::new(&Unique::derived(&["contact", email.as_str()])),
        organization: organization().id,
        first_name: Some(first_name.to_owned()),
        last_name: Some("Roy".to_owned()),
        email: Some(email),
        phone: None,
        language: Some("fr-CA".to_owned()),
        fields: BTreeMap::new(),
        tags: Vec::new(),
        created_at: now(),
        updated_at: now(),
    }
}

/// A planned invitation of [`campaign`] to an address, due now; `n` makes its id.
///
/// # Panics
/// When `email` is no address.
#[must_use]
pub fn invitation(n: u32, email: &str) -> Invitation {
    let address = Address::parse(email).expect("an address or a phone number");
    Invitation {
        id: InvitationId::parse(&format!("inv_{n:026}")).expect("an id"),
        organization: organization().id,
        campaign_id: campaign().id,
        contact_id: ContactId::new(&Unique::derived(&["contact", address.as_str()])),
        address,
        language: language("fr"),
        source: connection("erp").id,
        task_id: Some(format!("T-{n}")),
        task_type: Some("Service call".to_owned()),
        agent_name: Some("Sam".to_owned()),
        occurred_at: now(),
        send: SendProgress::scheduled(now()),
        answer_id: None,
        answered_anonymously: false,
        resend_of: None,
        replaced_by: None,
        created_at: now(),
        origin: Origin::default(),
    }
}

/// A list of one person that was worked through, as a dry run.
///
/// # Panics
/// Never: its literals are valid.
#[must_use]
pub fn batch() -> Batch {
    Batch {
        id: BatchId::parse("bat_1").expect("an id"),
        organization: organization().id,
        campaign_id: campaign().id,
        dry_run: true,
        wave: None,
        recipients: 1,
        parts: 1,
        parts_done: 1,
        outcomes: BTreeMap::new(),
        starts_at: now(),
        spread: Delay::NONE,
        created_at: now(),
        worked_at: now(),
        gathering: None,
        remark: None,
    }
}

/// An answer to [`campaign`] with an NPS score, completed at an instant, evaluated.
///
/// # Panics
/// Never: its literals are valid.
#[must_use]
pub fn answer(completed_at: Timestamp, score: u8) -> Answer {
    let tail = Unique::derived(&["answer", &completed_at.to_string(), &score.to_string()]);
    let tail: String = tail.as_str().chars().take(16).collect();
    let unique = Unique::minted(format!("{}{tail}", Unique::first_at(completed_at).as_str()));
    let nps = QuestionId::parse("q_nps").expect("an id");
    Answer {
        id: AnswerId::new(&unique),
        organization: organization().id,
        campaign_id: campaign().id,
        invitation_id: None,
        contact_id: None,
        language: language("fr"),
        values: BTreeMap::from([(nps, AnswerValue::Number(score))]),
        nps_score: Some(score),
        satisfied: None,
        campaign_version: Some(1),
        from_bank: Vec::new(),
        completed_at,
        edited_at: None,
        earlier: Vec::new(),
        signals: std::collections::BTreeSet::new(),
        ignored: false,
        review: None,
        wave: None,
        occasion: None,
        unfinished: false,
        evaluated_at: Some(completed_at),
    }
}

/// Stores a new value.
///
/// # Panics
/// When it is stored already, or cannot be.
pub async fn given<T: Entity>(records: &dyn Records, value: &T) {
    let record = record_of(value, 0).expect("a value that can be stored");
    let committed = records.commit(&[Change::Create(record)]).await.expect("a store that works");
    assert_eq!(committed, Committed::Done, "stored already: {}", value.id());
}

/// Stores a live API key of an organization, and the route that finds it; its id is derived from the key.
///
/// # Panics
/// When it is stored already.
pub async fn given_api_key(records: &dyn Records, organization: &OrganizationId, presented: &str) -> ApiKey {
    let key = ApiKey {
        id: ApiKeyId::new(&Unique::derived(&["key", presented])),
        organization: organization.clone(),
        name: "test".to_owned(),
        digest: Digest::of_bytes(presented.as_bytes()).to_hex(),
        scopes: KeyScopes::all(),
        created_at: now(),
        expires_at: None,
        last_used_at: None,
        revoked_at: None,
    };
    let route = Route { organization: organization.clone(), target: RouteTarget::ApiKey(key.id.clone()) };
    let route = keep_route(&Route::api_key(presented), &route).expect("a route");
    let committed = records.commit(&[route]).await.expect("a store that works");
    assert_eq!(committed, Committed::Done, "the key is taken");
    given(records, &key).await;
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use relance_domain::campaign::missing_to_publish;

    #[test]
    fn the_campaign_is_complete() {
        assert_eq!(missing_to_publish(&campaign()), []);
    }

    #[test]
    fn answers_sort_by_their_completion() {
        let (early, late) = (answer(at("2026-11-20T15:00:00Z"), 10), answer(at("2026-11-21T15:00:00Z"), 0));

        assert!(early.id < late.id);
    }
}
