//! Commands that delete what package managers keep, to make a layer smaller.

use super::path::{file_name, is_below};
use crate::graph::{CommandLine, RunStep};
use dockerfile_syntax::{Dockerfile, Span};
use shell_syntax::{Context, Script, SimpleCommand, Word};

/// A command that only deletes caches of package managers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cleanup {
    /// The command, as the shell reads it.
    pub(crate) text: String,
}

/// Folders in which package managers of systems keep lists and packages.
pub(crate) const FOLDERS: &[&str] = &[
    "/var/cache/apk",
    "/var/cache/apt",
    "/var/cache/dnf",
    "/var/cache/yum",
    "/var/lib/apt/lists",
];

/// The commands of a RUN that clean up after a package manager and run for sure.
pub(crate) fn cleanups(run: &RunStep) -> Vec<Cleanup> {
    let CommandLine::Shell { text, .. } = &run.command else {
        return Vec::new();
    };
    if !run.heredocs.is_empty() {
        return Vec::new();
    }
    let scripts = run.scripts().iter();
    scripts
        .flat_map(Script::simple_commands)
        .filter(|found| is_plain(&found.context) && is_cleanup(found.command))
        .filter_map(|found| {
            let span = found.command.span;
            let text = text.get(span.start as usize..span.end as usize)?;
            Some(Cleanup {
                text: text.to_owned(),
            })
        })
        .collect()
}

fn is_plain(context: &Context<'_>) -> bool {
    !context.may_not_run() && !context.own_process()
}

fn is_cleanup(command: &SimpleCommand) -> bool {
    let words: Option<Vec<_>> = command.words.iter().map(Word::static_text).collect();
    let Some(words) = words.filter(|_| command.redirections.is_empty()) else {
        return false;
    };
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    let Some((program, arguments)) = words.split_first() else {
        return false;
    };
    // Another system in a folder, which may ship.
    if arguments
        .iter()
        .any(|word| word.contains("root=") || word.ends_with("root"))
    {
        return false;
    }
    let mut plain = arguments
        .iter()
        .filter(|word| !word.starts_with('-'))
        .peekable();
    match file_name(program) {
        "apt" | "apt-get" => plain.eq(&["clean"]) || arguments == ["autoclean"],
        "dnf" | "microdnf" | "tdnf" | "yum" => plain.eq(&["clean", "all"]),
        "rm" => plain.peek().is_some() && plain.all(|path| is_in_cache(path)),
        _ => false,
    }
}

fn is_in_cache(path: &str) -> bool {
    !path.contains("..")
        && FOLDERS
            .iter()
            .any(|folder| is_below(path.trim_end_matches(['/', '*']), folder))
}

/// What to take out of the source of an instruction so that a command of its `&&` list is not run:
/// the command and the `&&` before it. `None` where that is not the whole of it: the command stands
/// there twice, or first, or something else than `&&` or the end follows.
pub(crate) fn cut(file: &Dockerfile<'_>, instruction: Span, command: &str) -> Option<Span> {
    let text = file.source.get(instruction.range())?;
    let mut places = text.match_indices(command);
    let (at, _) = places.next()?;
    if places.next().is_some() {
        return None;
    }
    let blank = |c: char| c.is_ascii_whitespace() || c == file.escape;
    let before = text.get(..at)?.trim_end_matches(blank).strip_suffix("&&")?;
    let before = before.trim_end_matches(blank);
    // The line would go on behind a comment.
    if before
        .lines()
        .last()
        .is_some_and(|line| line.trim_start().starts_with('#'))
    {
        return None;
    }
    let end = at + command.len();
    let after = text.get(end..)?.trim_start_matches(blank);
    if !after.is_empty() && !after.starts_with("&&") {
        return None;
    }
    let place = |offset: usize| instruction.start + offset as u32;
    Some(Span::new(place(before.len()), place(end)))
}

#[cfg(test)]
mod tests {
    use super::{Span, cut};
    use dockerfile_syntax::parse;

    fn without(source: &str, command: &str) -> Option<String> {
        let span = cut(&parse(source), Span::new(0, source.len() as u32), command)?;
        let (before, after) = (
            source.get(..span.start as usize)?,
            source.get(span.end as usize..)?,
        );
        Some(format!("{before}{after}"))
    }

    #[test]
    fn a_command_is_cut_out_of_its_list() {
        let rm = "rm -rf /x/*";
        for (source, expected) in [
            ("RUN a && rm -rf /x/*", Some("RUN a")),
            (
                "RUN a \\\n    && rm -rf /x/* \\\n    && b",
                Some("RUN a \\\n    && b"),
            ),
            ("RUN a && \\\n    rm -rf /x/*\n", Some("RUN a\n")),
            ("RUN rm -rf /x/*", None),
            ("RUN a; rm -rf /x/*", None),
            ("RUN a && rm -rf /x/* || true", None),
            ("RUN a && rm -rf /x/* && rm -rf /x/*", None),
            ("RUN a && \\\n# why\n rm -rf /x/*", None),
            ("RUN a \\\n# why\n && rm -rf /x/*", None),
        ] {
            assert_eq!(without(source, rm).as_deref(), expected, "{source}");
        }
    }
}
