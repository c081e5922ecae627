//! Commands that start other commands.

use super::Call;
use crate::image::interpret::Machine;
use crate::image::script::Arg;
use crate::image::touch::Region;

/// Wrappers, the options of theirs that take a value, and how many operands stand before the command.
const WRAPPERS: &[(&str, &[&str], usize)] = &[
    ("builtin", &[], 0),
    ("chrt", &[], 1),
    ("doas", &["-u"], 0),
    ("eatmydata", &[], 0),
    ("exec", &["-a"], 0),
    ("fakeroot", &[], 0),
    ("gosu", &[], 1),
    ("ionice", &["-c", "-n"], 0),
    ("nice", &["-n"], 0),
    ("nohup", &[], 0),
    ("retry", &[], 0),
    ("setarch", &[], 1),
    ("stdbuf", &["-i", "-o", "-e"], 0),
    ("su-exec", &[], 1),
    ("sudo", &["-u", "-g"], 0),
    ("time", &["-f", "-o"], 0),
    ("timeout", &["-k", "-s"], 1),
    ("unbuffer", &[], 0),
];

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    match call.name.as_str() {
        "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" => script(machine, call),
        "eval" => {
            let words: Option<Vec<&str>> = call.args.iter().map(|arg| arg.text()).collect();
            match words {
                Some(words) => machine.nested(&words.join(" "), call.shell.clone(), call),
                None => machine.opens(Region::Everything, call),
            }
        }
        "su" => match call.option(&["-c", "--command"]) {
            Some(Some(text)) => machine.nested(text, call.shell.child(&call.env), call),
            _ => machine.opens(Region::Everything, call),
        },
        "env" => env(machine, call),
        "xargs" => xargs(machine, call),
        "trap" => trap(machine, call),
        "busybox" if call.has(&["--install"]) => match call.operands(&[]).next() {
            Some(directory) => {
                let directory = directory
                    .plain()
                    .and_then(|path| Machine::absolute(call, path));
                machine.opens_below(directory, call);
            }
            None => machine.opens(Region::Everything, call),
        },
        "command" if call.has(&["-v", "-V"]) => {}
        "command" | "busybox" | "toybox" => started(machine, call, &[], 0),
        name => {
            let Some((_, valued, before)) = WRAPPERS.iter().find(|(wrapper, ..)| *wrapper == name)
            else {
                return false;
            };
            started(machine, call, valued, *before);
        }
    }
    true
}

/// `sh -c TEXT`; any other script is a file, and does what it wants.
fn script(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let at = call.args.iter().position(|arg| {
        arg.text().is_some_and(|text| {
            text.starts_with('-') && !text.starts_with("--") && text.ends_with('c')
        })
    });
    match at
        .and_then(|at| call.args.get(at + 1))
        .map(|arg| arg.text())
    {
        Some(Some(text)) => machine.nested(text, call.shell.child(&call.env), call),
        _ => machine.opens(Region::Everything, call),
    }
}

/// `trap TEXT SIGNAL…`: it runs when the shell ends, or not at all.
fn trap(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let [text, _, ..] = call.args.as_slice() else {
        return;
    };
    let mut later = call.command.clone();
    later.sure = false;
    match text.text() {
        Some("-" | "") => {}
        Some(text) => machine.nested(text, call.shell.clone(), &later),
        None => machine.opens(Region::Everything, call),
    }
}

/// `xargs COMMAND…`: what it is given is not known.
fn xargs(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let at = call.args.iter().position(|arg| !arg.is_option());
    let Some(mut inner) = at.and_then(|at| call.inner(at)) else {
        machine.opens(Region::Everything, call);
        return;
    };
    let own = call.args.iter().take(at.unwrap_or_default());
    let mark = own.filter_map(|arg| arg.text()).find_map(|text| {
        let named = text.strip_prefix("-I").or(text.strip_prefix("--replace="));
        let named = named.filter(|mark| !mark.is_empty());
        named.or((text == "-i" || text == "--replace").then_some("{}"))
    });
    match mark {
        // It stands for what is given, wherever it stands.
        Some(mark) => {
            for arg in &mut inner.args {
                if let Some((before, _)) = arg.known.split_once(mark) {
                    arg.known = before.to_owned();
                    arg.complete = false;
                }
            }
        }
        None => inner.args.push(Arg::unknown(call.span)),
    }
    inner.sure = false;
    super::apply(machine, &inner, call.shell);
}

/// `env NAME=value… COMMAND`
fn env(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let splits = |arg: &Arg| arg.known.starts_with("-S") || arg.known.starts_with("--split");
    if call.args.iter().any(splits) {
        machine.opens(Region::Everything, call);
        return;
    }
    let at = call
        .args
        .iter()
        .position(|arg| !arg.is_option() && !arg.known.contains('='));
    let Some(at) = at else {
        return;
    };
    let Some(mut inner) = call.inner(at) else {
        machine.opens(Region::Everything, call);
        return;
    };
    let before = call.args.iter().take(at).filter(|arg| !arg.is_option());
    inner.env.extend(before.filter_map(assignment));
    super::apply(machine, &inner, call.shell);
}

/// A variable and its value, of a word that sets one for the command behind it.
fn assignment(arg: &Arg) -> Option<(String, Option<String>)> {
    let (name, value) = arg.known.split_once('=')?;
    Some((name.to_owned(), arg.complete.then(|| value.to_owned())))
}

/// The command after a wrapper's own words.
fn started(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, valued: &[&str], before: usize) {
    let mut at = 0;
    let mut left = before;
    let mut env = Vec::new();
    while let Some(arg) = call.args.get(at) {
        let text = arg.shown();
        if arg.is_option() {
            at += if valued.contains(&text) { 2 } else { 1 };
        } else if left > 0 {
            left -= 1;
            at += 1;
        } else if let Some(assignment) = assignment(arg).filter(|_| call.name == "sudo") {
            env.push(assignment);
            at += 1;
        } else {
            break;
        }
    }
    match call.inner(at) {
        Some(mut inner) => {
            inner.env.extend(env);
            super::apply(machine, &inner, call.shell);
        }
        None if at >= call.args.len() => {}
        None => machine.opens(Region::Everything, call),
    }
}
