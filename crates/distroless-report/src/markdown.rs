//! The job summary: a table of images and a table of findings for each Dockerfile.
//!
//! GitHub drops a summary of more than 1 MiB as a whole, so what does not fit is counted instead.
//! Nothing that was read can become markup, a link or a mention.

use crate::lines::LineIndex;
use crate::run::{Counts, File, Run};
use crate::visible;
use distroless_core::order;
use distroless_core::{Finding, Safety, Severity, TargetSummary};
use std::fmt::Write;

/// How many bytes are written: less than 1 MiB, so that other parts of a job have room too.
const LIMIT: usize = 1_000_000;
/// How many bytes of the limit are kept for the sentences that close.
const RESERVE: usize = 1_000;
/// How many UTF-16 units of one text are written.
const TEXT: usize = 2_000;
/// How many images, steps or problems of one kind are written together.
const ROWS: usize = 50;

/// The summary.
pub(crate) fn summary(run: &Run) -> String {
    let mut out = Bounded::default();
    let counts = run.counts();
    out.push(&format!(
        "## distroless-check\n\n{}\n",
        headline(run, counts)
    ));
    problems(&mut out, run);
    for file in &run.files {
        section(&mut out, file);
    }
    out.finish()
}

/// Text that grows up to the limit, by whole blocks.
#[derive(Default)]
struct Bounded {
    text: String,
    full: bool,
    left_out: Counts,
}

impl Bounded {
    /// Appends a block, or nothing from the first on that does not fit.
    fn push(&mut self, block: &str) -> bool {
        self.full |= self.text.len() + block.len() > LIMIT - RESERVE;
        if !self.full {
            self.text.push_str(block);
        }
        !self.full
    }

    fn finish(mut self) -> String {
        let left = self.left_out;
        if left.findings() > 0 || left.problems > 0 {
            // Writing to a string cannot fail.
            _ = writeln!(
                self.text,
                "\nThis summary is full. Not shown: {}.",
                amounts(left)
            );
        }
        self.text
    }
}

fn headline(run: &Run, counts: Counts) -> String {
    let files = count(run.files.len(), "Dockerfile");
    let found = if counts.findings() == 0 && counts.problems == 0 {
        "no findings".to_owned()
    } else {
        amounts(counts)
    };
    let silenced = match counts.suppressed {
        0 => String::new(),
        some => format!(" ({some} silenced)"),
    };
    format!("**{files}: {found}**{silenced}")
}

fn amounts(counts: Counts) -> String {
    let parts: Vec<_> = [
        (counts.problems, "problem"),
        (counts.error, "error"),
        (counts.warning, "warning"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, noun)| count(number, noun))
    .chain((counts.info > 0).then(|| format!("{} info", counts.info)))
    .collect();
    parts.join(", ")
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn problems(out: &mut Bounded, run: &Run) {
    let mut first = true;
    for problem in &run.problems {
        let place = problem.path.as_deref().map(|path| match problem.range {
            Some(range) => format!("{} line {}: ", code(path), range.start.line),
            None => format!("{}: ", code(path)),
        });
        let item = format!(
            "{}- {}{}\n",
            if first { "\n" } else { "" },
            place.unwrap_or_default(),
            advice(&problem.message, &problem.help)
        );
        first = false;
        if !out.push(&item) {
            out.left_out.problems += 1;
        }
    }
}

/// One Dockerfile: the images that ship, then what was found.
fn section(out: &mut Bounded, file: &File) {
    let analysis = &file.analysis;
    let lines = LineIndex::new(&file.source);
    out.push(&format!("\n### {}\n", code(&analysis.path)));
    images(out, &analysis.targets);
    for (index, problem) in analysis.problems.iter().enumerate() {
        let item = format!(
            "{}- Line {}: {}\n",
            if index == 0 { "\n" } else { "" },
            lines.position(problem.span.start).line,
            advice(&problem.message, &problem.help)
        );
        if !out.push(&item) {
            out.left_out.problems += 1;
        }
    }
    let mut findings: Vec<&Finding> = analysis.findings.iter().collect();
    order::sort_by_key(&mut findings, |finding| std::cmp::Reverse(finding.severity));
    if findings.is_empty() {
        if analysis.problems.is_empty() {
            out.push("\nNo findings.\n");
        }
        return;
    }
    out.push("\n| | Line | Rule | Finding |\n|---|---:|---|---|\n");
    for finding in findings {
        if out.push(&row(finding, &lines)) {
            continue;
        }
        match finding.severity {
            Severity::Error => out.left_out.error += 1,
            Severity::Warning => out.left_out.warning += 1,
            Severity::Info => out.left_out.info += 1,
        }
    }
}

fn images(out: &mut Bounded, targets: &[TargetSummary]) {
    if targets.is_empty() {
        return;
    }
    let mut table = String::from(
        "\n| Image | Base | Shell | Package manager | User |\n|---|---|---|---|---|\n",
    );
    for target in targets.iter().take(ROWS) {
        let name = target.name.as_deref().filter(|name| !name.is_empty());
        let shell = match target.shell {
            Some(true) => "yes",
            Some(false) => "none",
            None => "unknown",
        };
        let manager = match &target.package_manager {
            Some(Some(name)) => code(name),
            Some(None) => "none".to_owned(),
            None => "unknown".to_owned(),
        };
        let or_unknown = |text: &Option<String>| match text {
            Some(text) => code(text),
            None => "unknown".to_owned(),
        };
        // Writing to a string cannot fail.
        _ = writeln!(
            table,
            "| {} | {} | {shell} | {manager} | {} |",
            name.map_or_else(|| format!("stage {}", target.stage), code),
            or_unknown(&target.base),
            or_unknown(&target.user),
        );
    }
    if let Some(more) = targets.len().checked_sub(ROWS).filter(|more| *more > 0) {
        _ = writeln!(table, "\n… and {}.", count(more, "image"));
    }
    out.push(&table);
}

fn row(finding: &Finding, lines: &LineIndex<'_>) -> String {
    let mut cell = advice(&finding.message, &finding.help);
    for step in finding.evidence.iter().take(ROWS) {
        let line = lines.position(step.span.start).line;
        // Writing to a string cannot fail.
        _ = write!(cell, "<br>Line {line}: {}", prose(&step.message));
    }
    for fix in &finding.fixes {
        let note = match fix.safety {
            Safety::Safe => "",
            Safety::Unsafe => " (may change behaviour)",
            Safety::DisplayOnly => continue,
        };
        _ = write!(cell, "<br>Fix: {}{note}", prose(&fix.title));
        break;
    }
    format!(
        "| {} | {} | {} | {cell} |\n",
        finding.severity.name(),
        lines.position(finding.span.start).line,
        code(finding.rule.id),
    )
}

/// What is wrong and what to do.
fn advice(what: &str, help: &str) -> String {
    let what = prose(&visible::sentence(what));
    match visible::sentence(help) {
        help if help.is_empty() => what,
        help => format!("{what} {}", prose(&help)),
    }
}

/// Text whose pairs of backticks set code, on one line.
fn prose(text: &str) -> String {
    let text = visible::one_line(text);
    let text = visible::cut(&text, TEXT);
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest: &str = &text;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((inside, next)) = after.split_once('`') else {
            break;
        };
        escape(&mut out, before, Among::Prose);
        out.push_str("<code>");
        escape(&mut out, inside, Among::Code);
        out.push_str("</code>");
        rest = next;
    }
    escape(&mut out, rest, Among::Prose);
    out
}

