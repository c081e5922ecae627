//! A line on the terminal that tells how far a long run is. It comes after a second, goes before anything else is
//! written, and is nowhere but on a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long a run goes on before it tells.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it tells then.
const PACE: Duration = Duration::from_millis(100);
/// Back to the start of the line, and erase it.
const CLEARED: &str = "\r\x1b[K";

/// Shown until it is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    done: Arc<AtomicUsize>,
    line: Option<Line>,
}

/// What draws. It ends when its sender is gone.
#[derive(Debug)]
struct Line {
    until: Sender<()>,
    thread: JoinHandle<()>,
}

impl Progress {
    /// Tells how many of `all` files were checked, unless it is not `wanted` or there is no terminal.
    pub(crate) fn of(all: usize, wanted: bool) -> Self {
        let done = Arc::new(AtomicUsize::new(0));
        // Erasing is more than the simplest terminals can do.
        let is_simple = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        let is_shown = wanted && !is_simple && io::stderr().is_terminal();
        let line = is_shown.then(|| {
            let done = Arc::clone(&done);
            let text = move || format!("checking: {} of {all} files", done.load(Ordering::Relaxed));
            Line::draw(io::stderr(), PATIENCE, text)
        });
        Self { done, line }
    }

    /// One more file is done.
    pub(crate) fn advance(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(Line { until, thread }) = self.line.take() {
            drop(until);
            // It has erased its line when it has ended; a panic in it is of no interest.
            _ = thread.join();
        }
    }
}

impl Line {
    fn draw(
        mut terminal: impl Write + Send + 'static,
        patience: Duration,
        text: impl Fn() -> String + Send + 'static,
    ) -> Self {
        let (until, ended) = mpsc::channel();
        let thread = thread::spawn(move || {
            let mut wait = patience;
            let mut is_drawn = false;
            // Where the terminal is gone, there is nobody to tell.
            while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                _ = write!(terminal, "{CLEARED}{}", text());
                _ = terminal.flush();
                is_drawn = true;
                wait = PACE;
            }
            if is_drawn {
                _ = write!(terminal, "{CLEARED}");
                _ = terminal.flush();
            }
        });
        Self { until, thread }
    }
}
