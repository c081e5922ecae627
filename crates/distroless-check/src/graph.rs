//! `graph`: the stages of files and what flows between them, drawn.

use crate::args::{GraphArgs, Picture};
use crate::check::note;
use crate::definitions::Definitions;
use crate::{Error, FAILED, config_file, output, paths, source, today};
use distroless_core::graph::ProblemKind;
use distroless_core::{BuildContext, DefinedContext, Model, NoContext, Options, Request};
use distroless_drawing::svg;
use distroless_report::drawing::{Drawing, dot, mermaid, mermaid_comment};
use distroless_report::visible;
use dockerfile_syntax::parse;
use std::env;

/// Draws the files; says how it ended.
pub(crate) fn run(args: &GraphArgs) -> Result<u8, Error> {
    if args.format == Picture::Svg && args.files.len() > 1 {
        return Err(Error::usage(
            format!("svg draws one file, not {}", args.files.len()),
            "draw each file by itself, or use mermaid or dot",
        ));
    }
    let current = env::current_dir().map_err(Error::CurrentDir)?;
    let (config, problems) = config_file::load(&args.config, &current);
    let mut code = 0;
    for problem in &problems {
        note(problem.path.as_deref(), &problem.message, &problem.help);
        code = FAILED;
    }
    let options = Options {
        today: today::today(None)?,
        target: args.target.clone(),
        build_args: args.build_arg.clone(),
        config,
    };
    let definitions = Definitions::around(&args.files, &args.build_files, &current);
    let mut drawings = Vec::new();
    for path in &args.files {
        let shown = paths::shown(path, &current);
        let text = match source::file(path) {
            Ok(text) => text,
            Err(error) => {
                note(Some(&shown), &error.to_string(), error.help());
                code = FAILED;
                continue;
            }
        };
        let file = parse(&text);
        let defined = definitions.of(path).map(|build| DefinedContext {
            files: &NoContext,
            build,
        });
        let request = Request {
            path: &shown,
            source: file.source,
            options: &options,
            context: defined
                .as_ref()
                .map_or(&NoContext, |defined| defined as &dyn BuildContext),
        };
        let graph = Model::new(&request, &file).graph;
        let mut problems = graph.problems.iter();
        if let Some(problem) = problems.find(|one| one.kind == ProblemKind::NoSuchTarget) {
            note(
                Some(&shown),
                &format!("there is no stage `{}` to ship", problem.text),
                "name a stage of the file",
            );
            code = FAILED;
        }
        let drawing = Drawing::new(&shown, &file, &graph);
        drawings.push((shown, drawing));
    }
    if drawings.is_empty() {
        return Ok(code);
    }
    let text = match args.format {
        Picture::Mermaid => listed(&drawings, mermaid_comment, mermaid),
        Picture::Dot => listed(
            &drawings,
            |path| format!("// {}\n", visible::one_line(path)),
            dot,
        ),
        Picture::Svg => {
            let mut text = String::new();
            for (path, drawing) in &drawings {
                text += &svg(drawing).map_err(|error| {
                    Error::usage(
                        format!("{path} is too large to lay out: {error}"),
                        "use mermaid or dot",
                    )
                })?;
            }
            text
        }
    };
    output::write(&text, args.output.as_deref())?;
    Ok(code)
}

/// One picture as it is, several each under the name of its file.
fn listed(
    drawings: &[(String, Drawing)],
    comment: impl Fn(&str) -> String,
    draw: impl Fn(&Drawing) -> String,
) -> String {
    match drawings {
        [(_, drawing)] => draw(drawing),
        several => several
            .iter()
            .map(|(path, drawing)| comment(path) + &draw(drawing))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}
