//! What is in the images of stages: paths, programs, shells, accounts.

use super::Model;
use crate::graph::{Setting, Stage};
use crate::image::artifact::Artifact;
use crate::image::{
    Accounts, Answer, Ask, Base, Contents, Layer, Ownership, is_root, path::absolute,
};
use dockerfile_syntax::Span;
use dockerfile_syntax::image_ref::Reference;
use image_knowledge::{Known, Presence};
use std::rc::Rc;

impl Model<'_> {
    /// What is known to be in the stage's image, besides paths.
    pub fn contents(&self, stage: &Stage) -> &Contents {
        &self.images.contents[stage.index]
    }

    /// Whether a path is in the stage's image.
    pub fn path(&self, stage: &Stage, path: &str) -> Answer {
        self.images.files.path(stage.index, usize::MAX, path)
    }

    /// What the steps of a stage change, in their order.
    pub(crate) fn layers(&self, stage: &Stage) -> &[Layer] {
        let system = self.images.files.stages.get(stage.index);
        system.map_or(&[], |system| system.layers.as_slice())
    }

    /// What is known of an image from outside.
    pub fn image(&self, image: &Reference) -> Rc<Base> {
        self.known.image(image)
    }

    /// Whether a path (absolute) is in an image from outside, named at `by`.
    pub(crate) fn path_of_image(&self, image: &Reference, path: &str, by: Span) -> Answer {
        Answer::of_image(&self.image(image), path, by)
    }

    /// The instruction by which a path (absolute, as under merged `/usr`) is a directory of the stage's
    /// image for sure.
    pub fn directory(&self, stage: &Stage, path: &str) -> Option<Span> {
        self.images.files.directory(stage.index, path)
    }

    /// Who owns a path (absolute, as under merged `/usr`) of the stage's image, where that is known.
    pub(crate) fn ownership(&self, stage: &Stage, path: &str) -> Option<Ownership<'_>> {
        let owned = &self.contents(stage).owned;
        self.images.files.ownership(stage.index, owned, path)
    }

    /// Whether a path (absolute, as under merged `/usr`) is a directory that this file makes, with nothing
    /// in it.
    pub(crate) fn is_made_empty(&self, stage: &Stage, path: &str) -> bool {
        self.images.files.is_made_empty(stage.index, path)
    }

    /// The file of the build context that is at a path (absolute, as under merged `/usr`), by its path there, and
    /// what brought it.
    pub(crate) fn context_file<'m>(
        &'m self,
        stage: &Stage,
        path: &str,
    ) -> Option<(&'m Artifact, String)> {
        let artifacts = self.contents(stage).artifacts.iter().rev();
        let artifact = artifacts.into_iter().find(|it| it.holds(path))?;
        Some((artifact, artifact.context_path(path)?))
    }

    /// The home of the user that the stage's image starts as, where it is known. A container has it in `HOME`,
    /// as the file of accounts says.
    pub(crate) fn home(&self, stage: &Stage) -> Option<String> {
        match self.graph.env(stage.index, "HOME") {
            Setting::Unset => {}
            known => return known.value().cloned(),
        }
        let user = match &stage.config.user {
            Setting::Unset => "",
            known => known.value()?.value.as_deref()?,
        };
        let user = user.split(':').next().unwrap_or_default();
        let closed = self.base(stage).facts().is_some_and(|facts| facts.closed);
        match user {
            _ if is_root(user) => Some("/root".to_owned()),
            // Minimal images name it alike.
            "nonroot" | "65532" if closed => Some("/home/nonroot".to_owned()),
            _ => None,
        }
    }

    /// Whether a program is found when the stage's image starts it.
    pub fn program(&self, stage: &Stage, name: &str) -> Answer {
        self.program_at(stage, usize::MAX, name, Ask::Presence)
    }

    fn program_at(&self, stage: &Stage, steps: usize, name: &str, ask: Ask) -> Answer {
        let unknown = Answer::unknown(stage.from);
        let path = self.graph.env(stage.index, "PATH");
        let search = match &path {
            Setting::Unset => None,
            Setting::Unknown => {
                if !name.contains('/') {
                    return unknown;
                }
                None
            }
            known => known.value().map(String::as_str),
        };
        let workdir = match &stage.config.workdir {
            Setting::Unset => "/",
            known => match known.value() {
                Some(workdir) => workdir,
                None if name.starts_with('/') => "/",
                None => return unknown,
            },
        };
        self.images
            .files
            .command(stage.index, steps, name, workdir, search, ask)
    }

    /// The program of the shell that shell-form instructions of the stage's image start, and
    /// whether it is there.
    pub fn shell(&self, stage: &Stage) -> (String, Answer) {
        let shell = match &stage.config.shell {
            Setting::Unset => "/bin/sh".to_owned(),
            known => match known.value().and_then(|words| words.first()) {
                Some(program) => program.clone(),
                None => return (String::new(), Answer::unknown(stage.from)),
            },
        };
        let answer = self.program(stage, &shell);
        (shell, answer)
    }

    /// Whether the shell of a RUN is missing when its step comes.
    pub(crate) fn shell_before(&self, stage: &Stage, step: usize, shell: &[String]) -> Answer {
        match shell.first() {
            Some(program) => self.program_at(stage, step, program, Ask::Absence),
            None => Answer::unknown(stage.from),
        }
    }

    /// An absolute path of the stage's image; `None` when its working directory matters and is not
    /// known.
    pub fn absolute(&self, stage: &Stage, path: &str) -> Option<String> {
        match &stage.config.workdir {
            _ if path.starts_with('/') => Some(absolute("/", path)),
            Setting::Unset => Some(absolute("/", path)),
            known => known.value().map(|workdir| absolute(workdir, path)),
        }
    }

    /// Whether the stage's image has a package manager, and which.
    pub fn package_manager(&self, stage: &Stage) -> Option<Option<String>> {
        match self.base(stage).package_manager() {
            Known::Known(Some(name)) => Some(Some(name)),
            // A base without one can still be given one by a copy or a command.
            Known::Known(None)
                if self.path(stage, "/usr/bin/apt-get").presence == Presence::Absent =>
            {
                Some(None)
            }
            _ => None,
        }
    }

    /// The number of a user of the stage's image, where the base has the account, or a command of
    /// this file makes it with a number.
    pub fn uid(&self, stage: &Stage, name: &str) -> Option<u32> {
        let accounts = self
            .accounts
            .get_or_init(|| Accounts::of(&self.graph.stages));
        accounts.uid(stage.index, self.base(stage), name)
    }
}