/// A text as code, on one line.
fn code(text: &str) -> String {
    let text = visible::one_line(text);
    let mut out = String::from("<code>");
    escape(&mut out, &visible::cut(&text, TEXT), Among::Code);
    out.push_str("</code>");
    out
}

/// What a text stands among.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Among {
    Prose,
    Code,
}

/// Punctuation that may begin markup, end a table's cell or make a link becomes a character
/// reference. GitHub looks for mentions in what has been rendered, so in prose `@` and `#` are set
/// apart from what follows by a space of no width; in code it does not, and people copy from there.
fn escape(out: &mut String, text: &str, among: Among) {
    // Whether a list could begin here: `1.`, `1)`, `-`, `+`.
    let mut begins = true;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let plain = match c {
            '-' | '+' | '=' | ')' => !begins,
            // `www.` makes a link.
            '.' => !begins && !before.eq_ignore_ascii_case(&'w'),
            // And so does `http://`.
            ':' => chars.peek() != Some(&'/'),
            ' ' | ',' | '(' | '/' | '\'' | ';' | '?' | '%' | '"' => true,
            c => !c.is_ascii_punctuation(),
        };
        begins = begins && c.is_ascii_digit();
        before = c;
        match c {
            c if plain => out.push(c),
            // Writing to a string cannot fail.
            '@' | '#' if among == Among::Prose => _ = write!(out, "&#{};&#8203;", u32::from(c)),
            c => _ = write!(out, "&#{};", u32::from(c)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{code, prose};

    #[test]
    fn sets_code_between_pairs_of_backticks() {
        assert_eq!(prose("a `b` c"), "a <code>b</code> c");
        assert_eq!(prose("a ` b"), "a &#96; b");
        assert_eq!(prose("``"), "<code></code>");
    }

    #[test]
    fn begins_no_list() {
        for (text, shown) in [
            ("- a - b", "&#45; a - b"),
            ("12. a. b", "12&#46; a. b"),
            ("1) a (b)", "1&#41; a (b)"),
            ("node:18-slim", "node:18-slim"),
        ] {
            assert_eq!(prose(text), shown);
        }
    }

    #[test]
    fn mentions_nobody() {
        assert_eq!(
            prose("@a `b@c` #1"),
            "&#64;&#8203;a <code>b&#64;c</code> &#35;&#8203;1"
        );
    }

    #[test]
    fn makes_no_markup_of_what_was_read() {
        let hostile = "<script>|@user #1 [x](y) *b* _i_ ~s~ \\ www.a.b http://c\n# h\u{202e}";
        for text in [prose(hostile), code(hostile)] {
            let inner = text.replace("<code>", "").replace("</code>", "");
            for mark in [
                "<", ">", "|", "@", "[", "*", "_", "~", "\\", "`", "\n", "www.", "://",
            ] {
                assert!(!inner.contains(mark), "{mark:?} in {inner}");
            }
        }
    }
}
