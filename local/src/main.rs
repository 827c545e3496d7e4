//! The `relance` program. Reads options, starts, says where everything is, serves until it is stopped.
//! What is started lives in the library.

use relance::options::Options;
use relance::start::{StartError, start};
use std::io::Write;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// The engine warns of every condition that did not hold, which is how this program works.
const QUIET: &str = "warn,dynoxide=error";

fn main() -> ExitCode {
    let options = match Options::read() {
        Ok(options) => options,
        Err((message, code)) => {
            say(&message, code == 0);
            return ExitCode::from(code);
        }
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(QUIET));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("relance does not start: {error}"), false);
            ExitCode::FAILURE
        }
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn run(options: &Options) -> Result<(), StartError> {
    let running = start(options).await?;
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
