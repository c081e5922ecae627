//! Java: the archive, on the runtime of the release that it was compiled with.

use super::drops::drops;
use super::rest::rest;
use super::{Planned, starts};
use crate::bases::{Final, google_runtime, start_as};
use crate::family::Family;
use crate::health::{Asks, health};
use crate::image::{base, entrypoint};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{CopyLine, Lines, Note, Plan};
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::graph::StepKind;
use distroless_core::image::path::{absolute, file_name, has_extension, is_below};
use image_knowledge::{Language, RuntimeKind};

/// Programs of the language that a build runs.
const TOOLS: &[&str] = &[
    "ant", "gradle", "gradlew", "jar", "java", "javac", "jdeps", "jlink", "keytool", "lein", "mvn",
    "mvnw", "sbt",
];

/// Variables that only builds read.
const BUILD_ONLY: &[&str] = &["GRADLE_", "JAVA_HOME", "MAVEN_", "MVN_", "M2_HOME"];

pub(super) fn is_of(name: &str) -> bool {
    matches!(name, "gradle" | "gradlew" | "java" | "mvn" | "mvnw")
}

/// What Java is given.
struct Line {
    /// Options before the archive or the class.
    options: Vec<String>,
    /// The archive, as written; `None` for a class.
    jar: Option<String>,
    /// What stands behind the options, the archive or class included.
    rest: Vec<String>,
}

pub(super) fn plan(survey: &Survey<'_, '_>, mut started: Started) -> Planned {
    let words: Vec<String> = started.words().iter().map(ToString::to_string).collect();
    if started.program() != "java" {
        return Err(Refusal::one(Obstacle::new(
            started.span,
            format!(
                "`{}` compiles and starts the application at every start",
                words.join(" ")
            ),
            "build the archive in the build, and start it with `java -jar`",
        )));
    }
    let line = read(&words).ok_or_else(|| {
        Refusal::one(Obstacle::new(
            started.span,
            "which archive or class Java starts is not known",
            "name it in CMD: [\"java\", \"-jar\", …]",
        ))
    })?;
    if let Some(own) = words
        .first()
        .filter(|word| word.contains('/'))
        .and_then(|java| runtime_of(survey, java))
    {
        return of_own_runtime(survey, &started, &line, &own);
    }
    let (base, distroless, why) = choose(survey)?;
    if base.nonroot == survey.model.base_name(survey.stage) && !survey.is_single() {
        return Err(Refusal::nothing_to_do(
            survey.stage.from,
            format!("`{}` is the best base already", base.nonroot),
        ));
    }
    let mut plan = start_as(survey, &base, why);
    plan.build_only = BUILD_ONLY;
    match drops(survey) {
        Some(dropped) => {
            plan.swap = true;
            plan.drops = dropped;
            // The author's PATH has the JDK that is gone.
        }
        None => application(survey, &mut plan, &line, &started)?,
    }
    options(survey, &mut plan, &started);
    let own = if distroless {
        entrypoint(survey, &plan.base)
    } else {
        Vec::new()
    };
    start(&mut plan, &mut started, &line, &own);
    plan.head.extend(super::environment(&started));
    plan.health = health(survey, Asks::Nothing, &|_| false);
    Ok(plan)
}

/// Reads a command line of Java.
fn read(words: &[String]) -> Option<Line> {
    let mut line = Line {
        options: Vec::new(),
        jar: None,
        rest: Vec::new(),
    };
    let mut rest = words.iter().skip(1);
    while let Some(word) = rest.next() {
        match word.as_str() {
            "-jar" => {
                let jar = rest.next()?;
                if jar.contains('*') {
                    return None;
                }
                line.jar = Some(jar.clone());
                line.rest = std::iter::once(jar).chain(rest).cloned().collect();
                return Some(line);
            }
            "-cp" | "-classpath" | "--class-path" | "-p" | "--module-path" | "-m" | "--module"
            | "--add-modules" | "--add-opens" | "--add-exports" => {
                line.options.push(word.clone());
                let value = rest.next()?;
                if word == "-m" || word == "--module" {
                    line.rest = std::iter::once(value).chain(rest).cloned().collect();
                    return Some(line);
                }
                line.options.push(value.clone());
            }
            word if word.starts_with('-') => line.options.push(word.to_owned()),
            _ => {
                line.rest = std::iter::once(word).chain(rest).cloned().collect();
                return Some(line);
            }
        }
    }
    None
}

