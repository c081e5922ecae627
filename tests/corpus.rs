//! Real Dockerfiles: nothing panics, every place lies in its file, the same input gives the same
//! result, and every `error` is one that somebody has looked at.

use distroless_core::rules;
use distroless_core::{NoContext, Request, Severity, analyze};
use distroless_report::LineIndex;
use distroless_tests::{corpus, options, root};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Errors that were read and found true: `path:line rule  # why`.
const REVIEWED: &str = include_str!("corpus_errors.txt");

#[test]
fn every_error_on_real_files_has_been_read() {
    let Some(corpus) = corpus() else { return };
    let files = files(&corpus.join("files"));
    assert!(
        files.len() > 700,
        "the corpus has shrunk to {} files",
        files.len()
    );
    // The opt-in rules too.
    let every: Vec<_> = rules::all().map(|rule| rule.meta.id).collect();
    let options = options(&every);
    let mut errors = BTreeSet::new();
    let mut listing = String::new();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for path in &files {
        let shown = path
            .strip_prefix(corpus.join("files"))
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let source = fs::read_to_string(path).unwrap();
        let request = Request {
            path: &shown,
            source: &source,
            options: &options,
            context: &NoContext,
        };
        let analysis = analyze(&request);
        let again = analyze(&request);
        assert_eq!(
            format!("{analysis:?}"),
            format!("{again:?}"),
            "{shown} gives two results"
        );

        let lines = LineIndex::new(&source);
        for finding in &analysis.findings {
            let spans = finding
                .evidence
                .iter()
                .map(|evidence| evidence.span)
                .chain([finding.span]);
            for span in spans {
                assert!(
                    source.get(span.range()).is_some(),
                    "{shown}: {} at {span:?}",
                    finding.rule.id
                );
            }
            *counts
                .entry((finding.rule.id, finding.severity.name()))
                .or_default() += 1;
            let line = lines.range(finding.span).start.line;
            writeln!(
                listing,
                "{} {shown}:{line} {} {}",
                finding.severity.name(),
                finding.rule.id,
                finding.message
            )
            .unwrap();
            if finding.severity == Severity::Error {
                errors.insert(format!("{shown}:{line} {}", finding.rule.id));
            }
        }
    }
    let folder = root().join("target");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("corpus-findings.txt"), listing).unwrap();
    for ((rule, severity), count) in counts {
        println!("{count:>5} {severity:<8} {rule}");
    }

    let reviewed: BTreeSet<String> = REVIEWED
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            line.split_once("  #")
                .map_or(line, |(entry, _)| entry)
                .trim()
                .to_owned()
        })
        .collect();
    let new: Vec<_> = errors.difference(&reviewed).collect();
    let gone: Vec<_> = reviewed.difference(&errors).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "errors that nobody has read (see target/corpus-findings.txt): {new:#?}\nreviewed, but not found any more: {gone:#?}"
    );
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}
