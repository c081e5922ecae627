//! The shell bodies of the corpus, as BuildKit's parser found them.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// A text that a shell gets.
pub(crate) struct Body {
    /// The Dockerfile.
    pub(crate) origin: String,
    /// The line of the instruction.
    pub(crate) line: u64,
    pub(crate) text: String,
}

fn corpus() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if root.join("buildkit-syntax.jsonl").is_file() {
        Some(root)
    } else {
        println!("skipped: no corpus beside the repository");
        None
    }
}

/// Every shell-form body and every heredoc of RUN; `None`, with a note, when there is no corpus.
pub(crate) fn all() -> Option<Vec<Body>> {
    let root = corpus()?;
    let rows = std::fs::read_to_string(root.join("buildkit-syntax.jsonl")).ok()?;
    let mut bodies = Vec::new();
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row).expect("the corpus is JSON lines");
        let origin = row["path"].as_str().unwrap_or_default();
        let file = std::fs::read_to_string(root.join("files").join(origin)).unwrap_or_default();
        let empty = Vec::new();
        for instruction in row["instructions"].as_array().unwrap_or(&empty) {
            add(&mut bodies, origin, &file, instruction);
            for inner in instruction["sub"].as_array().unwrap_or(&empty) {
                add(&mut bodies, origin, &file, inner);
            }
        }
    }
    assert!(bodies.len() > 1_000, "the corpus has thousands of bodies");
    Some(bodies)
}

fn add(bodies: &mut Vec<Body>, origin: &str, file: &str, instruction: &Value) {
    if instruction["json"].as_bool() == Some(true) {
        return;
    }
    let arg = match instruction["cmd"].as_str() {
        Some("run" | "cmd" | "entrypoint") => &instruction["args"][0],
        // CMD or NONE comes first.
        Some("healthcheck") => &instruction["args"][1],
        _ => return,
    };
    let Some(text) = arg.as_str() else {
        return;
    };
    let line = instruction["start"].as_u64().unwrap_or_default();
    let mut push = |text: String| {
        bodies.push(Body {
            origin: origin.to_owned(),
            line,
            text,
        });
    };
    let heredocs = instruction["heredocs"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    if heredocs.is_empty() {
        push(text.to_owned());
        return;
    }
    let end = instruction["end"].as_u64().unwrap_or_default() as usize;
    let Some(contents) = contents(file, end, heredocs) else {
        println!("{origin} line {line}: heredocs not found again");
        return;
    };
    // As BuildKit runs it when there is a command: the heredocs are the shell's.
    let mut whole = format!("{text}\n");
    for (content, name) in &contents {
        whole.push_str(content);
        whole.push_str(name);
        whole.push('\n');
    }
    push(whole);
    if text.trim_start().starts_with("<<") {
        for (content, _) in contents {
            push(content);
        }
    }
}

/// The heredocs' texts with their delimiters, from the last line backwards.
fn contents(file: &str, end: usize, heredocs: &[Value]) -> Option<Vec<(String, String)>> {
    let lines: Vec<&str> = file.split_inclusive('\n').collect();
    let mut rest = lines.get(..end)?;
    let mut found = Vec::new();
    for heredoc in heredocs.iter().rev() {
        let name = heredoc["name"].as_str()?;
        let mut left = heredoc["content_len"].as_u64()? as usize;
        let (delimiter, before) = rest.split_last()?;
        if delimiter.trim() != name {
            return None;
        }
        rest = before;
        let mut first = rest.len();
        while left > 0 {
            first = first.checked_sub(1)?;
            left = left.checked_sub(rest[first].len())?;
        }
        found.push((rest[first..].concat(), name.to_owned()));
        rest = &rest[..first];
    }
    found.reverse();
    Some(found)
}
