//! Which instructions stay, which move, and where the final stage begins.

use super::lines::{next_line, start_of_line};
use crate::plan::Plan;
use crate::survey::Survey;
use distroless_core::graph::StepKind;
use distroless_core::image::is_root;
use dockerfile_syntax::{Instruction, Keyword, Kind, Pair, Span};

/// The parts of the author's stage.
pub(super) struct Layout<'m, 'a> {
    source: &'a str,
    comments: &'m [Span],
    /// Instructions further up that move to the final stage, in the order of the file.
    pub(super) moved: Vec<&'m Instruction<'a>>,
    /// Instructions at the end that stay and are of the final stage.
    pub(super) suffix: Vec<&'m Instruction<'a>>,
    /// Declarations of arguments that what moves or stays there uses.
    pub(super) arguments: Vec<String>,
    /// ENV instructions of the build stage that the program may read.
    pub(super) environment: Vec<String>,
    /// The directory that the final stage has to begin in.
    pub(super) workdir: Option<&'m str>,
    /// Whether another user than root is in force at the end of the build.
    pub(super) leaves_root: bool,
    /// Where the final stage begins.
    pub(super) at: u32,
}

impl<'m, 'a> Layout<'m, 'a> {
    pub(super) fn of(survey: &Survey<'m, 'a>, plan: &Plan) -> Self {
        let all = survey.instructions();
        let at_end = all
            .iter()
            .rev()
            .take_while(|it| stays_at_end(survey, plan, it))
            .count();
        let suffix = if plan.swap { all.len() } else { at_end };
        let (build, suffix) = all.split_at(all.len() - suffix);
        let mut layout = Self {
            source: survey.source(),
            comments: &survey.model.file.comments,
            moved: build.iter().filter(|it| moves(it.keyword)).collect(),
            suffix: suffix.iter().collect(),
            arguments: Vec::new(),
            environment: Vec::new(),
            workdir: None,
            leaves_root: build
                .iter()
                .rev()
                .find_map(user)
                .is_some_and(|user| !is_root(user)),
            at: 0,
        };
        layout.at = match suffix.first() {
            Some(first) => layout.lines(first).start,
            None => match all.last() {
                Some(last) => next_line(survey.source(), last.span.end),
                None => survey.source().len() as u32,
            },
        };
        layout.workdir = layout.workdir_before(survey);
        layout.environment = build
            .iter()
            .filter(|it| is_for_the_program(it, plan))
            .map(|it| it.span.text(survey.source()).to_owned())
            .collect();
        let texts: Vec<&str> = layout
            .moved
            .iter()
            .chain(&layout.suffix)
            .map(|it| it.span.text(survey.source()))
            .collect();
        let used = |name: &str| {
            texts
                .iter()
                .copied()
                .chain(layout.environment.iter().map(String::as_str))
                .any(|text| uses(text, name))
        };
        layout.arguments = build
            .iter()
            .filter(|it| match &it.kind {
                Kind::Arg(pairs) => pairs.iter().any(|pair| used(pair.name.as_str())),
                _ => false,
            })
            .map(|it| it.span.text(survey.source()).to_owned())
            .collect();
        layout
    }

