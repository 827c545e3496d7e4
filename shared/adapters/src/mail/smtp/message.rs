//! A mail as SMTP carries it: two alternative parts, our headers, and a Message-ID.
//! Encoding is lettre's affair; which headers there are is the application's.

use crate::mail::extra_headers;
use lettre::address::{Address, Envelope};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, MultiPart};
use relance_application::ports::mail::OutgoingMail;

/// What a session hands over.
pub(super) struct Prepared {
    pub(super) envelope: Envelope,
    /// Whether an address holds letters that only some servers take (RFC 6531).
    pub(super) needs_utf8: bool,
    pub(super) content: Vec<u8>,
    /// Without its angle brackets.
    pub(super) message_id: String,
}

/// Fails with a reason for the operator.
pub(super) fn prepare(mail: &OutgoingMail) -> Result<Prepared, &'static str> {
    let from = address(mail.from_address.as_str(), "the sender's address is not one that SMTP carries")?;
    let to = address(mail.to.as_str(), "the recipient's address is not one that SMTP carries")?;
    let message_id = message_id(mail, from.domain());
    let needs_utf8 = [&from, &to].into_iter().any(|address| !AsRef::<str>::as_ref(address).is_ascii());
    let name = Some(mail.from_name.trim().to_owned()).filter(|name| !name.is_empty());
    let headed = MessageBuilder::new()
        .from(Mailbox::new(name, from))
        .to(Mailbox::new(None, to))
        .subject(mail.subject.as_str())
        .message_id(Some(format!("<{message_id}>")));
    let parts = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
    let message = with_extra_headers(headed, mail)?.multipart(parts).map_err(|_| "the mail is incomplete")?;
    let (envelope, content) = (message.envelope().clone(), message.formatted());
    Ok(Prepared { envelope, needs_utf8, content, message_id })
}

/// A mail as its recipient's server would get it, for those who keep mails instead of sending them.
///
/// # Errors
/// What makes the mail impossible to send.
pub fn source(mail: &OutgoingMail) -> Result<Vec<u8>, &'static str> {
    prepare(mail).map(|prepared| prepared.content)
}

fn address(text: &str, refused: &'static str) -> Result<Address, &'static str> {
    text.parse().map_err(|_| refused)
}

fn with_extra_headers(
    mut builder: MessageBuilder,
    mail: &OutgoingMail,
) -> Result<MessageBuilder, &'static str> {
    for (name, value) in extra_headers(mail) {
        let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|_| "a header's name is not one")?;
        builder = builder.raw_header(HeaderValue::new(name, value.to_owned()));
    }
    Ok(builder)
}

/// The same for every attempt: where two attempts of one mail were taken, mail stores that look for duplicates
/// show one.
fn message_id(mail: &OutgoingMail, domain: &str) -> String {
    format!("{}.{}@{domain}", mail.tag.organization, mail.tag.send_id)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use relance_application::ports::mail::SendTag;
    use relance_domain::name::{EmailAddress, OrganizationId, SendId};

    fn prepared(to: &str) -> Prepared {
        let organization = OrganizationId::parse("acme").unwrap();
        let mail = OutgoingMail {
            from_name: "Acme".to_owned(),
            from_address: EmailAddress::parse("ask@acme.example").unwrap(),
            to: EmailAddress::parse(to).unwrap(),
            subject: "How was it?".to_owned(),
            headers: Vec::new(),
            text: "text".to_owned(),
            html: "<p>html</p>".to_owned(),
            tag: SendTag { organization, send_id: SendId::SignIn, attempt: 1 },
        };
        prepare(&mail).unwrap_or_else(|reason| unreachable!("{reason}"))
    }

    #[test]
    fn only_letters_before_the_at_sign_need_a_server_that_takes_them() {
        let (domain, local) = (prepared("ada@société.example"), prepared("zoé@example.com"));

        assert!(!domain.needs_utf8 && local.needs_utf8);
        assert_eq!(domain.envelope.to().first().unwrap().to_string(), "ada@xn--socit-esab.example");
    }
}
