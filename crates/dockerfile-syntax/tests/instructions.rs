//! BuildKit's second pass, and the views on its result.

use dockerfile_syntax::{Kind, LineIndex, MountKind, Pass, Span, parse};

/// What is refused about a line in a file that is fine otherwise.
fn refused(line: &str) -> String {
    let source = format!("FROM a\n{line}\n");
    let file = parse(&source);
    let mut messages = file.errors.iter().map(|error| {
        assert_eq!(error.pass, Pass::Instructions, "{line}: {}", error.message);
        error.message.clone()
    });
    let first = messages.next().unwrap_or_default();
    assert_eq!(messages.next(), None, "{line}");
    first
}

#[test]
fn instructions_need_their_arguments() {
    for name in ["MAINTAINER", "WORKDIR", "USER", "STOPSIGNAL"] {
        assert_eq!(
            refused(name),
            format!("{name} requires exactly one argument")
        );
    }
    for name in [
        "ENV",
        "LABEL",
        "ONBUILD",
        "HEALTHCHECK",
        "EXPOSE",
        "VOLUME",
        "ARG",
        "SHELL",
    ] {
        assert_eq!(
            refused(name),
            format!("{name} requires at least one argument")
        );
    }
    for name in ["COPY", "ADD"] {
        for line in [
            name.to_owned(),
            format!("{name} a"),
            format!("{name} [\"a\"]"),
        ] {
            assert_eq!(
                refused(&line),
                format!(
                    "{name} requires at least two arguments, but only one was provided. \
                     Destination could not be determined"
                )
            );
        }
    }
    for line in ["FROM", "FROM a b", "FROM a b c", "FROM a AS b c"] {
        assert_eq!(
            refused(line),
            "FROM requires either one or three arguments",
            "{line}"
        );
    }
    for line in ["RUN", "CMD", "ENTRYPOINT", "CMD []", "RUN []"] {
        assert_eq!(refused(line), "", "{line}");
    }
}

#[test]
fn names_are_checked() {
    assert_eq!(
        refused("FROM a AS 1b"),
        "invalid name for build stage: \"1b\", name can't start with a number or contain symbols"
    );
    assert_eq!(refused("FROM a as b-_.1"), "");
    assert_eq!(refused("ENV =x"), "ENV names can not be blank");
    assert_eq!(refused("LABEL a=b =x"), "LABEL names can not be blank");
    assert_eq!(refused("ARG =x"), "ARG names can not be blank");
    assert_eq!(
        refused("VOLUME [\" \"]"),
        "VOLUME specified can not be an empty string"
    );
    assert_eq!(
        refused("COPY a <<b\nb"),
        "COPY cannot accept a heredoc as a destination"
    );
    assert_eq!(
        refused("SHELL sh -c"),
        "SHELL requires the arguments to be in JSON form"
    );
    assert_eq!(refused("SHELL []"), "SHELL requires at least one argument");
}

#[test]
fn flags_are_checked() {
    assert_eq!(refused("COPY --user=me a b"), "unknown flag: --user");
    assert_eq!(
        refused("COPY --frm=x a b"),
        "unknown flag: --frm (did you mean from?)"
    );
    assert_eq!(refused("RUN --mount x"), "missing a value on flag: --mount");
    assert_eq!(
        refused("COPY --from=a --from=b c d"),
        "duplicate flag specified: --from"
    );
    assert_eq!(
        refused("COPY --exclude=a --exclude=b --parents --link=False c d"),
        ""
    );
    assert_eq!(
        refused("COPY --link=maybe a b"),
        "expecting boolean value for flag --link, not: maybe"
    );
    assert_eq!(
        refused("COPY --link= a b"),
        "missing a value on flag: --link"
    );
    assert_eq!(
        refused("ADD --keep-git-dir --checksum=x --unpack=true --chmod=1 --chown=2 a b"),
        ""
    );
    assert_eq!(refused("WORKDIR --x /a"), "unknown flag: --x");
    // Flags of these two are not looked at.
    assert_eq!(refused("ARG --x a"), "");
    assert_eq!(refused("STOPSIGNAL --x KILL"), "");
    assert_eq!(refused("RUN --network=x y"), "invalid network mode \"x\"");
    assert_eq!(refused("RUN --security=x y"), "security \"x\" is not valid");
    assert_eq!(
        refused("RUN --device=a,b y"),
        "invalid field 'b' must be a key=value pair"
    );
    assert_eq!(
        refused("RUN --mount=from=$x y"),
        "'from' doesn't support variable expansion, define alias stage instead"
    );
    assert_eq!(
        refused("RUN --mount=a\\\"b y"),
        "failed to parse csv mounts: parse error on line 1, column 2: bare \" in non-quoted-field"
    );
    assert_eq!(refused("RUN --mount= y"), "failed to parse csv mounts: EOF");
}

