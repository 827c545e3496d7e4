//! Who is at the other end of a request, as far as anybody can tell: for counting alone.
//! How fast one source may come is in `throttle`.

use axum::http::{Extensions, HeaderMap};
use std::net::IpAddr;

/// Put on a request by the single-machine server: who is at the other end of the connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// Where a request comes from, for counting: never stored and never logged. `None` when nobody can tell, and then the
/// gateway's throttle alone bounds it.
#[must_use]
pub fn source(headers: &HeaderMap, extensions: &Extensions) -> Option<String> {
    let peer = extensions.get::<Peer>().map(|Peer(peer)| peer.to_canonical());
    // The gateway, or a proxy on this machine, writes down who called it behind whatever the caller claims.
    let named = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let last = named.and_then(|list| list.rsplit(',').next()).and_then(|ip| ip.trim().parse().ok());
    let address = match peer {
        Some(peer) if !peer.is_loopback() => Some(peer),
        peer => last.or(peer),
    };
    address.map(network_of)
}

/// One subscriber has a whole /64 of IPv6.
fn network_of(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use axum::http::Request;

    fn seen(peer: Option<&str>, forwarded: Option<&str>) -> Option<String> {
        let mut request = Request::get("/p/demo/cmp_x");
        if let Some(list) = forwarded {
            request = request.header("x-forwarded-for", list);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        if let Some(peer) = peer {
            parts.extensions.insert(Peer(peer.parse().unwrap()));
        }
        source(&parts.headers, &parts.extensions)
    }

    #[test]
    fn r4_3_nobody_passes_for_another_address_by_naming_it() {
        let table = [
            (Some("203.0.113.7"), Some("198.51.100.1"), Some("203.0.113.7")),
            (Some("127.0.0.1"), Some("198.51.100.1, 203.0.113.7"), Some("203.0.113.7")),
            (Some("127.0.0.1"), None, Some("127.0.0.1")),
            (None, Some("10.0.0.1, 203.0.113.7"), Some("203.0.113.7")),
            (None, Some("nonsense"), None),
            (Some("2001:db8:1:2:3:4:5:6"), None, Some("2001:db8:1:2::/64")),
            (Some("::ffff:203.0.113.7"), None, Some("203.0.113.7")),
            (None, None, None),
        ];

        for (peer, forwarded, expected) in table {
            assert_eq!(seen(peer, forwarded).as_deref(), expected, "{peer:?} {forwarded:?}");
        }
    }
}