/// The final image, whether it has no shell, and why it is that one.
fn choose(survey: &Survey<'_, '_>) -> Result<(Final, bool, String), Refusal> {
    let at = survey.stage.base.span;
    let version = survey.version(RuntimeKind::Java);
    let major = version
        .as_deref()
        .and_then(|version| version.split('.').next())
        .map(str::to_owned);
    let Some(major) = major else {
        return Err(Refusal::one(Obstacle::new(
            at,
            "which release of Java it has is not known",
            "name the release in the tag",
        )));
    };
    let slim = |why: String| {
        let image = format!("eclipse-temurin:{major}-jre");
        if base(survey, &image).is_some_and(|base| base.is_known()) {
            let base = Final {
                root: image.clone(),
                nonroot: image,
            };
            Ok((base, false, why))
        } else {
            Err(Refusal::one(Obstacle::new(
                at,
                why,
                "move to a release that is maintained: 17, 21, 25",
            )))
        }
    };
    match survey.family {
        Family::Best | Family::Google => match google_runtime(survey, Language::Java, &major) {
            Some(base) => Ok((
                base,
                true,
                format!("Java {major} without a compiler and without a shell"),
            )),
            None if survey.family == Family::Best => slim(format!(
                "no minimal image has Java {major}: the runtime of Temurin has it, without the compiler"
            )),
            None => Err(Refusal::one(Obstacle::new(
                at,
                format!("no minimal image has Java {major}"),
                "move to Java 17, 21 or 25, or choose --base slim",
            ))),
        },
        Family::Slim => slim(format!("the runtime of Java {major} without the compiler")),
        Family::Chainguard => Err(Refusal::one(Obstacle::new(
            at,
            format!(
                "Chainguard's free images have the latest release only, and it is not known to be Java {major}"
            ),
            "choose --base google",
        ))),
        Family::Scratch => Err(Refusal::one(Obstacle::new(
            at,
            "an archive needs Java, and the empty image has nothing",
            "choose --base google",
        ))),
    }
}

/// What the final image gets of the build stage.
fn application(
    survey: &Survey<'_, '_>,
    plan: &mut Plan,
    line: &Line,
    started: &Started,
) -> Result<(), Refusal> {
    let root = survey.workdir().unwrap_or("/");
    let refused = |why: &str, help: &str| Refusal::one(Obstacle::new(started.span, why, help));
    if let Some(jar) = &line.jar {
        let path = absolute(root, jar);
        let rest = rest(survey, &survey.workdirs(), TOOLS, true, false)?;
        plan.moves_copies = true;
        plan.copies.push(CopyLine::same(path.clone(), false));
        // Archives beside it, which its manifest may name.
        let folder = survey
            .model
            .contents(survey.stage)
            .context_of(root)
            .unwrap_or_default();
        let project = survey.model.surroundings().project(&folder);
        let beside = survey.commands().any(|(_, command)| {
            command
                .words
                .iter()
                .any(|word| word.contains("copy-dependencies") || word.contains("installDist"))
        }) || project.java().is_some_and(|java| {
            java.plugins.iter().any(|plugin| {
                plugin == "maven-dependency-plugin"
                    || plugin == "quarkus-maven-plugin"
                    || plugin == "io.quarkus"
            })
        });
        if beside
            && let Some((directory, _)) = path
                .rsplit_once('/')
                .filter(|(directory, _)| is_below(directory, root) && *directory != root)
        {
            plan.copies.clear();
            plan.copies.push(CopyLine::same(directory, false));
        }
        rest.into_plan(plan);
    } else {
        if root == "/" {
            return Err(refused(
                "the classes lie in the root directory, among the files of the system",
                "set a WORKDIR of its own, such as /app",
            ));
        }
        let outside = line
            .options
            .iter()
            .flat_map(|option| option.split(':'))
            .any(|path| path.starts_with('/') && !is_below(path, root));
        if outside {
            return Err(refused(
                "classes lie outside of the working directory",
                "copy the application into one directory, and make that the WORKDIR",
            ));
        }
        let rest = rest(survey, &[root], TOOLS, false, false)?;
        plan.copies.push(CopyLine::same(root, false));
        rest.into_plan(plan);
    }
    if is_below(root, "/root") {
        return Err(refused(
            "the application lies in the home directory of root, which no other user may enter",
            "set another WORKDIR, such as /app",
        ));
    }
    Ok(())
}

/// Options that a shell put in from a variable: the runtime reads one itself.
fn options(survey: &Survey<'_, '_>, plan: &mut Plan, started: &Started) {
    for name in &started.jvm_options {
        if name == "JAVA_TOOL_OPTIONS" {
            continue;
        }
        let value = survey.model.graph.env(survey.stage.index, name);
        let value = value.value().filter(|value| !value.is_empty());
        if let Some(value) = value {
            plan.head.push(Lines {
                lines: vec![format!("ENV JAVA_TOOL_OPTIONS={}", super::quoted(value))],
                reason: format!("no shell puts `{name}` in: Java reads JAVA_TOOL_OPTIONS itself"),
            });
        }
        plan.notes.push(Note::at(
            started.span,
            format!("no shell puts `{name}` in any more: whoever sets it sets JAVA_TOOL_OPTIONS, which Java reads itself"),
        ));
    }
}

