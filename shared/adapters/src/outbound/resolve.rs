//! Names to addresses, for calls: what is closed is taken out here, inside the resolver of the connector, so that the
//! address that was judged is the address that is connected to, whatever the name says a moment later (R4.5).

use super::address::is_public;
use hyper_util::client::legacy::connect::dns::Name;
use relance_domain::outbound::CallReach;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec::IntoIter;
use tower::Service;

/// What a lookup becomes.
pub(super) type LookingUp<T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send>>;

/// Asks somebody who knows names.
pub(super) trait NameLookup: Clone + Send + Sync + 'static {
    /// The addresses of a name, as they are now.
    fn addresses(&self, name: &str) -> LookingUp<Vec<IpAddr>>;
}

/// The machine's own resolver.
#[derive(Debug, Clone)]
pub(super) struct System;

impl NameLookup for System {
    fn addresses(&self, name: &str) -> LookingUp<Vec<IpAddr>> {
        let name = name.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// A resolver that gives away open addresses only.
#[derive(Debug, Clone)]
pub(super) struct Guarded<L> {
    pub(super) lookup: L,
    pub(super) reach: CallReach,
}

impl<L> Guarded<L> {
    fn is_open(&self, name: &str) -> fn(&IpAddr) -> bool {
        if self.reach == CallReach::AlsoThisMachine && name == "localhost" {
            return IpAddr::is_loopback;
        }
        |address| is_public(*address)
    }
}

impl<L: NameLookup> Service<Name> for Guarded<L> {
    type Response = IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = LookingUp<IntoIter<SocketAddr>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let (asked, is_open) = (self.lookup.addresses(name.as_str()), self.is_open(name.as_str()));
        Box::pin(async move {
            let open: Vec<_> = asked.await?.into_iter().filter(is_open).collect();
            if open.is_empty() {
                // The kind tells the caller of a call that nobody was called.
                return Err(io::Error::new(
                    io::ErrorKind::PermissionDenied,
                    "the name leads to no public address",
                ));
            }
            Ok(open.into_iter().map(|address| SocketAddr::new(address, 0)).collect::<Vec<_>>().into_iter())
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;
    use std::str::FromStr as _;

    #[derive(Clone)]
    struct Says(&'static [&'static str]);

    impl NameLookup for Says {
        fn addresses(&self, _: &str) -> LookingUp<Vec<IpAddr>> {
            let addresses = self.0.iter().map(|text| text.parse().unwrap()).collect();
            Box::pin(std::future::ready(Ok(addresses)))
        }
    }

    async fn resolved(
        name: &str,
        says: &'static [&'static str],
        reach: CallReach,
    ) -> Result<Vec<String>, io::ErrorKind> {
        let mut guarded = Guarded { lookup: Says(says), reach };
        let found = guarded.call(Name::from_str(name).unwrap()).await.map_err(|error| error.kind())?;
        Ok(found.map(|address| address.ip().to_string()).collect())
    }

    #[tokio::test]
    async fn r4_5_closed_addresses_are_taken_out_and_open_ones_remain() {
        let mixed = &["127.0.0.1", "93.184.216.34", "10.0.0.7", "::1", "2606:4700::1"];

        let found = resolved("example.com", mixed, CallReach::World).await;

        assert_eq!(found.unwrap(), ["93.184.216.34", "2606:4700::1"]);
    }

    #[tokio::test]
    async fn r4_5_a_name_that_leads_inside_is_not_called() {
        for inside in [&["127.0.0.1"][..], &["169.254.169.254"], &["::ffff:10.0.0.1", "fd00::1"], &[]] {
            let found = resolved("example.com", inside, CallReach::AlsoThisMachine).await;
            assert_eq!(found.unwrap_err(), io::ErrorKind::PermissionDenied, "{inside:?}");
        }
        assert!(resolved("localhost", &["127.0.0.1"], CallReach::World).await.is_err());
        assert_eq!(
            resolved("localhost", &["127.0.0.1", "10.0.0.1"], CallReach::AlsoThisMachine).await.unwrap(),
            ["127.0.0.1"]
        );
    }
}
