//! Puts adapters, machine and server together, in the order in which a start can fail: options, data directory,
//! port, store. What each part does lives with the part.

mod kept;
pub mod options;

use crate::desk;
use crate::engine::{Engine, EngineError};
use crate::machine::{CallLog, Machine, Metrics, Outside, ShiftedClock};
use crate::outbox::Outbox;
use crate::web::{Desk, Serves};
use crate::{demo, keys, web};
use jiff::Timestamp;
use kept::{Kept, KeyShown, LocalKey};
use options::Options;
use relance_adapters::chance::UlidMint;
use relance_adapters::dynamo::{DynamoBudget, DynamoHealth, DynamoRecords};
use relance_adapters::mail::{InvalidSmtpUrl, SmtpMailer};
use relance_adapters::outbound::EndpointCaller;
use relance_adapters::secret::{FileSecrets, HmacSeal};
use relance_adapters::source::{EventReader, Verifier};
use relance_application::ports::chance::{Clock, Mint};
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{Mailer, Texter};
use relance_application::ports::records::Records;
use relance_application::ports::seal::Secrets;
use relance_domain::outbound::CallReach;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
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
    /// A part of an installation is gone.
    #[error(
        "`{0}` is missing or empty, and what else is there depends on it: put it back from a backup, or remove `{1}` to \
         start anew with what is left"
    )]
    Missing(String, String),
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

/// What comes after a start without the demo.
const FIRST_STEPS: &str = "next: open the company’s account, beside this program: relance api-key create --organization acme \
                           --company \"Acme\" --sender survey@acme.example; then: relance sign-in --organization acme \
                           (docs/one-machine.md goes on from there)";
/// What does not exist where strangers may come through a proxy.
const IN_PUBLIC: &str = "public: nothing under /local/, and no unsigned events";

/// A started program.
pub struct Running {
    /// The functions and their timers.
    pub machine: Arc<Machine>,
    /// Where it listens.
    pub address: SocketAddr,
    /// Start of its links.
    pub base_url: String,
    /// Opens the console, once; nobody can sign in before there is an account.
    pub sign_in: Option<String>,
    /// For whom it is there.
    pub serves: Serves,
    api_key: KeyShown,
    demo: bool,
    desk: Desk,
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
    let mint = Arc::new(UlidMint);
    let kept = Kept::new(&options.data, mint.as_ref());
    kept.is_whole()?;
    let engine = Engine::start(&options.data).await?;
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let listener = TcpListener::bind(at).await.map_err(|error| StartError::Port(options.port, error))?;
    let address = listener.local_addr()?;
    let base_url = options.base_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let clock = Arc::new(ShiftedClock::open(&options.data)?);
    let Transport { mailer, outbox } = transport(options, clock.clone())?;
    let records = Arc::new(DynamoRecords::new(engine.client(), engine.tables().clone(), 1));
    let secrets: Arc<dyn Secrets> = Arc::new(FileSecrets::new(options.data.join("secrets")));
    let seal = Arc::new(HmacSeal::new(kept.link_key()?, None));
    let LocalKey { key, shown } = kept.or_given(options.api_key.as_deref())?;
    let at_first = AtFirst { records: records.clone(), secrets: secrets.as_ref(), mint: mint.as_ref() };
    let sign_in = at_first.account(options, &key, clock.now()).await?;
    let reach = if options.reach_this_machine { CallReach::AlsoThisMachine } else { CallReach::World };
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
        seal,
        verify: Arc::new(Verifier::new(secrets.clone())),
        secrets,
        read: Arc::new(EventReader),
        move_clock: clock.clone(),
        clock,
        mint: mint.clone(),
    };
    let desk = desk::Note { address, key: mint.secret() };
    desk.leave(&options.data)?;
    kept.begin()?;
    let serves = Serves::of(options.base_url.as_deref(), options.smtp.as_deref());
    let desk =
        Desk { records: outside.records.clone(), base_url: base_url.as_str().into(), key: desk.key.into() };
    let machine = Arc::new(Machine::new(outside, &base_url).after_restores(options.restore_epoch));
    let (api_key, demo) = (shown, !options.empty);
    Ok(Running {
        machine,
        address,
        base_url,
        sign_in,
        serves,
        api_key,
        demo,
        desk,
        listener,
        outbox,
        metrics,
        engine,
    })
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
        let routes = web::server(&self.machine, self.outbox, &self.metrics, self.serves, self.desk);
        web::serve(self.listener, routes, web::Patience::default(), stop).await;
        worker.abort();
        self.engine.stop().await;
        Ok(())
    }

    /// What a newcomer needs to know, a line each.
    #[must_use]
    pub fn greeting(&self) -> String {
        let Self { base_url, sign_in, serves, .. } = self;
        let mut lines = Vec::new();
        match sign_in {
            Some(token) => {
                lines.push(format!("console: {base_url}/console/sign-in?token={token}"));
                lines.extend(self.api_key.told());
            }
            None => lines.push(FIRST_STEPS.to_owned()),
        }
        match (serves, self.demo) {
            (Serves::ThisMachine, true) => lines.push(format!("hook: {base_url}/hooks/{}", demo::CONNECTION)),
            (Serves::ThisMachine, false) => {}
            (Serves::World, _) => lines.push(IN_PUBLIC.to_owned()),
        }
        if self.outbox.is_some() && *serves == Serves::ThisMachine {
            lines.push(format!("outbox: http://{}/local/outbox", self.address));
        }
        lines.push("ready".to_owned());
        lines.join("\n")
    }
}

/// What the first start makes.
struct AtFirst<'a> {
    records: Arc<dyn Records>,
    secrets: &'a dyn Secrets,
    mint: &'a dyn Mint,
}

impl AtFirst<'_> {
    /// The demo, unless none is wanted, and a link into its console. Without it the account is opened by hand.
    async fn account(&self, options: &Options, key: &str, now: Timestamp) -> Result<Option<String>, Fault> {
        let records = self.records.as_ref();
        if options.empty && !demo::exists(records).await? {
            return Ok(None);
        }
        demo::create_organization(records).await?;
        // Whoever starts the program decides which key opens it (R5.12).
        demo::accept_api_key(keys::by_operator(&self.records, "relance").as_ref(), key, now).await?;
        if !options.empty {
            let fresh = demo::DemoMint { now, secret: &|| self.mint.secret() };
            demo::create_demo(records, self.secrets, fresh).await?;
        }
        demo::sign_in(records, self.mint).await.map(Some)
    }
}

/// Where mails go: to a server, or into the outbox.
struct Transport {
    mailer: Arc<dyn Mailer>,
    outbox: Option<Arc<Outbox>>,
}

fn transport(options: &Options, clock: Arc<dyn Clock>) -> Result<Transport, StartError> {
    if let Some(url) = &options.smtp {
        return Ok(Transport { mailer: Arc::new(SmtpMailer::new(url)?), outbox: None });
    }
    let outbox = Arc::new(Outbox::open(&options.data, clock)?);
    Ok(Transport { mailer: outbox.clone(), outbox: Some(outbox) })
}
