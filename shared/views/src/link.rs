//! The one filter for addresses that end up in `href`, `src` or `action` (R3.8).
//! Which addresses an organization may enter at all is checked where it enters them.

use linkify::{LinkFinder, LinkKind};
use maud::{Markup, html};

/// Accepts `https:`, `http:` and `mailto:` addresses without spaces or control characters.
#[must_use]
pub fn safe(address: &str) -> Option<&str> {
    let address = address.trim();
    let scheme = address.split_once(':')?.0;
    let known = ["https", "http", "mailto"].iter().any(|name| scheme.eq_ignore_ascii_case(name));

    (known && is_one_word(address)).then_some(address)
}

/// Also accepts a path of our own site (`/s/abc`, not `//other.host`).
#[must_use]
pub fn safe_or_path(address: &str) -> Option<&str> {
    let own_path = address.starts_with('/') && !address.starts_with("//") && !address.contains('\\');

    if own_path && is_one_word(address) { Some(address) } else { safe(address) }
}

/// Plain text with its bare web and mail addresses made into links (C8).
pub(crate) fn linked(text: &str) -> Markup {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]).url_must_have_scheme(true);

    html! {
        @for span in finder.spans(text) {
            @let address = match span.kind() {
                Some(LinkKind::Email) => Some(format!("mailto:{}", span.as_str())),
                Some(_) => Some(span.as_str().to_owned()),
                None => None,
            };
            @if let Some(href) = address.as_deref().and_then(safe) {
                a href=(href) { (span.as_str()) }
            } @else {
                (span.as_str())
            }
        }
    }
}

fn is_one_word(address: &str) -> bool {
    !address.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_addresses_pass() {
        for good in ["https://a.example/x?y=1", "HTTP://a.example", "mailto:a@b.example"] {
            assert_eq!(safe(good), Some(good));
        }
        for bad in
            ["javascript:alert(1)", "data:text/html,x", "//a.example", "", "a.example", "java\nscript:x"]
        {
            assert_eq!(safe(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn an_address_with_a_space_or_a_line_break_is_refused() {
        assert_eq!(safe("https://a.example/ x"), None);
        assert_eq!(safe("https://a.example/\r\nx"), None);
    }

    #[test]
    fn a_path_is_ours_only_when_no_browser_reads_another_host_into_it() {
        assert_eq!(safe_or_path("/s/abc"), Some("/s/abc"));
        for bad in ["//other.example", "/\\other.example", "s/abc", "javascript:x"] {
            assert_eq!(safe_or_path(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_bare_address_in_a_text_becomes_a_link_without_its_full_stop() {
        let markup = linked("Read https://a.example/p. Or write to us@a.example").into_string();

        assert_eq!(
            markup,
            "Read <a href=\"https://a.example/p\">https://a.example/p</a>. Or write to \
             <a href=\"mailto:us@a.example\">us@a.example</a>"
        );
    }
}
