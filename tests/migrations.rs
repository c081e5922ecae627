//! Whole migrations: each folder of `tests/migrations` has a Dockerfile and its build context, and what
//! `migrate` shows of them. `INSTA_UPDATE=always` accepts what it shows now; read it first.

use distroless_migrate::Family;
use distroless_report::migration::{Migrated, shown};
use distroless_tests::context::Files;
use distroless_tests::page::File;
use distroless_tests::{files_below, migration, root};
use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::Path;

/// The snapshot, and a file with the name of a family other than the best: no part of the context.
const NOT_OF_CONTEXT: &[&str] = &["Dockerfile", "family", "shown.snap", "shown.snap.new"];

fn main() {
    let arguments = Arguments::from_args();
    let folder = root().join("tests/migrations");
    let folder = fs::canonicalize(folder).expect("the folder of the migrations");
    let mut trials = Vec::new();
    for entry in fs::read_dir(&folder).expect("the folder of the migrations") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            trials.push(Trial::test(name, move || run(&path)));
        }
    }
    assert!(!trials.is_empty());
    libtest_mimic::run(&arguments, trials).exit();
}

fn run(folder: &Path) -> Result<(), Failed> {
    let source = fs::read_to_string(folder.join("Dockerfile"))?;
    let family = family(folder)?;
    let mut files = Vec::new();
    for path in files_below(folder)? {
        let below = path
            .strip_prefix(folder)?
            .to_string_lossy()
            .replace('\\', "/");
        if NOT_OF_CONTEXT.contains(&below.as_str()) {
            continue;
        }
        files.push(File {
            path: below,
            mode: None,
            text: fs::read_to_string(&path)?,
        });
    }
    let context = Files::new(files);
    let outcome = migration::of(&context, "Dockerfile", &source, family);
    let text = shown(&Migrated {
        path: "Dockerfile",
        source: &source,
        outcome: outcome.as_ref(),
    });
    insta::with_settings!({
        snapshot_path => folder,
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("shown", text);
    });
    if let Ok(done) = &outcome {
        migration::holds(&context, "Dockerfile", &source, family, done)?;
    }
    Ok(())
}

fn family(folder: &Path) -> Result<Family, Failed> {
    let Ok(name) = fs::read_to_string(folder.join("family")) else {
        return Ok(Family::Best);
    };
    let named = Family::NAMED
        .into_iter()
        .find(|family| family.name() == name.trim());
    named.ok_or_else(|| format!("no family is called {name}").into())
}
