//! Malformed and hostile text: no panic, no deep stack, time in proportion to the text.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test may read files, start programs, measure and print; what it tests may not"
)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use shell_syntax::{Dialect, ErrorKind, parse};

/// A name and what makes a text of about that many bytes.
type Shape = (&'static str, fn(usize) -> String);

fn repeat(piece: &str, size: usize) -> String {
    piece.repeat(size / piece.len() + 1)
}

/// Every construct unclosed, nested, or repeated.
const SHAPES: &[Shape] = &[
    ("plain words", |size| repeat("echo some words here ", size)),
    ("commands", |size| {
        repeat("apt-get install -y \"$x\" && ", size)
    }),
    ("lines", |size| repeat("echo a > b # c\n", size)),
    ("one word", |size| repeat("x", size)),
    ("one word of =", |size| repeat("=", size)),
    ("one word of a=", |size| repeat("a=", size)),
    ("digits", |size| repeat("1", size)),
    ("unclosed case", |size| repeat("case x in x) ", size)),
    ("unclosed (", |size| repeat("(", size)),
    ("unclosed ( with spaces", |size| repeat("( ", size)),
    ("closed )", |size| repeat(")", size)),
    ("closed ) lines", |size| repeat(")\n", size)),
    ("unclosed $(", |size| repeat("$(", size)),
    ("unclosed $((", |size| repeat("$((", size)),
    ("$(( that are commands", |size| repeat("$((a) b) ", size)),
    ("nested $(( that are commands", |size| {
        let depth = 60;
        repeat(
            &format!("{}{}\n", "$((a; ".repeat(depth), ") )".repeat(depth)),
            size,
        )
    }),
    ("unclosed ((", |size| repeat("((", size)),
    ("(( that are commands", |size| repeat("((a);b)\n", size)),
    ("unclosed ${", |size| repeat("${a:-", size)),
    ("unclosed ${ in quotes", |size| repeat("\"${a:-", size)),
    ("unclosed $[", |size| repeat("$[", size)),
    ("unclosed <(", |size| repeat("<(", size)),
    ("unclosed a=(", |size| repeat("a=(", size)),
    ("backquotes", |size| repeat("`", size)),
    ("backquotes with text", |size| repeat("`a \\` b ", size)),
    ("backslashes and backquotes", |size| repeat("\\\\\\`", size)),
    ("escaped backquotes nested", |size| {
        let mut text = String::new();
        let mut slashes = 0_usize;
        while slashes < 200 {
            let _ = write!(text, "{}`a ", "\\".repeat(slashes));
            slashes = slashes * 2 + 1;
        }
        repeat(&text, size)
    }),
    ("single quote", |size| format!("'{}", repeat("a", size))),
    ("double quote", |size| format!("\"{}", repeat("a", size))),
    ("quotes", |size| repeat("\"'", size)),
    ("double quotes and $(", |size| repeat("\"$(", size)),
    ("backslashes", |size| repeat("\\", size)),
    ("continuations", |size| repeat("\\\n", size)),
    ("continuations in a word", |size| repeat("a\\\n", size)),
    ("newlines", |size| repeat("\n", size)),
    ("semicolons", |size| repeat(";", size)),
    ("double semicolons", |size| repeat(";;", size)),
    ("ampersands", |size| repeat("&", size)),
    ("and and", |size| repeat("a && ", size)),
    ("pipes", |size| repeat("a | ", size)),
    ("bangs", |size| repeat("! ", size)),
    ("time", |size| repeat("time ", size)),
    ("then", |size| repeat("then ", size)),
    ("if", |size| repeat("if ", size)),
    ("if then", |size| repeat("if a; then ", size)),
    ("if with else", |size| repeat("if a; else ", size)),
    ("fi lines", |size| repeat("fi\n", size)),
    ("elif", |size| {
        format!("if a; then b; {}", repeat("elif a; then b; ", size))
    }),
    ("while", |size| repeat("while a; do ", size)),
    ("for", |size| repeat("for a in b; do ", size)),
    ("for ((", |size| repeat("for ((a;b;c)) ", size)),
    ("braces", |size| repeat("{ ", size)),
    ("brace words", |size| repeat("{a,b}", size)),
    ("open brace word", |size| repeat("{", size)),
    ("functions", |size| repeat("f() ", size)),
    ("function keyword", |size| repeat("function f ", size)),
    ("coproc", |size| repeat("coproc ", size)),
    ("[[", |size| repeat("[[ ", size)),
    ("[[ (", |size| format!("[[ {}", repeat("( ", size))),
    ("[[ !", |size| format!("[[ {}", repeat("! ", size))),
    ("[[ =~", |size| format!("[[ a =~ {}", repeat("(", size))),
    ("[[ == @(", |size| format!("[[ a == {}", repeat("@(", size))),
    ("[[ && ]]", |size| {
        format!("[[ a {} ]]", repeat("&& a ", size))
    }),
    ("extglob", |size| {
        format!("shopt -s extglob; {}", repeat("@(", size))
    }),
    ("here-documents", |size| repeat("cat <<A\n", size)),
    ("here-documents on one line", |size| {
        format!("{}\n", repeat("<<A ", size))
    }),
    ("here-documents in $(", |size| repeat("<<A $(\n", size)),
    ("here-document of backslashes", |size| {
        format!("<<A\n{}", repeat("\\", size))
    }),
    ("here-document lines", |size| {
        format!("<<-A\n{}", repeat("\t$x `y` \\\n", size))
    }),
    ("redirections", |size| repeat("> a ", size)),
    ("bare redirections", |size| repeat(">", size)),
    ("descriptor variables", |size| repeat("{a}", size)),
    ("comments", |size| repeat("# a\n", size)),
    ("one comment", |size| format!("#{}", repeat("#", size))),
    ("case items", |size| {
        format!("case x in {}esac", repeat("a|b) c;; ", size))
    }),
    ("case patterns", |size| {
        format!("case x in {}", repeat("a|", size))
    }),
    ("subscripts", |size| repeat("${a[", size)),
    ("assigned subscripts", |size| {
        format!("a[{}", repeat("$b]", size))
    }),
    ("$'", |size| format!("$'{}", repeat("\\x41\\u263a", size))),
    ("multibyte", |size| repeat("ä\\é$ü`€\"ß", size)),
    ("carriage returns", |size| repeat("if a\r\nthen\r\n", size)),
    ("nul", |size| repeat("\0", size)),
];

const DIALECTS: [Dialect; 2] = [Dialect::Posix, Dialect::Bash];

fn fastest(text: &str, dialect: Dialect) -> Duration {
    (0..3)
        .map(|_| {
            let start = Instant::now();
            let script = parse(text, dialect);
            let _ = script.simple_commands().count();
            drop(script);
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

/// Ten times the text takes far less than the hundred times as long that quadratic growth would. The bound leaves room
/// for a machine that is busy with other work; the benchmark measures the ratio itself. Short times are measured
/// poorly, so a shape passes at once when the longer text is read faster than any quadratic growth could.
#[test]
fn time_grows_with_the_text() {
    for (name, shape) in SHAPES {
        for dialect in DIALECTS {
            let (small, large) = (shape(20_000), shape(200_000));
            let mut ratios = Vec::new();
            let linear = (0..5).any(|_| {
                let (short, long) = (fastest(&small, dialect), fastest(&large, dialect));
                ratios.push((short, long));
                long <= short * 50 || long < Duration::from_millis(20)
            });
            assert!(linear, "{name}, {dialect:?}: {ratios:?}");
        }
    }
}

/// On a thread with the small stack of a wasm module, with debug frames.
#[test]
fn stack_use_is_bounded() {
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(|| {
        for (name, shape) in SHAPES {
            for dialect in DIALECTS {
                let script = parse(&shape(20_000), dialect);
                let commands = script.simple_commands().count() + script.parameters().len();
                let copy = script.clone();
                assert!(copy == script, "{name}: {commands} commands");
            }
        }
        for (opening, closing) in [
            ("(", ")"),
            ("$(", ")"),
            ("\"$(", ")\""),
            ("{ ", ";}"),
            ("if ", ";then a;fi"),
            ("while a;do ", ";done"),
            ("for a in b;do ", ";done"),
            ("case a in a) ", ";; esac"),
            ("f() { ", ";}"),
            ("function f { ", ";}"),
            ("${a:-", "}"),
            ("\"${a:-", "}\""),
            ("${a[", "]}"),
            ("$((a+", "))"),
            ("<(", ")"),
            ("a=(", ")"),
            ("coproc ", ""),
            ("! (", ")"),
            ("a | (", ")"),
            ("a && (", ")"),
            ("[[ -n $(", ") ]]"),
            ("a=$(b=$(", "))"),
            ("cat <<A\n$(", ")\nA\n"),
            ("declare a=($(", "))"),
            ("for ((a=$(", ");b;c)); do d; done"),
            ("${a/\"$(", ")\"/x}"),
        ] {
            let text = format!("{}a{}", opening.repeat(2_000), closing.repeat(2_000));
            let script = parse(&text, Dialect::Bash);
            let copy = script.clone();
            assert!(copy == script);
            let _ = (script.simple_commands().count(), format!("{copy:?}").len());
        }
    });
    assert!(thread.expect("threads start").join().is_ok());
}

#[test]
fn too_deep_text_is_opaque_and_says_so() {
    let text = format!("before; {} inside", "$(".repeat(100_000));
    let script = parse(&text, Dialect::Posix);
    assert!(
        script
            .errors
            .iter()
            .any(|error| error.kind == ErrorKind::TooDeep)
    );
    let first = script
        .simple_commands()
        .next()
        .expect("what stands before is read");
    assert_eq!(first.command.words[0].literal().as_deref(), Some("before"));
    assert!(!script.opaque().is_empty());
}

#[test]
fn twenty_unclosed_cases_are_one_error() {
    let script = parse(&"case a in a) ".repeat(20), Dialect::Bash);
    assert_eq!(script.errors.len(), 1, "{:?}", script.errors);
}
