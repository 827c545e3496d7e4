//! Puts adapters, machine and server together, in the order in which a start can fail: options, data directory,
//! port, store. What each part does lives with the part.

pub mod options;

use crate::engine::{Engine, EngineError};
use crate::machine::{CallLog, Machine, Metrics, Outside, ShiftedClock};
use crate::outbox::Outbox;
use crate::{demo, files, web};
use options::Options;
use relance_adapters::chance::UlidMint;
use relance_adapters::dynamo::{DynamoBudget, DynamoHealth, DynamoRecords};
use relance_adapters::mail::{InvalidSmtpUrl, SmtpMailer};
use relance_adapters::secret::{FileSecrets, HmacSeal, SealKey};
use relance_adapters::webhook::{EndpointCaller, EventReader, Verifier};
use relance_application::ports::chance::{Clock, Mint};
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{Mailer, Texter};
use relance_application::ports::seal::Secrets;
use relance_domain::outbound::Reach;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Why the program does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port cannot be used.
    #[error(
        "port {0} of 127.0.0.1 cannot be used: {1}; choose another one with `--port`, or 0 for any free one"
    )]
    Port(u16, io::Error),
    /// The data directory cannot be used.
    #[error("the data directory cannot be used: {0}")]
    Data(#[from] io::Error),
    /// The store does not open.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The store does not answer.
    #[error("the store does not answer: {0}")]
    Store(#[from] Fault),
    /// The SMTP address is no good.
    #[error(transparent)]
    Smtp(#[from] InvalidSmtpUrl),
}

/// A started program.
pub struct Running {
    /// The functions and their timers.
    pub machine: Arc<Machine>,
    /// Where it listens.
    pub address: SocketAddr,
    /// Start of its links.
    pub base_url: String,
    /// Opens the console, once.
    pub sign_in: String,
    /// The key that opens its API.
    pub api_key: String,
    listener: TcpListener,
    outbox: Option<Arc<Outbox>>,
    metrics: Arc<Metrics>,
    engine: Engine,
}

/// Opens the data directory and binds the port; nothing runs yet. `metrics` are shown, and measured by their listener.
///
/// # Errors
/// [`StartError`], one clear line each.
pub async fn start(options: &Options, metrics: Arc<Metrics>) -> Result<Running, StartError> {
    let engine = Engine::start(&options.data).await?;
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let listener = TcpListener::bind(at).await.map_err(|error| StartError::Port(options.port, error))?;
    let address = listener.local_addr()?;
    let base_url = options.base_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let clock = Arc::new(ShiftedClock::open(&options.data)?);
    let (mailer, outbox) = mailer(options, clock.clone())?;
    let records = Arc::new(DynamoRecords::new(engine.client(), engine.tables().clone(), 1));
    let secrets: Arc<dyn Secrets> = Arc::new(FileSecrets::new(options.data.join("secrets")));
    let mint = Arc::new(UlidMint);
    let api_key = api_key(options, mint.as_ref())?;
    let fresh = demo::Mint { now: clock.now(), secret: &|| mint.secret() };
    demo::create_organization(records.as_ref()).await?;
    demo::accept_api_key(records.as_ref(), &api_key, clock.now()).await?;
    if !options.empty {
        demo::create_demo(records.as_ref(), secrets.as_ref(), fresh).await?;
    }
    let sign_in = demo::sign_in(records.as_ref(), mint.as_ref()).await?;
    let reach = if options.reach_this_machine { Reach::AlsoThisMachine } else { Reach::World };
    // Without SMTP nothing leaves this machine: calls stay in their list as mails stay in the outbox.
    let caller = EndpointCaller::new(reach).map_err(|error| Fault::permanent(error.to_string()))?;
    let outside = Outside {
        calls: Arc::new(CallLog::new(Some(caller), options.smtp.is_some())),
        reach,
        due: records.clone(),
        records,
        budget: Arc::new(DynamoBudget::new(engine.client(), engine.tables(), None)),
        health: Arc::new(DynamoHealth::new(engine.client(), engine.tables())),
        mailer,
        texter: outbox.clone().map(|outbox| outbox as Arc<dyn Texter>),
        seal: Arc::new(HmacSeal::new(link_key(&options.data, mint.as_ref())?, None)),
        verify: Arc::new(Verifier::new(secrets.clone())),
        secrets,
        read: Arc::new(EventReader),
        move_clock: clock.clone(),
        clock,
        mint,
    };
    let machine = Arc::new(Machine::new(outside, &base_url).after_restores(options.restore_epoch));
    Ok(Running { machine, address, base_url, sign_in, api_key, listener, outbox, metrics, engine })
}

impl Running {
    /// Takes over unfinished work, then serves until `stop` completes.
    ///
    /// # Errors
    /// The store fails.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), StartError> {
        self.machine.take_over().await?;
        let worker = tokio::spawn({
            let machine = self.machine.clone();
            async move { machine.work().await }
        });
        let routes = web::server(&self.machine, self.outbox.clone(), &self.metrics);
        web::serve(self.listener, routes, web::Patience::default(), stop).await;
        worker.abort();
        self.engine.stop().await;
        Ok(())
    }

    /// What a newcomer needs to know, a line each.
    #[must_use]
    pub fn greeting(&self) -> String {
        let Self { base_url, sign_in, api_key, .. } = self;
        let mut lines = vec![
            format!("console: {base_url}/console/sign-in?token={sign_in}"),
            format!("api key: {api_key}"),
            format!("hook: {base_url}/hooks/{}", demo::CONNECTION),
        ];
        if self.outbox.is_some() {
            lines.push(format!("outbox: http://{}/local/outbox", self.address));
        }
        lines.push("ready".to_owned());
        lines.join("\n")
    }
}

type Transport = (Arc<dyn Mailer>, Option<Arc<Outbox>>);

fn mailer(options: &Options, clock: Arc<dyn Clock>) -> Result<Transport, StartError> {
    if let Some(url) = &options.smtp {
        return Ok((Arc::new(SmtpMailer::new(url)?), None));
    }
    let outbox = Arc::new(Outbox::open(&options.data.join("outbox"), clock)?);
    Ok((outbox.clone(), Some(outbox)))
}

/// The key given, else the one made at the first start.
fn api_key(options: &Options, mint: &dyn Mint) -> io::Result<String> {
    match &options.api_key {
        Some(key) => Ok(key.clone()),
        None => kept(&options.data.join("api-key"), || format!("rlk_{}", mint.secret())),
    }
}

/// The key that seals links: made once, because every link ever mailed depends on it.
fn link_key(data: &Path, mint: &dyn Mint) -> io::Result<SealKey> {
    let secret = kept(&data.join("link-key"), || mint.secret())?;
    SealKey::new("1", secret.as_bytes())
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))
}

/// A secret in a file of the data directory, made the first time; for the owner's eyes only.
fn kept(file: &Path, make: impl Fn() -> String) -> io::Result<String> {
    match std::fs::read_to_string(file) {
        Ok(text) => return Ok(text.trim().to_owned()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Err(_) => {}
    }
    let fresh = make();
    let draft = file.with_extension("draft");
    let mut written = files::private().write(true).create(true).truncate(true).open(&draft)?;
    io::Write::write_all(&mut written, fresh.as_bytes())?;
    written.sync_all()?;
    std::fs::rename(draft, file)?;
    Ok(fresh)
}
