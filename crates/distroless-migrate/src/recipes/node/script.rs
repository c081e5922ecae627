//! What scripts of package.json start in the end.

use super::{folder, is_of};
use crate::obstacle::{Obstacle, Refusal};
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::image::path::file_name;
use shell_syntax::{Dialect, parse};

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
pub(super) fn expand(survey: &Survey<'_, '_>, started: &mut Started) -> Result<(), Refusal> {
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
            if script == "start" && name == "npm" {
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