#[test]
fn health_checks_are_checked() {
    assert_eq!(
        refused("HEALTHCHECK NONE x"),
        "HEALTHCHECK NONE takes no arguments"
    );
    assert_eq!(refused("HEALTHCHECK --x none"), "");
    assert_eq!(
        refused("HEALTHCHECK CMD"),
        "Missing command after HEALTHCHECK CMD"
    );
    assert_eq!(
        refused("HEALTHCHECK cmd []"),
        "Missing command after HEALTHCHECK CMD"
    );
    assert_eq!(
        refused("HEALTHCHECK curl x"),
        "Unknown type \"CURL\" in HEALTHCHECK (try CMD)"
    );
    assert_eq!(
        refused("HEALTHCHECK --interval=1m30.5s --retries=0 --start-interval=0 cmd x"),
        ""
    );
    assert_eq!(
        refused("HEALTHCHECK --timeout=5 cmd x"),
        "time: missing unit in duration \"5\""
    );
    assert_eq!(
        refused("HEALTHCHECK --timeout=5x cmd x"),
        "time: unknown unit \"x\" in duration \"5x\""
    );
    assert_eq!(
        refused("HEALTHCHECK --timeout=x cmd x"),
        "time: invalid duration \"x\""
    );
    assert_eq!(
        refused("HEALTHCHECK --start-period=9us cmd x"),
        "Interval \"start-period\" cannot be less than 1ms"
    );
    assert_eq!(
        refused("HEALTHCHECK --retries=-1 cmd x"),
        "--retries cannot be negative (-1)"
    );
    assert_eq!(
        refused("HEALTHCHECK --retries=a cmd x"),
        "strconv.ParseInt: parsing \"a\": invalid syntax"
    );
    assert_eq!(
        refused("HEALTHCHECK --retries=2147483648 cmd x"),
        "strconv.ParseInt: parsing \"2147483648\": value out of range"
    );
}

#[test]
fn triggers_are_checked() {
    assert_eq!(
        refused("ONBUILD ONBUILD RUN x"),
        "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"
    );
    assert_eq!(
        refused("ONBUILD from x"),
        "FROM isn't allowed as an ONBUILD trigger"
    );
    assert_eq!(
        refused("ONBUILD MAINTAINER x"),
        "MAINTAINER isn't allowed as an ONBUILD trigger"
    );
    assert_eq!(refused("ONBUILD --x RUN y"), "unknown flag: --x");
    // The trigger itself is looked at in the build that it is for.
    assert_eq!(refused("ONBUILD COPY --nonsense a"), "");
    assert_eq!(refused("ONBUILD nonsense"), "");
}

#[test]
fn unknown_words_get_a_suggestion() {
    assert_eq!(
        refused("FRM a"),
        "unknown instruction: FRM (did you mean FROM?)"
    );
    assert_eq!(
        refused("frm a"),
        "unknown instruction: frm (did you mean from?)"
    );
    assert_eq!(
        refused("Entrypoin a"),
        "unknown instruction: Entrypoin (did you mean entrypoint?)"
    );
    assert_eq!(refused("INCLUDE a"), "unknown instruction: INCLUDE");
    // The Kelvin sign is a K to Go.
    assert_eq!(refused("WOR\u{212A}DIR /a"), "");
}

#[test]
fn a_stage_comes_first() {
    let first = |source: &str| {
        parse(source)
            .errors
            .first()
            .map(|error| error.message.clone())
            .unwrap_or_default()
    };
    assert_eq!(
        first("RUN x\nFROM a\nRUN y"),
        "no build stage in current context"
    );
    assert_eq!(first("ARG a\nFROM b"), "");
    assert_eq!(first("ARG a"), "dockerfile contains no stages to build");
    assert_eq!(parse("RUN x\nRUN y\nCMD z").errors.len(), 1);
}

