//! Options of the program: flags and `RELANCE_*` variables, flags first; or one of the operator's commands.
//! What they lead to is assembled in `start` and in `operate`.

use crate::operate::OperatorCommand;
use clap::builder::BoolishValueParser;
use clap::error::ErrorKind;
use clap::{Args, Parser};
use std::path::PathBuf;

/// Shorter keys can be guessed.
pub(super) const SHORTEST_KEY: usize = 32;

/// relance on one machine: console, API, hooks, respondents' pages, timers, queue and outbox in one process.
#[derive(Debug, Clone, Parser)]
#[command(name = "relance", version, about)]
pub struct Program {
    /// What to do instead of starting
    #[command(subcommand)]
    pub command: Option<OperatorCommand>,
    /// How to start
    #[command(flatten)]
    pub options: Options,
}

/// How to start.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// Where everything is kept: store, keys, outbox
    #[arg(
        long,
        env = "RELANCE_DATA",
        default_value = "./relance-data",
        value_name = "DIR",
        hide_env_values = true
    )]
    pub data: PathBuf,

    /// Port on 127.0.0.1; 0 takes any free one and prints it
    #[arg(long, env = "RELANCE_PORT", default_value_t = 8080, hide_env_values = true)]
    pub port: u16,

    /// Start of every link in mails, such as `https://ask.example.com`
    #[arg(long, env = "RELANCE_BASE_URL", value_name = "URL", hide_env_values = true, value_parser = base_url)]
    pub base_url: Option<String>,

    /// Deliver mails for real, such as `smtp://user:password@mail.example.com:587`
    #[arg(long, env = "RELANCE_SMTP", value_name = "URL", hide_env_values = true, value_parser = smtp_url)]
    pub smtp: Option<String>,

    /// Let webhooks call programs on this machine, such as `http://127.0.0.1:9000/hook`
    #[arg(long, env = "RELANCE_REACH_THIS_MACHINE", hide_env_values = true, value_parser = BoolishValueParser::new())]
    pub reach_this_machine: bool,

    /// Start without the demo organization's campaign, connections and contacts
    #[arg(long, env = "RELANCE_EMPTY", hide_env_values = true, value_parser = BoolishValueParser::new())]
    pub empty: bool,

    /// Raise it after restoring the data directory from a backup: nothing is sent until `relance reconcile` has run
    #[arg(
        long,
        env = "RELANCE_RESTORE_EPOCH",
        default_value_t = 0,
        value_name = "N",
        hide_env_values = true
    )]
    pub restore_epoch: u32,

    /// The API key to accept, instead of one made at the first start
    #[arg(long, env = "RELANCE_API_KEY", value_name = "KEY", hide_env_values = true, value_parser = api_key)]
    pub api_key: Option<String>,
}

/// What is printed where nothing is started: help, the version, or one clear line about a bad option.
pub struct Instead {
    /// What to print.
    pub text: String,
    /// 0 for what was asked for, 2 for a bad option.
    pub exit_code: u8,
}

impl Program {
    /// Reads the program's arguments and environment.
    ///
    /// # Errors
    /// What to print instead of starting.
    pub fn read() -> Result<Self, Instead> {
        Self::try_parse().map_err(|error| match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                Instead { text: error.to_string(), exit_code: 0 }
            }
            _ => Instead { text: one_line(&error.to_string()), exit_code: 2 },
        })
    }
}

/// The first paragraph of a message, as one line.
fn one_line(message: &str) -> String {
    let first = message.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = first.split_whitespace().collect();
    format!("{} (try `--help`)", words.join(" "))
}

fn base_url(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let plain = !host.is_empty() && !text.contains(|c: char| c.is_whitespace() || "?#<>\"".contains(c));
    if plain {
        Ok(text.to_owned())
    } else {
        Err("use an address such as `https://ask.example.com`".to_owned())
    }
}

fn smtp_url(text: &str) -> Result<String, String> {
    let known = text.starts_with("smtp://") || text.starts_with("smtps://");
    if known {
        Ok(text.to_owned())
    } else {
        Err("use an address such as `smtp://mail.example.com:587`".to_owned())
    }
}

fn api_key(text: &str) -> Result<String, String> {
    let plain = text.len() >= SHORTEST_KEY && text.bytes().all(|b| b.is_ascii_graphic());
    if plain {
        Ok(text.to_owned())
    } else {
        Err(format!("use at least {SHORTEST_KEY} visible ASCII characters"))
    }
}
