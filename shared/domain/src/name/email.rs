//! Normalised e-mail addresses (F4): one mailbox, one text, whatever it was pasted from; usable by a mail transport.
//! Whether a mailbox exists is learnt from delivery evidence, not here.

use crate::name::Digest;
use crate::name::letters::{composed, is_invisible, is_letter_or_digit, visible};
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not an address. The text itself is not repeated: it may be personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEmail {
    /// Nothing but white space (B27: counts as empty).
    #[error("the address is empty")]
    Empty,
    /// Not one `local@domain.tld`.
    #[error("the address is not of the form `name@domain.tld`")]
    Malformed,
}

/// Longest address in bytes, as a transport carries it (RFC 5321, 4.5.3.1.3).
const LONGEST: usize = 254;

/// An address such as `bob@x.ca`: the key of mute, opt-out and suppression. Its domain is written in ASCII (`xn--`), so
/// that both spellings of `société.example` are one mailbox, and every transport carries it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads one address: without outer space and without what nobody sees, accents joined to their letters, in lower
    /// case, the domain by UTS 46.
    ///
    /// # Errors
    /// [`InvalidEmail::Empty`] for blank text, [`InvalidEmail::Malformed`] for anything unusable.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        if text.is_empty() {
            return Err(InvalidEmail::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(InvalidEmail::Malformed)?;
        let local = composed(&visible(local).to_lowercase());
        let domain = usable_domain(domain).ok_or(InvalidEmail::Malformed)?;
        let address = format!("{local}@{domain}");
        if local_is_usable(&local) && address.len() <= LONGEST {
            Ok(Self(address))
        } else {
            Err(InvalidEmail::Malformed)
        }
    }

    /// The first usable address of a field that people or tools filled: alone, as `Name <a@b.ca>`, or in a list.
    ///
    /// # Errors
    /// As [`Self::parse`] when there is none.
    pub fn first_in(text: &str) -> Result<Self, InvalidEmail> {
        let alone = Self::parse(text);
        if alone != Err(InvalidEmail::Malformed) {
            return alone;
        }
        text.split([',', ';', '\n']).find_map(Self::of_mailbox).ok_or(InvalidEmail::Malformed)
    }

    /// Of `a@b.ca`, `Name <a@b.ca>`, `mailto:a@b.ca` or `a@b.ca (Name)`.
    fn of_mailbox(text: &str) -> Option<Self> {
        let bracketed =
            text.rsplit_once('<').and_then(|(_, after)| after.split_once('>')).map(|(inside, _)| inside);
        let text = bracketed.unwrap_or(text);
        text.split_whitespace().find_map(|word| {
            let word = word
                .get(..7)
                .filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
                .map_or(word, |_| word.get(7..).unwrap_or_default());
            Self::parse(word).ok()
        })
    }

    /// The normalised text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands for the address in keys: erasing a person leaves this and nothing else (I9).
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&["address", &self.0])
    }
}

/// RFC 5321 local part without quoting: what real transports accept everywhere.
fn local_is_usable(local: &str) -> bool {
    let allowed = |c: char| is_letter_or_digit(c) || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    !local.is_empty()
        && local.len() <= 64
        && local.chars().all(allowed)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
}

