//! What the image of a stage starts.

use super::Model;
use crate::graph::{CommandLine, Operand, Setting, Stage};
use crate::image::Start;
use crate::image::artifact::{Artifact, Kind};
use crate::image::path::{absolute, file_name, merged};
use dockerfile_syntax::Span;
use image_knowledge::Presence;

impl Model<'_> {
    /// The path of the program that the stage's image starts, as it stands, and where that is said. A name
    /// without a slash is looked for among what is known to be in the image.
    pub fn started(&self, stage: &Stage) -> Option<(String, Span)> {
        let find = || self.find_started(stage);
        match self.found.get(stage.index) {
            Some(found) => found.started.get_or_init(find).clone(),
            None => find(),
        }
    }

    fn find_started(&self, stage: &Stage) -> Option<(String, Span)> {
        let Start::Program { words, span, .. } = Start::of(&stage.config) else {
            return None;
        };
        let program = words.first()?.value.as_deref()?;
        if program.contains('/') {
            return Some((merged(&self.absolute(stage, program)?), span));
        }
        let search = match self.graph.env(stage.index, "PATH") {
            Setting::Unset => {
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".to_owned()
            }
            known => known.value()?.clone(),
        };
        search.split(':').find_map(|directory| {
            let path = merged(&absolute(directory, program));
            let here = self.path(stage, &path).presence == Presence::Present
                || self
                    .contents(stage)
                    .artifacts
                    .iter()
                    .any(|artifact| artifact.holds(&path));
            here.then_some((path, span))
        })
    }

    /// The first word of what the image starts, without directories, where it is a program started as it
    /// stands, through the entrypoint script of an official image too.
    pub fn runtime_command<'m>(&'m self, stage: &'m Stage) -> Option<&'m str> {
        let words = match Start::of(&stage.config) {
            Start::Program { words, .. } => words,
            start => start.handed_over()?,
        };
        words.first()?.value.as_deref().map(file_name)
    }

    /// The language's runtime, as the base has it, that the stage's image starts with something of the file:
    /// by the base's own entrypoint, or by name.
    pub fn starts_runtime(&self, stage: &Stage, names: &[&str]) -> Option<Span> {
        let is_runtime = |word: &Operand| {
            word.value.as_deref().is_some_and(|program| {
                let name =
                    file_name(program).trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
                // Another of the same name may have been brought.
                names.contains(&name) && !self.program(stage, program).touched
            })
        };
        match Start::of(&stage.config) {
            Start::Program { words, span, .. } => {
                words.first().is_some_and(is_runtime).then_some(span)
            }
            Start::Inherited { entrypoint, cmd } => entrypoint
                .first()
                .is_some_and(is_runtime)
                .then(|| cmd.span())?,
            _ => None,
        }
    }

    /// The directories that an interpreter may search because of what it is given: those of the script, and
    /// the working directory. As under merged `/usr`.
    pub fn script_directories(&self, stage: &Stage) -> Vec<String> {
        exec_words(stage)
            .filter_map(|word| self.absolute(stage, word.value.as_deref()?))
            .filter_map(|path| Some(path.rsplit_once('/')?.0.to_owned()))
            .chain(self.absolute(stage, "."))
            .map(|path| merged(&path))
            .collect()
    }
}

/// What was built of the project's own and is started.
pub(crate) struct Built<'m> {
    /// The program, archive or application.
    pub(crate) artifact: &'m Artifact,
    /// The path that is started.
    pub(crate) path: String,
    /// Where that is said.
    pub(crate) span: Span,
}

/// The compiled program, the Java archive or the application of .NET that the stage's image starts, where
/// the model knows how it was made.
pub(crate) fn built<'m>(model: &'m Model<'_>, stage: &'m Stage) -> Option<Built<'m>> {
    let artifacts = &model.contents(stage).artifacts;
    if let Some((path, span)) = model.started(stage)
        && let Some(artifact) = artifacts
            .iter()
            .find(|it| it.sure && matches!(it.kind, Kind::Program(_)) && it.holds(&path))
    {
        return Some(Built {
            artifact,
            path,
            span,
        });
    }
    exec_words(stage).find_map(|word| {
        let path = merged(&model.absolute(stage, word.value.as_deref()?)?);
        let artifact = artifacts.iter().find(|it| {
            it.sure && matches!(it.kind, Kind::Jar(_) | Kind::DotnetApp(_)) && it.holds(&path)
        })?;
        Some(Built {
            artifact,
            path,
            span: word.span,
        })
    })
}

/// The words of ENTRYPOINT and CMD that are started as they stand, where no shell reads them.
pub(crate) fn exec_words(stage: &Stage) -> impl Iterator<Item = &Operand> {
    let (entrypoint, cmd): (&[Operand], _) = match Start::of(&stage.config) {
        Start::Program { words, .. } => (words, stage.config.cmd.value()),
        Start::Inherited { cmd, .. } => (&[], cmd.value()),
        _ => (&[], None),
    };
    let cmd = match cmd {
        Some(CommandLine::Exec(words)) => words.as_slice(),
        _ => &[],
    };
    entrypoint.iter().chain(cmd)
}
