//! Node.js: packages for production only, on the image of the same major release.

use super::rest::rest;
use super::{Planned, insert, starts};
use crate::bases::{Final, google_runtime, start_as};
use crate::family::Family;
use crate::health::{Asks, health};
use crate::image::{base, entrypoint, is_current, parts, with_variant};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{CopyLine, Lines, Note, Plan};
use crate::run::{Cmd, Run};
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::image::path::file_name;
use image_knowledge::{Language, RuntimeKind};
use shell_syntax::{Dialect, parse};

/// Programs of the language that a build runs.
const TOOLS: &[&str] = &[
    "corepack", "esbuild", "g++", "gcc", "lerna", "make", "nest", "next", "ng", "node", "npm",
    "npx", "nx", "pnpm", "pnpx", "prisma", "python", "rollup", "tsc", "turbo", "vite", "webpack",
    "yarn",
];

/// Variables that only builds read.
const BUILD_ONLY: &[&str] = &[
    "NPM_CONFIG_",
    "npm_config_",
    "PNPM_HOME",
    "YARN_",
    "CI",
    "COREPACK_",
    "PUPPETEER_SKIP_DOWNLOAD",
];

/// The release that open tags are pinned to where nothing else says which.
const LTS: &str = "24";

pub(super) fn is_of(name: &str) -> bool {
    matches!(
        name,
        "node" | "nodejs" | "npm" | "npx" | "pnpm" | "yarn" | "corepack"
    )
}

pub(super) fn plan(survey: &Survey<'_, '_>, mut started: Started) -> Planned {
    let runner = started.program().to_owned();
    expand(survey, &mut started)?;
    let image = survey.model.base_name(survey.stage).to_owned();
    let (name, tag) = parts(&image);
    let known = survey
        .version(RuntimeKind::Node)
        .and_then(|version| major(&version));
    let written = major(tag.split('-').next().unwrap_or_default());
    // An open tag is another release tomorrow: both stages must have the same.
    let (version, pinned) = match (written, known) {
        (Some(written), _) => (written, false),
        (None, _) => (LTS.to_owned(), true),
    };
    needs_system(survey)?;
    let root = survey.workdir().unwrap_or("/");
    if root == "/" {
        return Err(Refusal::one(Obstacle::new(
            started.span,
            "the application lies in the root directory, among the files of the system",
            "set a WORKDIR of its own, such as /app",
        )));
    }
    let (base_image, distroless, why) = choose(survey, &version)?;
    if base_image.nonroot == image && !survey.is_single() {
        return Err(Refusal::nothing_to_do(
            survey.stage.from,
            format!("`{image}` is the best base already"),
        ));
    }
    let mut plan = start_as(survey, &base_image, why);
    plan.build_only = BUILD_ONLY;
    let variant = if pinned {
        pin(survey, &mut plan, name, tag, &version)
    } else {
        None
    };
    let pinned_nothing = !pinned || survey.is_single();
    if distroless && !(survey.runs.is_empty() && survey.is_single()) {
        libc(survey, &mut plan, variant.as_deref().unwrap_or(&image))?;
    }
    if survey.runs.is_empty() && pinned_nothing {
        plan.swap = true;
        plan.builder = None;
        super::ruby::owned_copies(survey, &mut plan);
    } else {
        let rest = rest(survey, &[root], TOOLS, false, !distroless)?;
        prune(survey, &mut plan, root);
        if !distroless {
            plan.head.extend(super::system::installs(survey)?);
        }
        plan.copies.push(CopyLine::same(root, true));
        plan.copies.extend(rest.copies);
        plan.notes.extend(rest.notes);
    }
    let own = entrypoint(survey, &plan.base);
    let reason = if own.is_empty() {
        "it starts Node.js itself".to_owned()
    } else {
        format!(
            "the base starts `{}` itself, and CMD names the script",
            own.join(" ")
        )
    };
    let reason = if runner == "node" {
        reason
    } else {
        format!("`{runner}` is not in the image: its script starts this; {reason}")
    };
    plan.starts = starts(&started, &own, true, reason);
    plan.head.extend(super::environment(&started));
    let node = if own.is_empty() {
        "node".to_owned()
    } else {
        own.first().cloned().unwrap_or_default()
    };
    plan.health = health(survey, Asks::Node(&node), &|_| false);
    if distroless {
        plan.notes.push(Note::new("the image has no shell: what the application starts by `child_process.exec` fails there"));
    }
    Ok(plan)
}

