//! An order that the build cache likes: what names the dependencies is copied before the sources, where the
//! build context shows that nothing else is read when they are installed.

use crate::plan::Change;
use crate::survey::Survey;
use distroless_core::{Analysis, Edit, Finding};
use dockerfile_syntax::Span;
use image_knowledge::Presence;

/// The rule that finds the other order, and knows how to mend it.
const RULE: &str = "source-copied-before-dependencies";

/// What is changed, if the finding is there and the change is known to be without harm.
pub(crate) fn changes(survey: &Survey<'_, '_>, analysis: &Analysis) -> Vec<Change> {
    let stage = survey.instructions().last().map_or(0, |last| last.span.end);
    let here = |finding: &&Finding| {
        finding.rule.id == RULE
            && finding.span.start > survey.stage.from.start
            && finding.span.end <= stage
    };
    let Some(finding) = analysis.findings.iter().find(here) else {
        return Vec::new();
    };
    let Some(run) = finding.evidence.last().map(|evidence| evidence.span) else {
        return Vec::new();
    };
    let edits = match program(survey, run).as_deref() {
        Some("npm" | "yarn" | "pnpm") if is_plain_node(survey) => offered(finding),
        Some("go") if is_plain_go(survey) => offered(finding),
        Some("pip" | "pip3") => python(survey, finding.span, run),
        _ => None,
    };
    let reason = "the dependencies come from the build cache until what names them changes";
    let edits = edits.unwrap_or_default().into_iter();
    edits
        .map(|edit| Change::new(edit.span, edit.replacement, reason))
        .collect()
}

/// The program of a RUN with one command.
fn program(survey: &Survey<'_, '_>, run: Span) -> Option<String> {
    let run = survey.runs.iter().find(|it| it.step.span == run)?;
    match run.commands.as_slice() {
        [command] => Some(command.program().to_owned()),
        _ => None,
    }
}

fn offered(finding: &Finding) -> Option<Vec<Edit>> {
    finding.fixes.first().map(|fix| fix.edits.clone())
}

/// The folder of the build context that the working directory is a copy of.
fn folder(survey: &Survey<'_, '_>) -> Option<String> {
    survey
        .model
        .contents(survey.stage)
        .context_of(survey.workdir()?)
}

/// Whether an install reads nothing but the manifest and the lock file.
fn is_plain_node(survey: &Survey<'_, '_>) -> bool {
    let Some(folder) = folder(survey) else {
        return false;
    };
    let surroundings = survey.model.surroundings();
    let project = surroundings.project(&folder);
    let Some(node) = project.node() else {
        return false;
    };
    let hooks = [
        "preinstall",
        "install",
        "postinstall",
        "prepare",
        "prepublish",
    ];
    let local = |range: &String| {
        [
            "file:",
            "link:",
            "portal:",
            "workspace:",
            "patch:",
            ".",
            "/",
        ]
        .iter()
        .any(|start| range.starts_with(start))
    };
    let mut ranges = node
        .dependencies
        .values()
        .chain(node.dev_dependencies.values())
        .chain(node.optional_dependencies.values());
    let names = surroundings.files().list(&folder).unwrap_or_default();
    let settings = |name: &String| {
        name.starts_with(".npmrc")
            || name.starts_with(".yarn")
            || name == "patches/"
            || name.starts_with("pnpm-workspace")
            || name.starts_with(".pnpmfile")
    };
    // Packages of the machine that builds would come over those that are installed.
    let modules = if folder.is_empty() {
        "node_modules".to_owned()
    } else {
        format!("{folder}/node_modules")
    };
    !node.workspaces
        && surroundings.presence(&modules) != Presence::Present
        && !ranges.any(local)
        && !hooks.iter().any(|hook| node.scripts.contains_key(*hook))
        && !names.iter().any(settings)
}

/// Whether no module is replaced by a folder of the project.
fn is_plain_go(survey: &Survey<'_, '_>) -> bool {
    let Some(folder) = folder(survey) else {
        return false;
    };
    let path = if folder.is_empty() {
        "go.mod".to_owned()
    } else {
        format!("{folder}/go.mod")
    };
    let text = survey.model.surroundings().files().read(&path);
    text.is_some_and(|text| !text.contains("=> ."))
}

/// Copies the list of requirements before the sources.
fn python(survey: &Survey<'_, '_>, copy: Span, run: Span) -> Option<Vec<Edit>> {
    let source = survey.source();
    let step = survey.runs.iter().find(|it| it.step.span == run)?;
    let command = step.commands.first()?;
    let at = command
        .words
        .iter()
        .position(|word| word == "-r" || word == "--requirement")?;
    let list = command.words.get(at + 1)?.trim_start_matches("./");
    let plain = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte))
    };
    if list.contains('/')
        || !plain(list)
        || command.words.iter().filter(|word| *word == "-r").count() > 1
    {
        return None;
    }
    let folder = folder(survey)?;
    let path = if folder.is_empty() {
        list.to_owned()
    } else {
        format!("{folder}/{list}")
    };
    let text = survey.model.surroundings().files().read(&path)?;
    let local = |line: &str| {
        let line = line.trim();
        line.starts_with(['-', '.', '/'])
            && !line.starts_with("--hash")
            && !line.starts_with("--index-url")
            || line.contains("file:")
    };
    if text.lines().any(local) || !folder.is_empty() {
        return None;
    }
    let (_, destination) = survey
        .context_copies()
        .find(|(step, _)| step.span == copy)?;
    let destination = destination
        .destination
        .value
        .as_deref()?
        .trim_end_matches('/');
    let written = copy.text(source);
    if written.contains(['\n', '-'])
        || !plain(destination)
        || run.text(source).ends_with(survey.model.file.escape)
    {
        return None;
    }
    let ending = survey.model.line_ending();
    Some(vec![
        Edit {
            span: copy,
            replacement: format!("COPY {list} {destination}/"),
        },
        Edit {
            span: Span::new(run.end, run.end),
            replacement: format!("{ending}{written}"),
        },
    ])
}
