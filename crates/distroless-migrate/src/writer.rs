//! From a plan to edits over the author's text.
//!
//! The author's instructions stay where they are as far as they build. Those at the end of the file that
//! say how the image runs stay as well, and the new FROM comes before them; those further up move down
//! below it, with their comments.

mod fates;
mod layout;
mod lines;

use crate::plan::{Change, CopyLine, Lines, Plan};
use crate::survey::Survey;
use distroless_core::Edit;
use distroless_core::image::exec_form::array;
use dockerfile_syntax::{Instruction, Keyword, Span};
use fates::{Fate, fates};
use layout::Layout;
pub(crate) use lines::{next_line, start_of_line};
use std::collections::BTreeMap;

/// The names that a build stage may get, the best first.
const NAMES: &[&str] = &["build", "builder", "compile"];

/// The edits, in the order of the text.
pub(crate) fn changes(survey: &Survey<'_, '_>, plan: &Plan) -> Vec<Change> {
    let writer = Writer {
        survey,
        plan,
        layout: Layout::of(survey, plan),
        ending: survey.model.line_ending(),
        fates: fates(survey, plan),
    };
    writer.all()
}

struct Writer<'w, 'm, 'a> {
    survey: &'w Survey<'m, 'a>,
    plan: &'w Plan,
    layout: Layout<'m, 'a>,
    ending: &'static str,
    /// By the start of the instruction.
    fates: BTreeMap<u32, Fate>,
}

