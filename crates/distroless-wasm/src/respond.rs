//! From a request to its answer. Nothing here knows JavaScript: it is tested natively.

use crate::fields;
use crate::request::{BuildRequest, RunRequest, named_value};
use crate::settings;
use crate::toml::Reader;
use distroless_core::config::{Config, FailOn};
use distroless_core::order;
use distroless_core::{BuildContext, DefinedContext, Options, Request};
#[cfg(feature = "terminal")]
use distroless_report::text;
use distroless_report::{
    Base, Baseline, ChangedLines, Conclusion, File, Format, Run, RunProblem, Suggestion, examine,
    render, serialised, suggestions,
};
use image_knowledge::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// What comes out.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    /// Why there is nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// The rendered run, by format.
    outputs: BTreeMap<String, String>,
    conclusion: &'static str,
    exit_code: u8,
    files: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    suppressed: usize,
    /// What could not be read or understood, a line each.
    problems: Vec<String>,
    /// Findings that the baseline has; they are in none of the numbers above.
    known: usize,
    /// Findings that a change has nothing to do with, where only those of the change count.
    elsewhere: usize,
    /// Findings that decide the exit code.
    failing: usize,
    /// Safe fixes as lines to put in the place of others.
    suggestions: Vec<Suggestion>,
    /// The run in one line.
    #[cfg(feature = "terminal")]
    summary: String,
}

/// What a run is given besides its request.
pub(crate) struct Given<'g> {
    /// Makes a random id.
    pub(crate) guid: &'g dyn Fn() -> String,
    /// What the pages of the rules explain.
    pub(crate) pages: &'g dyn Fn() -> Option<String>,
    /// Takes TOML apart.
    pub(crate) toml: &'g Reader<'g>,
}

/// Answers a request. `context` makes the build context of a Dockerfile, in the folder that is given or else
/// the one of the Dockerfile.
pub(crate) fn respond<'c>(
    request: &str,
    given: &Given<'_>,
    context: impl Fn(&str, Option<&str>) -> Box<dyn BuildContext + 'c>,
) -> String {
    let response = run(request, given, context).unwrap_or_else(|error| Response {
        error: Some(error),
        conclusion: Conclusion::Problems.name(),
        exit_code: Conclusion::Problems.exit_code(),
        ..Response::default()
    });
    // Strings and numbers only: this cannot fail.
    serialised(&response, false)
}

fn run<'c>(
    request: &str,
    given: &Given<'_>,
    context: impl Fn(&str, Option<&str>) -> Box<dyn BuildContext + 'c>,
) -> Result<Response, String> {
    let request: RunRequest =
        fields::parse(request).map_err(|error| format!("the request cannot be read: {error}"))?;
    let formats = request
        .formats
        .iter()
        .map(|name| format(name))
        .collect::<Result<Vec<_>, _>>()?;
    let (options, fail_on, mut problems) = options(&request, given.toml)?;
    let baseline = request.baseline.as_ref().map(|text| {
        let read = Baseline::parse(text);
        read.map_err(|error| format!("the baseline cannot be used: {error}"))
    });
    let changed_lines = match request.changed_lines.as_deref() {
        None | Some("") => ChangedLines::Off,
        Some(name) => ChangedLines::from_name(name).ok_or_else(|| {
            let names: Vec<_> = ChangedLines::ALL.iter().map(|it| it.name()).collect();
            format!("changed-lines is `{name}`; it can be {}", names.join(", "))
        })?,
    };
    // Only the job summary shows what images are.
    let detailed = formats.contains(&Format::Markdown);

    let explained = formats.contains(&Format::Sarif);

    let mut files = Vec::new();
    for file in &request.files {
        let Some(source) = &file.source else {
            let why = file.error.as_deref();
            let help = file.help.as_deref();
            problems.push(RunProblem::new(
                Some(file.path.clone()),
                why.unwrap_or("this file cannot be read"),
                help.unwrap_or("check the path and its permissions"),
            ));
            continue;
        };
        // What lies beside the file is as it is now for its earlier text too: what that decides is not
        // of the change of this file.
        let build = file.build.as_ref().map(BuildRequest::build);
        let folder = build.as_ref().and_then(|build| build.context.as_deref());
        let context = context(&file.path, folder);
        let defined = build.as_ref().map(|build| DefinedContext {
            files: context.as_ref(),
            build,
        });
        let context = defined.as_ref().map_or(context.as_ref(), |defined| defined);
        let asked = |source: &str| {
            let asked = Request {
                path: &file.path,
                source,
                options: &options,
                context,
            };
            examine(&asked, detailed)
        };
        let (analysis, overview) = asked(source);
        files.push(File {
            source: source.clone(),
            analysis,
            overview,
            base: file.base.as_ref().map(|source| {
                let (analysis, overview) = asked(source);
                Base {
                    source: source.clone(),
                    analysis,
                    overview,
                }
            }),
            changed: file.changed.clone(),
        });
    }
    order::sort_by(&mut files, |a, b| a.analysis.path.cmp(&b.analysis.path));

    let run = Run {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        today: options.today,
        fail_on,
        files,
        problems,
        guid: (!request.reproducible).then(given.guid),
        pages: explained.then(given.pages).flatten(),
        show_suppressed: request.show_suppressed,
        baseline: baseline.transpose()?,
        changed_lines,
        links: request.links.clone(),
    };
    let mut response = response(&run, &formats);
    #[cfg(feature = "terminal")]
    {
        response.summary = text::summary(&run);
        if let Some(asked) = &request.text {
            let style = text::Style {
                coloured: asked.coloured,
                quiet: asked.quiet,
                width: asked.width.map(|width| width as usize),
            };
            let text = text::report(&run, style);
            response.outputs.insert("text".to_owned(), text);
        }
    }
    if request.suggestions {
        response.suggestions = suggestions(&run);
    }
    Ok(response)
}

