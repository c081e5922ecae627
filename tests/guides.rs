//! The Dockerfiles that guides recommend have nothing that the checker would complain about.

use distroless_core::Severity;
use distroless_tests::{check, files_below, options, root};
use std::fs;

/// Folders of guides. The topics are pages of the site, too.
const FOLDERS: [&str; 2] = ["docs/guides", "crates/distroless-check/src/topics"];

#[test]
fn dockerfiles_of_guides_are_good() {
    let mut checked = 0;
    let mut found = Vec::new();
    for folder in FOLDERS {
        for path in files_below(&root().join(folder)).expect("a folder") {
            let text = fs::read_to_string(&path).expect("a guide");
            for (index, block) in text.split("\n```dockerfile\n").skip(1).enumerate() {
                let source = block.split("```").next().expect("a block");
                let place = format!("{}, example {}", path.display(), index + 1);
                found.extend(complaints(source).map(|what| format!("{place}: {what}")));
                checked += 1;
            }
        }
    }
    assert!(checked >= 8, "only {checked} examples");
    assert_eq!(found, Vec::<String>::new());
}

/// What is wrong, and not only worth a note.
fn complaints(source: &str) -> impl Iterator<Item = String> {
    let analysis = check("Dockerfile", source, &options(&[]));
    let findings = analysis.findings.into_iter();
    let findings = findings
        .filter(|finding| finding.severity != Severity::Info)
        .map(|finding| format!("{}: {}", finding.rule.id, finding.message));
    let problems = analysis.problems.into_iter().map(|problem| problem.message);
    problems.chain(findings)
}
