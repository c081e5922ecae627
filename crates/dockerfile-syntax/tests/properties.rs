//! What holds for every text: nothing is lost, every place is in range, nothing panics.

use dockerfile_syntax::{
    Command, Dockerfile, Instruction, Kind, LeafKind, LineIndex, Pair, Span, Text, parse,
};
use proptest::prelude::*;

/// Pieces that Dockerfiles are made of, and some that they should not be made of.
const PIECES: &[&str] = &[
    "FROM",
    "from",
    "RUN",
    "COPY",
    "ADD",
    "ENV",
    "LABEL",
    "ARG",
    "CMD",
    "ENTRYPOINT",
    "SHELL",
    "USER",
    "WORKDIR",
    "VOLUME",
    "EXPOSE",
    "STOPSIGNAL",
    "MAINTAINER",
    "ONBUILD",
    "HEALTHCHECK",
    "NONE",
    "FRM",
    "WOR\u{212A}DIR",
    " ",
    "  ",
    "\t",
    "\n",
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\u{a0}",
    "\u{2003}",
    "\u{FEFF}",
    "\0",
    "\x0b",
    "\x0c",
    "\\",
    "\\\n",
    "\\\n",
    "\\\r\n",
    "\\ \t\n",
    "`",
    "`\n",
    "\\\\\n",
    "# comment\n",
    "  # comment\n",
    "#",
    "# escape=`\n",
    "# syntax=a/b:1\n",
    "# check=skip=all\n",
    "--",
    "--from=",
    "--from=0 ",
    "--mount=",
    "--link",
    "type=cache",
    ",target=/x",
    "from=a",
    "=",
    "a",
    "b=c",
    "é",
    "日本",
    "𝄞",
    "\"",
    "'",
    "\"a b\"",
    "'a'",
    "$x",
    "${x",
    "${x:-",
    "}",
    "${a/b/c}",
    "/",
    "<",
    "<<",
    "<<EOF",
    "<<-EOF",
    "<<'EOF'",
    "3<<EOF",
    "<<\"a b\"",
    "\nEOF\n",
    "\n\tEOF\n",
    "[",
    "]",
    "[\"a\", \"b\"]",
    ",",
    "\\u00e9",
    "\\ud83d",
    "\\ude00",
    "\\n",
    "1",
    "true",
    "{",
    ":",
    "AS x",
    " as y",
    "scratch",
    "AS",
];

fn dockerfile_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        20 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
        1 => ".{0,3}",
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Whole lines, so that more of the text is valid.
fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("FROM a AS b\n".to_owned()),
        Just("RUN <<EOF cat\nx\nEOF\n".to_owned()),
        Just("COPY --from=b <<-E /x /y\n\tz\n\tE\n".to_owned()),
        Just("ENV a=b \\\n # c\n\n c='d e'\n".to_owned()),
        Just("ONBUILD RUN <<A <<B\n1\nA\n2\nB\n".to_owned()),
        Just("CMD [\"a\\u00e9\\n\", \\\n \"b\"]\r\n".to_owned()),
        dockerfile_like(),
    ];
    proptest::collection::vec(line, 0..12).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(4096),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn arbitrary_text(source in "(?s).{0,80}") {
        check(&source);
    }

    #[test]
    fn pieces_of_dockerfiles(source in dockerfile_like()) {
        check(&source);
    }

    #[test]
    fn lines_of_dockerfiles(source in lines()) {
        check(&source);
    }
}

