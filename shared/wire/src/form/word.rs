//! Closed sets of the domain: the words that may stand in a place, asked of the very types that read them.
//! Texts that may be anything within limits are in `text`.

use relance_application::account;
use relance_application::invitation::ReportKind;
use relance_domain::{alert, campaign, contact, invitation, outbound, question, schedule, source};
use serde::Deserialize;
use serde::de::value::{MapDeserializer, StrDeserializer};
use std::fmt;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A word that is in no set.
const NONE: &str = "\u{0}";

/// The words that would have been taken instead of one that is none.
#[derive(Debug, Default)]
struct Expected(&'static [&'static str]);

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected one of {}", self.0.join(", "))
    }
}

impl std::error::Error for Expected {}

impl serde::de::Error for Expected {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::default()
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self(expected)
    }
}

/// The words of a set.
fn words<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    T::deserialize(StrDeserializer::<Expected>::new(NONE)).err().unwrap_or_default().0
}

/// The words that one member of an object may be; `others` are those that are read before it.
fn words_of<'de, T: Deserialize<'de>>(
    others: &[(&'de str, &'de str)],
    member: &'de str,
) -> &'static [&'static str] {
    let members = others.iter().copied().chain([(member, NONE)]);
    T::deserialize(MapDeserializer::<_, Expected>::new(members)).err().unwrap_or_default().0
}

fn schema(about: &str, words: &[&str]) -> RefOr<Schema> {
    let set = ObjectBuilder::new().schema_type(Type::String).description(Some(about.trim()));
    set.enum_values(Some(words.iter().copied())).into()
}

macro_rules! sets {
    ($($(#[doc = $about:literal])+ $name:ident: $words:expr;)+) => {
        $(
            $(#[doc = $about])+
            pub struct $name;

            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    schema(concat!($($about),+), $words)
                }
            }

            impl ToSchema for $name {}
        )+

        /// Each by its name.
        pub(crate) fn all() -> Vec<(String, RefOr<Schema>)> {
            vec![$((stringify!($name).to_owned(), $name::schema())),+]
        }
    };
}

sets! {
    /// What is wrong with a field.
    BadFieldCode: &["unknown", "missing", "unreadable", "unusable"];
    /// What became of an agent's wish not to ask.
    AgentWish: words::<invitation::AgentWish>();
    /// What an alert is about.
    AlertKind: words::<alert::AlertKind>();
    /// How far the handling of an alert is.
    AlertStatus: words::<alert::AlertStatus>();
    /// Whether a campaign asks.
    CampaignStatus: words::<campaign::CampaignStatus>();
    /// Which tool a connection is for.
    ConnectionKind: words::<source::ConnectionKind>();
    /// Whether a person can be asked.
    ContactStatus: &["active", "unsubscribed", "bounced", "complained"];
    /// What was done to a thing.
    Deed: words::<account::Deed>();
    /// Who made a change: whoever holds a key of the API, somebody signed in to the console, or the operator.
    Doer: &["key", "person", "operator"];
    /// What a key of the API opens: everything to see, everything to change and see, or giving events alone.
    KeyScope: words::<relance_domain::account::KeyScope>();
    /// What kind of thing a record is.
    Thing: words::<relance_application::kind::Kind>();
    /// What a provider said became of a mail or a text.
    Delivery: &ReportKind::ALL.map(ReportKind::as_str);
    /// A day of the week.
    Weekday: words::<schedule::Day>();
    /// The alphabet of a text message; with the second, every part holds less than half.
    Encoding: &["GSM-7", "UCS-2"];
    /// What happened. `contact.updated` and `transaction.recorded` are refused by name until something follows from them.
    TriggerKind: &[source::TriggerKind::TaskStateChanged.as_str(), source::TriggerKind::RequestClosed.as_str(), source::TriggerKind::RequestReopened.as_str(), source::TriggerKind::InvoicePaid.as_str()];
    /// How far an invitation is.
    InvitationState: &super::INVITATION_STATES;
    /// What a new event is to us.
    Acceptance: &["accepted", "duplicate"];
    /// A type of picture.
    MediaType: &["image/png", "image/jpeg"];
    /// How a question is answered.
    QuestionKind: words_of::<question::Question>(&[("id", "q_1")], "kind");
    /// By NPS score: 9 and 10, 7 and 8, 0 to 6.
    NpsType: &[question::NpsType::Promoter.as_str(), question::NpsType::Passive.as_str(), question::NpsType::Detractor.as_str()];
    /// What somebody had of the company before they were asked.
    OccasionKind: words::<campaign::OccasionKind>();
    /// What becomes of a trigger whose customer was asked too recently.
    OnMute: words::<campaign::OnMute>();
    /// What to do when nobody can tell whether a mail went out.
    OnUncertain: words::<campaign::OnUncertain>();
    /// Who said that somebody is not to be asked.
    OptOutOrigin: words::<contact::OptOutOrigin>();
    /// What became of an event, in one word.
    Outcome: words::<invitation::Outcome>();
    /// Who is counted as one.
    Per: words::<schedule::Per>();
    /// How the eleven targets look.
    RatingStyleName: words_of::<campaign::RatingStyle>(&[], "style");
    /// How far a list is.
    RunState: &["running", "done"];
    /// What became of a wave.
    WaveState: &["running", "done", "skipped"];
    /// Who is asked for a public review.
    ReviewPrompt: words::<campaign::ReviewPrompt>();
    /// By which way people are asked.
    SendBy: words::<campaign::SendBy>();
    /// A mark of a program that a form bears.
    Signal: words::<relance_domain::answer::Signal>();
    /// How requests are verified.
    SignatureSchemeName: words_of::<source::SignatureScheme>(&[], "scheme");
    /// What a verified request proves.
    Strength: words::<source::Strength>();
    /// The kind of the question that a campaign's mail asks.
    SurveyType: words::<question::SurveyType>();
    /// Which events start a campaign.
    TriggerRuleName: words_of::<campaign::TriggerRule>(&[], "on");
    /// What an endpoint is told.
    WebhookEvent: words::<outbound::WebhookEvent>();
    /// What a provider told of an address that is not used any more.
    SuppressedBy: words::<contact::SuppressedBy>();
    /// What of a campaign differs from one version to the next.
    VersionPart: &campaign::CampaignVersion::PARTS;
    /// Whose clock hours follow.
    ZoneOf: words::<schedule::ZoneOf>();
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn words_are_those_that_are_read() {
        assert_eq!(words::<question::SurveyType>(), ["nps", "csat", "ces"]);
        assert_eq!(
            words_of::<campaign::RatingStyle>(&[], "style"),
            ["stars", "numerals", "icons", "gradient"]
        );
        assert_eq!(words_of::<question::Question>(&[("id", "q_1")], "kind").len(), 9);
    }

    /// Ids of decisions are derived from the word, and both catalogues find their words by it.
    #[test]
    fn an_outcome_is_read_by_the_very_word_that_it_has() {
        for word in words::<invitation::Outcome>() {
            let outcome = invitation::Outcome::deserialize(StrDeserializer::<Expected>::new(word)).unwrap();

            assert_eq!(outcome.as_str(), *word);
        }
    }
}
