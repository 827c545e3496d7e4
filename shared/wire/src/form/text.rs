//! Texts of the domain with their limits, each read from the newtype that it describes.
//! Texts that may be one of a few words are in `word`; shapes in the other files.

use relance_domain::name;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{KnownFormat, RefOr, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

/// What a text must be like.
struct Limits {
    pattern: Option<String>,
    least: usize,
    most: usize,
    format: Option<SchemaFormat>,
}

impl Limits {
    fn to(most: usize) -> Self {
        Self { pattern: None, least: 0, most, format: None }
    }

    fn some(most: usize) -> Self {
        Self { least: 1, ..Self::to(most) }
    }

    fn like(self, pattern: &str) -> Self {
        Self { pattern: Some(pattern.to_owned()), ..self }
    }

    fn format(self, format: KnownFormat) -> Self {
        Self { format: Some(SchemaFormat::KnownFormat(format)), ..self }
    }

    /// An id with its prefix.
    fn id(prefix: &str) -> Self {
        let rest = name::LONGEST_ID - prefix.len();
        Self::some(name::LONGEST_ID).like(&format!("^{prefix}[A-Za-z0-9_-]{{1,{rest}}}$"))
    }

    fn schema(self, about: &str, example: &str) -> RefOr<Schema> {
        let text = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(about.trim()))
            .min_length(Some(self.least).filter(|least| *least > 0))
            .max_length(Some(self.most))
            .pattern(self.pattern)
            .format(self.format)
            .examples([example]);
        text.into()
    }
}