fn check(source: &str) {
    let file = parse(source);
    round_trip(&file);
    let lines = LineIndex::new(source);
    let sound = |span: Span| {
        assert!(span.start <= span.end, "{span:?} in {source:?}");
        assert!(source.get(span.range()).is_some(), "{span:?} in {source:?}");
    };
    let mut last = 0;
    for error in &file.errors {
        sound(error.span);
        assert!(
            error.span.start >= last,
            "errors in order: {:?}",
            file.errors
        );
        last = error.span.start;
    }
    file.directives
        .iter()
        .for_each(|directive| sound(directive.span));
    for comment in &file.comments {
        sound(*comment);
        assert!(comment.text(source).starts_with('#'));
    }
    assert!(file.comments.is_sorted());
    let mut end = 0;
    for instruction in &file.instructions {
        assert!(
            instruction.span.start >= end,
            "instructions in order: {source:?}"
        );
        end = instruction.span.end;
        check_instruction(instruction, source);
        for mount in instruction.mounts() {
            sound(mount.span);
            for option in &mount.options {
                sound(option.span);
                check_text(&option.name, source);
                option
                    .value
                    .iter()
                    .for_each(|value| check_text(value, source));
            }
        }
        let arguments = file.arguments(instruction);
        arguments
            .words
            .iter()
            .for_each(|word| check_text(word, source));
        assert_eq!(
            arguments.json,
            is_json(&instruction.kind)
                || (arguments.json
                    && matches!(
                        instruction.kind,
                        Kind::Invalid(_) | Kind::Volume(_) | Kind::Healthcheck(None)
                    )),
        );
    }
    for stage in file.stages() {
        assert_eq!(stage.instructions.len() + 1, stage.range.len());
        check_text(stage.base, source);
    }
    positions(source, &lines);
}

fn is_json(kind: &Kind<'_>) -> bool {
    match kind {
        Kind::Run(command)
        | Kind::Cmd(command)
        | Kind::Entrypoint(command)
        | Kind::Healthcheck(Some(command)) => {
            matches!(command, Command::Exec(_))
        }
        Kind::Shell(_) => true,
        Kind::Copy(transfer) | Kind::Add(transfer) => transfer.json,
        _ => false,
    }
}

/// The leaves are the text, and comments and heredoc bodies are where the tree says.
fn round_trip(file: &Dockerfile<'_>) {
    let leaves: Vec<_> = file.leaves().collect();
    let text: String = leaves
        .iter()
        .map(|leaf| leaf.span.text(file.source))
        .collect();
    assert_eq!(text, file.source);
    assert!(leaves.iter().all(|leaf| !leaf.span.is_empty()));
    let of = |kind| {
        leaves
            .iter()
            .filter(move |leaf| leaf.kind == kind)
            .map(|leaf| leaf.span)
    };
    assert!(
        of(LeafKind::Comment).eq(file.comments.iter().copied()),
        "{:?}",
        file.source
    );
    assert!(of(LeafKind::Directive).eq(file.directives.iter().map(|directive| directive.span)));
    let bodies = file
        .instructions
        .iter()
        .flat_map(|instruction| &instruction.heredocs);
    assert!(
        of(LeafKind::HeredocBody).eq(bodies
            .map(|heredoc| heredoc.body)
            .filter(|body| !body.is_empty()))
    );
    // A keyword that goes over a line end has more than one leaf, an empty one has none.
    let keywords: u32 = of(LeafKind::Keyword).map(Span::len).sum();
    assert!(
        keywords
            >= file
                .instructions
                .iter()
                .map(|instruction| u32::from(!instruction.keyword_span.is_empty()))
                .sum()
    );
}