fn response(run: &Run, formats: &[Format]) -> Response {
    let counts = run.counts();
    let conclusion = run.conclusion();
    let in_files = run.files.iter().flat_map(|file| {
        let problems = file.analysis.problems.iter();
        problems.map(|problem| (Some(&file.analysis.path), &problem.message, &problem.help))
    });
    let own = run.problems.iter();
    let own = own.map(|problem| (problem.path.as_ref(), &problem.message, &problem.help));
    let problems = own.chain(in_files).map(|(path, message, help)| {
        let place = path.map(|path| format!("{path}: ")).unwrap_or_default();
        format!("{place}{message} ({help})")
    });
    let mut outputs = BTreeMap::new();
    for format in formats {
        outputs.insert(format.name().to_owned(), render(*format, run));
    }
    Response {
        error: None,
        outputs,
        conclusion: conclusion.name(),
        exit_code: conclusion.exit_code(),
        files: run.files.len(),
        errors: counts.error,
        warnings: counts.warning,
        infos: counts.info,
        suppressed: counts.suppressed,
        problems: problems.collect(),
        known: counts.known,
        elsewhere: counts.elsewhere,
        failing: run.failing(),
        suggestions: Vec::new(),
        #[cfg(feature = "terminal")]
        summary: String::new(),
    }
}

fn format(name: &str) -> Result<Format, String> {
    Format::from_name(name).ok_or_else(|| {
        let names: Vec<_> = Format::ALL.iter().map(|format| format.name()).collect();
        format!(
            "there is no format `{name}`; there are {}",
            names.join(", ")
        )
    })
}

fn options(
    request: &RunRequest,
    toml: &Reader<'_>,
) -> Result<(Options, FailOn, Vec<RunProblem>), String> {
    let mut problems = Vec::new();
    let mut config = match &request.config {
        None => Config::default(),
        Some(file) => {
            let (config, errors) = settings::read(file, toml);
            problems.extend(errors.into_iter().map(|error| {
                RunProblem::at(
                    &file.path,
                    &file.text,
                    error.span,
                    error.message,
                    error.help,
                )
            }));
            config
        }
    };
    config
        .narrow(&request.select, &request.ignore)
        .map_err(|error| format!("{}; {}", error.message(), error.help()))?;
    let fail_on = match request.fail_on.as_deref() {
        None | Some("") => config.fail_on.unwrap_or_default(),
        Some(name) => FailOn::from_name(name).ok_or_else(|| {
            let names: Vec<_> = FailOn::ALL.iter().map(|fail_on| fail_on.name()).collect();
            format!("fail-on is `{name}`; it can be {}", names.join(", "))
        })?,
    };
    let build_args = request.build_args.iter().map(|argument| {
        named_value(argument)
            .ok_or_else(|| format!("the build argument `{argument}` is not of the form NAME=VALUE"))
    });
    let build_args = build_args.collect::<Result<_, _>>()?;
    let today = Date::parse(&request.today)
        .ok_or_else(|| format!("`{}` is no date of the form YYYY-MM-DD", request.today))?;
    let options = Options {
        today,
        target: request.target.clone().filter(|target| !target.is_empty()),
        build_args,
        config,
    };
    Ok((options, fail_on, problems))
}

