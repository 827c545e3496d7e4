//! What the DNS says about the domain that mails come from. Only operators ask; no function does.
//! What should be said there is the doctor's affair.

use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;
use hickory_resolver::{Resolver, TokioResolver};
use relance_application::ports::fault::Fault;
use std::net::SocketAddr;

/// Asks the name servers.
pub struct Dns(TokioResolver);

impl Dns {
    /// By way of the name servers of this machine.
    ///
    /// # Errors
    /// The machine names none.
    pub fn of_this_machine() -> Result<Self, Fault> {
        let built = Resolver::builder_tokio().and_then(hickory_resolver::ResolverBuilder::build);
        built.map(Self).map_err(unanswered)
    }

    /// By way of one name server.
    ///
    /// # Errors
    /// None in practice.
    pub fn at(server: SocketAddr) -> Result<Self, Fault> {
        let mut connection = ConnectionConfig::udp();
        connection.port = server.port();
        let server = NameServerConfig::new(server.ip(), true, vec![connection]);
        let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
        let built = Resolver::builder_with_config(config, TokioRuntimeProvider::default()).build();
        built.map(Self).map_err(unanswered)
    }

    /// The texts under a name, each in one piece; none where there is no such name.
    ///
    /// # Errors
    /// No name server answers.
    pub async fn texts(&self, name: &str) -> Result<Vec<String>, Fault> {
        // A dot at the end: the name is whole, and no domain of this machine is tried behind it.
        let found = match self.0.txt_lookup(format!("{}.", name.trim_end_matches('.'))).await {
            Ok(found) => found,
            Err(error) if error.is_no_records_found() || error.is_nx_domain() => return Ok(Vec::new()),
            Err(error) => return Err(unanswered(error)),
        };
        let text = |data: &RData| match data {
            RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
            _ => None,
        };
        Ok(found.answers().iter().filter_map(|record| text(&record.data)).collect())
    }
}

fn unanswered(error: impl std::error::Error + Send + Sync + 'static) -> Fault {
    Fault::transient("no name server answers").because(error)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]
    use super::*;
    use tokio::net::UdpSocket;

    const KNOWN: &[u8] = b"\x06_dmarc\x07example\x03com\0";

    /// A name server that knows one text, in two pieces, under one name.
    async fn server() -> SocketAddr {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        tokio::spawn(async move {
            let mut question = [0; 512];
            while let Ok((_, asker)) = socket.recv_from(&mut question).await {
                let end = 12 + question[12..].iter().position(|byte| *byte == 0).unwrap() + 5;
                let known = question[12..].starts_with(KNOWN);
                let flags: [u8; 2] = if known { [0x81, 0x80] } else { [0x81, 0x83] };
                let counts = [0, 1, 0, u8::from(known), 0, 0, 0, 0];
                let mut answer = [&question[..2], &flags, &counts, &question[12..end]].concat();
                if known {
                    answer.extend(b"\xc0\x0c\0\x10\0\x01\0\0\0\x3c\0\x14\x08v=DMARC1\x0a; p=reject");
                }
                socket.send_to(&answer, asker).await.unwrap();
            }
        });
        address
    }

    #[tokio::test]
    async fn the_pieces_of_a_text_are_one_text_and_an_unknown_name_has_none() {
        let dns = Dns::at(server().await).unwrap();

        assert_eq!(dns.texts("_dmarc.example.com").await.unwrap(), ["v=DMARC1; p=reject"]);
        assert_eq!(dns.texts("_dmarc.example.org").await.unwrap(), [""; 0]);
    }
}