#[test]
fn mounts_have_a_typed_view() {
    let source = "FROM a\nRUN --mount=type=cache,id=$x,dst=/c,sharing=locked,uid=1,gid=2,mode=0755 \\\n \
                  --mount=target=/t,Source=s,from=b,rw --mount=type=secret,id=k,env=K,required \\\n \
                  --mount=type=tmpfs,target=/m,size=1g,ro=true --mount='type=bind,\"source=a,b\",readonly=0' x\n";
    let file = parse(source);
    assert!(file.errors.is_empty(), "{:?}", file.errors);
    let mounts = file.instructions[1].mounts();
    let text =
        |text: Option<&dockerfile_syntax::Text<'_>>| text.map(|text| text.as_str().to_owned());
    let kinds: Vec<_> = mounts.iter().map(|mount| mount.kind().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            MountKind::Cache,
            MountKind::Bind,
            MountKind::Secret,
            MountKind::Tmpfs,
            MountKind::Bind
        ]
    );
    let read_only: Vec<_> = mounts
        .iter()
        .map(|mount| mount.read_only().unwrap())
        .collect();
    assert_eq!(read_only, [false, false, true, true, false]);
    assert_eq!(text(mounts[0].id()).as_deref(), Some("$x"));
    assert_eq!(text(mounts[0].target()).as_deref(), Some("/c"));
    assert_eq!(text(mounts[0].sharing()).as_deref(), Some("locked"));
    assert_eq!(text(mounts[0].mode()).as_deref(), Some("0755"));
    assert_eq!(
        (text(mounts[0].uid()), text(mounts[0].gid())),
        (Some("1".into()), Some("2".into()))
    );
    assert_eq!(text(mounts[1].source()).as_deref(), Some("s"));
    assert_eq!(text(mounts[1].from()).as_deref(), Some("b"));
    assert_eq!(mounts[1].from().unwrap().span().text(source), "b");
    assert_eq!(
        (text(mounts[2].env()).as_deref(), mounts[2].required()),
        (Some("K"), Some(true))
    );
    assert_eq!(text(mounts[3].size()).as_deref(), Some("1g"));
    assert_eq!(text(mounts[4].source()).as_deref(), Some("a,b"));
    assert_eq!(mounts[4].source().unwrap().span().text(source), "a,b");
}

#[test]
fn stages_have_a_view() {
    let source = "ARG v\nFROM --platform=$P a:$v AS Base\nRUN x\n\nFROM base\nFROM a b\n";
    let file = parse(source);
    let lines = LineIndex::new(source);
    let stages: Vec<_> = file
        .stages()
        .iter()
        .map(|stage| {
            let platform = stage.platform.map(|platform| platform.as_str().to_owned());
            (
                stage.index,
                stage.name.clone(),
                stage.base.as_str().to_owned(),
                platform,
                stage.line(&lines),
                stage.range.clone(),
            )
        })
        .collect();
    assert_eq!(
        stages,
        [
            (
                0,
                Some("base".into()),
                "a:$v".into(),
                Some("$P".into()),
                2,
                1..3
            ),
            (1, None, "base".into(), None, 5, 3..4),
            (2, None, "a".into(), None, 6, 4..5),
        ]
    );
    assert_eq!(file.meta_args().count(), 1);
    assert_eq!(file.preamble().len(), 1);
    assert!(
        matches!(&file.instructions[1].kind, Kind::From { name: Some(name), .. } if name.as_str() == "Base")
    );
}

#[test]
fn columns_are_counted_as_editors_do() {
    let source = "\u{FEFF}é𝄞x\r\ny\rz\n";
    let lines = LineIndex::new(source);
    let at = |needle: &str| {
        let position = lines.position(source.find(needle).unwrap() as u32);
        (position.line, position.utf16, position.chars)
    };
    assert_eq!(at("é"), (1, 1, 1));
    assert_eq!(at("𝄞"), (1, 2, 2));
    assert_eq!(at("x"), (1, 4, 3));
    assert_eq!(at("y"), (2, 1, 1));
    assert_eq!(at("z"), (2, 3, 3));
    assert_eq!(lines.line_span(1), Some(Span::new(0, 10)));
    assert_eq!(
        lines.line_span(2).map(|span| span.text(source)),
        Some("y\rz")
    );
    assert_eq!(lines.line_count(), 3);
}
