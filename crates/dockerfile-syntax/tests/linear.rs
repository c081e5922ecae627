//! The cost grows with the size, not with its square, whatever the text is made of.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test may read files, start programs, measure and print; what it tests may not"
)]

mod constructs;

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Eight times the size may cost this much more. Linear growth would be 8, quadratic growth 64;
/// the room is for a busy machine.
const MOST: f64 = 32.0;

#[test]
fn every_construct_is_linear() {
    for (name, make) in constructs::ALL {
        let (small, large) = (make(15_000), make(120_000));
        // A machine that does other work too may need a second look.
        let ratio = (0..4)
            .map(|_| {
                let small = (0..5).map(|_| time(&small)).min().unwrap_or_default();
                let large = (0..3).map(|_| time(&large)).min().unwrap_or_default();
                large.as_secs_f64() / small.as_secs_f64().max(1e-7)
            })
            .take_while_inclusive(|ratio| *ratio > MOST)
            .fold(f64::INFINITY, f64::min);
        assert!(
            ratio <= MOST,
            "{name}: eight times the size costs {ratio:.0} times as much"
        );
    }
}

fn time(source: &str) -> Duration {
    let start = Instant::now();
    let file = black_box(dockerfile_syntax::parse(source));
    let _ = black_box(file.leaves().count());
    let _ = black_box(file.stages().len());
    start.elapsed()
}

/// As `take_while`, with the first element that fails.
trait TakeWhileInclusive: Iterator + Sized {
    fn take_while_inclusive(
        self,
        wanted: impl Fn(&Self::Item) -> bool,
    ) -> impl Iterator<Item = Self::Item> {
        let mut done = false;
        self.take_while(move |item| {
            let take = !done;
            done |= !wanted(item);
            take
        })
    }
}

impl<I: Iterator> TakeWhileInclusive for I {}
