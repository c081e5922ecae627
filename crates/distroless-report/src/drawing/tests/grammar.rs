//! The part of Mermaid's flowcharts that is written, read strictly: what is not in it is an error.

/// What a flowchart says, its text as people see it.
#[derive(Debug, Default)]
pub(super) struct Chart {
    pub(super) nodes: Vec<String>,
    pub(super) edges: Vec<(usize, usize, String)>,
}

pub(super) fn read(text: &str) -> Result<Chart, String> {
    let mut chart = Chart::default();
    let body = text
        .strip_prefix("flowchart TD\n")
        .ok_or("begins with something else")?;
    for line in body.lines() {
        let statement = line.strip_prefix("  ").ok_or(line)?;
        if let Some(style) = statement.strip_prefix("classDef ") {
            styles(style).ok_or(line)?;
        } else if let Some(style) = statement.strip_prefix("linkStyle ") {
            styles(style).ok_or(line)?;
        } else {
            let rest = statement.strip_prefix('n').ok_or(line)?;
            let (number, rest) = number(rest).ok_or(line)?;
            match rest.strip_prefix(' ') {
                Some(rest) => {
                    let (to, label) = arrow(rest).ok_or(line)?;
                    chart.edges.push((number, to, label));
                }
                None if number == chart.nodes.len() => chart.nodes.push(node(rest).ok_or(line)?),
                None => return Err(line.to_owned()),
            }
        }
    }
    Ok(chart)
}

/// Names, colours and numbers only.
fn styles(text: &str) -> Option<()> {
    let known = |c: char| c.is_ascii_alphanumeric() || ":,# -.".contains(c);
    text.chars().all(known).then_some(())
}

fn number(text: &str) -> Option<(usize, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    Some((text[..end].parse().ok()?, &text[end..]))
}

fn node(text: &str) -> Option<String> {
    let shapes = [
        ("(\"", "\")"),
        ("([\"", "\"])"),
        ("[/\"", "\"/]"),
        (">\"", "\"]"),
    ];
    let (text, class) = text.rsplit_once(":::")?;
    let is_class = class.bytes().all(|byte| byte.is_ascii_lowercase());
    is_class.then_some(())?;
    shapes
        .iter()
        .find_map(|(open, close)| label(text.strip_prefix(open)?.strip_suffix(close)?))
}

fn arrow(text: &str) -> Option<(usize, String)> {
    let (arrow, to) = text.rsplit_once(" n")?;
    let rest = ["==>", "-.->", "-->"]
        .iter()
        .find_map(|kind| arrow.strip_prefix(kind))?;
    let text = match rest {
        "" => String::new(),
        rest => label(rest.strip_prefix("|\"")?.strip_suffix("\"|")?)?,
    };
    Some((to.parse().ok()?, text))
}

/// A label's lines: letters, a few harmless signs, and `#number;` for all else.
fn label(text: &str) -> Option<String> {
    let lines: Option<Vec<String>> = text.split("<br/>").map(line).collect();
    Some(lines?.join("\n"))
}

fn line(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '#' {
            let (code, after) = number(rest)?;
            rest = after.strip_prefix(';')?;
            out.push(char::from_u32(u32::try_from(code).ok()?)?);
        } else {
            (c.is_alphanumeric() || " ./:,-→…".contains(c)).then_some(())?;
            out.push(c);
        }
    }
    // Markdown would see a list, a rule or a link.
    let trimmed = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_list = text.starts_with('-') || trimmed.len() < text.len() && trimmed.starts_with('.');
    let is_link = text.to_lowercase().contains("www.") || text.contains(":/");
    (!is_list && !is_link).then_some(out)
}
