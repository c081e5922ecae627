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
                let analysis = check("Dockerfile", source, &options(&[]));
                checked += 1;
                found.extend(
                    analysis
                        .problems
                        .iter()
                        .map(|problem| problem.message.clone())
                        .chain(analysis.findings.iter().filter_map(|finding| {
                            (finding.severity != Severity::Info)
                                .then(|| format!("{}: {}", finding.rule.id, finding.message))
                        }))
                        .map(|what| format!("{}, example {}: {what}", path.display(), index + 1)),
                );
            }
        }
    }
    assert!(checked >= 8, "only {checked} examples");
    assert_eq!(found, Vec::<String>::new());
}