#[cfg(test)]
mod tests {
    use super::{Given, respond};
    use distroless_core::{BuildContext, NoContext};

    fn ask(request: &str) -> serde_json::Value {
        let none = |_: &str, _: Option<&str>| Box::new(NoContext) as Box<dyn BuildContext>;
        let given = Given {
            guid: &|| "id".to_owned(),
            pages: &|| None,
            toml: &|text| Some(distroless_toml_wasm::read_toml(text)),
        };
        serde_json::from_str(&respond(request, &given, none)).unwrap()
    }

    #[test]
    fn a_run_is_answered_with_its_outputs() {
        let answer = ask(
            r#"{"files":[{"path":"a/Dockerfile","source":"FROM scratch\nCOPY app /app\nUSER 1\nCMD /app\n"}],
                "today":"2026-11-23","formats":["json","sarif"],"reproducible":true,"select":["exec-form-required"]}"#,
        );
        assert_eq!(answer["error"], serde_json::Value::Null);
        assert_eq!(answer["exitCode"], 1);
        assert_eq!(answer["errors"], 1);
        let json: serde_json::Value =
            serde_json::from_str(answer["outputs"]["json"].as_str().unwrap()).unwrap();
        assert_eq!(json["findings"][0]["rule"], "exec-form-required");
        assert!(
            answer["outputs"]["sarif"]
                .as_str()
                .unwrap()
                .contains("a/Dockerfile")
        );
    }

    #[test]
    fn what_a_definition_says_of_a_build_counts() {
        let ask = |build: &str, more: &str| {
            ask(&format!(
                r#"{{"files":[{{"path":"Dockerfile","source":"ARG BASE\nFROM $BASE AS app\nCOPY a /a\nCMD /a\nFROM scratch AS other\nCOPY a /a\nCMD [\"/a\"]\n"{build}}}],
                    "today":"2026-11-23","formats":[],"select":["exec-form-required"]{more}}}"#
            ))
        };
        let build = r#","build":{"targets":["app"],"args":["BASE=gcr.io/distroless/static-debian12"],"from":"compose.yaml: service a"}"#;
        assert_eq!(ask("", "")["errors"], 0);
        assert_eq!(ask(build, "")["errors"], 1);
        assert_eq!(ask(build, r#","target":"other""#)["errors"], 0);
        let own = r#","buildArgs":["BASE=debian:12"]"#;
        assert_eq!(ask(build, own)["errors"], 0);
        let outdated = ask(r#","build":{"targets":["gone"]}"#, "");
        assert_eq!(
            (&outdated["errors"], &outdated["exitCode"]),
            (&0.into(), &0.into())
        );
    }

    #[test]
    fn what_cannot_be_read_stops_no_other_file() {
        let answer = ask(
            r#"{"files":[{"path":"a","error":"denied"},{"path":"b","source":"FROM scratch\n"}],"today":"2026-11-23","formats":[]}"#,
        );
        assert_eq!(answer["files"], 1);
        assert_eq!(answer["exitCode"], 2);
        assert!(answer["problems"][0].as_str().unwrap().contains("denied"));
    }

    #[test]
    fn a_change_is_told_from_what_was_there() {
        let before = "FROM scratch\nCOPY app /app\nUSER 1\nENTRYPOINT /app\n";
        let after =
            "FROM scratch\nCOPY app /app\nUSER 1\nLABEL a=b\nENTRYPOINT /app\nHEALTHCHECK CMD ls\n";
        let file = serde_json::json!({
            "path": "Dockerfile", "source": after, "base": before, "changed": [[4, 4], [6, 6]],
        });
        let request = |changed_lines: &str| {
            let request = serde_json::json!({
                "files": [file], "today": "2026-11-23", "formats": ["json", "github", "markdown"],
                "select": ["exec-form-required", "healthcheck-needs-shell"], "reproducible": true,
                "changedLines": changed_lines, "suggestions": true,
            });
            ask(&request.to_string())
        };
        let all = request("off");
        assert_eq!(
            (&all["errors"], &all["failing"]),
            (&2.into(), &2.into()),
            "{all}"
        );
        let annotated = request("annotate");
        assert_eq!(
            (&annotated["errors"], &annotated["failing"]),
            (&2.into(), &2.into())
        );
        let lines = annotated["outputs"]["github"].as_str().unwrap().lines();
        assert_eq!(lines.count(), 1);
        let gate = request("gate");
        assert_eq!((&gate["errors"], &gate["failing"]), (&1.into(), &1.into()));
        assert_eq!(gate["elsewhere"], 1);

        // What a run found is the baseline of the next one.
        let report = all["outputs"]["json"].as_str().unwrap();
        let known = serde_json::json!({
            "files": [{"path": "Dockerfile", "source": format!("# more\n\n{after}")}],
            "today": "2026-11-23", "formats": ["github"],
            "select": ["exec-form-required", "healthcheck-needs-shell"],
            "baseline": report,
        });
        let known = ask(&known.to_string());
        assert_eq!(
            (&known["known"], &known["exitCode"]),
            (&2.into(), &0.into()),
            "{known}"
        );
        assert_eq!(known["outputs"]["github"], "");
    }

    #[test]
    fn safe_fixes_are_told_as_lines() {
        let request = serde_json::json!({
            "files": [{"path": "Dockerfile", "source": "FROM scratch\nCOPY app /app\nUSER 1\n  ENTRYPOINT /app \\\n  -v\n"}],
            "today": "2026-11-23", "formats": [], "select": ["exec-form-required"], "suggestions": true,
        });
        let answer = ask(&request.to_string());
        let suggestion = &answer["suggestions"][0];
        assert_eq!(suggestion["rule"], "exec-form-required", "{answer}");
        assert_eq!(
            (&suggestion["startLine"], &suggestion["endLine"]),
            (&4.into(), &5.into())
        );
        assert_eq!(suggestion["replacement"], "  ENTRYPOINT [\"/app\", \"-v\"]");
        assert_eq!(suggestion["fingerprint"].as_str().unwrap().len(), 16);
    }

    #[test]
    fn wrong_requests_are_told_what_is_valid() {
        for (request, says) in [
            ("nonsense", "cannot be read"),
            (
                r#"{"files":[],"today":"2026-11-23","formats":["xml"]}"#,
                "json",
            ),
            (
                r#"{"files":[],"today":"yesterday","formats":[]}"#,
                "YYYY-MM-DD",
            ),
            (
                r#"{"files":[],"today":"2026-11-23","formats":[],"failOn":"fatal"}"#,
                "never",
            ),
            (
                r#"{"files":[],"today":"2026-11-23","formats":[],"select":["self-cop"]}"#,
                "self-copy",
            ),
            (
                r#"{"files":[],"today":"2026-11-23","formats":[],"buildArgs":["X"]}"#,
                "NAME=VALUE",
            ),
            (
                r#"{"files":[],"today":"2026-11-23","formats":[],"changedLines":"some"}"#,
                "annotate",
            ),
            (
                r#"{"files":[],"today":"2026-11-23","formats":[],"baseline":"{}"}"#,
                "baseline",
            ),
            (
                r#"{"files":[],"today":"2026-11-23","formats":[],"colour":true}"#,
                "colour",
            ),
        ] {
            let answer = ask(request);
            let error = answer["error"].as_str().unwrap_or_default();
            assert!(error.contains(says), "{request}: {error}");
            assert_eq!(answer["exitCode"], 2, "{request}");
        }
    }
}
