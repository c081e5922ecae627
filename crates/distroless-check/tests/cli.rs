//! The program as it is used: arguments in, output and exit code out.

mod cli {
    mod change;
    mod config;
    mod discovery;
    mod formats;
    mod graph;
    mod output;
    mod support;
    mod usage;
}