    /// The directory in force where the suffix begins: its relative paths are below it. `None` where the suffix
    /// begins with a directory of its own, or none is known.
    fn workdir_before(&self, survey: &Survey<'m, '_>) -> Option<&'m str> {
        let mut suffix = self.suffix.iter();
        let first = suffix.find_map(|instruction| match &instruction.kind {
            Kind::Workdir(path) => Some(path.as_str().starts_with('/')),
            Kind::Copy(_) | Kind::Add(_) => Some(false),
            _ => None,
        });
        match first {
            Some(true) => None,
            Some(false) => survey.workdir_before(self.at),
            None => survey.workdir(),
        }
    }

    /// The lines of an instruction with the comments right above it, and one blank line where there is one on
    /// both sides.
    pub(super) fn lines(&self, instruction: &Instruction<'_>) -> Span {
        let mut start = start_of_line(self.source, instruction.span.start);
        let end = next_line(self.source, instruction.span.end);
        while let Some(above) = self.comment_above(start) {
            start = above;
        }
        Span::new(start, end)
    }

    /// The lines of an instruction alone: where it goes, what is said above it stays.
    pub(super) fn bare_lines(&self, instruction: &Instruction<'_>) -> Span {
        let start = start_of_line(self.source, instruction.span.start);
        Span::new(start, next_line(self.source, instruction.span.end))
    }

    fn comment_above(&self, start: u32) -> Option<u32> {
        let line = start_of_line(self.source, start.checked_sub(1)?);
        let index = self
            .comments
            .partition_point(|comment| comment.start < line);
        let comment = self.comments.get(index)?;
        (comment.start < start).then_some(line)
    }

    /// The text of an instruction with the comments above it.
    pub(super) fn text(&self, instruction: &Instruction<'_>) -> &'a str {
        self.lines(instruction).text(self.source)
    }

    /// The same with a part of it replaced.
    pub(super) fn edited(&self, instruction: &Instruction<'_>, part: Span, with: &str) -> String {
        let lines = self.lines(instruction);
        let before = Span::new(lines.start, part.start).text(self.source);
        let after = Span::new(part.end, lines.end).text(self.source);
        format!("{before}{with}{after}")
    }

    /// Whether a comment stands above the first instruction of the suffix.
    pub(super) fn suffix_is_commented(&self) -> bool {
        self.suffix.first().is_some_and(|first| {
            self.lines(first).start < start_of_line(self.source, first.span.start)
        })
    }
}

/// The user that an instruction sets.
fn user<'i>(instruction: &'i Instruction<'_>) -> Option<&'i str> {
    match &instruction.kind {
        Kind::User(user) => Some(user.as_str()),
        _ => None,
    }
}

/// Instructions that say how the image runs, wherever they stand.
fn moves(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::Cmd
            | Keyword::Entrypoint
            | Keyword::Expose
            | Keyword::Healthcheck
            | Keyword::Label
            | Keyword::Maintainer
            | Keyword::Stopsignal
            | Keyword::Volume
    )
}

/// Instructions that are of the final stage where nothing that builds comes after them.
fn stays_at_end(survey: &Survey<'_, '_>, plan: &Plan, instruction: &Instruction<'_>) -> bool {
    match instruction.keyword {
        // What is added to the build runs where the author's commands do.
        Keyword::Workdir | Keyword::Copy | Keyword::Add if plan.builds_here => false,
        Keyword::User | Keyword::Workdir | Keyword::Env | Keyword::Arg => true,
        Keyword::Copy | Keyword::Add if plan.moves_copies => {
            let step = survey
                .stage
                .steps
                .iter()
                .find(|step| step.span == instruction.span);
            step.is_some_and(|step| match &step.kind {
                StepKind::Copy(copy) => copy.from.is_none() && copy.chown.is_none(),
                _ => false,
            })
        }
        keyword => moves(keyword),
    }
}

/// Variables of builds, whatever the language is.
const BUILD_ONLY: &[&str] = &["DEBIAN_FRONTEND", "PATH", "APT_", "DOCKER_", "BUILDKIT_"];

/// Whether an ENV may be read by the program.
fn is_for_the_program(instruction: &Instruction<'_>, plan: &Plan) -> bool {
    let build_only = |pair: &Pair<'_>| {
        let name = pair.name.as_str();
        BUILD_ONLY
            .iter()
            .chain(plan.build_only)
            .any(|known| name == *known || known.ends_with('_') && name.starts_with(known))
    };
    match &instruction.kind {
        Kind::Env(pairs) => !pairs.iter().all(build_only),
        _ => false,
    }
}

/// Whether a text uses a variable.
fn uses(text: &str, name: &str) -> bool {
    text.match_indices('$').any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        rest.strip_prefix(name)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    })
}
