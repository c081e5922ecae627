//! The project's own workflows, and its hooks for others: what no linter asks for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

#[test]
fn one_job_waits_for_all_others() {
    for (name, text) in workflows() {
        let jobs = jobs(&text);
        assert!(!jobs.is_empty(), "{name} has no jobs");
        if jobs.len() == 1 {
            continue;
        }
        let last = jobs
            .get("all-green")
            .unwrap_or_else(|| panic!("{name} has several jobs, and none that waits for them"));
        let others: BTreeSet<&str> = jobs
            .keys()
            .copied()
            .filter(|job| *job != "all-green")
            .collect();
        let needs = last.iter().find_map(|line| line.strip_prefix("needs: ["));
        let needs: BTreeSet<&str> = needs
            .and_then(|needs| needs.strip_suffix(']'))
            .map(|needs| needs.split(',').map(str::trim).collect())
            .unwrap_or_default();
        assert_eq!(needs, others, "{name}: jobs that all-green waits for");
        // A job whose needs failed is skipped, which counts as a success.
        assert!(
            last.contains(&"if: always()"),
            "{name}: all-green always runs"
        );
    }
}

#[test]
fn nothing_is_permitted_that_a_job_does_not_ask_for() {
    for (name, text) in workflows() {
        assert!(text.lines().any(|line| line == "permissions: {}"), "{name}");
        for (job, lines) in jobs(&text) {
            let asks = lines.iter().any(|line| line.starts_with("permissions:"));
            assert!(asks, "{name}: the job {job} says what it may do");
            // A called workflow bounds its own jobs.
            let bounded = lines
                .iter()
                .any(|line| line.starts_with("timeout-minutes:") || line.starts_with("uses:"));
            assert!(bounded, "{name}: the job {job} has an end");
        }
    }
}

#[test]
fn actions_of_others_are_pinned_to_a_commit() {
    let mut pinned = 0;
    for (name, text) in workflows() {
        let uses = text.lines().filter_map(|line| {
            let line = line.trim_start().trim_start_matches("- ");
            line.strip_prefix("uses: ")
        });
        for action in uses.filter(|action| !action.starts_with("./")) {
            let (_, version) = action.split_once('@').unwrap_or_default();
            let (commit, version) = version.split_once(" # v").unwrap_or_default();
            let is_commit = commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
            assert!(is_commit && !version.is_empty(), "{name}: {action}");
            pinned += 1;
        }
    }
    assert!(pinned > 0);
}

#[test]
fn hooks_take_the_files_that_the_program_takes() {
    let root = distroless_tests::root();
    let source = root.join("crates/distroless-core/src/file_name.rs");
    let source = fs::read_to_string(source).expect("a text");
    let list = between(&source, "const OTHERS: &[&str] = &[", "];");
    let others: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    assert!(others.len() > 20, "{others:?}");

    let hooks = fs::read_to_string(root.join(".pre-commit-hooks.yaml")).expect("a text");
    let excluded: Vec<&str> = hooks
        .lines()
        .filter_map(|line| line.trim().strip_prefix("exclude: "))
        .collect();
    let expected = format!(r"(?i)(~|\.({}))$", others.join("|"));
    assert_eq!(excluded, [expected.as_str(); 2]);
    let files: BTreeSet<&str> = hooks
        .lines()
        .filter_map(|line| line.trim().strip_prefix("files: "))
        .collect();
    assert_eq!(files.len(), 1, "both hooks take the same files");
}

fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let (_, rest) = text.split_once(from).expect("where it begins");
    rest.split_once(to).expect("where it ends").0
}

/// By name.
fn workflows() -> BTreeMap<String, String> {
    let folder = distroless_tests::root().join(".github/workflows");
    let entries = fs::read_dir(folder).expect("a folder");
    let workflows: BTreeMap<String, String> = entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            (
                name.into_owned(),
                fs::read_to_string(&path).expect("a text"),
            )
        })
        .collect();
    assert!(workflows.len() >= 3);
    workflows
}

/// The jobs of a workflow, with the lines of their own level.
fn jobs(text: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut jobs = BTreeMap::new();
    let mut job = None;
    for line in text.lines().skip_while(|line| *line != "jobs:").skip(1) {
        let depth = line.len() - line.trim_start().len();
        match depth {
            2 if !line.trim_start().starts_with('#') => {
                job = line.trim().strip_suffix(':');
                jobs.extend(job.map(|job| (job, Vec::new())));
            }
            4 => {
                if let Some(lines) = job.and_then(|job| jobs.get_mut(job)) {
                    lines.push(line.trim());
                }
            }
            _ => {}
        }
    }
    jobs
}
