//! `inspect --syntax --format json`: what the parser makes of a file, in BuildKit's terms.

use dockerfile_syntax::{
    Arguments, Directive, Dockerfile, Flag, Instruction, Keyword, LineIndex, Pass, Stage,
    SyntaxError, Text, Trigger,
};
use serde::Serialize;

/// One file as BuildKit's parser sees it.
#[derive(Debug, Serialize)]
pub struct SyntaxReport<'f> {
    /// The path as it was given.
    path: &'f str,
    /// Whether BuildKit's line parser accepts the file.
    ok: bool,
    /// Whether its instruction parser accepts it as well.
    typed_ok: bool,
    /// What they refuse, in source order. BuildKit itself stops at the first.
    errors: Vec<ErrorReport>,
    /// The escape character.
    escape: char,
    /// The parser directives.
    directives: Vec<DirectiveReport<'f>>,
    /// The instructions, in order.
    instructions: Vec<InstructionReport>,
    /// The build stages.
    stages: Vec<StageReport>,
}

#[derive(Debug, Serialize)]
struct ErrorReport {
    /// The first line of the instruction it is about, from 1.
    line: u32,
    /// BuildKit's message.
    message: String,
    /// `lines` or `instructions`.
    pass: &'static str,
}

#[derive(Debug, Serialize)]
struct DirectiveReport<'f> {
    name: String,
    value: &'f str,
    line: u32,
}

#[derive(Debug, Serialize)]
struct InstructionReport {
    /// In lower case.
    cmd: String,
    /// First and last line, from 1; 0 for the instruction inside of an ONBUILD.
    start: u32,
    end: u32,
    /// `--name[=value]`, quotes taken out.
    flags: Vec<String>,
    /// Whether the arguments are a JSON array.
    json: bool,
    heredocs: Vec<HeredocReport>,
    /// ENV and LABEL: triples of name, value and separator. Shell form: one joined line.
    args: Vec<String>,
    /// The instruction of an ONBUILD.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sub: Vec<InstructionReport>,
}

#[derive(Debug, Serialize)]
struct HeredocReport {
    name: String,
    expand: bool,
    chomp: bool,
    /// The file descriptor before `<<`.
    fd: u32,
    /// Bytes of the body, tabs not yet taken off.
    content_len: u32,
}

#[derive(Debug, Serialize)]
struct StageReport {
    index: usize,
    /// In lower case; empty where it has none.
    name: String,
    base: String,
    /// Empty where none is given.
    platform: String,
    line: u32,
}

/// The report on one file.
pub fn syntax_report<'f>(path: &'f str, file: &'f Dockerfile<'_>) -> SyntaxReport<'f> {
    let lines = LineIndex::new(file.source);
    let passes = |pass| file.errors.iter().all(|error| error.pass != pass);
    let ok = passes(Pass::Lines);
    SyntaxReport {
        path,
        ok,
        typed_ok: ok && passes(Pass::Instructions),
        errors: file
            .errors
            .iter()
            .map(|error| ErrorReport::new(error, file, &lines))
            .collect(),
        escape: file.escape,
        directives: file
            .directives
            .iter()
            .map(|directive| DirectiveReport::new(directive, &lines))
            .collect(),
        instructions: file
            .instructions
            .iter()
            .map(|instruction| InstructionReport::new(instruction, file, &lines))
            .collect(),
        stages: file
            .stages()
            .iter()
            .map(|stage| StageReport::new(stage, &lines))
            .collect(),
    }
}

impl ErrorReport {
    fn new(error: &SyntaxError, file: &Dockerfile<'_>, lines: &LineIndex<'_>) -> Self {
        let after = file
            .instructions
            .partition_point(|instruction| instruction.span.start <= error.span.start);
        // BuildKit names the line where the instruction begins.
        let instruction = after
            .checked_sub(1)
            .and_then(|last| file.instructions.get(last))
            .filter(|instruction| error.span.start <= instruction.span.end);
        let line =
            lines.line(instruction.map_or(error.span.start, |instruction| instruction.span.start));
        let bare = error.pass == Pass::Lines || is_about_stages(&error.message);
        Self {
            line,
            message: if bare {
                error.message.clone()
            } else {
                format!("dockerfile parse error on line {line}: {}", error.message)
            },
            pass: match error.pass {
                Pass::Lines => "lines",
                Pass::Instructions => "instructions",
            },
        }
    }
}

/// Messages on the file rather than on one instruction, which BuildKit gives without a line.
fn is_about_stages(message: &str) -> bool {
    matches!(
        message,
        "no build stage in current context" | "dockerfile contains no stages to build"
    )
}

impl<'f> DirectiveReport<'f> {
    fn new(directive: &Directive<'f>, lines: &LineIndex<'_>) -> Self {
        Self {
            name: directive.name.to_ascii_lowercase(),
            value: directive.value,
            line: lines.line(directive.span.start),
        }
    }
}

impl InstructionReport {
    fn new(instruction: &Instruction<'_>, file: &Dockerfile<'_>, lines: &LineIndex<'_>) -> Self {
        let Arguments {
            words,
            json,
            trigger,
        } = file.arguments(instruction);
        let cmd = match instruction.keyword {
            Keyword::Unknown => instruction.keyword_span.text(file.source).to_lowercase(),
            keyword => keyword.as_str().to_owned(),
        };
        Self {
            cmd,
            start: lines.line(instruction.span.start),
            end: lines.line(instruction.span.end),
            flags: flags(&instruction.flags),
            json,
            heredocs: instruction
                .heredocs
                .iter()
                .map(|heredoc| HeredocReport {
                    name: heredoc.name.as_str().to_owned(),
                    expand: heredoc.expand,
                    chomp: heredoc.chomp,
                    fd: heredoc.descriptor,
                    content_len: heredoc.body.len(),
                })
                .collect(),
            args: strings(&words),
            sub: trigger
                .map(|trigger| Self::trigger(&trigger))
                .into_iter()
                .collect(),
        }
    }

    fn trigger(trigger: &Trigger<'_>) -> Self {
        Self {
            cmd: trigger.keyword.as_str().to_owned(),
            start: 0,
            end: 0,
            flags: flags(&trigger.flags),
            json: trigger.arguments.json,
            heredocs: Vec::new(),
            args: strings(&trigger.arguments.words),
            sub: Vec::new(),
        }
    }
}

impl StageReport {
    fn new(stage: &Stage<'_, '_>, lines: &LineIndex<'_>) -> Self {
        Self {
            index: stage.index,
            name: stage.name.clone().unwrap_or_default(),
            base: stage.base.as_str().to_owned(),
            platform: stage
                .platform
                .map(|platform| platform.as_str().to_owned())
                .unwrap_or_default(),
            line: stage.line(lines),
        }
    }
}

fn strings(words: &[Text<'_>]) -> Vec<String> {
    words.iter().map(|word| word.as_str().to_owned()).collect()
}

fn flags(flags: &[Flag<'_>]) -> Vec<String> {
    flags
        .iter()
        .map(|flag| match &flag.value {
            Some(value) => format!("--{}={}", flag.name.as_str(), value.as_str()),
            None => format!("--{}", flag.name.as_str()),
        })
        .collect()
}
