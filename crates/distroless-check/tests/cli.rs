//! The program as it is used: arguments in, output and exit code out.

mod cli {
    mod builds;
    mod change;
    mod config;
    mod discovery;
    mod fix;
    mod formats;
    mod graph;
    mod lsp;
    mod merge;
    mod migrate;
    mod output;
    mod support;
    #[cfg(target_os = "linux")]
    mod terminal;
    mod usage;
}