/// The final image, whether it has no shell, and why it is that one.
fn choose(survey: &Survey<'_, '_>, version: &str) -> Result<(Final, bool, String), Refusal> {
    let slim = |why: String| {
        let image = format!("node:{version}-slim");
        let known = base(survey, &image).is_some_and(|base| base.is_known());
        let base = Final {
            root: image.clone(),
            nonroot: image,
        };
        if known {
            Ok((base, false, why))
        } else {
            Err(Refusal::one(Obstacle::new(
                survey.stage.base.span,
                why,
                "move to a release that is maintained",
            )))
        }
    };
    let google = google_runtime(survey, Language::Node, version);
    match survey.family {
        Family::Best | Family::Google => match google {
            Some(base) => Ok((
                base,
                true,
                format!("Node.js {version} without a shell and without npm"),
            )),
            None if survey.family == Family::Best && !survey.is_musl() => slim(format!(
                "no minimal image has Node.js {version}: the slim one has it, without compilers"
            )),
            None => Err(Refusal::one(Obstacle::new(
                survey.stage.base.span,
                format!("no minimal image has Node.js {version}"),
                "move to a release that has one (22, 24, 26), or choose --base slim",
            ))),
        },
        Family::Chainguard => {
            let image = "cgr.dev/chainguard/node:latest-slim";
            let same = base(survey, image).is_some_and(|base| {
                base.facts().is_some_and(|facts| {
                    is_current(survey, image)
                        && facts.runtime(RuntimeKind::Node).is_some_and(|runtime| {
                            runtime
                                .version
                                .as_ref()
                                .known()
                                .is_some_and(|it| major(it).as_deref() == Some(version))
                        })
                })
            });
            if same {
                let base = Final {
                    root: image.to_owned(),
                    nonroot: image.to_owned(),
                };
                Ok((base, true, format!("Node.js {version} without npm")))
            } else {
                Err(Refusal::one(Obstacle::new(
                    survey.stage.base.span,
                    format!(
                        "Chainguard's free images have the latest release only, and it is not known to be Node.js {version}"
                    ),
                    "choose --base google",
                )))
            }
        }
        Family::Scratch => Err(Refusal::one(Obstacle::new(
            survey.stage.base.span,
            "a script needs Node.js, and the empty image has nothing",
            "choose --base google",
        ))),
        Family::Slim => slim(format!("Node.js {version} without compilers")),
    }
}

fn major(version: &str) -> Option<String> {
    let major = version.split('.').next()?;
    (!major.is_empty() && major.bytes().all(|byte| byte.is_ascii_digit())).then(|| major.to_owned())
}

/// Pins the builder of an open tag to the release of the final image.
fn pin(
    survey: &Survey<'_, '_>,
    plan: &mut Plan,
    name: &str,
    tag: &str,
    version: &str,
) -> Option<String> {
    let variant = tag.split_once('-').map_or("", |(_, variant)| variant);
    let variant = if variant.is_empty() && !matches!(tag, "" | "latest" | "lts" | "current") {
        tag
    } else {
        variant
    };
    let image = if variant.is_empty() {
        format!("{name}:{version}")
    } else {
        format!("{name}:{version}-{variant}")
    };
    if survey.stage.base.has_variables {
        return None;
    }
    plan.builder = Some((
        image.clone(),
        format!(
            "the tag is open: the release of the final image, {version}, is the one to build with"
        ),
    ));
    Some(image)
}

