//! Who is on this very machine (R5): a loopback peer, who asks for a name of this machine, through no proxy. Nobody is where the
//! program serves the world: a proxy beside it may forward strangers without a word. What is behind the door lives elsewhere.

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header, uri::Authority};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use intake_webhook::FromThisMachine;
use relance_adapters::edge::Peer;
use std::net::{IpAddr, SocketAddr};

/// Headers with which proxies say that they are there, and the beginnings of their names.
const OF_PROXIES: [&str; 4] = ["via", "forwarded", "x-real-ip", "true-client-ip"];
const OF_PROXIES_BEGIN: [&str; 2] = ["x-forwarded-", "cf-"];
/// What a proxy beside us adds at its end: who asked it.
const CLIENTS: &str = "x-forwarded-for";

/// For whom the program is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serves {
    /// Whoever sits at this machine; mails stay here.
    ThisMachine,
    /// Everybody: its links lead to a public address, or its mails leave.
    World,
}

impl Serves {
    /// Of a program with these options.
    #[must_use]
    pub fn of(base_url: Option<&str>, smtp: Option<&str>) -> Self {
        let local =
            |url: &str| url.parse().is_ok_and(|uri: Uri| uri.authority().is_some_and(is_of_this_machine));
        if smtp.is_none() && base_url.is_none_or(local) { Self::ThisMachine } else { Self::World }
    }
}

fn is_of_this_machine(name: &Authority) -> bool {
    let host = name.host();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let loopback = address.is_ok_and(|ip| ip.to_canonical().is_loopback());
    host.eq_ignore_ascii_case("localhost") || loopback
}

/// Whether every name that a request asks for is one of this machine. A page of a stranger's site that the same person has
/// open asks for a name of its own, wherever that leads.
fn asks_for_this_machine(uri: &Uri, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (host, more) = (hosts.next(), hosts.next());
    let host = host.and_then(|host| host.to_str().ok()).and_then(|host| host.parse::<Authority>().ok());
    let target = uri.authority().is_none_or(is_of_this_machine);
    target && more.is_none() && host.is_some_and(|host| is_of_this_machine(&host))
}

fn came_through_a_proxy(headers: &HeaderMap) -> bool {
    headers.keys().map(header::HeaderName::as_str).any(|name| {
        OF_PROXIES.contains(&name) || OF_PROXIES_BEGIN.iter().any(|begin| name.starts_with(begin))
    })
}

/// Who asks: a proxy on this machine names its clients, and the last one is the one that it saw itself.
fn client(serves: Serves, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    if serves == Serves::ThisMachine || !peer.is_loopback() {
        return peer;
    }
    let last = headers.get_all(CLIENTS).iter().next_back().and_then(|value| value.to_str().ok());
    let last = last.and_then(|list| list.rsplit(',').next()).and_then(|ip| ip.trim().parse().ok());
    last.map_or(peer, |ip: IpAddr| ip.to_canonical())
}

/// Tells the functions where requests come from, and which of them come from this very machine.
pub async fn mark_this_machine(State(serves): State<Serves>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_canonical());
    if let Some(peer) = peer {
        let client = client(serves, peer, request.headers());
        request.extensions_mut().insert(Peer(client));
    }
    let here = serves == Serves::ThisMachine
        && peer.is_some_and(|ip| ip.is_loopback())
        && asks_for_this_machine(request.uri(), request.headers())
        && !came_through_a_proxy(request.headers());
    if here {
        request.extensions_mut().insert(FromThisMachine);
    }
    next.run(request).await
}

/// Nobody else learns that there is anything.
pub async fn only_this_machine(request: Request, next: Next) -> Response {
    match request.extensions().get::<FromThisMachine>() {
        Some(_) => next.run(request).await,
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn names_of_this_machine_are_known_however_they_are_written() {
        let ours = [
            "127.0.0.1",
            "127.0.0.1:8080",
            "LOCALHOST:8080",
            "localhost",
            "[::1]",
            "[::1]:8080",
            "127.8.9.1",
        ];
        let others = [
            "",
            "elsewhere.example",
            "localhost.elsewhere.example:8080",
            "10.0.0.1",
            "[::2]:8080",
            "::1",
            "a b",
        ];
        let asks = |host: &str| {
            asks_for_this_machine(&Uri::from_static("/local/clock"), &headers(&[("host", host)]))
        };

        for host in ours {
            assert!(asks(host), "{host}");
        }
        for host in others {
            assert!(!asks(host), "{host}");
        }
        let two = headers(&[("host", "elsewhere.example")]);
        assert!(!asks_for_this_machine(&Uri::from_static("http://localhost/"), &two));
        assert!(!asks_for_this_machine(&Uri::from_static("/"), &HeaderMap::new()));
    }

    #[test]
    fn every_header_of_a_proxy_is_known() {
        for name in [
            "via",
            "forwarded",
            "x-real-ip",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "cf-connecting-ip",
            "cf-ray",
        ] {
            assert!(came_through_a_proxy(&headers(&[(name, "x")])), "{name}");
        }
        assert!(!came_through_a_proxy(&headers(&[("host", "localhost"), ("x-other", "x")])));
    }

    #[test]
    fn a_public_address_or_mails_that_leave_mean_the_world() {
        let table = [
            (None, None, Serves::ThisMachine),
            (Some("http://127.0.0.1:8080"), None, Serves::ThisMachine),
            (Some("http://[::1]:8080"), None, Serves::ThisMachine),
            (Some("https://ask.example.com"), None, Serves::World),
            (None, Some("smtp://mail.example.com"), Serves::World),
            (Some("http://localhost"), Some("smtp://localhost:25"), Serves::World),
        ];

        for (base_url, smtp, expected) in table {
            assert_eq!(Serves::of(base_url, smtp), expected, "{base_url:?} {smtp:?}");
        }
    }

    #[test]
    fn the_client_of_a_proxy_beside_us_is_the_one_that_it_saw() {
        let (near, far) = ("127.0.0.1".parse().unwrap(), "203.0.113.9".parse().unwrap());
        let forged = headers(&[("x-forwarded-for", "10.1.1.1, 198.51.100.7")]);

        assert_eq!(client(Serves::World, near, &forged).to_string(), "198.51.100.7");
        assert_eq!(client(Serves::World, far, &forged), far, "others may say what they like");
        assert_eq!(client(Serves::ThisMachine, near, &forged), near);
        assert_eq!(client(Serves::World, near, &HeaderMap::new()), near);
    }
}
