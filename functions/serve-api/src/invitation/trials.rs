//! `/campaigns/{id}/preview` and `/campaigns/{id}/test`: what a campaign's mail will be, before any customer gets it.
//! Making and sending it lives in `application`.

use crate::Deps;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use relance_application::call::Refusal;
use relance_application::invitation::{Preview, PreviewMail, PreviewReader, SendTest};
use relance_application::ports::compose::Compose;
use relance_domain::campaign::{Encoding, SmsLength};
use relance_domain::name::{ContactId, EmailAddress, LanguageTag, PhoneNumber};
use relance_views::campaign::{Telling, messages};
use relance_views::invitation::{mail, sms, template};
use relance_wire::{Call, HttpResult, JsonBody, decoded, form, one_address};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// For whom a mail is worded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewBody {
    /// A language of the campaign; its default language when absent.
    #[schema(value_type = Option<form::LanguageTag>)]
    language: Option<LanguageTag>,
    /// Somebody of the directory; an invented person when absent.
    #[schema(value_type = Option<form::ContactId>)]
    contact_id: Option<ContactId>,
    /// True asks for the invented person by name.
    #[serde(default)]
    sample: bool,
}

/// A mail that nobody gets.
#[derive(Serialize, ToSchema)]
pub struct PreviewShown {
    /// In which language.
    language: String,
    /// The name that the mail comes from.
    from_name: String,
    /// Its subject.
    subject: String,
    /// Its HTML part; the links of the survey lead nowhere.
    html: String,
    /// Its plain part.
    text: String,
    /// The text message, where the campaign asks by one.
    sms: Option<SmsShown>,
    /// What the pages say in this language (C22).
    messages: MessagesShown,
    /// What is odd about it.
    warnings: Vec<String>,
}

/// A text message that nobody gets.
#[derive(Serialize, ToSchema)]
pub struct SmsShown {
    /// What it says; its link is as long as a real one and leads nowhere.
    text: String,
    /// `GSM-7`, or `UCS-2` when a letter needs it, which makes every part hold less than half.
    #[schema(value_type = form::Encoding)]
    encoding: Encoding,
    /// Parts that it is sent, and paid for, as.
    parts: u32,
}

fn show_sms(text: String) -> SmsShown {
    let SmsLength { encoding, parts, .. } = SmsLength::of(&text);
    SmsShown { text, encoding, parts }
}

/// Messages of the form, the built-in ones where the campaign has none.
#[derive(Serialize, ToSchema)]
pub struct MessagesShown {
    /// How the answers are used (C8, C9).
    information: String,
    /// Said when an answer is recorded.
    thank_you: String,
}

/// Where a test mail goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestBody {
    /// A real address; opt-outs and suppressions hold for it too. Give this or `phone`.
    #[schema(value_type = Option<form::EmailAddress>)]
    email: Option<EmailAddress>,
    /// A real phone, such as `+15145550123`, for a test text, which counts in the month.
    #[schema(value_type = Option<form::PhoneNumber>)]
    phone: Option<PhoneNumber>,
    /// A language of the campaign; its default language when absent.
    #[schema(value_type = Option<form::LanguageTag>)]
    language: Option<LanguageTag>,
}

/// A test mail.
#[derive(Serialize, ToSchema)]
pub struct TestShown {
    /// Its id; `/invitations/{id}` tells how it is doing.
    #[schema(value_type = form::InvitationId)]
    id: String,
    /// Of which campaign.
    campaign_id: String,
    /// Where it goes.
    address: String,
    /// In which language.
    language: String,
    /// `planned`, then as any invitation.
    #[schema(value_type = form::InvitationState)]
    state: &'static str,
}

fn show(preview: Preview) -> PreviewShown {
    let Preview { organization, campaign, language, invitation, contact, mail, text, warnings } = preview;
    let (invitation, contact) = (Some(&invitation), Some(&contact));
    let telling = Telling {
        organization: &organization,
        campaign: &campaign,
        language: &language,
        invitation,
        contact,
    };
    let messages = messages(&telling);
    let texts = campaign.texts_in(&language);
    let from_name = texts.and_then(|texts| texts.sender_name.clone()).unwrap_or(organization.name);
    PreviewShown {
        language: language.into(),
        from_name,
        subject: mail.subject,
        html: mail.html,
        text: mail.text,
        sms: text.map(show_sms),
        messages: MessagesShown { information: messages.information, thank_you: messages.thank_you },
        warnings,
    }
}

/// The campaign's mail as one reader would get it, drafts included; nothing is sent.
#[utoipa::path(post, path = "/campaigns/{id}/preview", tag = "campaigns", params(("id" = form::CampaignId, Path)),
    request_body = PreviewBody, responses((status = 200, body = PreviewShown)))]
pub async fn preview(
    call: Call<Deps>,
    Path(id): Path<String>,
    JsonBody(given): JsonBody,
) -> HttpResult<Json<PreviewShown>> {
    let body: PreviewBody = decoded(&given)?;
    if body.sample && body.contact_id.is_some() {
        return Err(Refusal::bad_field("sample", "ask for the sample or for a contact, not for both").into());
    }
    let reader = body.contact_id.map_or(PreviewReader::Sample, PreviewReader::Contact);
    let previews = PreviewMail {
        records: &*call.deps.records,
        compose: Compose { invitation: mail, text: sms, alert: relance_views::alert::mail },
        check: template::check_template,
        clock: &*call.deps.clock,
        base_url: &call.deps.base_url,
    };
    let preview = previews.run(call.organization(), &id, body.language.as_ref(), &reader).await?;
    Ok(Json(show(preview)))
}

/// Sends a test mail, marked as one; its link opens the survey, and nothing of it counts.
#[utoipa::path(post, path = "/campaigns/{id}/test", tag = "campaigns", params(("id" = form::CampaignId, Path)),
    request_body = TestBody, responses((status = 202, body = TestShown)))]
pub async fn test(
    call: Call<Deps>,
    Path(id): Path<String>,
    JsonBody(given): JsonBody,
) -> HttpResult<(StatusCode, Json<TestShown>)> {
    let body: TestBody = decoded(&given)?;
    let tests = SendTest {
        records: &*call.deps.records,
        announce: &*call.deps.announce,
        clock: &*call.deps.clock,
        mint: &*call.deps.mint,
    };
    let address = one_address(body.email, body.phone)?;
    let address = address.ok_or_else(|| Refusal::bad_field("email", "give `email` or `phone`"))?;
    let sent = tests.run(call.organization(), &id, &address, body.language.as_ref()).await?;
    let shown = TestShown {
        state: sent.state_word(),
        id: sent.id.into(),
        campaign_id: sent.campaign_id.into(),
        address: sent.address.into(),
        language: sent.language.into(),
    };
    Ok((StatusCode::ACCEPTED, Json(shown)))
}