fn check_instruction(instruction: &Instruction<'_>, source: &str) {
    let sound = |span: Span| assert!(source.get(span.range()).is_some(), "{span:?} in {source:?}");
    sound(instruction.span);
    sound(instruction.keyword_span);
    assert!(instruction.span.start <= instruction.keyword_span.start);
    for flag in &instruction.flags {
        sound(flag.span);
        check_text(&flag.name, source);
        flag.value
            .iter()
            .for_each(|value| check_text(value, source));
    }
    for heredoc in &instruction.heredocs {
        sound(heredoc.open);
        sound(heredoc.body);
        sound(heredoc.close);
        check_text(&heredoc.name, source);
    }
    let text = |text: &Text<'_>| check_text(text, source);
    let pairs = |pairs: &[Pair<'_>]| {
        for pair in pairs {
            sound(pair.span);
            text(&pair.name);
            pair.value.iter().for_each(text);
        }
    };
    let command = |command: &Command<'_>| match command {
        Command::Shell(line) => text(line),
        Command::Exec(words) => words.iter().for_each(text),
    };
    match &instruction.kind {
        Kind::From { image, name } => {
            text(image);
            name.iter().for_each(text);
        }
        Kind::Arg(list) | Kind::Env(list) | Kind::Label(list) => pairs(list),
        Kind::Run(line)
        | Kind::Cmd(line)
        | Kind::Entrypoint(line)
        | Kind::Healthcheck(Some(line)) => command(line),
        Kind::Healthcheck(None) => {}
        Kind::Shell(words) | Kind::Volume(words) | Kind::Expose(words) => {
            words.iter().for_each(text);
        }
        Kind::Copy(transfer) | Kind::Add(transfer) => {
            transfer.sources.iter().for_each(text);
            text(&transfer.destination);
        }
        Kind::Workdir(word)
        | Kind::User(word)
        | Kind::Stopsignal(word)
        | Kind::Maintainer(word)
        | Kind::Invalid(word) => {
            text(word);
        }
        Kind::Onbuild(inner) => check_instruction(inner, source),
    }
}

/// Every part of a text has its place, in order, and a byte that was not decoded is the one
/// that stands there.
fn check_text(text: &Text<'_>, source: &str) {
    let value = text.as_str();
    assert!(
        source.get(text.span().range()).is_some(),
        "{text:?} in {source:?}"
    );
    let mut last = text.span().start;
    for (at, c) in value.char_indices() {
        let place = text.locate(at, at + c.len_utf8());
        let found = place.text(source);
        assert!(
            source.get(place.range()).is_some(),
            "{text:?} in {source:?}"
        );
        assert!(
            found.starts_with(c) || found.starts_with('\\'),
            "{c:?} at {place:?} of {text:?} in {source:?}"
        );
        assert!(
            place.start >= last && place.end <= text.span().end,
            "{text:?} in {source:?}"
        );
        last = place.start;
        let empty = text.locate(at, at);
        assert!(empty.is_empty() && source.get(empty.range()).is_some());
        let rest = text.slice(at, value.len());
        assert_eq!(rest.as_str(), &value[at..]);
        assert_eq!(
            rest.locate(0, c.len_utf8()),
            place,
            "{text:?} in {source:?}"
        );
    }
    let whole = text.locate(0, value.len());
    assert!(whole.start >= text.span().start && whole.end <= text.span().end);
    // Ranges that do not fit are no reason to panic.
    let _ = (
        text.locate(usize::MAX, usize::MAX),
        text.locate(3, 1),
        text.slice(1, usize::MAX),
    );
}

/// The index agrees with counting by hand.
fn positions(source: &str, lines: &LineIndex<'_>) {
    let mut line = 1;
    let (mut utf16, mut chars) = (1, 1);
    for (at, c) in source.char_indices() {
        let position = lines.position(at as u32);
        assert_eq!(
            (position.line, position.utf16, position.chars),
            (line, utf16, chars),
            "{at} in {source:?}"
        );
        let span = lines.line_span(line).expect("a line");
        assert!(span.start as usize <= at && source.get(span.range()).is_some());
        if c == '\n' {
            line += 1;
            (utf16, chars) = (1, 1);
        } else if !(c == '\u{FEFF}' && at == 0) {
            utf16 += c.len_utf16() as u32;
            chars += 1;
        }
    }
    assert_eq!(lines.line_count(), line);
    assert_eq!(lines.line_span(line + 1), None);
    assert_eq!(lines.line_span(0), None);
    let _ = lines.position(u32::MAX);
}
