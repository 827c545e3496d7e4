//! The console's one cookie: its name, how it is set, read and taken back. What it opens lives in `application`.

use axum::http::{HeaderMap, header};

/// Browsers take a `__Host-` cookie only over TLS, for one host and the whole of it, so that nobody beside can set it.
const OVER_TLS: &str = "__Host-relance";
/// On one machine there is no TLS, and browsers would refuse the name above. They keep one jar for all ports of a host, so the
/// port is in the name: two programs on one machine sign nobody out of each other.
const IN_THE_CLEAR: &str = "relance";

fn name(base_url: &str) -> String {
    if base_url.starts_with("https://") {
        return OVER_TLS.to_owned();
    }
    let port = base_url.rsplit_once(':').map(|(_, port)| port).filter(|port| port.parse::<u16>().is_ok());
    port.map_or_else(|| IN_THE_CLEAR.to_owned(), |port| format!("{IN_THE_CLEAR}-{port}"))
}

/// The value presented with a request.
pub fn presented<'a>(base_url: &str, headers: &'a HeaderMap) -> Option<&'a str> {
    let texts = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = texts.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let name = name(base_url);
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// The header that keeps a value until the browser closes; our own side forgets it sooner. `Lax`, so that the link in
/// an alert's mail opens for whoever is signed in.
pub fn keep(base_url: &str, value: &str) -> String {
    let name = name(base_url);
    let secure = if name == OVER_TLS { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}")
}

/// The header that takes it back.
pub fn take_back(base_url: &str) -> String {
    format!("{}; Max-Age=0", keep(base_url, ""))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn the_name_promises_tls_exactly_where_there_is_tls() {
        assert_eq!(
            keep("https://ask.example.com", "x"),
            "__Host-relance=x; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(keep("http://127.0.0.1:8080", "x"), "relance-8080=x; Path=/; HttpOnly; SameSite=Lax");
        assert_eq!(keep("http://[::1]", "x"), "relance=x; Path=/; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn only_the_cookie_of_this_name_is_read() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=b; relance-8081=no; relance-8080=in-the-clear".parse().unwrap());
        headers.append(header::COOKIE, "__Host-relance=over-tls".parse().unwrap());

        assert_eq!(presented("https://ask.example.com", &headers), Some("over-tls"));
        assert_eq!(presented("http://127.0.0.1:8080", &headers), Some("in-the-clear"));
        assert_eq!(presented("http://127.0.0.1:8080", &HeaderMap::new()), None);
    }
}
