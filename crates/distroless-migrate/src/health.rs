//! Health checks: whether they work without a shell, and what asks the same.

use crate::plan::Health;
use crate::survey::Survey;
use distroless_core::graph::{CommandLine, Setting};
use distroless_core::image::path::file_name;
use shell_syntax::{Dialect, parse};

/// What the new image can ask with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asks<'r> {
    /// Node.js at a path.
    Node(&'r str),
    /// Python at a path.
    Python(&'r str),
    /// Nothing but programs that are copied.
    Nothing,
    /// A shell, and what the base's own packages bring: the check stays.
    Shell,
}

/// What becomes of the health check of the image. `kept` says whether a program is in the new image.
pub(crate) fn health(
    survey: &Survey<'_, '_>,
    asks: Asks<'_>,
    kept: &dyn Fn(&str) -> bool,
) -> Health {
    let Setting::Set {
        value: Some(check), ..
    } = &survey.stage.config.healthcheck
    else {
        return Health::Keep;
    };
    let words = words(check);
    let first = words.first().map_or("", String::as_str);
    let name = file_name(first);
    let fetches = matches!(name, "curl" | "wget");
    if matches!(check, CommandLine::Exec(_)) && !fetches && kept(first) && !is_shell(check) {
        return Health::Keep;
    }
    if let (Some(url), true) = (url(&words), fetches) {
        match asks {
            Asks::Node(node) => {
                let module = url.split(':').next().unwrap_or("http");
                return Health::Replace {
                    words: vec![
                        node.to_owned(),
                        "-e".to_owned(),
                        format!(
                            "require('{module}').get('{url}', r => process.exit(r.statusCode < 400 ? 0 : 1)).on('error', () => process.exit(1))"
                        ),
                    ],
                    reason: format!("the image has no `{name}`: Node.js asks the same"),
                };
            }
            Asks::Python(python) => {
                return Health::Replace {
                    words: vec![
                        python.to_owned(),
                        "-c".to_owned(),
                        format!(
                            "import urllib.request; urllib.request.urlopen('{url}', timeout=5)"
                        ),
                    ],
                    reason: format!("the image has no `{name}`: Python asks the same"),
                };
            }
            Asks::Nothing | Asks::Shell => {}
        }
    }
    if asks == Asks::Shell && !fetches {
        return Health::Keep;
    }
    if !words.is_empty() && !fetches {
        let interpreter = match asks {
            Asks::Node(node) if name == "node" => Some(node),
            Asks::Python(python) if name.starts_with("python") => Some(python),
            _ => None,
        };
        let program = interpreter.or_else(|| kept(first).then_some(first));
        if let Some(program) = program {
            let mut words = words.clone();
            if let Some(word) = words.first_mut() {
                program.clone_into(word);
            }
            return Health::Replace {
                words,
                reason: "a health check in exec form needs no shell".to_owned(),
            };
        }
    }
    let what = if name.is_empty() {
        "a shell".to_owned()
    } else {
        format!("`{name}`")
    };
    Health::Drop {
        reason: format!(
            "the image has no {} to ask with: let the platform ask (a probe of Kubernetes, a load balancer), or give the program a check of its own",
            what.trim_start_matches("a ")
        ),
    }
}

fn is_shell(check: &CommandLine) -> bool {
    match check {
        CommandLine::Shell { .. } => true,
        CommandLine::Exec(words) => words
            .first()
            .and_then(|word| word.value.as_deref())
            .is_some_and(|word| matches!(file_name(word), "sh" | "bash" | "ash")),
    }
}

/// The words of the check, `|| exit 1` and a shell around it taken away; empty where it does more.
fn words(check: &CommandLine) -> Vec<String> {
    let text = match check {
        CommandLine::Shell { text, .. } => text.clone(),
        CommandLine::Exec(words) => {
            let words: Vec<String> = words
                .iter()
                .map(|word| word.value.clone().unwrap_or_default())
                .collect();
            match words.as_slice() {
                [shell, option, text]
                    if option == "-c" && matches!(file_name(shell), "sh" | "bash" | "ash") =>
                {
                    text.clone()
                }
                _ => return words,
            }
        }
    };
    let text = text.trim();
    let text = ["|| exit 1", "|| false", "|| exit -1"]
        .iter()
        .find_map(|end| text.strip_suffix(end))
        .unwrap_or(text);
    // What is written to nowhere changes nothing.
    let text = text
        .replace("> /dev/null", "")
        .replace(">/dev/null", "")
        .replace("2>&1", "");
    parse(text.trim(), Dialect::Posix)
        .as_exec_command()
        .unwrap_or_default()
}

/// The one address that a fetching command asks, where nothing in it would have to be quoted.
fn url(words: &[String]) -> Option<String> {
    let mut urls = words.iter().skip(1).filter(|word| {
        word.starts_with("http://")
            || word.starts_with("https://")
            || word.starts_with("localhost")
            || word.starts_with("127.0.0.1")
    });
    let url = urls.next()?;
    let plain = url
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b":/._-?=&%".contains(&byte));
    if urls.next().is_some() || !plain {
        return None;
    }
    Some(if url.contains("://") {
        url.clone()
    } else {
        format!("http://{url}")
    })
}