/// Packages with machine code that are installed with musl do not load with the GNU C library.
fn libc(survey: &Survey<'_, '_>, plan: &mut Plan, image: &str) -> Result<(), Refusal> {
    if !survey.is_musl() {
        return Ok(());
    }
    let project = survey.model.surroundings().project(&folder(survey));
    let pure = project
        .native_addons()
        .is_some_and(|addons| addons.iter().all(|addon| !addon.one_libc));
    let installs = survey
        .commands()
        .any(|(_, command)| command.program() == "apk");
    if pure {
        plan.notes.push(Note::new("no package in the lock file has machine code for one C library: what is installed on Alpine runs on Debian"));
        return Ok(());
    }
    if installs || survey.stage.base.has_variables {
        return Err(Refusal::one(Obstacle::new(
            survey.stage.base.span,
            "packages with machine code that are installed on Alpine do not load on the final image, which has the GNU C library",
            "build on the slim image of Debian, with apt-get for apk",
        )));
    }
    if project
        .node()
        .is_some_and(|node| node.dependencies.contains_key("@prisma/client"))
    {
        return Err(Refusal::one(Obstacle::new(
            survey.stage.base.span,
            "Prisma chooses its engine by the system that it is installed on, which is Alpine here and Debian in the final image",
            "build on the full image of Node.js, which is on Debian",
        )));
    }
    let slim = with_variant(image, "slim");
    plan.builder = Some((
        slim,
        "packages with machine code that are installed on Alpine (musl) do not load on the final image (GNU C library)".to_owned(),
    ));
    Ok(())
}

/// Packages that start programs, or load libraries, of the system.
/// Source: their documentation, checked 2026-11-28.
const SYSTEM: &[&str] = &[
    "dockerode-compose",
    "fluent-ffmpeg",
    "gm",
    "imagemagick",
    "node-libcurl",
    "nodegit",
    "odbc",
    "pg-native",
    "playwright",
    "puppeteer",
    "simple-git",
];

/// Refuses packages that look for something of the system.
fn needs_system(survey: &Survey<'_, '_>) -> Result<(), Refusal> {
    let project = survey.model.surroundings().project(&folder(survey));
    let Some(node) = project.node() else {
        return Ok(());
    };
    let found = node
        .dependencies
        .keys()
        .filter(|name| SYSTEM.contains(&name.as_str()));
    let found: Vec<&str> = found.map(String::as_str).collect();
    if found.is_empty() || survey.family == Family::Slim {
        return Ok(());
    }
    Err(Refusal::one(Obstacle::new(
        survey.stage.from,
        format!(
            "`{}` looks for programs or libraries of the system when it runs",
            found.join("`, `")
        ),
        "stay on a slim image with those packages: --base slim",
    )))
}

/// The folder of the build context that the working directory is a copy of.
fn folder(survey: &Survey<'_, '_>) -> String {
    let workdir = survey.workdir().unwrap_or("/");
    survey
        .model
        .contents(survey.stage)
        .context_of(workdir)
        .unwrap_or_default()
}

/// How packages are installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manager {
    Npm,
    Yarn,
    YarnBerry,
    Pnpm,
}

/// Whether a command installs the packages of the project, and how.
fn installs(command: &Cmd) -> Option<Manager> {
    let words: Vec<&str> = command.plain_words().collect();
    let global = command.has(&["-g", "--global", "global"]);
    match (command.program(), words.as_slice()) {
        _ if global => None,
        ("npm", ["ci" | "install" | "i" | "clean-install"]) => Some(Manager::Npm),
        ("yarn", [] | ["install"]) => Some(Manager::Yarn),
        ("pnpm", ["install" | "i"]) => Some(Manager::Pnpm),
        _ => None,
    }
}

/// Whether a command leaves packages for development out.
fn is_for_production(survey: &Survey<'_, '_>, run: &Run<'_>, command: &Cmd) -> bool {
    let text = command.words.join(" ");
    let flags = [
        "--omit=dev",
        "--omit dev",
        "--production",
        "--only=production",
        "--only=prod",
        "--prod",
        "-P",
        "--only production",
    ];
    let flagged =
        flags.iter().any(|flag| text.contains(flag)) && !text.contains("--production=false");
    let set = survey.model.graph.env(survey.stage.index, "NODE_ENV");
    let before = survey.stage.steps.iter().any(|step| {
        step.span.start < run.step.span.start
            && step.assignments.iter().any(|it| {
                it.name.as_deref() == Some("NODE_ENV")
                    && it
                        .value
                        .as_ref()
                        .is_some_and(|value| value.value.as_deref() == Some("production"))
            })
    });
    flagged
        || before
            && set.value().is_some_and(|value| value == "production")
            && !text.contains("--include=dev")
}

