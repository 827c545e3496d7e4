//! An SMTP server that follows a script and breaks off where it is told to.
//! HTTP is in the file beside.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Where in the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    Greeting,
    Hello,
    Auth,
    Mail,
    Rcpt,
    Data,
    Content,
    Quit,
}

/// What the server does there.
#[derive(Debug, Clone, Copy)]
pub enum Reply {
    /// Says one or more lines.
    Say(&'static str),
    /// Closes the connection.
    Close,
    /// Says nothing, while hours go by.
    Silence,
}

/// What the server saw.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub connections: usize,
    pub commands: Vec<String>,
    /// The content of each mail, as it came on the wire.
    pub contents: Vec<String>,
}

/// The server; it ends with the test's runtime.
pub struct Smtp {
    pub address: String,
    seen: Arc<Mutex<Seen>>,
}

type Script = Arc<BTreeMap<At, Reply>>;

impl Smtp {
    /// Starts a server that takes every mail, except for what `changes` says.
    pub async fn start(changes: &[(At, Reply)]) -> Self {
        let mut script = BTreeMap::from([
            (At::Greeting, Reply::Say("220 fake ESMTP")),
            (At::Hello, Reply::Say("250-fake\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN")),
            (At::Auth, Reply::Say("235 welcome")),
            (At::Mail, Reply::Say("250 ok")),
            (At::Rcpt, Reply::Say("250 ok")),
            (At::Data, Reply::Say("354 go ahead")),
            (At::Content, Reply::Say("250 taken")),
            (At::Quit, Reply::Say("221 bye")),
        ]);
        script.extend(changes.iter().copied());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let seen = Arc::default();
        tokio::spawn(serve(listener, Arc::new(script), Arc::clone(&seen)));
        Self { address, seen }
    }

    pub fn seen(&self) -> Seen {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(listener: TcpListener, script: Script, seen: Arc<Mutex<Seen>>) {
    while let Ok((stream, _)) = listener.accept().await {
        seen.lock().unwrap().connections += 1;
        let (script, seen) = (Arc::clone(&script), Arc::clone(&seen));
        tokio::spawn(async move { converse(BufReader::new(stream), &script, &seen).await });
    }
}

/// Ends when either side is done.
async fn converse(mut stream: BufReader<TcpStream>, script: &Script, seen: &Mutex<Seen>) -> Option<()> {
    reply(&mut stream, script[&At::Greeting]).await?;
    loop {
        let command = line(&mut stream).await?;
        seen.lock().unwrap().commands.push(command.trim_end().to_owned());
        let at = match command.get(..4)?.to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" => At::Hello,
            "AUTH" => At::Auth,
            "MAIL" => At::Mail,
            "RCPT" => At::Rcpt,
            "DATA" => At::Data,
            _ => At::Quit,
        };
        reply(&mut stream, script[&at]).await?;
        if at == At::Data && matches!(script[&at], Reply::Say(said) if said.starts_with("354")) {
            let content = content(&mut stream).await?;
            seen.lock().unwrap().contents.push(content);
            reply(&mut stream, script[&At::Content]).await?;
        }
        if at == At::Quit {
            return None;
        }
    }
}

async fn content(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut content = String::new();
    loop {
        let line = line(stream).await?;
        if line == ".\r\n" {
            return Some(content);
        }
        content.push_str(&line);
    }
}

async fn line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await.ok()?;
    (read > 0).then_some(line)
}

async fn reply(stream: &mut BufReader<TcpStream>, reply: Reply) -> Option<()> {
    match reply {
        Reply::Say(said) => stream.get_mut().write_all(format!("{said}\r\n").as_bytes()).await.ok(),
        Reply::Close => None,
        Reply::Silence => {
            // From here on time passes by itself as soon as everybody waits: no test waits for a time-out.
            tokio::time::pause();
            std::future::pending().await
        }
    }
}
