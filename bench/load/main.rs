//! How many surveys one machine answers: the real program on a fresh data directory, its pages opened and its answers
//! posted over HTTP. What is measured is the program; how it is asked lives in [`program`].
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measurement that fails must stop, and be seen"
)]

mod program;

use program::{Client, Program, Spent};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

const USAGE: &str = "usage: relance-load PROGRAM ANSWERS CLIENTS...\n\
    such as: cargo run --profile serve -p relance-bench --bin relance-load -- target/serve/relance 4000 2 8";
/// Tools that report jobs at the same time, while nothing is measured.
const TOOLS: usize = 8;
/// The demo campaign asks twelve hours after a job; a mail that would fall into the night waits for the morning.
const UNTIL_ASKED_S: u32 = 36 * 3_600;

struct Wanted {
    program: PathBuf,
    answers: usize,
    clients: Vec<usize>,
}

fn main() {
    let Some(wanted) = wanted(std::env::args().skip(1).collect()) else {
        return println!("{USAGE}");
    };
    println!(
        "| Clients | Answers | Answers per second | CPU per page and answer | Memory at the end | at most |"
    );
    println!("|---:|---:|---:|---:|---:|---:|");
    for clients in &wanted.clients {
        println!("{}", measured(&wanted, *clients));
    }
}

fn wanted(arguments: Vec<String>) -> Option<Wanted> {
    let mut arguments = arguments.into_iter();
    let (program, answers) = (arguments.next()?.into(), arguments.next()?.parse().ok()?);
    let clients: Vec<usize> = arguments.map(|text| text.parse().ok()).collect::<Option<_>>()?;
    (!clients.is_empty()).then_some(Wanted { program, answers, clients })
}

/// One row of the table.
fn measured(wanted: &Wanted, clients: usize) -> String {
    let program = Program::start(&wanted.program);
    let client = program.client();
    at_once(TOOLS, wanted.answers, |n| client.finish_task(n));
    client.advance(UNTIL_ASKED_S);
    let links = client.survey_links();
    assert_eq!(links.len(), wanted.answers, "each job led to one mail");

    let (before, start) = (program.spent(), Instant::now());
    at_once(clients, links.len(), |n| answer(&client, links.get(n).unwrap()));
    let (taken, after) = (start.elapsed(), program.spent());

    let per_second = wanted.answers as f64 / taken.as_secs_f64();
    let cpu_ms = Spent::cpu_ms(&before, &after) / wanted.answers as f64;
    format!(
        "| {clients} | {} | {per_second:.0} | {cpu_ms:.2} ms | {:.0} MB | {:.0} MB |",
        wanted.answers, after.memory_mb, after.most_memory_mb
    )
}

/// Opens the page as its reader does, then sends the answer.
fn answer(client: &Client, link: &str) {
    client.open(link);
    client.answer(link);
}

/// Does something `times` times, by `many` at the same time.
fn at_once(many: usize, times: usize, task: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..many {
            scope.spawn(|| {
                while let Some(n) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|n| *n < times) {
                    task(n);
                }
            });
        }
    });
}