/// Leaves packages for development out of the final image.
fn prune(survey: &Survey<'_, '_>, plan: &mut Plan, root: &str) {
    let mut install: Option<(&Run<'_>, &Cmd, Manager)> = None;
    let mut several = false;
    let mut pruned = false;
    let mut later = false;
    for (run, command) in survey.commands() {
        if let Some(manager) = installs(command) {
            several |= install.is_some();
            install = Some((run, command, manager));
            later = false;
            pruned = is_for_production(survey, run, command);
        } else if TOOLS.contains(&command.program()) {
            later |= install.is_some();
            pruned |= command.has(&["prune", "focus"]);
        }
    }
    let Some((run, command, mut manager)) = install else {
        return;
    };
    if pruned {
        return;
    }
    let project = survey.model.surroundings().project(&folder(survey));
    if project
        .node()
        .is_some_and(|node| node.dev_dependencies.is_empty() && !node.workspaces)
    {
        return;
    }
    if project
        .locks()
        .iter()
        .any(|lock| lock.kind == distroless_core::context::LockKind::YarnBerry)
    {
        manager = Manager::YarnBerry;
    }
    if project.node().is_some_and(|node| node.workspaces) || run.step.span.end > plan_end(survey) {
        plan.notes.push(Note::at(
            run.step.span,
            "packages for development of a workspace are kept: leave them out by hand",
        ));
        return;
    }
    let reason = "packages for development are not needed to run";
    let elsewhere = match &run.step.kind {
        distroless_core::graph::StepKind::Run(run) => run.workdir.as_deref() != Some(root),
        _ => true,
    };
    let old = survey
        .version(RuntimeKind::Node)
        .and_then(|it| it.split('.').next()?.parse::<u32>().ok())
        .is_some_and(|major| major < 16);
    if !later && !several && run.editable && command.plain && manager != Manager::YarnBerry {
        let flag = match manager {
            Manager::Npm if old => " --only=production",
            Manager::Npm => " --omit=dev",
            Manager::Yarn => " --production",
            Manager::Pnpm | Manager::YarnBerry => " --prod",
        };
        if let Some(end) = command.end() {
            plan.edits.push(insert(end, flag, reason));
        }
        return;
    }
    if elsewhere {
        plan.notes.push(Note::at(
            run.step.span,
            "packages for development are kept: it is not known where to leave them out",
        ));
        return;
    }
    let line = match manager {
        Manager::Npm if old => "RUN npm prune --production",
        Manager::Npm => "RUN npm prune --omit=dev",
        Manager::Yarn => "RUN yarn install --production --ignore-scripts --prefer-offline",
        Manager::YarnBerry => "RUN yarn workspaces focus --all --production",
        Manager::Pnpm => "RUN CI=true pnpm prune --prod",
    };
    plan.builds_here = true;
    plan.build.push(Lines {
        lines: vec![line.to_owned()],
        reason: "packages for development are needed to build, and not to run".to_owned(),
    });
}

/// The end of the last RUN.
fn plan_end(survey: &Survey<'_, '_>) -> u32 {
    survey.runs.last().map_or(0, |run| run.step.span.end)
}

/// Packages whose commands are scripts of Node.js, and where these are.
/// Source: `bin` of the packages' manifests, checked 2026-11-28.
const COMMANDS: &[(&str, &str, &str)] = &[
    (
        "http-server",
        "http-server",
        "node_modules/http-server/bin/http-server",
    ),
    (
        "json-server",
        "json-server",
        "node_modules/json-server/lib/bin.js",
    ),
    ("next", "next", "node_modules/next/dist/bin/next"),
    ("nuxt", "nuxt", "node_modules/nuxt/bin/nuxt.mjs"),
    (
        "react-router-serve",
        "@react-router/serve",
        "node_modules/@react-router/serve/bin.js",
    ),
    (
        "remix-serve",
        "@remix-run/serve",
        "node_modules/@remix-run/serve/dist/cli.js",
    ),
    ("serve", "serve", "node_modules/serve/build/main.js"),
    (
        "strapi",
        "@strapi/strapi",
        "node_modules/@strapi/strapi/bin/strapi.js",
    ),
    ("vite", "vite", "node_modules/vite/bin/vite.js"),
];

/// Follows `npm start` and the like to what Node.js starts.
fn expand(survey: &Survey<'_, '_>, started: &mut Started) -> Result<(), Refusal> {
    let span = started.span;
    let refuse = |why: String, help: &str| Err(Refusal::one(Obstacle::new(span, why, help)));
    for _ in 0..3 {
        let words: Vec<String> = started.words().iter().map(ToString::to_string).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let name = words.first().copied().map(file_name).unwrap_or_default();
        if matches!(name, "node" | "nodejs") {
            return script(survey, started, &words);
        }
        if name == "npx" {
            let Some(tool) = words.get(1).copied().filter(|word| !word.starts_with('-')) else {
                return refuse(
                    "it is not known what `npx` starts".to_owned(),
                    "start it by `node`",
                );
            };
            command(survey, started, 2, tool)?;
            continue;
        }
        let (count, script) = match words.as_slice() {
            ["npm" | "pnpm" | "yarn", "run" | "run-script", script, ..] => (3, *script),
            ["npm" | "pnpm" | "yarn", "start", ..] => (2, "start"),
            ["yarn", script, ..] if !script.starts_with('-') => (2, *script),
            ["corepack", "yarn" | "pnpm", ..] => {
                started.replace(1, &[]);
                continue;
            }
            ["pnpm" | "npm", "exec", tool, ..] if !tool.starts_with('-') => {
                command(survey, started, 3, tool)?;
                continue;
            }
            _ => {
                return refuse(
                    format!("it is not known what `{}` starts", words.join(" ")),
                    "start it by `node`",
                );
            }
        };
        let mut count = count;
        count += usize::from(words.get(count) == Some(&"--"));
        if words
            .get(count)
            .is_some_and(|word| word.starts_with("--silent") || word.starts_with("-s"))
        {
            return refuse(
                format!("it is not known what `{}` starts", words.join(" ")),
                "start it by `node`",
            );
        }
        let project = survey.model.surroundings().project(&folder(survey));
        let Some(node) = project.node() else {
            return refuse(
                format!(
                    "`{name}` starts the script `{script}` of package.json, which is not known here, by a shell"
                ),
                "start the script itself: CMD [\"node\", …]; or give the build context with --context",
            );
        };
        let Some(text) = node.scripts.get(script) else {
            if script == "start" && node.scripts.is_empty() || script == "start" {
                // npm's own: `node server.js`.
                started.replace(count, &["node", "server.js"]);
                continue;
            }
            return refuse(
                format!("package.json has no script `{script}`"),
                "start a script that is there",
            );
        };
        if ["pre", "post"]
            .iter()
            .any(|hook| node.scripts.contains_key(&format!("{hook}{script}")))
        {
            return refuse(
                format!("package.json runs more scripts before or after `{script}`"),
                "run what prepares it in the build, and start the program itself",
            );
        }
        follow(survey, started, count, script, text)?;
    }
    refuse(
        "scripts of package.json start each other".to_owned(),
        "start the program itself",
    )
}

/// Puts the command of a script in the place of the first words.
fn follow(
    survey: &Survey<'_, '_>,
    started: &mut Started,
    count: usize,
    script: &str,
    text: &str,
) -> Result<(), Refusal> {
    let shell = parse(text, Dialect::Posix);
    let span = started.span;
    let refused = || {
        Refusal::one(Obstacle::new(
            span,
            format!("the script `{script}` of package.json needs a shell: `{text}`"),
            "let it start one program with plain arguments",
        ))
    };
    let command_line = shell.only_command().ok_or_else(refused)?;
    let words: Option<Vec<String>> = command_line
        .words
        .iter()
        .map(|word| word.literal().map(std::borrow::Cow::into_owned))
        .collect();
    let mut words = words.ok_or_else(refused)?;
    let mut env = Vec::new();
    for assignment in &command_line.assignments {
        let value = assignment.value.literal().ok_or_else(refused)?;
        env.push((assignment.name.clone(), value.into_owned()));
    }
    if words.first().is_some_and(|word| word == "cross-env") {
        words.remove(0);
        while let Some((name, value)) = words.first().and_then(|word| word.split_once('=')) {
            env.push((name.to_owned(), value.to_owned()));
            words.remove(0);
        }
    }
    if !command_line.redirections.is_empty() || words.is_empty() {
        return Err(refused());
    }
    started.env.extend(env);
    let program = words.first().cloned().unwrap_or_default();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    started.replace(count, &words);
    if is_of(file_name(&program)) {
        return Ok(());
    }
    command(survey, started, 1, &program)
}

/// Puts `node SCRIPT` in the place of a command of a package.
fn command(
    survey: &Survey<'_, '_>,
    started: &mut Started,
    count: usize,
    tool: &str,
) -> Result<(), Refusal> {
    let span = started.span;
    let refuse = |why: String, help: &str| Err(Refusal::one(Obstacle::new(span, why, help)));
    if let Some(obstacle) = crate::obstacle_of::program(
        survey,
        &Started {
            args: vec![tool.to_owned()],
            span,
            ..Started::default()
        },
    ) {
        return Err(obstacle.into());
    }
    let next = started
        .words()
        .get(count)
        .copied()
        .unwrap_or_default()
        .to_owned();
    if matches!(
        tool,
        "react-scripts"
            | "vue-cli-service"
            | "ng"
            | "gatsby"
            | "webpack"
            | "webpack-dev-server"
            | "parcel"
            | "expo"
    ) || matches!(tool, "vite" | "next" | "nuxt" | "astro" | "remix")
        && matches!(next.as_str(), "" | "dev" | "serve" | "develop")
        || tool == "nest" && next == "start"
    {
        return refuse(
            format!("`{tool} {next}` is a server for development, or compiles when it starts"),
            "build the application (`npm run build`), and start or serve what was built",
        );
    }
    let Some((_, package, path)) = COMMANDS.iter().find(|(name, ..)| *name == tool) else {
        return refuse(
            format!("which script of Node.js `{tool}` is, is not known"),
            "start it by `node` with the path of the script in node_modules",
        );
    };
    let project = survey.model.surroundings().project(&folder(survey));
    let Some(node) = project.node() else {
        return refuse(
            format!(
                "whether package.json has `{package}` is not known: without it, it would be installed at every start"
            ),
            "give the build context with --context, or start it by `node`",
        );
    };
    if !node.dependencies.contains_key(*package) {
        return refuse(
            format!(
                "`{package}` is not among the dependencies of package.json: it would be installed at every start, or is for development only"
            ),
            "add it to `dependencies`",
        );
    }
    started.replace(count, &["node", path]);
    Ok(())
}

/// Looks at what Node.js is given.
fn script(survey: &Survey<'_, '_>, started: &Started, words: &[&str]) -> Result<(), Refusal> {
    let refuse =
        |why: String, help: &str| Err(Refusal::one(Obstacle::new(started.span, why, help)));
    if words
        .iter()
        .any(|word| word.starts_with("--watch") || *word == "--inspect-brk")
    {
        return refuse(
            "it watches for changes, or waits for a debugger: that is for development".to_owned(),
            "leave the option out",
        );
    }
    if words.iter().any(|word| {
        matches!(
            file_name(word),
            "nodemon" | "ts-node" | "ts-node/register" | "tsx" | "react-scripts"
        )
    }) {
        return refuse(
            "it compiles when it starts, with packages for development".to_owned(),
            "build the application, and start what was built",
        );
    }
    let Some(file) = words.iter().skip(1).find(|word| !word.starts_with('-')) else {
        return refuse(
            "which script Node.js starts is not known".to_owned(),
            "name it in CMD",
        );
    };
    let root = survey.workdir().unwrap_or("/");
    let path = survey.model.absolute(survey.stage, file);
    let inside = path.is_some_and(|path| distroless_core::image::path::is_below(&path, root));
    if !inside && words.iter().skip(1).all(|word| !word.starts_with('-')) {
        return refuse(
            format!("`{file}` lies outside of the working directory"),
            "copy the application into one directory, and make that the WORKDIR",
        );
    }
    Ok(())
}