/// The domain in ASCII, where it is one: at least two labels, each of letters, digits and inner hyphens. Joiners are
/// left to UTS 46, which knows where they tell two domains apart.
fn usable_domain(domain: &str) -> Option<String> {
    let joins = |c: char| matches!(c, '\u{200c}' | '\u{200d}');
    let seen: String = domain.chars().filter(|c| joins(*c) || !is_invisible(*c)).collect();
    let ascii = Uts46::new()
        .to_ascii(seen.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
        .ok()?;
    ascii.contains('.').then(|| ascii.into_owned())
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmail;
    fn try_from(text: String) -> Result<Self, InvalidEmail> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> String {
        address.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Addresses are personal: debug output, which reaches logs, shows a digest's start only.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = self.digest().to_hex();
        write!(f, "address:{}", hex.get(..8).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_and_outer_space_do_not_distinguish_people() {
        assert_eq!(EmailAddress::parse("Bob@X.ca ").unwrap(), EmailAddress::parse("bob@x.ca").unwrap());
    }

    #[test]
    fn two_spellings_of_a_domain_are_one_mailbox() {
        let table = [
            ("ada@société.example", "ada@xn--socit-esab.example"),
            ("ada@xn--socit-esab.example", "ada@xn--socit-esab.example"),
            ("ADA@SOCIE\u{301}TE\u{301}.EXAMPLE", "ada@xn--socit-esab.example"),
            ("ada@ｅｘａｍｐｌｅ。com", "ada@example.com"),
            ("संपर्क@डाटामेल.भारत", "संपर्क@xn--c2bd4bq1db8d.xn--h2brj9c"),
        ];

        for (text, expected) in table {
            assert_eq!(EmailAddress::parse(text).unwrap().as_str(), expected, "{text}");
        }
    }

    #[test]
    fn what_nobody_sees_does_not_distinguish_people() {
        let zoe = EmailAddress::parse("zoé@example.com").unwrap();

        for pasted in [
            "zoe\u{301}@example.com",
            "zoé@example.com\u{200b}",
            "\u{feff}zoé@example.com",
            "\u{200e}zoé@exam\u{200b}ple.com\u{a0}",
            "zo\u{ad}é@example.com\u{200d}",
        ] {
            assert_eq!(EmailAddress::parse(pasted).as_ref(), Ok(&zoe), "{pasted:?}");
        }
        assert_eq!(EmailAddress::parse("\u{feff} \u{200b}"), Err(InvalidEmail::Empty));
    }

    #[test]
    fn a_field_yields_its_first_usable_address() {
        for field in [
            "ada@x.ca",
            "Ada Roy <ada@x.ca>",
            "\"Roy, Ada <Sales>\" <ada@x.ca>",
            "ada@x.ca, bob@x.ca",
            "ada@x.ca;bob@x.ca",
            "none; ada@x.ca",
            "Roy, Ada <ada@x.ca>",
            "MAILTO:ada@x.ca ",
            "ada@x.ca (Ada)",
            "ada@x.ca\nbob@x.ca",
            "<ada@x.ca>",
        ] {
            assert_eq!(EmailAddress::first_in(field).unwrap().as_str(), "ada@x.ca", "{field}");
        }
        assert_eq!(EmailAddress::first_in(" "), Err(InvalidEmail::Empty));
        for none in ["Ada", ",;", "Ada <>", "<a@b> >@<", "mailto:"] {
            assert_eq!(EmailAddress::first_in(none), Err(InvalidEmail::Malformed), "{none}");
        }
    }

    #[test]
    fn blank_is_empty_and_the_rest_is_malformed() {
        assert_eq!(EmailAddress::parse(" \t"), Err(InvalidEmail::Empty));
        for bad in [
            "a",
            "a@",
            "@b.ca",
            "a@b",
            "a b@c.ca",
            "a@b..ca",
            ".a@b.ca",
            "a@-b.ca",
            "a\n@b.ca",
            "<a@b.ca>",
            "a@b_c.ca",
            "a@b.ca.",
            "a@xn--a.ca",
        ] {
            assert_eq!(EmailAddress::parse(bad), Err(InvalidEmail::Malformed), "{bad}");
        }
    }

    #[test]
    fn usual_and_unusual_good_addresses_pass() {
        for good in ["lea.roy+tag@exemple.qc.ca", "o'neil@x.ie", "élodie@société.fr", "a@b.co"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
    }

    proptest! {
        #[test]
        fn what_was_read_once_reads_the_same_again(
            local in "[\\PC]{1,12}", domain in "[a-zA-Zé。ßʼ\u{200d}\\-]{1,8}\\.(ca|भारत|COM)"
        ) {
            if let Ok(address) = EmailAddress::parse(&format!("{local}@{domain}")) {
                prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address.clone()));
                prop_assert!(address.as_str().rsplit_once('@').unwrap().1.is_ascii());
            }
        }
    }

    #[test]
    fn debug_output_never_shows_the_address() {
        assert!(!format!("{:?}", EmailAddress::parse("lea@example.com").unwrap()).contains("lea"));
    }
}
