//! The log of a world, as a function would write it at its most talkative. What is told is decided where it happens.

use relance_adapters::aws::teller;
use serde_json::Value;
use std::io::Write;
use std::sync::{Arc, Mutex};

/// The log since this was made, until it is dropped: of the present thread alone.
pub struct Told {
    lines: Lines,
    _while_kept: tracing::subscriber::DefaultGuard,
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Told {
    /// Begins to listen, also to details.
    pub fn listen() -> Self {
        let lines = Lines::default();
        let out = lines.clone();
        let subscriber = teller("relance-test", Some("debug"), move || out.clone());
        Self { lines, _while_kept: tracing::subscriber::set_default(subscriber) }
    }

    /// All of it as it was written.
    pub fn text(&self) -> String {
        String::from_utf8(self.lines.0.lock().unwrap().clone()).unwrap()
    }

    /// The lines that say something, each as the object that it is.
    pub fn lines(&self, message: &str) -> Vec<Value> {
        let lines = self.text();
        let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter(|line| line["message"] == message).collect()
    }
}
