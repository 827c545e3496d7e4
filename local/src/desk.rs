//! How a running program is asked by whoever may read its data directory: where it listens and a key are noted there at each
//! start. What is asked for is in `web::desk`.

use crate::files;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::TcpStream;

/// How long the program may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a running program notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Where it listens.
    pub address: SocketAddr,
    /// What opens its desk.
    pub key: String,
}

/// What cannot be had from the program that uses a directory.
#[derive(Debug, thiserror::Error)]
#[error("the program that uses `{0}` does not answer ({1}): stop it and try again")]
pub struct NoAnswer(String, Box<dyn Error + Send + Sync>);

fn place(data: &Path) -> PathBuf {
    data.join("desk.json")
}

impl Note {
    /// Leaves it where those who may will find it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn leave(&self, data: &Path) -> io::Result<()> {
        files::replace(&place(data), serde_json::to_string(self)?.as_bytes())
    }

    fn find(data: &Path) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(serde_json::from_slice(&std::fs::read(place(data))?)?)
    }
}

async fn asked(note: &Note, path: &str, body: String) -> Result<String, Box<dyn Error + Send + Sync>> {
    let stream = TokioIo::new(TcpStream::connect(note.address).await?);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await?;
    let request = Request::post(path)
        .header(HOST, note.address.to_string())
        .header(AUTHORIZATION, format!("Bearer {}", note.key))
        .header(CONTENT_TYPE, "application/json")
        .body(Full::new(Bytes::from(body)))?;
    let (answer, _) = tokio::join!(
        async {
            let answer = sender.send_request(request).await;
            drop(sender);
            let answer = answer?;
            let status = answer.status();
            Ok::<_, hyper::Error>((status, answer.into_body().collect().await?.to_bytes()))
        },
        connection
    );
    match answer? {
        (StatusCode::OK, told) => Ok(String::from_utf8(told.to_vec())?),
        (status, told) => Err(format!("{status} {}", String::from_utf8_lossy(&told)).into()),
    }
}

/// Asks the program that uses a directory.
///
/// # Errors
/// [`NoAnswer`].
pub async fn ask(data: &Path, path: &str, wanted: &impl Serialize) -> Result<String, NoAnswer> {
    let asked = async {
        let body = serde_json::to_string(wanted)?;
        asked(&Note::find(data)?, path, body).await
    };
    let answer = tokio::time::timeout(PATIENCE, asked).await;
    answer
        .unwrap_or_else(|late| Err(late.into()))
        .map_err(|error| NoAnswer(data.display().to_string(), error))
}
