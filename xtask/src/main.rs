//! The project's own commands.

mod bench;
mod codegen;
mod dist;
mod docs;
mod e2e;
mod fuzz;
mod node;
mod package;
mod python;
mod root;
mod site;
mod test;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test               everything that must hold: format, lints, Rust tests, data, dist/, action
  dist [--check]     builds dist/, or compares it with a fresh build
  codegen [--check]  compiles the facts about images, or compares the tables with the facts
  docs [--check]     writes what is generated in docs/, or compares it with what it is made from
  site FOLDER        writes docs/, the pages of the rules and the playground as a static site
  site --test        builds the site and tries it in Chromium; with --require a machine without it fails
  bench              the program beside others on the same files; `bench --help`
  fuzz               asks what holds of any text of whatever a fuzzer comes to; `fuzz --help`
  package            builds what the project is installed from, and tries it; `package --help`
  e2e                builds and runs the images of tests/e2e with a real engine; `e2e --help`";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result: Result<(), Box<dyn Error>> = match arguments[..] {
        ["test"] => test::run(),
        ["dist"] => dist::run(false),
        ["dist", "--check"] => dist::run(true),
        ["codegen"] => codegen::run(false).map_err(Into::into),
        ["docs"] => docs::run(false),
        ["docs", "--check"] => docs::run(true),
        ["site", "--test"] => site::test(false),
        ["site", "--test", "--require"] => site::test(true),
        ["site", folder] if !folder.starts_with('-') => site::run(Path::new(folder)),
        ["bench", "--help"] => {
            println!("{}", bench::USAGE);
            Ok(())
        }
        ["bench", ref arguments @ ..] => bench::run(arguments),
        ["fuzz", "--help"] => {
            println!("{}", fuzz::USAGE);
            Ok(())
        }
        ["fuzz", ref arguments @ ..] => fuzz::run(arguments),
        ["package", "--help"] => {
            println!("{}", package::USAGE);
            Ok(())
        }
        ["package", ref arguments @ ..] => package::run(arguments),
        ["e2e", "--help"] => {
            println!("{}", e2e::USAGE);
            Ok(())
        }
        ["e2e", ref arguments @ ..] => e2e::run(arguments),
        ["codegen", "--check"] => codegen::run(true).map_err(Into::into),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
