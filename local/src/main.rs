//! The `relance` program. Reads options, starts, says where everything is, serves until it is stopped; or runs one
//! command and ends. What is started or run lives in the library.

use relance::machine::Metrics;
use relance::operate;
use relance::options::{Options, Program};
use relance::start::{StartError, start};
use std::io::{IsTerminal as _, Write};
use std::process::ExitCode;
use std::sync::Arc;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

/// What is told unless `RUST_LOG` says otherwise.
const QUIET: &str = "warn";

fn main() -> ExitCode {
    let Program { command, options } = match Program::read() {
        Ok(program) => program,
        Err(instead) => {
            say(&instead.text, instead.exit_code == 0);
            return ExitCode::from(instead.exit_code);
        }
    };
    if let Some(command) = command {
        return finished(commanded(&command));
    }
    let metrics = Arc::new(Metrics::default());
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(QUIET));
    let lines = fmt::layer().with_writer(std::io::stderr);
    // On a terminal as the library decides, which knows `NO_COLOR`.
    let lines = if std::io::stderr().is_terminal() { lines } else { lines.with_ansi(false) };
    let lines = lines.with_filter(filter);
    let measures = metrics.listener().with_filter(LevelFilter::INFO);
    tracing_subscriber::registry().with(lines).with(measures).init();
    match run(&options, metrics) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("relance does not start: {error}"), false);
            ExitCode::FAILURE
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn commanded(command: &operate::OperatorCommand) -> Result<operate::CommandReport, operate::NotDone> {
    operate::run(command).await
}

/// What a command found, and whether somebody has something to do.
fn finished(done: Result<operate::CommandReport, operate::NotDone>) -> ExitCode {
    match done {
        Ok(told) => {
            say(&told.text, true);
            if told.well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(reason) => {
            say(&reason.to_string(), false);
            ExitCode::FAILURE
        }
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn run(options: &Options, metrics: Arc<Metrics>) -> Result<(), StartError> {
    let running = start(options, metrics).await?;
    say(&running.greeting(), true);
    running.serve(stopped()).await
}

/// Control-C, or the signal with which services are stopped.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
        return;
    }
    // Without signals the program runs until it is killed, which costs nothing.
    _ = interrupted.await;
}

/// A closed standard output must not stop the program.
fn say(text: &str, good: bool) {
    _ = if good { writeln!(std::io::stdout(), "{text}") } else { writeln!(std::io::stderr(), "{text}") };
}