macro_rules! texts {
    ($($(#[doc = $about:literal])+ $name:ident: $limits:expr, $example:literal;)+) => {
        $(
            $(#[doc = $about])+
            pub struct $name;

            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    $limits.schema(concat!($($about),+), $example)
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

/// One line that is not blank.
const LINE: &str = r"\S";

texts! {
    /// Id of an alert.
    AlertId: Limits::id(name::AlertId::PREFIX), "alr_01JD3Z8Q6T";
    /// Id of an answer.
    AnswerId: Limits::id(name::AnswerId::PREFIX), "ans_20261122_01JD3Z8Q6T";
    /// Id of an API key.
    ApiKeyId: Limits::id(name::ApiKeyId::PREFIX), "key_01JD3Z8Q6T";
    /// Id of an entry of the audit.
    AuditEntryId: Limits::id(name::AuditEntryId::PREFIX), "aud_01JD3Z8Q6T";
    /// Id of a list of people that are asked by hand.
    BatchId: Limits::id(name::BatchId::PREFIX), "bat_01JD3Z8Q6T";
    /// Id of a calendar.
    CalendarId: Limits::id(name::CalendarId::PREFIX), "cal_01JD3Z8Q6T";
    /// Id of a campaign.
    CampaignId: Limits::id(name::CampaignId::PREFIX), "cmp_01JD3Z8Q6T";
    /// Id of a category of the question bank.
    CategoryId: Limits::id(name::CategoryId::PREFIX), "cat_01JD3Z8Q6T";
    /// Id of a connection: the last segment of its hook's URL.
    ConnectionId: Limits::id(""), "demo";
    /// Id of a person of the directory.
    ContactId: Limits::id(name::ContactId::PREFIX), "con_01JD3Z8Q6T";
    /// Id of a decision.
    DecisionId: Limits::id(name::DecisionId::PREFIX), "dec_01JD3Z8Q6T";
    /// Id of an event that arrived.
    EventId: Limits::id(name::EventId::PREFIX), "evt_01JD3Z8Q6T";
    /// Id of a picture, by its content.
    ImageId: Limits::id(name::ImageId::PREFIX), "img_01JD3Z8Q6T";
    /// Id of an invitation.
    InvitationId: Limits::id(name::InvitationId::PREFIX), "inv_01JD3Z8Q6T";
    /// Id of the organization.
    OrganizationId: Limits::id(""), "demo";
    /// Id of a question: also the name of its form control.
    QuestionId: Limits::id(name::QuestionId::PREFIX), "q_nps";
    /// Id of a rule.
    RuleId: Limits::id(name::RuleId::PREFIX), "rul_01JD3Z8Q6T";
    /// Id of a mail template.
    TemplateId: Limits::id(name::TemplateId::PREFIX), "tpl_01JD3Z8Q6T";
    /// Id of a theme.
    ThemeId: Limits::id(name::ThemeId::PREFIX), "thm_01JD3Z8Q6T";
    /// Id of an endpoint that is told what happens.
    WebhookId: Limits::id(name::WebhookId::PREFIX), "whk_01JD3Z8Q6T";
    /// An e-mail address. Space around it and capitals make no difference.
    EmailAddress: Limits::some(name::EmailAddress::LONGEST).like(r"^[^@]+@[^@]+$"), "lea@example.com";
    /// A phone number with its calling code; punctuation makes no difference.
    PhoneNumber: Limits::some(40).like("[0-9]"), "+15145550123";
    /// An e-mail address, or a phone number with its calling code.
    Address: Limits::some(name::EmailAddress::LONGEST).like("@|[0-9]"), "lea@example.com";
    /// The calling code of a country.
    CallingCode: Limits::some(10).like(r"^\s*\+[0-9]{1,4}\s*$"), "+1";
    /// A language tag (BCP 47).
    LanguageTag: Limits::some(name::LanguageTag::LONGEST).like(r"^\s*[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*\s*$"), "fr-CA";
    /// `DD:HH:MM`, at most 365 days; none when blank.
    Delay: Limits::to(20).like(r"^\s*([0-9]{1,3}:([01][0-9]|2[0-3]):[0-5][0-9])?\s*$"), "00:12:00";
    /// A local time of day, `HH:MM`; `24:00` is the end of the day.
    ClockTime: Limits::some(5).like("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"), "10:00";
    /// A local day.
    Day: Limits::some(20).format(KnownFormat::Date), "2026-12-25";
    /// A calendar month.
    Month: Limits::some(7).like("^[0-9]{4}-[0-9]{2}$"), "2026-11";
    /// Of local days: a name, or the first and the last one.
    Period: Limits::some(40).like(r"^(today|7d|30d|current_month|last_month|quarter|year|all|[^.]+\.\.[^.]+)$"), "30d";
    /// An opaque colour.
    Colour: Limits::some(7).like("^#[0-9a-fA-F]{6}$"), "#1a7a4c";
    /// A field of the event that may hold an e-mail address.
    AddressSource: Limits::some(crate::MAX_TEXT).like(r"^customer\.(email|secondary_email|fields\.[\s\S]+)$"), "customer.email";
    /// A field of the event that may hold a phone number.
    PhoneSource: Limits::some(crate::MAX_TEXT).like(r"^customer\.(phone|fields\.[\s\S]+)$"), "customer.phone";
    /// A JSON pointer (RFC 6901).
    JsonPointer: Limits::some(200).like("^/"), "/ticket/requester/email";
    /// A name that people gave; not blank.
    Name: Limits::some(120).like(LINE), "Satisfaction";
    /// A text on one line, without control characters.
    Line: Limits::to(200).like(r"^[^\u0000-\u001f\u007f-\u009f]*$"), "Votre avis compte";
    /// Why, in words for people; not blank.
    Reason: Limits::some(500).like(LINE), "La cliente le souhaite";
    /// An address on the web.
    Url: Limits::some(crate::MAX_TEXT).like("^https?://"), "https://www.example.com/avis";
    /// The key of a signature, or a token.
    Secret: Limits { least: 16, ..Limits::some(512) }.like("^[!-~]+$"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    /// An IANA time zone.
    TimeZone: Limits::some(60), "America/Toronto";
    /// Where a page of a list ended, as its answer said; the first page when empty.
    Cursor: Limits::to(536).like("^[A-Za-z0-9_-]*$"), "Y21wXzAxSkQzWjhRNlQ";
    /// Id of a choice.
    ChoiceId: Limits::to(crate::MAX_TEXT), "yes";
    /// A later question's id, or `end`.
    JumpTarget: Limits::some(name::LONGEST_ID).like("^(end|q_[A-Za-z0-9_-]+)$"), "end";
    /// A name in a condition, or a text to compare with.
    ComparedText: Limits::some(200), "nps_type";
    /// A text; white space and control characters count too.
    Text: Limits::to(crate::MAX_TEXT), "Merci !";
    /// The HTML of a mail.
    Html: Limits::to(crate::MAX_BODY), "<p>Merci !</p>";
}