/// How the archive or class is started.
fn start(plan: &mut Plan, started: &mut Started, line: &Line, own: &[String]) {
    let why = started.unwrapped.first().copied();
    if own.is_empty() {
        let reason = why.unwrap_or("it is started as before").to_owned();
        plan.starts = starts(started, &[], false, reason);
        return;
    }
    let java = own.first().cloned().unwrap_or_default();
    if line.jar.is_some() && line.options.is_empty() {
        let fixed = started.fixed.len();
        let (entrypoint, cmd) = if fixed <= 2 {
            (Vec::new(), line.rest.clone())
        } else {
            let mut entrypoint: Vec<String> = own.to_vec();
            entrypoint.extend(started.fixed.iter().skip(2).cloned());
            (entrypoint, started.args.clone())
        };
        plan.starts.entrypoint = entrypoint;
        plan.starts.cmd = cmd;
        plan.starts.reason = format!("the base starts `{}` itself", own.join(" "));
        return;
    }
    started.replace(1, &[&java]);
    let words = started.words().into_iter().map(ToString::to_string);
    if started.fixed.is_empty() {
        plan.starts.entrypoint = words.collect();
    } else {
        plan.starts.entrypoint.clone_from(&started.fixed);
        plan.starts.cmd.clone_from(&started.args);
    }
    plan.starts.reason = format!(
        "the base starts `{}` itself, and this needs other options",
        own.join(" ")
    );
}

/// The directory of a runtime that a command of the file makes, of which a program is started.
fn runtime_of(survey: &Survey<'_, '_>, java: &str) -> Option<String> {
    let path = survey.model.absolute(survey.stage, java)?;
    let directory = path.strip_suffix("/bin/java")?.to_owned();
    let made = survey.commands().any(|(_, command)| {
        command.program() == "jlink"
            && command.words.windows(2).any(|pair| matches!(pair, [option, path] if option == "--output" && absolute(survey.workdir().unwrap_or("/"), path) == directory))
    });
    let copied = survey.stage.steps.iter().any(|step| match &step.kind {
        StepKind::Copy(copy) => {
            copy.from.is_some()
                && copy
                    .destination
                    .value
                    .as_deref()
                    .is_some_and(|to| is_below(&directory, to))
        }
        _ => false,
    });
    (made || copied).then_some(directory)
}

/// A runtime of its own (jlink) needs the libraries of Debian only.
fn of_own_runtime(
    survey: &Survey<'_, '_>,
    started: &Started,
    line: &Line,
    runtime: &str,
) -> Planned {
    if survey.is_musl() {
        return Err(Refusal::one(Obstacle::new(
            survey.stage.base.span,
            "the runtime is linked with musl: the minimal bases have the GNU C library",
            "make the runtime on an image of Debian",
        )));
    }
    if !matches!(survey.family, Family::Best | Family::Google) {
        return Err(Refusal::one(Obstacle::new(
            survey.stage.from,
            "which image of that family runs a runtime of its own is not known",
            "choose --base google",
        )));
    }
    let name = "gcr.io/distroless/java-base-debian13";
    let base = Final {
        root: name.to_owned(),
        nonroot: format!("{name}:nonroot"),
    };
    let mut started = started.clone();
    let started = &mut started;
    let mut plan = start_as(
        survey,
        &base,
        "the application brings a runtime of its own: the base has the libraries that it needs",
    );
    plan.build_only = BUILD_ONLY;
    if let Some(dropped) = drops(survey) {
        plan.swap = true;
        plan.drops = dropped;
    } else {
        application(survey, &mut plan, line, started)?;
        plan.copies.insert(0, CopyLine::same(runtime, false));
        // PATH is the build stage's.
        if started
            .words()
            .first()
            .is_some_and(|word| !word.contains('/'))
        {
            started.replace(1, &[&format!("{runtime}/bin/java")]);
            started.unwrapped.push("the runtime is found by its path");
        }
    }
    options(survey, &mut plan, started);
    let reason = started
        .unwrapped
        .first()
        .copied()
        .unwrap_or("it is started as before");
    plan.starts = starts(started, &[], false, reason.to_owned());
    plan.head.extend(super::environment(started));
    plan.health = health(survey, Asks::Nothing, &|_| false);
    Ok(plan)
}

/// A runtime that jlink made, started by its name through PATH.
pub(super) fn linked(survey: &Survey<'_, '_>, started: &Started, path: &str) -> Planned {
    let words: Vec<String> = started.words().iter().map(ToString::to_string).collect();
    let (Some(line), Some(runtime)) = (read(&words), path.strip_suffix("/bin/java")) else {
        return Err(Refusal::one(Obstacle::new(
            started.span,
            "which archive or class Java starts is not known",
            "name it in CMD: [\"java\", \"-jar\", …]",
        )));
    };
    if file_name(path) != "java"
        || line
            .jar
            .as_deref()
            .is_some_and(|jar| !has_extension(jar, "jar"))
    {
        return Err(super::unknown(survey, started).into());
    }
    of_own_runtime(survey, started, &line, runtime)
}
