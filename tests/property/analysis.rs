//! Whole files: what is said of them, what mends them, what they become.

use crate::grammar;
use crate::mend::{keeps, settles};
use crate::{check as analyze, migration, options, reports};
use distroless_core::{NoContext, Safety, rules};
use distroless_migrate::Family;
use distroless_report::Format;

/// Any text is checked and rendered in every format, with the same result twice; no report takes anything from
/// it that acts on who reads the report.
pub fn check(source: &str) {
    let every: Vec<_> = rules::all().map(|rule| rule.meta.id).collect();
    let options = options(&every);
    for finding in analyze("Dockerfile", source, &options).findings {
        assert!(source.get(finding.span.range()).is_some());
        for step in &finding.evidence {
            assert!(source.get(step.span.range()).is_some());
        }
    }
    let first = reports(source);
    for (format, report) in Format::ALL.iter().zip(&first) {
        let acts = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
        let found = report.chars().find(|c| acts(*c));
        assert_eq!(found, None, "in {format:?}");
    }
    assert_eq!(first, reports(source));
}

/// Every fix keeps what is not its business, and all of them together come to an end.
pub fn fix(source: &str) {
    let every: Vec<_> = rules::all().map(|rule| rule.meta.id).collect();
    let options = options(&every);
    let check = |text: &str| analyze("Dockerfile", text, &options);
    for finding in check(source).findings {
        for fix in &finding.fixes {
            if let Err(error) = keeps(source, fix) {
                panic!("{}: {error}", finding.rule.id);
            }
        }
    }
    for least in [Safety::Safe, Safety::Unsafe] {
        if let Err(error) = settles(source, least, &check) {
            panic!("{error}");
        }
    }
}

/// What a migration makes of any text has nothing left to migrate.
pub fn migrate(source: &str) {
    for family in [Family::Best, Family::Slim] {
        match migration::of(&NoContext, "Dockerfile", source, family) {
            Ok(done) => {
                let held = migration::holds(&NoContext, "Dockerfile", source, family, &done);
                if let Err(error) = held {
                    panic!("{error}");
                }
            }
            Err(refusal) => assert!(!refusal.obstacles.is_empty()),
        }
    }
}

/// All of it, of a Dockerfile that the grammar makes of any bytes.
pub fn generated(choices: &[u8]) {
    let source = grammar::dockerfile(choices);
    super::parse(&source);
    check(&source);
    fix(&source);
    migrate(&source);
}
