//! Ways to write the same Dockerfile otherwise.

use dockerfile_syntax::{Command, Instruction, Kind, parse};
use std::fmt::Write as _;

/// A way to write a file otherwise; the same text where it does not apply.
pub type Mutation = fn(&str) -> String;

/// All of them, by what they do.
pub const MUTATIONS: &[(&str, Mutation)] = &[
    ("as it is", str::to_owned),
    ("keywords in small letters", small),
    ("continued lines", continued),
    ("aligned continuation marks", aligned),
    ("commands in a heredoc", heredoc),
    ("a variable for each tag", variables),
    ("indented instructions", indented),
    ("comments before instructions", commented),
    ("comments in continued lines", comments_inside),
    ("blanks at the ends of lines", blanks),
    ("another escape character", escape),
    ("without the last line end", open),
    ("CRLF", crlf),
    ("a byte order mark", marked),
];

/// How a comment begins that a mutation adds.
pub const COMMENT: &str = "# kept: ";

/// Rewrites the instructions; `None` leaves one as it is.
fn each(source: &str, change: impl Fn(&Instruction<'_>, &str) -> Option<String>) -> String {
    let file = parse(source);
    let mut out = String::new();
    let mut copied = 0;
    for instruction in &file.instructions {
        let range = instruction.span.range();
        out.push_str(&source[copied..range.start]);
        let text = &source[range.clone()];
        out.push_str(&change(instruction, text).unwrap_or_else(|| text.to_owned()));
        copied = range.end;
    }
    out.push_str(&source[copied..]);
    out
}

fn small(source: &str) -> String {
    each(source, |instruction, text| {
        let length = instruction.keyword_span.range().len();
        // A lone continuation mark may stand before the keyword.
        let starts = instruction.span.start == instruction.keyword_span.start;
        starts.then(|| format!("{}{}", text[..length].to_lowercase(), &text[length..]))
    })
}

/// A RUN on one line, in shell form, of several commands.
fn list<'t>(instruction: &Instruction<'_>, text: &'t str) -> Option<Vec<&'t str>> {
    let shell = matches!(instruction.kind, Kind::Run(Command::Shell(_)));
    let plain = shell && instruction.heredocs.is_empty() && !text.contains('\n');
    let parts: Vec<&str> = text.split(" && ").collect();
    (plain && parts.len() > 1 && !text.contains(['(', '{', '"', '\''])).then_some(parts)
}

fn continued(source: &str) -> String {
    each(source, |instruction, text| {
        Some(list(instruction, text)?.join(" \\\n    && "))
    })
}

fn aligned(source: &str) -> String {
    each(source, |instruction, text| {
        let parts = list(instruction, text)?;
        let (last, others) = parts.split_last()?;
        let mut out = String::new();
        for part in others {
            write!(out, "{part:<100} && \\\n    ").ok()?;
        }
        Some(out + last)
    })
}

fn heredoc(source: &str) -> String {
    each(source, |instruction, text| {
        let parts = list(instruction, text)?;
        let body = parts.join("\n");
        let body = body.get(instruction.keyword_span.range().len()..)?;
        let flags = text.contains("--mount");
        (!flags).then(|| format!("RUN <<EOF\nset -e\n{}\nEOF", body.trim_start()))
    })
}

fn variables(source: &str) -> String {
    let mut arguments = String::new();
    let count = std::cell::Cell::new(0);
    let found = std::cell::RefCell::new(Vec::new());
    let text = each(source, |instruction, text| {
        let Kind::From { image, .. } = &instruction.kind else {
            return None;
        };
        let (name, tag) = image.as_str().rsplit_once(':')?;
        let plain = !image.as_str().contains(['$', '@', '"']) && !tag.contains('/');
        plain.then(|| {
            let number = count.get();
            count.set(number + 1);
            found.borrow_mut().push(format!("ARG TAG_{number}={tag}\n"));
            let image = image.as_str();
            text.replacen(image, &format!("{name}:${{TAG_{number}}}"), 1)
        })
    });
    for line in found.into_inner() {
        arguments.push_str(&line);
    }
    after_directives(&text, &arguments)
}

/// Puts lines behind the directives at the head of a file.
fn after_directives(source: &str, lines: &str) -> String {
    let file = parse(source);
    let end = file
        .directives
        .last()
        .map_or(0, |last| last.span.range().end + 1);
    let end = end.min(source.len());
    format!("{}{lines}{}", &source[..end], &source[end..])
}

fn indented(source: &str) -> String {
    each(source, |_, text| Some(format!("  {text}")))
}

fn commented(source: &str) -> String {
    let count = std::cell::Cell::new(0);
    each(source, |_, text| {
        count.set(count.get() + 1);
        // A blank line, so that it is no directive and belongs to nothing.
        Some(format!("\n{COMMENT}{}\n{text}", count.get()))
    })
}

fn comments_inside(source: &str) -> String {
    let source = continued(source);
    let count = std::cell::Cell::new(0);
    each(&source, |instruction, text| {
        let plain = instruction.heredocs.is_empty() && text.contains("\\\n");
        plain.then(|| {
            let mut out = String::new();
            for line in text.split_inclusive('\n') {
                out.push_str(line);
                if line.ends_with("\\\n") {
                    count.set(count.get() + 1);
                    let _ = writeln!(out, "    {COMMENT}{}", count.get());
                }
            }
            out
        })
    })
}

fn blanks(source: &str) -> String {
    each(source, |instruction, text| {
        instruction.heredocs.is_empty().then(|| format!("{text}  "))
    })
}

fn escape(source: &str) -> String {
    let file = parse(source);
    let marks = source.matches("\\\n").count();
    let only = marks == source.matches('\\').count() && !source.contains('`');
    let said = file
        .directives
        .iter()
        .any(|it| it.name.eq_ignore_ascii_case("escape"));
    if !only || said {
        return source.to_owned();
    }
    let text = source.replace("\\\n", "`\n");
    after_directives(&text, "# escape=`\n")
}

fn open(source: &str) -> String {
    source.trim_end_matches('\n').to_owned()
}

fn crlf(source: &str) -> String {
    // The shell that reads a heredoc takes the mark for a part of the word before it.
    let heredocs = parse(source)
        .instructions
        .iter()
        .any(|it| !it.heredocs.is_empty());
    if source.contains('\r') || heredocs {
        return source.to_owned();
    }
    source.replace('\n', "\r\n")
}

fn marked(source: &str) -> String {
    format!("\u{feff}{source}")
}