impl Writer<'_, '_, '_> {
    fn all(&self) -> Vec<Change> {
        if self.plan.swap {
            return self.finished(self.swap());
        }
        let mut changes = self.from();
        changes.extend(self.plan.edits.iter().cloned());
        for instruction in &self.layout.moved {
            let reason = match self.fate(instruction) {
                Fate::Remove(reason) => reason.clone(),
                _ => "how the image runs belongs to the final stage, below".to_owned(),
            };
            let lines = match self.fate(instruction) {
                Fate::Remove(_) => self.layout.bare_lines(instruction),
                _ => self.layout.lines(instruction),
            };
            changes.push(Change::new(lines, "", reason));
        }
        for instruction in &self.layout.suffix {
            match self.fate(instruction) {
                Fate::Keep => {}
                Fate::Edit(span, text, reason) => {
                    changes.push(Change::new(*span, text.clone(), reason.clone()));
                }
                Fate::Remove(reason) => {
                    changes.push(Change::new(
                        self.layout.bare_lines(instruction),
                        "",
                        reason.clone(),
                    ));
                }
            }
        }
        changes.push(self.final_stage());
        changes.extend(self.start());
        self.finished(changes)
    }

    /// The base is exchanged; everything else stays where it is.
    fn swap(&self) -> Vec<Change> {
        let stage = self.survey.stage;
        let mut changes = vec![Change::new(
            stage.base.span,
            self.plan.base.clone(),
            self.plan.why.clone(),
        )];
        let goes = |change: &&Change| {
            let span = change.edit.span;
            let mut drops = self.plan.drops.iter();
            drops.any(|(drop, _)| drop.start <= span.start && span.end <= drop.end)
        };
        let edits = self.plan.edits.iter().filter(|change| !goes(change));
        changes.extend(edits.cloned());
        for instruction in &self.layout.suffix {
            let dropped = self
                .plan
                .drops
                .iter()
                .find(|(span, _)| *span == instruction.span);
            let fate = match dropped {
                Some((_, reason)) => &Fate::Remove(reason.clone()),
                None => self.fate(instruction),
            };
            match fate {
                Fate::Keep => {}
                Fate::Edit(span, text, reason) => {
                    changes.push(Change::new(*span, text.clone(), reason.clone()));
                }
                Fate::Remove(reason) => {
                    changes.push(Change::new(
                        self.layout.bare_lines(instruction),
                        "",
                        reason.clone(),
                    ));
                }
            }
        }
        let head = &self.plan.head;
        if !head.is_empty() {
            let lines = head.iter().flat_map(|lines| &lines.lines);
            let text = self.text(lines.map(String::as_str));
            let reasons: Vec<&str> = head.iter().map(|lines| lines.reason.as_str()).collect();
            let at = lines::next_line(self.survey.source(), stage.from.end);
            changes.push(Change::new(Span::new(at, at), text, reasons.join("; ")));
        }
        changes.extend(self.start());
        changes
    }

    /// Lines with the ending of the file.
    fn text<'l>(&self, lines: impl Iterator<Item = &'l str>) -> String {
        let mut text = String::new();
        for line in lines {
            text.push_str(line);
            text.push_str(self.ending);
        }
        text
    }

    fn finished(&self, mut changes: Vec<Change>) -> Vec<Change> {
        distroless_core::order::sort_by(&mut changes, |a, b| {
            // What is inserted at a place comes before what is replaced there.
            (a.edit.span.start, a.edit.span.end).cmp(&(b.edit.span.start, b.edit.span.end))
        });
        changes.retain(|change| {
            change.edit.span.text(self.survey.source()) != change.edit.replacement
        });
        changes
    }

    fn fate(&self, instruction: &Instruction<'_>) -> &Fate {
        self.fates
            .get(&instruction.span.start)
            .unwrap_or(&Fate::Keep)
    }

    /// The author's FROM becomes the build stage.
    fn from(&self) -> Vec<Change> {
        let stage = self.survey.stage;
        let mut changes = Vec::new();
        let mut image = self.plan.builder.clone();
        let name = self.build_name();
        let reason = "the author's instructions build: their stage gets a name";
        let after = Span::new(stage.base.span.end, stage.base.span.end);
        match (&stage.name, image.take()) {
            (Some(_), other) if self.keeps_name() => image = other,
            (Some((_, span)), other) => {
                image = other;
                changes.push(Change::new(
                    *span,
                    name,
                    "the author's name goes to the final stage, which others may build by it",
                ));
            }
            (None, Some((image, why))) => changes.push(Change::new(
                stage.base.span,
                format!("{image} AS {name}"),
                format!("{why}; {reason}"),
            )),
            (None, None) => changes.push(Change::new(after, format!(" AS {name}"), reason)),
        }
        if let Some((image, why)) = image {
            changes.push(Change::new(stage.base.span, image, why));
        }
        changes
    }

    /// Whether the author's stage is called what it becomes, and nobody asks for it by its name.
    fn keeps_name(&self) -> bool {
        let name = self.survey.stage.name.as_ref();
        let asked = self
            .survey
            .model
            .build
            .is_some_and(|build| !build.targets.is_empty());
        !asked && name.is_some_and(|(name, _)| NAMES.contains(&name.to_ascii_lowercase().as_str()))
    }

    fn build_name(&self) -> String {
        if let (true, Some((name, _))) = (self.keeps_name(), &self.survey.stage.name) {
            return name.clone();
        }
        let taken = |name: &str| {
            self.survey.model.graph.stages.iter().any(|stage| {
                stage
                    .name
                    .as_ref()
                    .is_some_and(|(taken, _)| taken.eq_ignore_ascii_case(name))
            })
        };
        let free = NAMES.iter().find(|name| !taken(name));
        (*free.unwrap_or(&"migrated-build")).to_owned()
    }

    /// What is inserted: the end of the build stage, and the head of the final one.
    fn final_stage(&self) -> Change {
        let plan = self.plan;
        let mut out: Vec<String> = Vec::new();
        let mut reasons: Vec<&str> = Vec::new();
        for Lines { lines, reason } in &plan.build {
            out.extend(lines.iter().cloned());
            reasons.push(reason);
        }
        if !plan.build_as_root.is_empty() && self.layout.leaves_root {
            out.push("USER root".to_owned());
        }
        for Lines { lines, reason } in &plan.build_as_root {
            out.extend(lines.iter().cloned());
            reasons.push(reason);
        }
        out.push(String::new());
        let platform = self
            .survey
            .stage
            .platform
            .as_ref()
            .and_then(|it| it.value.as_deref());
        let platform = platform.map_or_else(String::new, |it| format!("--platform={it} "));
        let name = self
            .survey
            .stage
            .name
            .as_ref()
            .filter(|_| !self.keeps_name());
        let name = name.map_or_else(String::new, |(name, _)| format!(" AS {name}"));
        out.push(format!("FROM {platform}{}{name}", plan.base));
        reasons.push(&plan.why);
        out.extend(self.layout.arguments.iter().cloned());
        for Lines { lines, reason } in &plan.head {
            out.extend(lines.iter().cloned());
            reasons.push(reason);
        }
        out.extend(self.layout.environment.iter().cloned());
        if let Some(workdir) = self.layout.workdir.filter(|it| *it != "/") {
            out.push(format!("WORKDIR {}", lines::word(workdir)));
        }
        let build = self.build_name();
        for copy in &plan.copies {
            out.push(self.copy(copy, &build));
        }
        for instruction in &self.layout.moved {
            let text = self.layout.text(instruction);
            match self.fate(instruction) {
                Fate::Keep => out.extend(text.lines().map(str::to_owned)),
                Fate::Edit(span, with, _) => {
                    out.extend(
                        self.layout
                            .edited(instruction, *span, with)
                            .lines()
                            .map(str::to_owned),
                    );
                }
                Fate::Remove(_) => {}
            }
        }
        let has_start = self.layout.suffix.iter().any(|it| is_start(it));
        if !has_start {
            out.extend(self.user());
            out.extend(self.new_start());
        }
        let at = self.layout.at;
        let before = self.survey.source().get(..at as usize).unwrap_or_default();
        let blank = lines::ends_blank(before);
        // The end of the build stage belongs to what stands above the blank line.
        let mut text = String::new();
        if !before.is_empty() && !before.ends_with('\n') {
            text.push_str(self.ending);
        }
        let mut lines = out.iter().peekable();
        if blank && plan.build.is_empty() && plan.build_as_root.is_empty() {
            lines.next();
        }
        for line in lines {
            text.push_str(line);
            text.push_str(self.ending);
        }
        if self.layout.suffix_is_commented() {
            text.push_str(self.ending);
        }
        Change::new(Span::new(at, at), text, reasons.join("; "))
    }

    fn copy(&self, copy: &CopyLine, build: &str) -> String {
        let owner = self.plan.owner.as_ref().filter(|_| copy.owned);
        let owner = owner.map_or_else(String::new, |owner| format!("--chown={owner} "));
        if copy.from.contains(' ') || copy.to.contains(' ') {
            return format!(
                "COPY --from={build} {owner}{}",
                array([&copy.from, &copy.to])
            );
        }
        format!("COPY --from={build} {owner}{} {}", copy.from, copy.to)
    }

    fn user(&self) -> Option<String> {
        self.plan
            .user
            .as_ref()
            .map(|(user, _)| format!("USER {user}"))
    }

    /// Instructions that start the program where the author has none of that kind.
    fn new_start(&self) -> Vec<String> {
        let config = &self.survey.stage.config;
        let starts = &self.plan.starts;
        let mut lines = Vec::new();
        if config.entrypoint.span().is_none() && !starts.entrypoint.is_empty() {
            lines.push(format!("ENTRYPOINT {}", array(&starts.entrypoint)));
        }
        if config.cmd.span().is_none() && !starts.cmd.is_empty() {
            lines.push(format!("CMD {}", array(&starts.cmd)));
        }
        lines
    }

    /// USER, and what starts the program, before the first instruction of the suffix that does.
    fn start(&self) -> Vec<Change> {
        let Some(first) = self.layout.suffix.iter().find(|it| is_start(it)) else {
            return Vec::new();
        };
        let user = self
            .plan
            .user
            .iter()
            .map(|(user, why)| (format!("USER {user}"), why.clone()));
        let start = self.new_start().into_iter();
        let start = start.map(|line| (line, self.plan.starts.reason.clone()));
        let at = self.layout.lines(first).start;
        let all: Vec<_> = user.chain(start).collect();
        let text = self.text(all.iter().map(|(line, _)| line.as_str()));
        let reasons: Vec<_> = all.iter().map(|(_, why)| why.as_str()).collect();
        if all.is_empty() {
            return Vec::new();
        }
        vec![Change {
            edit: Edit {
                span: Span::new(at, at),
                replacement: text,
            },
            reason: reasons.join("; "),
        }]
    }
}

fn is_start(instruction: &Instruction<'_>) -> bool {
    matches!(instruction.keyword, Keyword::Cmd | Keyword::Entrypoint)
}
