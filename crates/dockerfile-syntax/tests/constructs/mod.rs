//! Texts of one construct, of about a given size.

/// A name and what makes the text.
pub(crate) type Construct = (&'static str, fn(usize) -> String);

/// Constructs whose cost could grow faster than their size.
pub(crate) const ALL: &[Construct] = &[
    ("one long continuation", |size| {
        format!(
            "FROM a\nRUN x{}\n",
            " \\\n  && word word word".repeat(size / 21)
        )
    }),
    ("lines of a lone backslash", |size| {
        format!("FROM a\nRUN x \\\n{}y\n", "\\\n".repeat(size / 2))
    }),
    ("lines of two backslashes", |size| {
        format!("FROM a\nRUN x \\\n{}y\n", "\\\\\n".repeat(size / 3))
    }),
    ("comments in a continuation", |size| {
        format!("FROM a\nRUN x \\\n{}y\n", "# why\n".repeat(size / 6))
    }),
    ("blank lines in a continuation", |size| {
        format!("FROM a\nRUN x \\\n{}y\n", "\n".repeat(size))
    }),
    ("words over continuations", |size| {
        format!("FROM a\nENV x=1{}\n", "\\\n0 b\\\n=2".repeat(size / 9))
    }),
    ("stages", |size| "FROM a AS b\n".repeat(size / 12)),
    ("nested quotes", |size| {
        format!("FROM a\nENV x={}\n", "\"'\\\"'".repeat(size / 5))
    }),
    ("open quote", |size| {
        format!("FROM a\nENV x=\"{}\n", "'y z ".repeat(size / 5))
    }),
    ("one huge heredoc", |size| {
        format!(
            "FROM a\nRUN <<EOF\n{}EOF\n",
            "echo line\n".repeat(size / 10)
        )
    }),
    ("unterminated heredocs", |size| {
        format!("FROM a\n{}", "RUN <<EOF\nx\n".repeat(size / 12))
    }),
    ("unterminated heredocs on a line", |size| {
        format!("FROM a\nRUN{}\nx\n", " <<EOF".repeat(size / 6))
    }),
    ("many heredocs on a line", |size| {
        let count = size / 10;
        format!(
            "FROM a\nRUN{}\n{}",
            " <<A".repeat(count),
            "b\nA\n".repeat(count)
        )
    }),
    ("heredoc sources", |size| {
        let count = size / 12;
        format!(
            "FROM a\nCOPY{} /\n{}",
            " <<-A".repeat(count),
            "\tb\n\tA\n".repeat(count)
        )
    }),
    ("heredoc and deep braces", |size| {
        format!("FROM a\nRUN <<A {}\nA\n", "${a:-".repeat(size / 5))
    }),
    ("heredoc with a braced name", |size| {
        format!(
            "FROM a\nRUN <<{}x{}\nA\n",
            "${a:-".repeat(size / 6),
            "}".repeat(size / 6)
        )
    }),
    ("shifts that look like heredocs", |size| {
        format!("FROM a\nRUN echo {}\n", "$((1<<2)) ".repeat(size / 10))
    }),
    ("deep JSON", |size| {
        format!("FROM a\nRUN {}\n", "[".repeat(size))
    }),
    ("deep JSON in shell form", |size| {
        format!("FROM a\nRUN [{}]\n", "[[]],{\"a\":[1]},".repeat(size / 15))
    }),
    ("long JSON", |size| {
        format!(
            "FROM a\nRUN [{}\"\"]\n",
            "\"a\\n\\u00e9\",".repeat(size / 12)
        )
    }),
    ("JSON over continuations", |size| {
        format!(
            "FROM a\nRUN [\"\"{}]\n",
            ",\\\n\"a\\\nb\\n\"".repeat(size / 11)
        )
    }),
    ("JSON without end", |size| {
        format!("FROM a\nCOPY [{}\n", "\"a\",".repeat(size / 4))
    }),
    ("flags", |size| {
        format!("FROM a\nRUN{} x\n", " --mount=type=cache".repeat(size / 19))
    }),
    ("quoted flags", |size| {
        format!(
            "FROM a\nRUN{} x\n",
            " --mount='type'=\"c\\a\"".repeat(size / 21)
        )
    }),
    ("one quoted flag", |size| {
        format!("FROM a\nRUN --mount=\"{}\" x\n", "a\\bc ".repeat(size / 5))
    }),
    ("unknown flags", |size| {
        format!("FROM a\nCOPY{} x y\n", " --frm=a".repeat(size / 8))
    }),
    ("chained ONBUILD", |size| {
        format!("FROM a\n{}RUN x\n", "ONBUILD ".repeat(size / 8))
    }),
    ("unknown instructions", |size| "FRM a\n".repeat(size / 6)),
    ("a long unknown instruction", |size| {
        format!("{}\n", "F".repeat(size))
    }),
    ("operands", |size| {
        format!("FROM a\nCOPY{} /\n", " a".repeat(size / 2))
    }),
    ("ports", |size| {
        format!("FROM a\nEXPOSE{}\n", " 80".repeat(size / 3))
    }),
    ("variables", |size| {
        format!("FROM a\nENV{}\n", " a=b".repeat(size / 4))
    }),
    ("arguments", |size| {
        format!("ARG{}\nFROM a\n", " a=b c".repeat(size / 6))
    }),
    ("comments", |size| "# comment\n".repeat(size / 10)),
    ("directives", |size| "# syntax=x\n".repeat(size / 11)),
    ("blank lines", |size| "\r\n".repeat(size / 2)),
    ("white space of Unicode", |size| {
        format!("FROM a\nENV a=b{}c=d\n", "\u{2003}".repeat(size / 3))
    }),
    ("carriage returns", |size| {
        format!("FROM a\nRUN x {}\n", "\r".repeat(size))
    }),
    ("escapes at the line end", |size| {
        format!("FROM a\nRUN x{}", " \\ \t \\\n".repeat(size / 7))
    }),
];
