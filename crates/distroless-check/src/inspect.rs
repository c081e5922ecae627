//! `inspect`: what the checker makes of files, as data.

use crate::args::InspectArgs;
use crate::check::note;
use crate::definitions::Definitions;
use crate::{Error, FAILED, config_file, output, paths, source, today};
use distroless_core::graph::{self, BaseConfig, BaseConfigs, GraphOptions, StageGraph};
use distroless_core::{BuildContext, DefinedContext, Model, NoContext, Options, Request};
use distroless_report::inspect::graph::graph_report;
use distroless_report::inspect::image::{cards, image_report};
use distroless_report::inspect::syntax::syntax_report;
use distroless_report::inspection;
use dockerfile_syntax::image_ref::Reference;
use dockerfile_syntax::{Dockerfile, parse};
use std::env;

/// Shows the files; says how it ended.
pub(crate) fn run(args: &InspectArgs) -> Result<u8, Error> {
    let (text, code) = text(args)?;
    output::stdout(&text)?;
    Ok(code)
}

/// What there is to show, and how it ended.
pub(crate) fn text(args: &InspectArgs) -> Result<(String, u8), Error> {
    let current = env::current_dir().map_err(Error::CurrentDir)?;
    let (config, problems) = config_file::load(&args.config, &current);
    let mut code = 0;
    for problem in &problems {
        note(problem.path.as_deref(), &problem.message, &problem.help);
        code = FAILED;
    }
    let mut sources = Vec::new();
    let mut found = Vec::new();
    for path in &args.files {
        let shown = paths::shown(path, &current);
        match source::file(path) {
            Ok(text) => {
                sources.push((shown, text));
                found.push(path.as_path());
            }
            Err(error) => {
                note(Some(&shown), &error.to_string(), error.help());
                code = FAILED;
            }
        }
    }
    let files: Vec<(&str, Dockerfile<'_>)> = sources
        .iter()
        .map(|(path, text)| (path.as_str(), parse(text)))
        .collect();
    let as_text = args.format.as_deref() == Some("text");
    if as_text && (args.graph || args.syntax) {
        return Err(Error::usage(
            "--syntax and --graph are shown as JSON only",
            "leave --format out, or use --format json",
        ));
    }
    let options = Options {
        today: today::today(None)?,
        target: args.target.clone(),
        build_args: args.build_arg.clone(),
        config,
    };
    let definitions = Definitions::around(&args.files, &args.build_files, &current);
    let text = if args.graph {
        let graphs: Vec<StageGraph> = files
            .iter()
            .zip(&found)
            .map(|((path, file), at)| {
                // The graph is what the Dockerfile says, with the arguments that the build gives.
                let defined = definitions.of(at).map(|build| DefinedContext {
                    files: &NoContext,
                    build,
                });
                let context = defined
                    .as_ref()
                    .map_or(&NoContext as &dyn BuildContext, |defined| defined);
                graph(path, file, args, &options, context)
            })
            .collect();
        let both = files.iter().zip(&graphs);
        let reports = both.map(|((path, file), graph)| graph_report(path, file, graph));
        inspection(&reports.collect::<Vec<_>>())
    } else if args.syntax {
        let reports = files.iter().map(|(path, file)| syntax_report(path, file));
        inspection(&reports.collect::<Vec<_>>())
    } else {
        let mut contexts = Vec::with_capacity(files.len());
        for path in &found {
            contexts.push(definitions.context_of(Some(path), args.context.as_deref()));
        }
        let files_of = contexts.iter().map(|context| {
            context
                .as_ref()
                .map_or(&NoContext as &dyn BuildContext, |context| context)
        });
        let defined: Vec<_> = files_of
            .zip(&found)
            .map(|(files, at)| {
                let build = definitions.of(at);
                (files, build.map(|build| DefinedContext { files, build }))
            })
            .collect();
        let reports: Vec<_> = files
            .iter()
            .zip(&defined)
            .map(|((path, file), (files, defined))| {
                let request = Request {
                    path,
                    source: file.source,
                    options: &options,
                    context: defined.as_ref().map_or(*files, |defined| defined),
                };
                image_report(&Model::new(&request, file))
            })
            .collect();
        if args.format.as_deref() == Some("json") {
            inspection(&reports)
        } else {
            cards(&reports)
        }
    };
    Ok((text, code))
}

fn graph(
    path: &str,
    file: &Dockerfile<'_>,
    args: &InspectArgs,
    options: &Options,
    context: &dyn BuildContext,
) -> StageGraph {
    if args.empty_bases {
        let options = GraphOptions {
            target: args.target.clone(),
            build_args: args.build_arg.clone(),
            complete: true,
            platform: Some(args.platform.clone()),
            ..GraphOptions::default()
        };
        return graph::build(file, &options, &EmptyBases);
    }
    let request = Request {
        path,
        source: file.source,
        options,
        context,
    };
    Model::new(&request, file).graph
}

/// Every image has a configuration with nothing in it.
struct EmptyBases;

impl BaseConfigs for EmptyBases {
    fn config(&self, _: &Reference) -> Option<BaseConfig> {
        Some(BaseConfig {
            env: Vec::new(),
            env_complete: true,
            user: Some(String::new()),
            workdir: Some(String::new()),
            entrypoint: Some(None),
            cmd: Some(None),
            healthcheck: Some(false),
            no_triggers: true,
        })
    }
}
