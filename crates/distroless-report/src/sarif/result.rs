//! Findings as SARIF's results.

use super::frame::{CodeFlow, Result, ThreadFlow, ThreadFlowLocation};
use super::{Key, STEP, location, message, prose, region, uri};
use crate::fingerprint::LineHashes;
use crate::lines::LineIndex;
use crate::run::{File, Run};
use crate::standing::Standing;
use crate::visible;
use distroless_core::rules::RuleMeta;
use distroless_core::{Edit, Evidence, Finding, Fix, Safety, Severity, Suppressed};
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, Fix as SarifFix, Location, Replacement, ResultLevel,
    Suppression,
};
use std::collections::BTreeMap;

/// How many steps of a proof are written: GitHub keeps 100 locations of a result.
const STEPS: usize = 99;
/// How many fixes of a finding are written.
const FIXES: usize = 10;

/// What our own fingerprints are called.
const OWN: &str = "distrolessCheck/v1";

/// What all results of one file share.
struct InFile<'r> {
    path: &'r str,
    lines: LineIndex<'r>,
    hashes: LineHashes,
    rules: &'r [&'static RuleMeta],
    standings: Vec<Standing>,
    /// Whether results say if they are new.
    compared: bool,
}

/// The results of the findings at `keys`, which are in the order of the files.
pub(super) fn all(run: &Run, rules: &[&'static RuleMeta], keys: &[Key]) -> Vec<Result> {
    keys.chunk_by(|a, b| a.0 == b.0)
        .filter_map(|keys| Some((run.files.get(keys.first()?.0)?, keys)))
        .flat_map(|(file, keys)| of_file(run, file, keys, rules))
        .collect()
}

fn of_file(run: &Run, file: &File, keys: &[Key], rules: &[&'static RuleMeta]) -> Vec<Result> {
    let analysis = &file.analysis;
    let context = InFile {
        path: &analysis.path,
        lines: LineIndex::new(&file.source),
        hashes: LineHashes::new(&file.source),
        rules,
        standings: run.standings(file),
        compared: run.baseline.is_some() || file.base.is_some(),
    };
    keys.iter()
        .filter_map(|&(_, silenced, index)| {
            if silenced {
                let silenced = analysis.suppressed.get(index)?;
                let mut result = context.result(&silenced.finding, None);
                result.suppressions = Some([context.suppression(silenced)]);
                Some(result)
            } else {
                let standing = context.standings.get(index).copied();
                Some(context.result(analysis.findings.get(index)?, standing))
            }
        })
        .collect()
}

impl InFile<'_> {
    fn result(&self, finding: &Finding, standing: Option<Standing>) -> Result {
        let range = self.lines.range(finding.span);
        let mut baseline_state = None;
        let mut partial_fingerprints = BTreeMap::new();
        if let Some(hash) = self.hashes.line(range.start.line) {
            partial_fingerprints.insert("primaryLocationLineHash", hash);
        }
        if let Some(standing) = standing {
            partial_fingerprints.insert(OWN, standing.fingerprint.to_string());
            if self.compared {
                let is_new = !standing.known && standing.of_change;
                baseline_state = Some(if is_new { "new" } else { "unchanged" });
            }
        }
        let is_proved = !finding.evidence.is_empty();
        Result {
            baseline_state,
            code_flows: is_proved.then(|| [self.flow(finding)]),
            fixes: finding
                .fixes
                .iter()
                .filter(|fix| fix.safety > Safety::DisplayOnly && !fix.edits.is_empty())
                .take(FIXES)
                .map(|fix| self.fix(fix))
                .collect(),
            level: match finding.severity {
                Severity::Error => ResultLevel::Error,
                Severity::Warning => ResultLevel::Warning,
                Severity::Info => ResultLevel::Note,
            },
            locations: [location(self.path, Some(range))],
            message: message(&prose(&finding.message, &finding.help)),
            partial_fingerprints,
            related_locations: self.related(&finding.evidence),
            rule_id: finding.rule.id,
            rule_index: self
                .rules
                .iter()
                .position(|rule| rule.id == finding.rule.id),
            suppressions: None,
        }
    }

    fn step(&self, step: &Evidence) -> Location {
        let mut location = location(self.path, Some(self.lines.range(step.span)));
        location.message = Some(message(&visible::cut(&prose(&step.message, ""), STEP)));
        location
    }

    fn related(&self, evidence: &[Evidence]) -> Vec<Location> {
        let numbered = evidence.iter().take(STEPS).zip(1..);
        numbered
            .map(|(step, id)| {
                let mut location = self.step(step);
                location.id = Some(id);
                location
            })
            .collect()
    }

    /// The proof from cause to effect; its last step is the finding.
    fn flow(&self, finding: &Finding) -> CodeFlow {
        let mut end = location(self.path, Some(self.lines.range(finding.span)));
        end.message = Some(message(&prose(&finding.message, "")));
        let steps = finding.evidence.iter().take(STEPS);
        let locations = steps.map(|step| self.step(step)).chain([end]);
        let locations = locations.map(|location| ThreadFlowLocation { location });
        CodeFlow {
            thread_flows: [ThreadFlow {
                locations: locations.collect(),
            }],
        }
    }

    fn fix(&self, fix: &Fix) -> SarifFix {
        let replacements: Vec<_> = fix
            .edits
            .iter()
            .map(|edit| self.replacement(edit))
            .collect();
        let change = ArtifactChange::builder()
            .artifact_location(uri::artifact(self.path))
            .replacements(replacements)
            .build();
        SarifFix::builder()
            .description(message(&prose(&fix.offer(), "")))
            .artifact_changes(vec![change])
            .build()
    }

    fn replacement(&self, edit: &Edit) -> Replacement {
        let mut replacement = Replacement::builder()
            .deleted_region(region(self.lines.range(edit.span)))
            .build();
        if !edit.replacement.is_empty() {
            let text = edit.replacement.as_str();
            replacement.inserted_content = Some(ArtifactContent::builder().text(text).build());
        }
        replacement
    }

    fn suppression(&self, silenced: &Suppressed) -> Suppression {
        let comment = self.lines.range(silenced.comment);
        let mut suppression = Suppression::builder()
            .kind("inSource")
            .location(location(self.path, Some(comment)))
            .build();
        if let Some(reason) = Some(silenced.reason.trim()).filter(|reason| !reason.is_empty()) {
            suppression.justification = message(reason).text;
        }
        suppression
    }
}
