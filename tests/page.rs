//! A rule's page, taken apart: its headings and the examples in it.

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The rule speaks, exactly where the comments say.
    Bad,
    /// The bad example before it, mended.
    Fixed,
    /// The rule is silent.
    Good,
}

/// One fenced block.
#[derive(Clone, Debug)]
pub struct Example {
    /// What it shows.
    pub kind: Kind,
    /// `key=value` words after the kind.
    pub attributes: Vec<(String, String)>,
    /// The Dockerfile.
    pub text: String,
    /// Its first line in the page, from 1.
    pub line: usize,
}

impl Example {
    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its headings of the second level, in order.
    pub headings: Vec<String>,
    /// Its examples, in order.
    pub examples: Vec<Example>,
}

/// Reads a page; an example of a kind that does not exist is an error.
pub fn parse(text: &str) -> Result<Page, String> {
    let mut page = Page::default();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            page.headings.push(heading.trim().to_owned());
        }
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let mut body = String::new();
        let mut closed = false;
        for (_, line) in lines.by_ref() {
            if line == "```" {
                closed = true;
                break;
            }
            body.push_str(line);
            body.push('\n');
        }
        if !closed {
            return Err(format!("line {}: the block has no end", number + 1));
        }
        let mut words = info.split_whitespace();
        if words.next() != Some("dockerfile") {
            continue;
        }
        let kind = match words.next() {
            Some("bad") => Kind::Bad,
            Some("fixed") => Kind::Fixed,
            Some("good") => Kind::Good,
            other => {
                return Err(format!(
                    "line {}: `{other:?}` is not bad, fixed or good",
                    number + 1
                ));
            }
        };
        let attributes = words
            .map(|word| {
                let (key, value) = word.split_once('=').unwrap_or((word, ""));
                (key.to_owned(), value.to_owned())
            })
            .collect();
        page.examples.push(Example {
            kind,
            attributes,
            text: body,
            line: number + 2,
        });
    }
    Ok(page)
}

/// The findings an example expects: the line each starts on, from 1, the rule, and the severity
/// where the comment names one. A comment speaks of the next line that is no such comment.
pub fn expectations(text: &str) -> Vec<(usize, String, Option<String>)> {
    let mut pending = Vec::new();
    let mut out = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some(rest) = line.trim_start().strip_prefix("# expect:") {
            let mut words = rest.split_whitespace();
            let rule = words.next().unwrap_or_default().to_owned();
            pending.push((rule, words.next().map(str::to_owned)));
        } else {
            out.extend(
                pending
                    .drain(..)
                    .map(|(rule, severity)| (index + 1, rule, severity)),
            );
        }
    }
    out
}

/// The example without the comments that say what is expected.
pub fn without_expectations(text: &str) -> String {
    let kept = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("# expect:"));
    kept.fold(String::new(), |out, line| out + line + "\n")
}
