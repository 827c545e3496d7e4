//! Where the SMTP server is and how it is spoken to, read from one URL; the password is never shown.
//! What is said to it lives in `session`.

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::TlsParameters;
use percent_encoding::percent_decode_str;
use std::fmt;
use url::Url;

const SUBMISSION_PORT: u16 = 587;
const SUBMISSIONS_PORT: u16 = 465;

/// Why a text is not the address of an SMTP server. The text is not repeated: it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSmtpUrl {
    /// No URL of ours.
    #[error("the mail server is given as `smtp://user:password@host:port` or `smtps://...`")]
    Malformed,
    /// An option that is none.
    #[error("`tls={0}` is not `none`, `offered` or `required`")]
    UnknownTls(String),
    /// The host cannot have a certificate.
    #[error("`{0}` is not a host that TLS can check")]
    Host(String),
}

/// When the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encryption {
    /// Never: a server on this machine.
    None,
    /// By STARTTLS, when the server offers it.
    Offered,
    /// By STARTTLS, or the mail does not go.
    Required,
    /// From the first byte.
    Implicit,
}

/// One SMTP server.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) tls: TlsParameters,
    pub(super) credentials: Option<Credentials>,
}

impl Server {
    /// As people write it.
    pub(super) fn name(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    pub(super) fn parse(text: &str) -> Result<Self, InvalidSmtpUrl> {
        let url = Url::parse(text).map_err(|_| InvalidSmtpUrl::Malformed)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(InvalidSmtpUrl::Malformed)?;
        let host = host.trim_matches(['[', ']']).to_owned();
        let credentials = credentials(&url)?;
        let encryption = encryption(&url, credentials.is_some())?;
        let usual = if encryption == Encryption::Implicit { SUBMISSIONS_PORT } else { SUBMISSION_PORT };
        let tls = TlsParameters::new(host.clone()).map_err(|_| InvalidSmtpUrl::Host(host.clone()))?;
        Ok(Self { host, port: url.port().unwrap_or(usual), encryption, tls, credentials })
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, encryption, .. } = self;
        write!(f, "Server({host}:{port}, {encryption:?})")
    }
}

/// A password never travels in the clear unless that was asked for.
fn encryption(url: &Url, has_password: bool) -> Result<Encryption, InvalidSmtpUrl> {
    let wish = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
    match (url.scheme(), wish.as_deref()) {
        ("smtps", None) => Ok(Encryption::Implicit),
        ("smtp", None) if has_password => Ok(Encryption::Required),
        ("smtp", None | Some("offered")) => Ok(Encryption::Offered),
        ("smtp", Some("required")) => Ok(Encryption::Required),
        ("smtp", Some("none")) => Ok(Encryption::None),
        ("smtp", Some(other)) => Err(InvalidSmtpUrl::UnknownTls(other.to_owned())),
        _ => Err(InvalidSmtpUrl::Malformed),
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, InvalidSmtpUrl> {
    let plain = |text: &str| {
        percent_decode_str(text).decode_utf8().map(String::from).map_err(|_| InvalidSmtpUrl::Malformed)
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, password) => Ok(Some(Credentials::new(plain(user)?, plain(password.unwrap_or_default())?))),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    fn parsed(url: &str) -> (String, u16, Encryption) {
        let server = Server::parse(url).unwrap();
        (server.host, server.port, server.encryption)
    }

    #[test]
    fn a_url_says_where_and_how() {
        assert_eq!(parsed("smtp://mail.acme.ca"), ("mail.acme.ca".to_owned(), 587, Encryption::Offered));
        assert_eq!(parsed("smtps://mail.acme.ca"), ("mail.acme.ca".to_owned(), 465, Encryption::Implicit));
        assert_eq!(parsed("smtp://[::1]:25?tls=none"), ("::1".to_owned(), 25, Encryption::None));
        assert_eq!(parsed("smtp://h.ca:2525/?tls=required").2, Encryption::Required);
    }

    #[test]
    fn a_password_travels_encrypted_unless_told_otherwise() {
        assert_eq!(parsed("smtp://me:secret@mail.acme.ca").2, Encryption::Required);
        assert_eq!(parsed("smtp://me:secret@localhost?tls=none").2, Encryption::None);
    }

    #[test]
    fn user_and_password_are_percent_decoded() {
        let server = Server::parse("smtps://lea%40acme.ca:p%3Aw%2Fd@mail.acme.ca").unwrap();

        assert_eq!(server.credentials, Some(Credentials::new("lea@acme.ca".to_owned(), "p:w/d".to_owned())));
    }

    #[test]
    fn what_is_no_server_is_refused_without_repeating_it() {
        for bad in ["", "mail.acme.ca", "http://mail.acme.ca", "smtp://", "smtps://h.ca?tls=none"] {
            assert_eq!(Server::parse(bad).unwrap_err(), InvalidSmtpUrl::Malformed, "{bad}");
        }
        let unknown = Server::parse("smtp://me:secret@h.ca?tls=maybe").unwrap_err().to_string();
        assert_eq!(unknown, "`tls=maybe` is not `none`, `offered` or `required`");
    }

    #[test]
    fn r4_6_debug_output_hides_the_password() {
        let text = format!("{:?}", Server::parse("smtp://me:secret@h.ca").unwrap());

        assert_eq!(text, "Server(h.ca:587, Required)");
    }
}
